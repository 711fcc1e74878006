"""What doors share at which nobody is known: in which language they answer, the token that is handed in, where a browser keeps its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b

from flask import request
from flask_babel import force_locale

from config import settings
from look import LANGUAGES
from people import blind_tokens
from people.blind_tokens import Token
from people.models import Person

LIMIT = "120 per minute"  # of one address: a company may be behind one


@contextmanager
def tongue() -> Iterator[None]:
    """The language that the page was in, or that the browser likes: no cookie says it here."""
    chosen = request.form.get("language", "")
    liked = request.accept_languages.best_match(LANGUAGES) or settings().language
    with force_locale(chosen if chosen in LANGUAGES else liked):
        yield


def token() -> Token:
    """The one that the form has. Raises TokenInvalid."""
    return blind_tokens.read(request.form.get("prepared", ""), request.form.get("signature", ""))


def drawer_of(person: Person) -> str:
    """What a browser calls the place where it keeps this person's tokens; without our key it leads to nobody."""
    key = settings().secret_key.get_secret_value().encode()
    return blake2b(f"foyer.voices.{person.id}".encode(), key=key[:64], digest_size=8).hexdigest()
