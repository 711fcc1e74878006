"""Withdrawing from a round: asked first, and taken back while sign-up is open.

Nothing of what somebody said is kept once they are out. What undoing needs travels in the page itself, sealed: also the colleague who
should not be there reads nothing in it.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from database import db, transaction
from people import sealing
from people.models import Person
from people.sealing import SealBroken
from security import public, signed_in
from sessions.errors import SessionError
from sessions.rounds import access, signing_up
from sessions.rounds.models import SignUp
from sessions.rounds.signing_up import Said
from sessions.rounds.views import blueprint, in_words
from sessions.rounds.views_sign_up import Door, door_by_link, door_of, in_their_language

PURPOSE = b"foyer/sessions.rounds/withdrawn/1"
UNDONE_WITHIN = 24 * 3600  # seconds


@blueprint.get("/rounds/<int:round_id>/withdrawal")
@signed_in
def withdrawal_page(round_id: int) -> tuple[str, int] | Response:
    """Is it so? Says what goes, and whether it can be taken back."""
    return _ask(door_of(round_id))


@blueprint.post("/rounds/<int:round_id>/withdrawal")
@signed_in
def withdrawal(round_id: int) -> tuple[str, int] | Response:
    """They are out, and nothing of what they said is kept."""
    return _withdraw(door_of(round_id))


@blueprint.post("/rounds/<int:round_id>/withdrawal/undo")
@signed_in
def withdrawal_undo(round_id: int) -> tuple[str, int] | Response:
    """They are in again, with what they had said."""
    return _undo(door_of(round_id))


@blueprint.get("/r/<token>/withdrawal")
@public
def withdrawal_page_by_link(token: str) -> tuple[str, int] | Response:
    """The same, behind the link."""
    door = door_by_link(token)
    return door if isinstance(door, tuple) else in_their_language(door, lambda: _ask(door))


@blueprint.post("/r/<token>/withdrawal")
@public
def withdrawal_by_link(token: str) -> tuple[str, int] | Response:
    """They are out."""
    door = door_by_link(token)
    return door if isinstance(door, tuple) else in_their_language(door, lambda: _withdraw(door))


@blueprint.post("/r/<token>/withdrawal/undo")
@public
def withdrawal_undo_by_link(token: str) -> tuple[str, int] | Response:
    """They are in again."""
    door = door_by_link(token)
    return door if isinstance(door, tuple) else in_their_language(door, lambda: _undo(door))


def _ask(door: Door) -> tuple[str, int] | Response:
    if access.sign_up_of(door.round, door.person) is None:
        return redirect(door.url("sign_up"), 303)
    undoable = door.round.takes_sign_ups(datetime.now(UTC))
    return render_template("rounds/withdrawal.html", layout=door.layout, door=door, round=door.round, undoable=undoable), 200


def _withdraw(door: Door) -> tuple[str, int] | Response:
    kept = access.sign_up_of(door.round, door.person)
    if kept is None:
        return _out(door, "")  # pressed twice
    sealed = _sealed(kept)
    try:
        with transaction():
            signing_up.withdraw(door.round.id, door.person, now=datetime.now(UTC))
    except SessionError as error:
        return _out(door, "", problem=error)
    return _out(door, sealed)


def _undo(door: Door) -> tuple[str, int] | Response:
    try:
        said = _unsealed(door, request.form.get("said", ""))
        with transaction():
            person = db.session.get_one(Person, door.person.id)
            signing_up.sign_up(door.round.id, person, said, now=datetime.now(UTC), asks_companions=False)
    except SealBroken:
        return redirect(door.url("sign_up"), 303)
    except SessionError as error:
        return _out(door, "", problem=error)
    return redirect(door.url("sign_up", back=1), 303)


def _out(door: Door, sealed: str, *, problem: SessionError | None = None) -> tuple[str, int]:
    takes = door.round.takes_sign_ups(datetime.now(UTC))
    page = render_template(
        "rounds/withdrawn.html",
        layout=door.layout,
        door=door,
        round=door.round,
        sealed=sealed if takes else "",
        takes=takes,
        problem=in_words(problem) if problem else "",
    )
    return page, 409 if problem else 200


def _sealed(kept: SignUp) -> str:
    said = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(signing_up.said_of(kept)).items()}
    return sealing.seal(json.dumps([kept.round_id, kept.person_id, said]), PURPOSE)


def _unsealed(door: Door, sealed: str) -> Said:
    """What this person had said in this round. Raises SealBroken."""
    round_id, person_id, said = json.loads(sealing.open_(sealed, PURPOSE, seconds=UNDONE_WITHIN))
    if (round_id, person_id) != (door.round.id, door.person.id):
        raise SealBroken("This is somebody else's.")
    return Said(**said)
