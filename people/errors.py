"""What can go wrong, in words a person can act on."""


class PeopleError(Exception):
    """Base of every error of this package. `template` and `values` are the message before its values are filled in."""

    def __init__(self, template: str, *, field: str = "", **values: object) -> None:
        self.template, self.values, self.field = template, values, field
        self.message = template % values if values else template
        super().__init__(self.message)


class PersonMissing(PeopleError):
    """Nobody has this address."""


class AddressTaken(PeopleError):
    """Somebody has this address already."""


class LinkInvalid(PeopleError):
    """This sign-in link was used, has expired, or is not one of ours."""
