"""What can go wrong with what a platform tells, in words a person can act on. None of them repeats what stood in the file."""

from onboarding.errors import OnboardingError
from people.errors import PeopleError


class ParticipationInvalid(OnboardingError):
    """A line, or the whole of what was sent, cannot be used; `field` names the column."""

    code = "participation-invalid"


class ParticipationGone(OnboardingError):
    """What was read does not wait any more."""

    code = "participation-gone"


def of_file(error: PeopleError) -> ParticipationInvalid:
    """Why a file is no table, at its field."""
    made = ParticipationInvalid("This file cannot be read.", field="file")
    made.template, made.values, made.message = error.template, error.values, error.message
    return made
