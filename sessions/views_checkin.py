"""At the door, for hosts of the date: who is here, walk-ins, guests, the code to scan, the sheet, the end of the check-in.

Community managers and administrators who do not host the date see nothing of it (promise 2).
"""

from datetime import UTC, datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from database import db, transaction
from look import capital
from look import in_words as number_words
from people import directory, naming
from people.current import me
from people.models import Person
from security import hosts
from sessions import access, attendance, checkin, checkin_codes, queries_checkin
from sessions.attendance import Tick
from sessions.errors import RoomFull, SessionError
from sessions.models import ScheduledSession
from sessions.views import blueprint, in_words

MOST_TICKS = 2000
SHEET_LINES = 8  # for walk-ins


@blueprint.get("/sessions/<int:session_id>/check-in", endpoint="check_in")
@hosts
def check_in_page(session_id: int) -> str:
    """Who is expected and who is here."""
    return _page(access.session_at_door(me(), session_id))


def _page(
    session: ScheduledSession, *, who: str = "", found: list[Person] | None = None, told: str = "", full_for: Person | None = None
) -> str:
    now, door = datetime.now(UTC), queries_checkin.door(session)
    return render_template(
        "sessions/check_in.html",
        session=session,
        door=door,
        told_here=here_words(door.here),
        check_in=checkin.of(session),
        takes_ticks=checkin.takes_ticks(session, now),
        takes_codes=checkin.takes_codes(session, now),
        most_guests=checkin.MOST_GUESTS,
        who=who,
        found=found or [],
        told=told,
        full_for=full_for,
        now=now,
    )


def here_words(number: int) -> str:
    """'Seven are here.'"""
    if number == 0:
        return _("Nobody is ticked yet.")
    return ngettext("%(number)s is here.", "%(number)s are here.", number, number=capital(number_words(number)))


@blueprint.post("/sessions/<int:session_id>/check-in")
@hosts
def save_check_in(session_id: int) -> Response:
    """What changed on the page counts; what another host ticked meanwhile stays."""
    access.session_at_door(me(), session_id)
    now, was, here = datetime.now(UTC), _ids("was"), _ids("here")
    made = [Tick(id_, True, now) for id_ in here - was] + [Tick(id_, False, now) for id_ in was - here]
    try:
        with transaction():
            attendance.tick(session_id, made, by=me(), now=now)
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("Saved."), "success")
    return redirect(url_for("sessions.check_in", session_id=session_id), 303)


def _ids(name: str) -> set[int]:
    return {
        int(value) for value in request.form.getlist(name)[:MOST_TICKS] if value.isascii() and value.isdigit() and len(value) < 10
    }


@blueprint.post("/sessions/<int:session_id>/check-in/ticks", endpoint="ticks")
@hosts
def take_ticks(session_id: int) -> tuple[dict[str, object], int] | dict[str, object]:
    """Ticks that a phone kept, each `PERSON:0 or 1:INSTANT`; the answer says who is here now. To be sent again until it is answered."""
    session = access.session_at_door(me(), session_id)
    made = [_tick(text) for text in request.form.getlist("tick")[:MOST_TICKS]]
    try:
        with transaction():
            attendance.tick(session_id, made, by=me(), now=datetime.now(UTC))
    except SessionError as error:
        return {"told": in_words(error)}, 409
    here = queries_checkin.here_ids(session)
    return {"here": here, "told": here_words(len(here))}


def _tick(text: str) -> Tick:
    person, _colon, rest = text.partition(":")
    here, _colon, at = rest.partition(":")
    try:
        return Tick(int(person[:9]), here == "1", _instant(at))
    except ValueError:
        abort(400)


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        abort(400)
    return at if at.tzinfo else abort(400)


@blueprint.post("/sessions/<int:session_id>/check-in/walk-ins")
@hosts
def walk_in(session_id: int) -> Response | tuple[str, int]:
    """Somebody who stood on no list is here; found by name or address."""
    session = access.session_at_door(me(), session_id)
    who, wanted = request.form.get("who", "").strip()[:300], request.form.get("person", "")
    people = [db.session.get(Person, int(wanted[:9]))] if wanted.isascii() and wanted.isdigit() else _called(who)
    found = [person for person in people if person is not None and person.active]
    if len(found) != 1:
        return _page(session, who=who, found=found, told=_unclear(found)), 422
    person = found[0]
    try:
        with transaction():
            attendance.walk_in(
                session_id, person.id, by=me(), now=datetime.now(UTC), although_full="although_full" in request.form
            )
    except RoomFull as error:
        return _page(session, who=who, told=in_words(error), full_for=person), 409
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("%(name)s is here.", name=person.name), "success")
    return redirect(url_for("sessions.check_in", session_id=session_id), 303)


@blueprint.post("/sessions/<int:session_id>/check-in/walk-ins/kept", endpoint="kept_walk_in")
@hosts
def kept_walk_in(session_id: int) -> dict[str, object]:
    """Somebody who walked in while a phone had no network: `who` as it was written, `at` the instant. `done`, or `told` what is unclear."""
    access.session_at_door(me(), session_id)
    at = _instant(request.form.get("at", ""))
    found = [person for person in _called(request.form.get("who", "").strip()[:300]) if person.active]
    if len(found) != 1:
        return {"done": False, "told": _unclear(found)}
    try:
        with transaction():
            attendance.walk_in(session_id, found[0].id, by=me(), now=datetime.now(UTC), at=at)
    except SessionError as error:
        return {"done": False, "told": in_words(error)}
    flash(_("%(name)s is here.", name=found[0].name), "success")
    return {"done": True, "told": ""}


def _unclear(found: list[Person]) -> str:
    if found:
        return _("More than one is called that. Who is it?")
    return _("Nobody here is called that. A guest? Count them below.")


def _called(who: str) -> list[Person]:
    """Colleagues of this address, or whose name it is or begins."""
    pasted = naming.read_addresses(who)
    if pasted.names:
        return list(directory.by_emails(list(pasted.names)).values())
    return list(directory.called(who, limit=naming.ALIKE_SHOWN)) if who else []


@blueprint.post("/sessions/<int:session_id>/check-in/guests")
@hosts
def guests(session_id: int) -> Response:
    """So many people without an account are here."""
    access.session_at_door(me(), session_id)
    number = request.form.get("number", "")
    try:
        with transaction():
            is_number = number.isascii() and number.isdigit() and len(number) < 6
            checkin.note_guests(session_id, int(number) if is_number else -1, by=me(), now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("Noted. Nothing is kept of who they are."), "success")
    return redirect(url_for("sessions.check_in", session_id=session_id), 303)


@blueprint.get("/sessions/<int:session_id>/check-in/closure", endpoint="closure_page")
@hosts
def closure_page(session_id: int) -> str:
    """Says whom closing counts as missed, and what they will read."""
    session = access.session_at_door(me(), session_id)
    door, hosting = queries_checkin.door(session), {host.person_id for host in session.hosts}
    return render_template(
        "sessions/check_in_closure.html",
        session=session,
        told_here=here_words(door.here),
        missed=[line for line in door.seated if not (line.is_here or line.person_id in hosting) and line.is_kept],
        now=datetime.now(UTC),
    )


@blueprint.post("/sessions/<int:session_id>/check-in/closure")
@hosts
def closure(session_id: int) -> Response:
    """Everybody who came is ticked."""
    access.session_at_door(me(), session_id)
    try:
        with transaction():
            checkin.close(session_id, by=me(), now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("The check-in is closed. Late ticks still count."), "success")
    return redirect(url_for("sessions.check_in", session_id=session_id), 303)


@blueprint.post("/sessions/<int:session_id>/check-in/reopening")
@hosts
def reopening(session_id: int) -> Response:
    """Nobody is missed any more until it is closed again."""
    access.session_at_door(me(), session_id)
    try:
        with transaction():
            checkin.reopen(session_id, by=me(), now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("The check-in is open again."), "success")
    return redirect(url_for("sessions.check_in", session_id=session_id), 303)


@blueprint.get("/sessions/<int:session_id>/check-in/code", endpoint="check_in_code")
@hosts
def code_page(session_id: int) -> str:
    """The code to hold up in the room; its page brings a new one by itself."""
    import segno  # as in `look`

    session, now = access.session_at_door(me(), session_id), datetime.now(UTC)
    takes_codes = checkin.takes_codes(session, now)
    drawn = segno.make(checkin_codes.url_of(session, now=now), error="m", micro=False) if takes_codes else None
    svg = Markup(drawn.svg_inline(omitsize=True, border=2, dark="#000", light="#fff")) if drawn else ""  # noqa: S704  (ours)
    return render_template("sessions/check_in_code.html", session=session, svg=svg, now=now)


@blueprint.get("/sessions/<int:session_id>/sheet", endpoint="sheet")
@hosts
def sheet(session_id: int) -> str:
    """The list on paper: names, seats, a box to tick, and lines for who is not on it. It says nothing of who came."""
    session = access.session_hosted_by(me(), session_id)
    return render_template(
        "sessions/sheet.html", session=session, door=queries_checkin.on_paper(session), empty_lines=SHEET_LINES
    )
