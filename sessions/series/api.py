"""Series by API: what they are, and the answer for all dates; each date is a session like any other."""

from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import Field
from spectree import Response as Answers
from sqlalchemy import select

from database import transaction
from openapi import Closed, Listed, PageQuery, Shape, Text, blueprint, errors, listed, spec
from paging import Page, paginate
from people.api_named import known_person
from people.current import me
from people.models import Person
from people.people import address_key
from security import bearer
from sessions.api_shapes import YesOrNo
from sessions.models import Answer, Invitation, Seat, SessionKind, SessionState, Via
from sessions.series import access, answers, queries
from sessions.series.models import Series, SeriesRsvp


class SeriesDateShape(Shape):
    """A date of a series; `starts_at` is local to its `timezone`. More by `/sessions/{id}`."""

    id: int
    starts_at: str
    timezone: str
    state: SessionState


class SeriesShape(Shape):
    """A series. `rrule` (RFC 5545) says where its dates stood at first; `dates` where they stand, in order."""

    id: int
    uid: str
    sequence: int
    state: SessionState
    title: str
    kind: SessionKind
    timezone: str
    duration_minutes: int
    rrule: str
    keeps_group: bool
    group_capacity: int | None
    dates: list[SeriesDateShape]


class SeriesRsvpShape(Shape):
    """One person's answer for all dates that have none of their own. `seat` is that in the group, where the same people stay together."""

    email: str
    name: str
    answer: Answer
    seat: Seat
    via: Via | None
    answered_at: str | None
    comment: str


class SeriesRsvpBody(Closed):
    """An answer for the whole series. A comment that is left out, or null, stays as it is."""

    answer: Literal[Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED]
    comment: Text | None = Field(None, max_length=2000)
    every_date: YesOrNo = Field(default=False, description="Also for dates that were answered by themselves.")


@blueprint.get("/series/<int:series_id>")
@spec.validate(resp=Answers(HTTP_200=SeriesShape, **errors(404)), tags=["series"])
@bearer
def get_series(series_id: int) -> dict[str, Any]:
    """One series with its dates, for whoever is invited to it or looks after it."""
    return _series_shape(access.series_seen_by(me(), series_id))


@blueprint.get("/series/<int:series_id>/rsvps")
@spec.validate(query=PageQuery, resp=Answers(HTTP_200=Listed[SeriesRsvpShape], **errors(404, 422)), tags=["series"])
@bearer
def list_series_rsvps(series_id: int, query: PageQuery) -> dict[str, Any]:
    """Everybody invited, by name, with the answer for the whole series; those for its dates are with the sessions."""
    series = access.series_hosted_by(me(), series_id)
    everybody = (
        select(SeriesRsvp)
        .join(Invitation, Invitation.id == SeriesRsvp.invitation_id)
        .join(Person, Person.id == SeriesRsvp.person_id)
        .where(SeriesRsvp.series_id == series.id, Invitation.withdrawn_at.is_(None), Person.active)
        .order_by(Person.name, SeriesRsvp.id)
    )
    page: Page[SeriesRsvp] = paginate(everybody, query.page, per_page=query.per_page)
    return listed(page, [_rsvp_shape(answer) for answer in page.items])


@blueprint.put("/series/<int:series_id>/rsvps/<path:email>")
@spec.validate(resp=Answers(HTTP_200=SeriesRsvpShape, **errors(404, 409, 422)), tags=["series"])
@bearer
def put_series_rsvp(series_id: int, email: str, json: SeriesRsvpBody) -> dict[str, Any]:
    """The answer counts for every date ahead: one's own, or for whoever looks after the series anybody's."""
    access.series_seen_by(me(), series_id)
    if address_key(email) != me().email:
        access.series_hosted_by(me(), series_id)
    with transaction():
        person = known_person(email)
        recorded = answers.record_answer(
            series_id,
            person.id,
            Answer(json.answer),
            via=Via.API,
            now=datetime.now(UTC),
            comment=json.comment,
            by=me(),
            every_date=json.every_date,
        )
    return _rsvp_shape(recorded.answer)


def _series_shape(series: Series) -> dict[str, Any]:
    plain = ("id", "title", "timezone", "keeps_group", "group_capacity")
    return {
        **{name: getattr(series, name) for name in plain},
        "uid": series.calendar_object.uid if series.calendar_object else "",
        "sequence": series.calendar_object.sequence if series.calendar_object else 0,
        "state": series.state.value,
        "kind": series.kind.value,
        "duration_minutes": series.minutes,
        "rrule": f"{series.recur};UNTIL={series.last_at:%Y%m%dT%H%M%SZ}",
        "dates": [
            {
                "id": session.id,
                "starts_at": session.starts_at.astimezone(session.zone).replace(tzinfo=None).isoformat(timespec="seconds"),
                "timezone": session.timezone,
                "state": session.state.value,
            }
            for session in queries.dates_of(series)
        ],
    }


def _rsvp_shape(answer: SeriesRsvp) -> dict[str, Any]:
    return {
        "email": answer.person.email,
        "name": answer.person.name,
        "answer": answer.answer.value,
        "seat": answer.seat.value,
        "via": answer.via.value if answer.via else None,
        "answered_at": answer.answered_at.isoformat() if answer.answered_at else None,
        "comment": answer.comment,
    }
