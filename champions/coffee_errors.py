"""What can go wrong with coffee, in words for people."""

from champions.errors import ChampionError


class CoffeeMissing(ChampionError):
    """There is no such circle or coffee, or it is not theirs to see."""


class CoffeeInvalid(ChampionError):
    """A circle, or how somebody takes part in it, cannot be like this; `field` says which part."""


class CoffeeOver(ChampionError):
    """The circle or the coffee does not stand so that this could be done."""


class CoffeeLinkInvalid(ChampionError):
    """A link from a mail is broken, or led to a coffee that is forgotten."""
