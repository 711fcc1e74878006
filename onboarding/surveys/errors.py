"""What can go wrong with a survey, in words a person can act on."""

from people.errors import PeopleError


class SurveyError(PeopleError):
    """It cannot be asked or answered like this; `field` says which part is at fault."""


class SurveyMissing(SurveyError):
    """There is no such survey, or it is not for this person."""


class WaveOver(SurveyError):
    """Its questions are closed."""


class AlreadyAnswered(SurveyError):
    """This token has answered."""


class TooFew(SurveyError):
    """It asks too few people, or nearly the same ones as another with the same question."""


class LinkInvalid(SurveyError):
    """A link leads nowhere any more."""
