"""Who may say of an answer that it comes from the management team: by their function, as the setting names it. Each chooses it themselves."""

from config import settings
from people.models import Person


def leads(person: Person) -> bool:
    """Whether this person's function is one of those that FOYER_MANAGEMENT_FUNCTIONS names, or begins with one of them."""
    function = " ".join(person.function.casefold().split())
    return any(_begins(function, " ".join(named.casefold().split())) for named in settings().management_functions.split(","))


def _begins(function: str, named: str) -> bool:
    """As whole words: a "Director of Operations" is a director, a directory clerk is none."""
    return bool(named) and (function == named or function.startswith(named + " "))
