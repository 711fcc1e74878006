"""What can go wrong with a goal, in words a person can act on."""

from onboarding.errors import OnboardingError
from people.errors import PeopleError


class GoalMissing(OnboardingError):
    """There is no such goal, or this person may not do that with it."""

    code = "goal-missing"


class GoalInvalid(OnboardingError):
    """A field is at fault; `field` names it."""

    code = "goal-invalid"


class NotStarted(OnboardingError):
    """The programme cannot start, or the goal not be taken up, as it stands; the message says what is missing."""

    code = "goal-not-started"


class GoalClosed(OnboardingError):
    """The goal is closed."""

    code = "goal-closed"


class NotPossible(OnboardingError):
    """Where the goal stands, this cannot be done with it."""

    code = "goal-not-possible"


def of_file(error: PeopleError) -> GoalInvalid:
    """Why a file is no table, at its field."""
    made = GoalInvalid("This file cannot be read.", field="file")
    made.template, made.values, made.message = error.template, error.values, error.message
    return made
