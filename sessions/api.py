"""Sessions by API: the same rules as every other door."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, url_for
from spectree import Response as Answers
from sqlalchemy import select

from database import transaction
from openapi import Listed, PageQuery, blueprint, errors, listed, spec
from paging import Page, paginate
from people.api_named import known_person, people_to_ask
from people.current import me
from people.people import address_key
from security import bearer, bearer_manager
from sessions import access, invitations, queries_roster, rsvps, scheduling, waitlist
from sessions.api_details import changed, new_details
from sessions.api_errors import people_of
from sessions.api_shapes import (
    Cancellation,
    ChangedSession,
    InvitationsBody,
    InvitedShape,
    NewSession,
    RsvpBody,
    RsvpShape,
    SessionShape,
    rsvp_shape,
    session_shape,
)
from sessions.details import details_of
from sessions.errors import DetailsInvalid
from sessions.models import Answer, ScheduledSession, Seat, Via
from sessions.series import groups


@blueprint.get("/sessions")
@spec.validate(query=PageQuery, resp=Answers(HTTP_200=Listed[SessionShape], **errors(403, 422)), tags=["sessions"])
@bearer_manager
def list_sessions(query: PageQuery) -> dict[str, Any]:
    """Every session, latest start first."""
    sessions = select(ScheduledSession).order_by(ScheduledSession.starts_at.desc(), ScheduledSession.id.desc())
    page: Page[ScheduledSession] = paginate(sessions, query.page, per_page=query.per_page)
    return listed(page, [session_shape(session) for session in page.items])


@blueprint.post("/sessions")
@spec.validate(resp=Answers(HTTP_201=SessionShape, **errors(403, 422)), tags=["sessions"])
@bearer_manager
def create_session(json: NewSession) -> tuple[dict[str, Any], int, dict[str, str]]:
    """A draft; nobody is told before it is published."""
    with transaction():
        session = scheduling.draft(new_details(json), by=me(), now=datetime.now(UTC))
    return session_shape(session), 201, {"Location": url_for("api.get_session", session_id=session.id)}


@blueprint.get("/sessions/<int:session_id>")
@spec.validate(resp=Answers(HTTP_200=SessionShape, **errors(404)), tags=["sessions"])
@bearer
def get_session(session_id: int) -> dict[str, Any]:
    """One session, for whoever is invited to it or looks after it."""
    return session_shape(access.session_seen_by(me(), session_id))


@blueprint.patch("/sessions/<int:session_id>")
@spec.validate(resp=Answers(HTTP_200=SessionShape, **errors(404, 409, 422)), tags=["sessions"])
@bearer
def patch_session(session_id: int, json: ChangedSession) -> dict[str, Any]:
    """Change what is sent; whoever it concerns is told."""
    access.session_hosted_by(me(), session_id)
    with transaction():
        session = scheduling.lock(session_id)
        details = changed(details_of(session), json)
        if details.capacity != session.capacity and groups.of(session) is not None:
            raise DetailsInvalid("capacity", "The seats are those of the group that stays together, not of one date.")
        session = scheduling.change(session_id, details, by=me(), now=datetime.now(UTC))
    return session_shape(session)


@blueprint.post("/sessions/<int:session_id>/publication")
@spec.validate(resp=Answers(HTTP_200=SessionShape, **errors(404, 409)), tags=["sessions"])
@bearer
def publish_session(session_id: int) -> dict[str, Any]:
    """The session stands in the calendar and its invitations leave."""
    access.session_hosted_by(me(), session_id)
    with transaction():
        session = scheduling.publish(session_id, by=me(), now=datetime.now(UTC))
    return session_shape(session)


@blueprint.post("/sessions/<int:session_id>/cancellation")
@spec.validate(resp=Answers(HTTP_200=SessionShape, **errors(404, 409, 422)), tags=["sessions"])
@bearer
def cancel_session(session_id: int, json: Cancellation) -> dict[str, Any]:
    """The session is off; whoever was told of it is told why."""
    access.session_hosted_by(me(), session_id)
    with transaction():
        session = scheduling.cancel(session_id, reason=json.reason, by=me(), now=datetime.now(UTC))
    return session_shape(session)


@blueprint.post("/sessions/<int:session_id>/invitations")
@spec.validate(resp=Answers(HTTP_200=InvitedShape, **errors(404, 409, 422)), tags=["invitations"])
@bearer
def invite_people(session_id: int, json: InvitationsBody) -> dict[str, int]:
    """Everybody named is invited, once; 422 and nobody when an address or a department is unknown."""
    access.session_hosted_by(me(), session_id)
    with transaction():
        ids = [person.id for person in people_to_ask(json.people, field="people")]
        ids += people_of(json.departments)
        invited = invitations.invite(session_id, ids, by=me(), now=datetime.now(UTC))
    return {"invited": invited.invited, "already_invited": invited.already_invited}


@blueprint.delete("/sessions/<int:session_id>/invitations/<path:email>")
@spec.validate(resp=Answers("HTTP_204", **errors(404, 409)), tags=["invitations"])
@bearer
def withdraw_invitation(session_id: int, email: str) -> Response:
    """The invitation is withdrawn; that person alone gets a CANCEL."""
    access.session_hosted_by(me(), session_id)
    with transaction():
        person = known_person(email)
        invitations.withdraw(session_id, person.id, by=me(), now=datetime.now(UTC))
    return Response(status=204)


@blueprint.get("/sessions/<int:session_id>/rsvps")
@spec.validate(query=PageQuery, resp=Answers(HTTP_200=Listed[RsvpShape], **errors(404, 422)), tags=["answers"])
@bearer
def list_rsvps(session_id: int, query: PageQuery) -> dict[str, Any]:
    """Everybody invited, by name, with answer and seat."""
    session = access.session_hosted_by(me(), session_id)
    page = queries_roster.answers_page(session.id, query.page, query.per_page)
    places = waitlist.places_in_line(session.id) if any(line.seat is Seat.WAITING for line in page.items) else {}
    return listed(page, [rsvp_shape(line, line, places.get(line.person_id)) for line in page.items])


@blueprint.put("/sessions/<int:session_id>/rsvps/<path:email>")
@spec.validate(resp=Answers(HTTP_200=RsvpShape, **errors(404, 409, 422)), tags=["answers"])
@bearer
def put_rsvp(session_id: int, email: str, json: RsvpBody) -> dict[str, Any]:
    """The answer counts: one's own, or for whoever looks after the session anybody's."""
    session = access.session_seen_by(me(), session_id)
    if address_key(email) != me().email:
        access.session_hosted_by(me(), session_id)
    with transaction():
        person = known_person(email)
        recorded = rsvps.record_answer(
            session.id, person.id, Answer(json.answer), via=Via.API, now=datetime.now(UTC), comment=json.comment, by=me()
        )
    return rsvp_shape(recorded.rsvp, recorded.rsvp.person, recorded.place_in_line)
