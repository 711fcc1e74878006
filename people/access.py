"""Access to every page: a view that declares nothing is for whoever is signed in."""

from urllib.parse import urlsplit

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_login import LoginManager, current_user
from sqlalchemy import bindparam, select
from werkzeug.wrappers import Response

from people.first_start import nobody_exists
from people.models import Person
from ready import Ready
from rows import Columns
from security import Access, rule_of

login_manager = LoginManager()
_PERSON = Columns(Person)
_BY_ID = Ready(select(*_PERSON.columns).where(Person.id == bindparam("wanted")))


def init_app(app: Flask) -> None:
    """Every request is held against its view's access rule."""
    login_manager.init_app(app)
    app.before_request(guard)


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load(identity: str) -> Person | None:
    """The person of a sign-in cookie; nobody once they signed out everywhere or are not active any more."""
    id_, _dot, version = identity.partition(".")
    found = _BY_ID.first({"wanted": int(id_)}) if id_.isdigit() else None
    person = _PERSON.loaded(found) if found else None
    if person is None or not person.active or str(person.sign_in_version) != version:
        return None
    return person


def guard() -> Response | None:
    """Lets through who may, sends who is not signed in to sign in, refuses all others."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return None  # the 404 that follows tells nothing
    rule = rule_of(view)
    if rule in {Access.PUBLIC, Access.BEARER, Access.BEARER_MANAGER}:
        return None
    if not current_user.is_authenticated:
        return _sign_in_first()
    person: Person = current_user._get_current_object()  # noqa: SLF001
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
