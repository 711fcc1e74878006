"""What can go wrong with a question, in words a person can act on."""

from champions.errors import ChampionError


class QuestionError(ChampionError):
    """It cannot be asked or answered like this; `field` says which part is at fault."""


class QuestionMissing(QuestionError):
    """There is no such question or answer, or it is not for this person to read or change."""


class NotPossible(QuestionError):
    """Where it stands, this cannot be done with it."""
