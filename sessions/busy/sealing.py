"""The secret address of a connected calendar, as it stands in the database."""

from people import sealing

PURPOSE = b"foyer/sessions.busy/address/1"  # a key of its own: what signs cookies opens nothing here


def seal(secret: str) -> str:
    """The secret, as it may stand in the database."""
    return sealing.seal(secret, PURPOSE)


def open_(sealed: str) -> str:
    """The secret again. Raises SealBroken when it was sealed with another key, or altered."""
    return sealing.open_(sealed, PURPOSE)
