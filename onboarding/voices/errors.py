"""What can go wrong with a wish or a concern, in words a person can act on."""

from people.errors import PeopleError


class VoiceError(PeopleError):
    """It cannot be said or done like this; `field` says which part is at fault."""


class VoiceMissing(VoiceError):
    """There is no such wish or concern, or it is not for this person."""


class NamesColleague(VoiceError):
    """The text names a colleague."""


class NotPossible(VoiceError):
    """Where it stands, this cannot be done with it."""


class LinkInvalid(VoiceError):
    """A link leads nowhere any more."""
