"""What can go wrong with a story, in words a person can act on."""

from champions.errors import ChampionError


class StoryError(ChampionError):
    """A story cannot be told, published or asked about like this; `field` says which part."""


class StoryMissing(ChampionError):
    """There is no such story, or it is not for this person to read or change."""


class StoryOutdated(ChampionError):
    """The words changed since this person read them: they read them again first."""
