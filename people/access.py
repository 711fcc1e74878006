"""Access to every page: a view that declares nothing is for whoever is signed in."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, has_request_context, redirect, request, url_for
from flask_login import LoginManager
from sqlalchemy import ColumnElement, bindparam, select
from werkzeug.wrappers import Response

from people.current import somebody
from people.first_start import nobody_exists
from people.models import Person
from ready import Ready
from rows import Columns
from security import Access, rule_of

login_manager = LoginManager()
# It would write a hash of machine and address into the cookie and compare it with each request, to ask for another sign-in before what
# needs a fresh one; nothing here does.
login_manager.session_protection = None
login_manager._session_identifier_generator = str  # noqa: SLF001  (no public way leads there)
_PERSON = Columns(Person)
_beside: dict[str, Callable[[], Sequence[ColumnElement[Any]]]] = {}


def init_app(app: Flask) -> None:
    """Every request is held against its view's access rule."""
    login_manager.init_app(app)
    app.before_request(guard)


def ask_beside(endpoint: str, columns: Callable[[], Sequence[ColumnElement[Any]]]) -> None:
    """These of whoever opens this page, whose id is `bindparam("person")`, are read in the statement that says who it is: see `beside`."""
    _beside[endpoint] = columns


def beside() -> Sequence[Any] | None:
    """What was read together with who opens this page; None on other pages."""
    found: Sequence[Any] = g.get("beside_person", ())
    return found or None


@cache
def _by_id(endpoint: str) -> Ready:
    more = _beside[endpoint]() if endpoint in _beside else ()
    return Ready(select(*_PERSON.columns, *more).where(Person.id == bindparam("wanted")))


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load(identity: str) -> Person | None:
    """The person of a sign-in cookie; nobody once they signed out everywhere or are not active any more."""
    id_, _dot, version = identity.partition(".")
    g.beside_person = ()
    endpoint = (request.endpoint if has_request_context() else "") or ""
    query = _by_id(endpoint if endpoint in _beside else "")
    found = query.first({"wanted": int(id_), "person": int(id_)}) if id_.isdigit() else None
    person = _PERSON.loaded(found[: len(_PERSON)]) if found else None
    if found is None or person is None or not person.active or str(person.sign_in_version) != version:
        return None
    g.beside_person = found[len(_PERSON) :]
    return person


def guard() -> Response | None:
    """Lets through who may, sends who is not signed in to sign in, refuses all others."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return None  # the 404 that follows tells nothing
    rule = rule_of(view)
    if rule in {Access.PUBLIC, Access.BEARER, Access.BEARER_MANAGER}:
        return None
    person = somebody()
    if person is None:
        return _sign_in_first()
    if rule is Access.MANAGER and not person.may_manage:
        abort(403)
    if rule is Access.ADMINISTRATOR and not person.is_administrator:
        abort(403)
    return None


def _sign_in_first() -> Response:
    if nobody_exists():
        return redirect(url_for("people.setup"), 303)
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("people.sign_in", next=target), 303)


def safe_next(target: str | None) -> str | None:
    """A path of ours to go on to; None for anything that leads elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if any(not sign.isprintable() or sign == "\\" for sign in target):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None
