"""What can go wrong with thanks, in words for people."""

from champions.errors import ChampionError


class ThanksError(ChampionError):
    """Thanks cannot be given or shared like this; `field` says which part."""


class ThanksMissing(ChampionError):
    """There are no such thanks, or they are between two others."""
