"""Rate limits. Counted in the memory of each process: enough against guessing, needs nothing beside Foyer."""

from flask import request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from people.people import address_key


class LimiterOfFewViews(Limiter):
    """The views that have a limit ask for it themselves, where they are decorated; a look at each and every request finds nothing."""

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


limiter = LimiterOfFewViews(key_func=get_remote_address, storage_uri="memory://", headers_enabled=False)


def by_address() -> str:
    """The e-mail address that is tried: many machines guessing one password are one guesser."""
    return "email:" + address_key(request.form.get("email", ""))[:254]
