"""People with a browser or a program: cookies, form tokens and bearer tokens as Foyer itself would hand them out."""

import hashlib
from datetime import UTC, datetime

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from database import db, transaction
from people import tokens
from people.models import Person

RAW = hashlib.sha1(b"benchmarks").hexdigest()  # what flask-wtf keeps in the session, and signs into each form


def cookie_of(app: Flask, person_id: int) -> str:
    """The sign-in cookie of somebody who has been here today, and has opened a page with a form."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    kept = {"_permanent": True, "_user_id": f"{person_id}.1", "_fresh": True, "csrf_token": RAW}
    return signer.dumps({**kept, "seen_on": datetime.now(UTC).date().isoformat()})


def form_token(app: Flask) -> str:
    """The hidden field that goes with that cookie."""
    return URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps(RAW)


def token_of(person_id: int) -> str:
    """A bearer token of this person."""
    with transaction():
        return tokens.issue(db.session.get_one(Person, person_id), "benchmarks", now=datetime.now(UTC))
