"""What can go wrong in onboarding, in words a person can act on."""


class OnboardingError(Exception):
    """Base of every error of this package. `template` and `values` are the message before its values are filled in."""

    code = "onboarding"

    def __init__(self, template: str, *, field: str = "", **values: object) -> None:
        self.template, self.values, self.field = template, values, field
        self.message = template % values if values else template
        super().__init__(self.message)
