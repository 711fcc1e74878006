"""Channels: a group here also stands on a platform, with a look before, its own doing kept apart from everybody else's, and an undo after."""
