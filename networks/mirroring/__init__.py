"""Mirrors: a group here follows who belongs to something elsewhere, with a look before and an undo after."""
