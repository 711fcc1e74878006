"""Sessions by API: the same rules as every other door."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from flask import Response, url_for
from pydantic import BaseModel, Field
from spectree import Response as Answers
from sqlalchemy import select

from calendars.timezones import is_zone
from config import settings
from database import db, transaction
from openapi import Closed, Listed, PageQuery, Problem, blueprint, listed, spec
from paging import Page, paginate
from people import directory
from people.current import me
from security import bearer, bearer_manager
from sessions import access, invitations, queries_roster, rsvps, scheduling, waitlist
from sessions.api_errors import known_people
from sessions.errors import DetailsInvalid
from sessions.instants import instant
from sessions.models import Answer, Rsvp, ScheduledSession, Seat, SessionKind, SessionState, Via
from sessions.scheduling import SessionDetails

LocalTime = Annotated[
    datetime, Field(description="Local ISO time in `timezone`, e.g. 2026-12-08T12:00. With an offset: that instant.")
]
NOT_FOUND_ETC = {"HTTP_401": Problem, "HTTP_403": Problem, "HTTP_404": Problem, "HTTP_409": Problem, "HTTP_422": Problem}


class SessionFields(Closed):
    """What can be said about a session. On PATCH only what is sent changes; null empties capacity and rsvp_until."""

    title: str | None = None
    kind: SessionKind | None = None
    description: str | None = None
    starts_at: LocalTime | None = None
    timezone: str | None = None
    duration_minutes: Annotated[int, Field(gt=0, le=20_000)] | None = None
    place: str | None = None
    address: str | None = None
    online_url: str | None = None
    capacity: Annotated[int, Field(gt=0, le=100_000)] | None = None
    rsvp_until: LocalTime | None = None
    shows_who_comes: bool | None = None
    hosts: list[str] | None = Field(None, description="E-mail addresses; the first signs the invitation.")


class NewSession(SessionFields):
    """A session needs at least a title and a start."""

    title: str
    starts_at: LocalTime


class SessionShape(BaseModel):
    """A session. `sequence` is the SEQUENCE of its calendar object."""

    id: int
    uid: str
    sequence: int
    state: SessionState
    title: str
    kind: SessionKind
    description: str
    starts_at: str
    timezone: str
    duration_minutes: int
    place: str
    address: str
    online_url: str
    capacity: int | None
    rsvp_until: str | None
    shows_who_comes: bool
    hosts: list[str]
    cancel_reason: str


class Cancellation(Closed):
    """Why it does not take place."""

    reason: str = Field("", max_length=2000)


class InvitationsBody(Closed):
    """Whom to invite: people by e-mail, whole departments, or both."""

    people: list[str] = Field(default_factory=list, max_length=20_000)
    departments: list[str] = Field(default_factory=list, max_length=1000)


class InvitedShape(BaseModel):
    """How many were invited now, and how many had been before."""

    invited: int
    already_invited: int


class RsvpShape(BaseModel):
    """One person's answer and what follows from it. `place_in_line` is 1 for the first who waits."""

    email: str
    name: str
    answer: Answer
    seat: Seat
    place_in_line: int | None
    via: Via | None
    answered_at: str | None
    comment: str


class RsvpBody(Closed):
    """An answer."""

    answer: Answer
    comment: str | None = Field(None, max_length=2000)


@blueprint.get("/sessions")
@spec.validate(query=PageQuery, resp=Answers(HTTP_200=Listed[SessionShape], **NOT_FOUND_ETC), tags=["sessions"])
@bearer_manager
def list_sessions(query: PageQuery) -> dict[str, Any]:
    """Every session, latest start first."""
    sessions = select(ScheduledSession).order_by(ScheduledSession.starts_at.desc(), ScheduledSession.id.desc())
    page: Page[ScheduledSession] = paginate(sessions, query.page, per_page=query.per_page)
    return listed(page, [_shape(session) for session in page.items])


@blueprint.post("/sessions")
@spec.validate(resp=Answers(HTTP_201=SessionShape, **NOT_FOUND_ETC), tags=["sessions"])
@bearer_manager
def create_session(json: NewSession) -> tuple[dict[str, Any], int, dict[str, str]]:
    """A draft; nobody is told before it is published."""
    with transaction():
        session = scheduling.draft(_new_details(json), by=me(), now=datetime.now(UTC))
    return _shape(session), 201, {"Location": url_for("api.get_session", session_id=session.id)}


@blueprint.get("/sessions/<int:session_id>")
@spec.validate(resp=Answers(HTTP_200=SessionShape, **NOT_FOUND_ETC), tags=["sessions"])
@bearer
def get_session(session_id: int) -> dict[str, Any]:
    """One session, for whoever is invited to it or looks after it."""
    return _shape(access.session_seen_by(me(), session_id))


@blueprint.patch("/sessions/<int:session_id>")
@spec.validate(resp=Answers(HTTP_200=SessionShape, **NOT_FOUND_ETC), tags=["sessions"])
@bearer
def patch_session(session_id: int, json: SessionFields) -> dict[str, Any]:
    """Change what is sent; whoever it concerns is told."""
    access.session_hosted_by(me(), session_id)
    with transaction():
        session = scheduling.lock(session_id)
        details = _changed(scheduling.details_of(session), json)
        session = scheduling.change(session_id, details, by=me(), now=datetime.now(UTC))
    return _shape(session)


@blueprint.post("/sessions/<int:session_id>/publication")
@spec.validate(resp=Answers(HTTP_200=SessionShape, **NOT_FOUND_ETC), tags=["sessions"])
@bearer
def publish_session(session_id: int) -> dict[str, Any]:
    """The session stands in the calendar and its invitations leave."""
    access.session_hosted_by(me(), session_id)
    with transaction():
        session = scheduling.publish(session_id, by=me(), now=datetime.now(UTC))
    return _shape(session)


@blueprint.post("/sessions/<int:session_id>/cancellation")
@spec.validate(resp=Answers(HTTP_200=SessionShape, **NOT_FOUND_ETC), tags=["sessions"])
@bearer
def cancel_session(session_id: int, json: Cancellation) -> dict[str, Any]:
    """The session is off; whoever was told of it is told why."""
    access.session_hosted_by(me(), session_id)
    with transaction():
        session = scheduling.cancel(session_id, reason=json.reason, by=me(), now=datetime.now(UTC))
    return _shape(session)


@blueprint.post("/sessions/<int:session_id>/invitations")
@spec.validate(resp=Answers(HTTP_200=InvitedShape, **NOT_FOUND_ETC), tags=["invitations"])
@bearer
def invite_people(session_id: int, json: InvitationsBody) -> dict[str, int]:
    """Everybody named is invited, once; 422 and nobody when an address belongs to nobody."""
    access.session_hosted_by(me(), session_id)
    with transaction():
        ids = [person.id for person in known_people(json.people)]
        if json.departments:
            chosen = directory.Filter(departments=tuple(json.departments))
            ids += [person.id for person in db.session.scalars(directory.matching(chosen))]
        invited = invitations.invite(session_id, ids, by=me(), now=datetime.now(UTC))
    return {"invited": invited.invited, "already_invited": invited.already_invited}


@blueprint.delete("/sessions/<int:session_id>/invitations/<email>")
@spec.validate(resp=Answers("HTTP_204", **NOT_FOUND_ETC), tags=["invitations"])
@bearer
def withdraw_invitation(session_id: int, email: str) -> Response:
    """The invitation is withdrawn; that person alone gets a CANCEL."""
    access.session_hosted_by(me(), session_id)
    with transaction():
        person = known_people([email], status=404)[0]
        invitations.withdraw(session_id, person.id, by=me(), now=datetime.now(UTC))
    return Response(status=204)


@blueprint.get("/sessions/<int:session_id>/rsvps")
@spec.validate(query=PageQuery, resp=Answers(HTTP_200=Listed[RsvpShape], **NOT_FOUND_ETC), tags=["answers"])
@bearer
def list_rsvps(session_id: int, query: PageQuery) -> dict[str, Any]:
    """Everybody invited, by name, with answer and seat."""
    session = access.session_hosted_by(me(), session_id)
    page: Page[Rsvp] = paginate(queries_roster.roster_query(session), query.page, per_page=query.per_page)
    places = waitlist.places_in_line(session.id)
    return listed(page, [_rsvp_shape(rsvp, places.get(rsvp.person_id)) for rsvp in page.items])


@blueprint.put("/sessions/<int:session_id>/rsvps/<email>")
@spec.validate(resp=Answers(HTTP_200=RsvpShape, **NOT_FOUND_ETC), tags=["answers"])
@bearer
def put_rsvp(session_id: int, email: str, json: RsvpBody) -> dict[str, Any]:
    """The answer counts: one's own, or for whoever looks after the session anybody's."""
    session = access.session_seen_by(me(), session_id)
    if json.answer is Answer.NEEDS_ACTION:
        raise DetailsInvalid("answer", "An answer is accepted, tentative or declined.")
    if email.strip().lower() != me().email:
        access.session_hosted_by(me(), session_id)
    with transaction():
        person = known_people([email], status=404)[0]
        recorded = rsvps.record_answer(
            session.id, person.id, json.answer, via=Via.API, now=datetime.now(UTC), comment=json.comment, by=me()
        )
    return _rsvp_shape(recorded.rsvp, recorded.place_in_line)


def _new_details(body: NewSession) -> SessionDetails:
    zone = body.timezone or me().timezone or settings().timezone
    starts_at = _instant(body.starts_at, zone, "starts_at")
    start = SessionDetails(
        title="",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=body.duration_minutes or 60),
        timezone=zone,
        host_ids=(me().id,),
    )
    return _changed(start, body)


def _changed(before: SessionDetails, body: SessionFields) -> SessionDetails:
    """`before` with what was sent. A new start keeps the length; a new zone keeps the wall-clock time."""
    sent = body.model_fields_set
    values: dict[str, Any] = {name: getattr(before, name) for name in SessionDetails.__dataclass_fields__}
    plain = ("title", "kind", "description", "place", "address", "online_url", "shows_who_comes")
    values |= {name: getattr(body, name) for name in plain if name in sent and getattr(body, name) is not None}
    if "capacity" in sent:
        values["capacity"] = body.capacity
    values["timezone"] = zone = body.timezone or before.timezone
    values |= _times(before, body, zone)
    if "rsvp_until" in sent:
        values["rsvp_until"] = _instant(body.rsvp_until, zone, "rsvp_until") if body.rsvp_until else None
    if body.hosts is not None:
        values["host_ids"] = tuple(dict.fromkeys(person.id for person in known_people(body.hosts)))
    return SessionDetails(**values)


def _times(before: SessionDetails, body: SessionFields, zone: str) -> dict[str, datetime]:
    starts_at = before.starts_at
    if body.starts_at is not None:
        starts_at = _instant(body.starts_at, zone, "starts_at")
    elif zone != before.timezone:
        wall_clock = before.starts_at.astimezone(ZoneInfo(before.timezone)).replace(tzinfo=None)
        starts_at = _instant(wall_clock, zone, "timezone")
    length = before.ends_at - before.starts_at
    if body.duration_minutes is not None:
        length = timedelta(minutes=body.duration_minutes)
    return {"starts_at": starts_at, "ends_at": starts_at + length}


def _instant(value: datetime, zone: str, field: str) -> datetime:
    if value.tzinfo is not None:
        return value.astimezone(UTC)
    if not is_zone(zone):
        raise DetailsInvalid("timezone", "There is no such time zone.")
    return instant(date(value.year, value.month, value.day), value.time(), ZoneInfo(zone), field=field)


def _shape(session: ScheduledSession) -> dict[str, Any]:
    plain = (
        "id",
        "title",
        "description",
        "timezone",
        "place",
        "address",
        "online_url",
        "capacity",
        "shows_who_comes",
        "cancel_reason",
    )
    return {
        **{name: getattr(session, name) for name in plain},
        "uid": session.calendar_object.uid,
        "sequence": session.calendar_object.sequence,
        "state": session.state.value,
        "kind": session.kind.value,
        "starts_at": _local(session.starts_at, session.zone),
        "duration_minutes": int((session.ends_at - session.starts_at).total_seconds() // 60),
        "rsvp_until": _local(session.rsvp_until, session.zone) if session.rsvp_until else None,
        "hosts": [host.person.email for host in session.hosts],
    }


def _local(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes")


def _rsvp_shape(rsvp: Rsvp, place: int | None) -> dict[str, Any]:
    return {
        "email": rsvp.person.email,
        "name": rsvp.person.name,
        "answer": rsvp.answer.value,
        "seat": rsvp.seat.value,
        "place_in_line": place,
        "via": rsvp.via.value if rsvp.via else None,
        "answered_at": rsvp.answered_at.isoformat() if rsvp.answered_at else None,
        "comment": rsvp.comment,
    }
