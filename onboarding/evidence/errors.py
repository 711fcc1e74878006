"""What can go wrong with evidence, in words a person can act on."""

from onboarding.errors import OnboardingError


class EvidenceMissing(OnboardingError):
    """There is no such thing, or this person may not do that with it."""

    code = "evidence-missing"


class EvidenceInvalid(OnboardingError):
    """A field is at fault; `field` names it."""

    code = "evidence-invalid"


class LineInvalid(EvidenceInvalid):
    """A line of what was pasted is at fault, for the reason that `why` says."""

    number: int
    why: OnboardingError


def at_line(number: int, why: OnboardingError) -> LineInvalid:
    """The same, of this line."""
    made = LineInvalid("Line %(number)s: %(why)s", field="lines", number=number, why=why.message)
    made.number, made.why = number, why
    return made


class LinkInvalid(OnboardingError):
    """The link leads nowhere, or not any more."""

    code = "evidence-link"


class PaperFailed(OnboardingError):
    """No PDF came of a report."""

    code = "evidence-paper"
