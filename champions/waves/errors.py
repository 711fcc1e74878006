"""What can go wrong with waves, in words for people."""

from champions.errors import ChampionError


class WaveError(ChampionError):
    """Something about a wave is not possible; says what to do instead."""


class WaveMissing(WaveError):
    """There is no such wave."""
