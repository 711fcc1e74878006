"""Formats and kits by API, to read: what there is to plan from, and what the host of a session has at hand."""

from typing import Any

from spectree import Response as Answers

from config import settings
from openapi import Listed, PageQuery, Shape, blueprint, errors, listed, spec
from paging import Page
from people.current import me
from security import bearer
from sessions import access
from sessions.api_shapes import local
from sessions.kits import agendas, formats, uses
from sessions.kits.errors import FormatMissing
from sessions.kits.formats import OfferedFormat
from sessions.models import SessionKind


class StepShape(Shape):
    """One step of an agenda."""

    minutes: int
    words: str


class FormatShape(Shape):
    """A format in your language, or in the one it has. `dates` (null: as many as are planned) and `seats` are what is proposed."""

    key: str
    language: str
    kind: SessionKind
    title: str
    purpose: str
    minutes: int
    seats: int | None
    dates: int | None


class KitShape(FormatShape):
    """The whole of a format: texts are Markdown, `agenda` its steps in order."""

    description: str
    agenda: list[StepShape]
    preparation: str
    materials: str
    first_time: str
    follow_up: str


class TimedStepShape(Shape):
    """A step of a session, local to its `timezone`."""

    starts_at: str
    minutes: int
    words: str


class SessionKitShape(Shape):
    """What the host of a session has at hand. `format` is the key of what it was planned from."""

    format: str
    title: str
    timezone: str
    agenda: list[TimedStepShape]
    preparation: str
    materials: str
    follow_up: str


@blueprint.get("/formats")
@spec.validate(query=PageQuery, resp=Answers(HTTP_200=Listed[FormatShape], **errors(422)), tags=["formats"])
@bearer
def list_formats(query: PageQuery) -> dict[str, Any]:
    """Every format that is offered: those that come with Foyer first."""
    found, start = formats.list_of(_language()), (query.page - 1) * query.per_page
    page = Page(items=found[start : start + query.per_page], number=query.page, per_page=query.per_page, total=len(found))
    return listed(page, [_shape(one) for one in page.items])


@blueprint.get("/formats/<key>")
@spec.validate(resp=Answers(HTTP_200=KitShape, **errors(404)), tags=["formats"])
@bearer
def get_format(key: str) -> dict[str, Any]:
    """One format with everything it says, also when it was put away."""
    found = formats.find(key, _language())
    words = ("description", "preparation", "materials", "first_time", "follow_up")
    agenda = [{"minutes": step.minutes, "words": step.words} for step in found.steps]
    return {**_shape(found), **{word: getattr(found.text, word) for word in words}, "agenda": agenda}


@blueprint.get("/sessions/<int:session_id>/kit")
@spec.validate(resp=Answers(HTTP_200=SessionKitShape, **errors(404)), tags=["formats"])
@bearer
def get_session_kit(session_id: int) -> dict[str, Any]:
    """The kit of one session, with its agenda on the clock of the session."""
    session = access.session_hosted_by(me(), session_id)
    found = uses.kit_of(session, _language())
    if found is None:
        raise FormatMissing("This session was planned from no format.")
    steps = agendas.timed(found.steps, session.starts_at)
    return {
        "format": found.key,
        "title": found.text.title,
        "timezone": session.timezone,
        "agenda": [
            {
                "starts_at": local(step.starts_at, session.zone),
                "minutes": int((step.ends_at - step.starts_at).total_seconds() // 60),
                "words": step.words,
            }
            for step in steps
        ],
        "preparation": found.text.preparation,
        "materials": found.text.materials,
        "follow_up": found.text.follow_up,
    }


def _language() -> str:
    return me().language or settings().language


def _shape(one: OfferedFormat) -> dict[str, Any]:
    return {
        "key": one.key,
        "language": one.language,
        "kind": one.shape.kind.value,
        "title": one.text.title,
        "purpose": one.text.purpose,
        "minutes": one.minutes,
        "seats": one.shape.seats,
        "dates": one.shape.dates,
    }
