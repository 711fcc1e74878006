"""The roster as a file: what the page says, in the same words, for a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterator

from flask import Response as FlaskResponse
from flask import stream_with_context
from flask_babel import gettext as _

from database import db, piece_by_piece
from people.current import me
from security import hosts
from sessions import access, attendance, queries_roster, waitlist
from sessions.models import Answer, Rsvp, ScheduledSession, Seat, Via
from sessions.views import blueprint

# Where a cell begins: at the start, and wherever a spreadsheet may cut that separates by something else (Dutch Excel: by semicolon,
# and it then no longer heeds our quotes). What it would run as a formula there is OWASP's list (CSV injection), full width too.
RUNS = re.compile(r'(^|[;,\t\r\n])(?=[\s"]*[=+\-@\uff1d\uff0b\uff0d\uff20])')


@blueprint.get("/sessions/<int:session_id>/roster.csv")
@hosts
def roster_csv(session_id: int) -> FlaskResponse:
    """The whole roster as a file that opens in a spreadsheet."""
    session = access.session_hosted_by(me(), session_id)
    name = f"roster-{session.starts_at.astimezone(session.zone):%Y-%m-%d}-{session.id}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    shows_here = session.is_hosted_by(me()) and attendance.is_kept(session.id)  # promise 2: no other reader's file says who came
    return FlaskResponse(
        stream_with_context(_lines(session, shows_here=shows_here)), content_type="text/csv; charset=utf-8", headers=headers
    )


def _lines(session: ScheduledSession, *, shows_here: bool) -> Iterator[str]:
    here = set(db.session.scalars(attendance.here(session.id))) if shows_here else set()
    yield "\ufeff"  # or Excel reads UTF-8 as something else
    yield _line(
        [
            _("Name"),
            _("E-mail"),
            _("Department"),
            _("How it stands"),
            _("Place in line"),
            _("Last answer"),
            _("Asked again"),
            _("Answered by"),
            _("Answered at (%(zone)s)", zone=session.timezone),
            _("Comment"),
            *([_("Was here")] if shows_here else []),
        ]
    )
    places, groups, doors, answers = waitlist.places_in_line(session.id), _groups(), _doors(), _answers()
    for rsvp in piece_by_piece(queries_roster.roster_query(session), 500):
        last = _last_answer(rsvp)
        at = rsvp.answered_at.astimezone(session.zone) if last and rsvp.answered_at else None
        yield _line(
            [
                rsvp.person.name,
                rsvp.person.email,
                rsvp.person.department,
                groups[queries_roster.group_of(rsvp)],
                str(places.get(rsvp.person_id, "")),
                answers[last] if last else "",
                _("asked again after a change") if last is not rsvp.answer and last else "",
                doors[rsvp.via] if last and rsvp.via else "",
                f"{at:%Y-%m-%d %H:%M}" if at else "",
                rsvp.comment,
                *([_("yes") if rsvp.person_id in here else ""] if shows_here else []),
            ]
        )


def _last_answer(rsvp: Rsvp) -> Answer | None:
    """What the person last said; None when nothing, or when it was taken back. Only a yes keeps its seat while it is asked again."""
    if rsvp.answer is Answer.NEEDS_ACTION:
        return Answer.ACCEPTED if rsvp.seat is Seat.SEATED else None
    return rsvp.answer


def _groups() -> dict[str, str]:
    return {
        "seated": _("Seated"),
        "waiting": _("Waiting list"),
        "maybe": _("Maybe"),
        "unanswered": _("Not answered"),
        "declined": _("Not coming"),
    }


def _answers() -> dict[Answer, str]:
    return {Answer.ACCEPTED: _("yes"), Answer.TENTATIVE: _("maybe"), Answer.DECLINED: _("no")}


def _doors() -> dict[Via, str]:
    return {
        Via.CALENDAR: _("Own calendar"),
        Via.LINK: _("Link in the mail"),
        Via.WEB: _("This website"),
        Via.API: _("Another program"),
        Via.HOST: _("The host"),
        Via.SYSTEM: _("By itself"),
    }


def _line(values: list[str]) -> str:
    """A cell that a spreadsheet would run as a formula is text, wherever it takes the cell to begin."""
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerow([RUNS.sub(r"\1'", value) for value in values])
    return buffer.getvalue()
