"""Wishes and concerns: said with a name or under a pseudonym, answered in public by somebody with a name."""
