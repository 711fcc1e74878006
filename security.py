"""Who may see a page, said at the page; and what every answer of ours tells a browser to forbid.

A view without a mark is for whoever is signed in. `people.access` holds the marks against the person who asks.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

import secure
from flask import Flask, Response, abort, current_app, request
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode

View = TypeVar("View", bound=Callable[..., Any])
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
MOST_BYTES = 5_000_000
LONG_COOKIE = 1000  # signs


class Access(StrEnum):
    """Access rules of views."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"
    HOSTS = "hosts"  # signed in; the view checks the session at hand
    MANAGER = "manager"  # community managers and administrators
    ADMINISTRATOR = "administrator"
    BEARER = "bearer"  # an API token; the view checks the session at hand
    BEARER_MANAGER = "bearer-manager"  # an API token of somebody who manages


def _mark(rule: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return mark


public = _mark(Access.PUBLIC)
signed_in = _mark(Access.SIGNED_IN)
hosts = _mark(Access.HOSTS)
manager = _mark(Access.MANAGER)
administrator = _mark(Access.ADMINISTRATOR)
bearer = _mark(Access.BEARER)
bearer_manager = _mark(Access.BEARER_MANAGER)


def rule_of(view: Callable[..., Any] | None) -> Access:
    """The access rule of a view; whoever is signed in when it declares none."""
    rule = getattr(view, "access_rule", Access.SIGNED_IN)
    return rule if isinstance(rule, Access) else Access.SIGNED_IN


def takes(megabytes: int) -> Callable[[View], View]:
    """The page takes files up to this size; others take what forms hold."""

    def mark(view: View) -> View:
        view.most_bytes = megabytes * 1_000_000  # type: ignore[attr-defined]
        return view

    return mark


def bound_bodies() -> None:
    """Nothing larger than its page takes is read, and forms come as forms: others would read JSON as one, however deep it is."""
    view = current_app.view_functions.get(request.endpoint or "")
    request.max_content_length = getattr(view, "most_bytes", MOST_BYTES)
    is_api = rule_of(view) in {Access.BEARER, Access.BEARER_MANAGER}
    if view and not is_api and request.method not in {"GET", "HEAD", "OPTIONS"} and request.mimetype not in {"", *FORMS}:
        abort(415)


def content_policy() -> secure.ContentSecurityPolicy:
    """What a page of ours may load: only what we serve. A page that needs more says so itself, in its own header."""
    return (
        secure.ContentSecurityPolicy()
        .default_src("'none'")
        .style_src("'self'")
        .script_src("'self'")
        .img_src("'self'", "data:")
        .font_src("'self'")
        .connect_src("'self'")
        .form_action("'self'")
        .base_uri("'none'")
        .frame_ancestors("'none'")
    )


def refuse_nul() -> None:
    """Text with a NUL in it is no text that anybody typed, and PostgreSQL cannot even search for it."""
    typed = request.mimetype in FORMS
    values = [value for many in (request.args, *([request.form] if typed else [])) for _name, value in many.items(multi=True)]
    if any("\x00" in value for value in (request.path, *values)):
        abort(400)


class PlainJson(TaggedJSONSerializer):
    """What we keep there (who signed in, the token of forms, words for the next page) is text: it needs no marks for other types."""

    def dumps(self, value: Any) -> str:
        return json.dumps(value, separators=(",", ":"))

    def loads(self, value: str) -> Any:
        return json.loads(value)


class _Signer(URLSafeTimedSerializer):
    """Compresses nothing that is short: to find out that it would be no shorter took as long as a query."""

    def dump_payload(self, obj: Any) -> bytes:
        plain = base64_encode(self.serializer.dumps(obj))
        return plain if len(plain) < LONG_COOKIE else super().dump_payload(obj)


class CookieSessions(SecureCookieSessionInterface):
    """The cookie of a browser, signed. One signer for all requests: it is made of the secret key, which does not change while we run.

    Whoever stays signed in is given a cookie that lasts again on the first page of a day, not on each: the day stands in it, nowhere else.
    """

    serializer = PlainJson()

    def __init__(self, app: Flask) -> None:
        how = {"key_derivation": self.key_derivation, "digest_method": self.digest_method}
        self._signer = _Signer(app.config["SECRET_KEY"], salt=self.salt, serializer=self.serializer, signer_kwargs=how)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:  # noqa: ARG002
        return self._signer

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        today = datetime.now(UTC).date().isoformat()
        if session and session.permanent and session.get("seen_on") != today:
            session["seen_on"] = today
        super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Every answer carries the headers."""
    headers = secure.Secure(
        csp=content_policy(),
        xfo=secure.XFrameOptions().deny(),
        xcto=secure.XContentTypeOptions(),
        referrer=secure.ReferrerPolicy().same_origin(),
        hsts=secure.StrictTransportSecurity().max_age(31_536_000)
        if app.config["FOYER"].base_url.startswith("https://")
        else None,
    )

    fixed = headers.headers
    app.session_interface = CookieSessions(app)
    app.before_request(refuse_nul)

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.extend([(name, value) for name, value in fixed.items() if name not in response.headers])
        if request.endpoint != "static" and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"  # pages are about people
        return response
