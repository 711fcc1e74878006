"""What can go wrong with journeys, in words for people."""

from people.errors import PeopleError


class JourneyError(PeopleError):
    """A journey, or a step of it, cannot be like this; `field` says which part."""


class JourneyMissing(JourneyError):
    """There is no such journey, or it is nothing this person follows or could follow."""


class BuddyMissing(JourneyError):
    """Nobody asked for this buddy, or it is over."""


class LinkInvalid(JourneyError):
    """A link from a mail is broken, or led to something that is over."""
