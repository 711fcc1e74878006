"""Thanks by API: give them, say who reads what one got, read what is shared. No answer counts them, and none comes in pages that would."""

from datetime import UTC, datetime
from typing import Annotated, Any

from flask import Response, abort, url_for
from pydantic import Field
from spectree import Response as Answers

from champions.thanks import queries, thanks
from champions.thanks.errors import ThanksError, ThanksMissing, ThanksTakenOff
from champions.thanks.limits import a_few_a_day
from champions.thanks.models import ThanksState
from champions.thanks.queries import Shown
from champions.thanks.subjects import Subject
from database import db, transaction
from networks import access as groups_seen
from openapi import Closed, Shape, Text, blueprint, errors, problem, spec
from people import people
from people.current import me
from people.models import Person
from security import bearer

Number = Annotated[int, Field(ge=1, le=999_999_999)]  # as in an address
FIELDS = {"who": "to"}  # where the API has another word than the rule


class ThanksBody(Closed):
    """Whom, what for, and what it has to do with: a session, a group, or neither."""

    to: Text
    words: Text
    session: Number | None = None
    group: Number | None = None


class SharingBody(Closed):
    """Whether others may read it."""

    shared: bool


class NamedShape(Shape):
    """A person. `email` is null for who has left."""

    name: str
    email: str | None


class ThanksShape(Shape):
    """Words of one person to another. `session` is null, too, for who may not see it."""

    id: int
    by: NamedShape
    to: NamedShape
    words: str
    session: int | None
    group: int | None
    thanked_at: str
    shared: bool


class ReceivedShape(ThanksShape):
    """What I got, with what I said about others reading it. `taken_off`: by who looks after the page on which others would."""

    state: ThanksState
    taken_off: bool


class SharedList(Shape):
    """What others read, the newest first."""

    items: list[ThanksShape]


class MineShape(Shape):
    """Mine, the newest first. Of what I wrote I learn whether others read it, and not whether anything was answered."""

    received: list[ReceivedShape]
    written: list[ThanksShape]


class WhoseQuery(Shape):
    """Of a group, or what every colleague reads."""

    group: Number | None = None


@blueprint.get("/thanks")
@spec.validate(query=WhoseQuery, resp=Answers(HTTP_200=SharedList, **errors(403, 404, 422)), tags=["thanks"])
@bearer
def list_thanks(query: WhoseQuery) -> dict[str, Any]:
    """The newest thanks that every colleague reads, or that who belongs to a group does."""
    if query.group is None:
        return {"items": [_shape(one) for one in queries.shared(me())]}
    place = groups_seen.place_of(me(), query.group, now=datetime.now(UTC))
    found = queries.of_group(place.group, me())
    if found is None:
        abort(problem(403, "Not allowed", "Who belongs to this group reads its thanks.", code="not-allowed"))
    return {"items": [_shape(one) for one in found]}


@blueprint.get("/thanks/mine")
@spec.validate(resp=Answers(HTTP_200=MineShape, **errors()), tags=["thanks"])
@bearer
def list_my_thanks() -> dict[str, Any]:
    """What you were thanked for, and what you thanked others for."""
    return {
        "received": [_received(one) for one in queries.received(me())],
        "written": [_shape(one) for one in queries.written(me())],
    }


@blueprint.post("/thanks")
@spec.validate(resp=Answers(HTTP_201=ThanksShape, **errors(422, 429)), tags=["thanks"])
@bearer
@a_few_a_day
def give_thanks(json: ThanksBody) -> tuple[dict[str, Any], int, dict[str, str]]:
    """They get a mail, and nobody else reads it until they say so."""
    person = people.by_email(json.to)
    if person is None or not person.active:  # in the same words: who has left is nobody's business
        fault = {"field": "to", "message": "Nobody here has this address."}
        abort(problem(422, "Unknown people", fault["message"], code="unknown-people", errors=[fault]))
    subject = Subject(json.session, json.group)
    with transaction():
        to = db.session.get_one(Person, person.id)
        given = thanks.thank(to, json.words, subject, by=me(), now=datetime.now(UTC))
        body = _shape(Shown(given, given.session))  # whoever names a session sees it
    return body, 201, {"Location": url_for("api.list_my_thanks")}


@blueprint.put("/thanks/<int:thanks_id>/sharing")
@spec.validate(resp=Answers(HTTP_200=ReceivedShape, **errors(404, 409, 422)), tags=["thanks"])
@bearer
def put_sharing(thanks_id: int, json: SharingBody) -> dict[str, Any]:
    """For the thanked person: others read it, or do not; the later word counts."""
    with transaction():
        decided = thanks.decide(thanks_id, shared=json.shared, by=me(), now=datetime.now(UTC))
        return _received(queries.seen_by(me(), decided))


@blueprint.delete("/thanks/<int:thanks_id>")
@spec.validate(resp=Answers("HTTP_204", **errors(404)), tags=["thanks"])
@bearer
def remove_thanks(thanks_id: int) -> Response:
    """It is gone for everybody; either of the two may do that, and nobody is told."""
    with transaction():
        thanks.remove(thanks_id, by=me())
    return Response(status=204)


def of_thanks_error(error: ThanksError | ThanksMissing) -> Response:
    """The rule's own words, with a status."""
    if isinstance(error, ThanksMissing):
        return problem(404, "Not found", error.message, code="thanks-missing")
    if isinstance(error, ThanksTakenOff):
        return problem(409, "Not possible", error.message, code="thanks-taken-off")
    field = FIELDS.get(error.field, error.field)
    return problem(422, "Not valid", error.message, code="thanks-invalid", errors=[{"field": field, "message": error.message}])


blueprint.register_error_handler(ThanksError, of_thanks_error)
blueprint.register_error_handler(ThanksMissing, of_thanks_error)


def _named(person: Person) -> dict[str, Any]:
    return {"name": person.name, "email": person.email if person.active else None}


def _shape(one: Shown) -> dict[str, Any]:
    return {
        "id": one.thanks.id,
        "by": _named(one.thanks.by),
        "to": _named(one.thanks.to),
        "words": one.thanks.words,
        "session": one.session.id if one.session else None,
        "group": one.thanks.group_id,
        "thanked_at": one.thanks.thanked_at.isoformat(),
        "shared": one.thanks.is_shared,
    }


def _received(one: Shown) -> dict[str, Any]:
    return {**_shape(one), "state": one.thanks.state.value, "taken_off": one.thanks.taken_off_at is not None}
