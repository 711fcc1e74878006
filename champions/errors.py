"""What can go wrong with ambassadors, in words for people."""

from people.errors import PeopleError


class ChampionError(PeopleError):
    """Something about ambassadors is not possible; says what to do instead."""


class AmbassadorMissing(ChampionError):
    """There is no such ambassador, or nobody may know."""


class OfferInvalid(ChampionError):
    """What an ambassador offers cannot be kept like this; `field` says which part."""


class WrongStanding(ChampionError):
    """An ambassador of this standing does not do that."""


class LinkInvalid(ChampionError):
    """A link from a mail is broken, or led to something that is over."""


class AskInvalid(ChampionError):
    """Somebody cannot ask for an ambassador like this; `field` says which part."""


class NotPossible(ChampionError):
    """These two cannot be brought together now. Never says whether it is one of the things that nobody else knows."""


class ProposalOver(ChampionError):
    """A proposal is not open any more, or was never this person's."""


class MentorshipMissing(ChampionError):
    """There is no such mentorship, or nobody may know."""


class CommitmentMissing(ChampionError):
    """There is no such commitment, or nobody else may know."""


class PairingMissing(ChampionError):
    """There is no such round of pairs, or no such pair in it."""
