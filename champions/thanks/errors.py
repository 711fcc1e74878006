"""What can go wrong with thanks, in words for people."""

from champions.errors import ChampionError


class ThanksError(ChampionError):
    """Thanks cannot be given or shared like this; `field` says which part."""


class ThanksMissing(ChampionError):
    """There are no such thanks, or they are between two others."""


class ThanksTakenOff(ThanksError):
    """They cannot be shared any more: whoever looks after the page took them off it."""
