"""Rounds in which a community manager looks for pairs of ambassadors and mentees, all at once."""
