"""Who asks."""

from flask import g
from flask_login import current_user

from people.models import Person


def me() -> Person:
    """The person who is signed in, or whom an API token acts as. Only for views that are not public."""
    caller = g.get("api_caller")
    if isinstance(caller, Person):
        return caller
    person = current_user._get_current_object()  # noqa: SLF001  (the library's own way to its object)
    if not isinstance(person, Person):
        raise TypeError("nobody is signed in: this view must not be public")
    return person


def somebody() -> Person | None:
    """The person who is signed in, if anybody is."""
    person = current_user._get_current_object()  # noqa: SLF001
    return person if isinstance(person, Person) else None
