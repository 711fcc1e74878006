"""People with a browser or a program: cookies, form tokens and bearer tokens as Foyer itself hands them out."""

from contextvars import Context
from datetime import UTC, datetime

from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import login_user
from flask_wtf.csrf import generate_csrf

from database import db, transaction
from people import tokens
from people.models import Person


def signed_in(app: Flask, *person_ids: int) -> list[tuple[str, str]]:
    """For each the cookie of a browser that has signed in and opened a page with a form, and the hidden field of that form."""
    return [Context().run(_signed_in, app, person_id) for person_id in person_ids]  # or they would share what a request keeps


def _signed_in(app: Flask, person_id: int) -> tuple[str, str]:
    with app.test_request_context(environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        login_user(db.session.get_one(Person, person_id))
        session.permanent = True
        token = generate_csrf()
        cookie = SecureCookieSessionInterface().get_signing_serializer(app)
        return cookie.dumps({**session, "seen_on": datetime.now(UTC).date().isoformat()}), token


def token_of(person_id: int) -> str:
    """A bearer token of this person."""
    with transaction():
        return tokens.issue(db.session.get_one(Person, person_id), "benchmarks", now=datetime.now(UTC))
