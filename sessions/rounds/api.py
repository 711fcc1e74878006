"""Rounds of training groups by API: what is offered, one's own sign-up, and for community managers how many are where. Never who."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from flask import Response
from pydantic import Field
from spectree import Response as Answers
from sqlalchemy import Select, exists, select

from database import db, transaction
from openapi import Closed, Listed, PageQuery, Shape, Text, blueprint, errors, left_out, listed, spec
from paging import Page, paginate
from people.api_named import people_to_ask
from people.current import me
from people.models import Person
from security import bearer
from sessions.rounds import access, offers, placing, rounds, signing_up
from sessions.rounds.errors import RoundMissing
from sessions.rounds.models import PlaceAnswer, Round, RoundGroup, RoundState, SignUp
from sessions.rounds.signing_up import Said

Id = Annotated[int, Field(strict=True, gt=0, lt=2**31)]


class RoundTimeShape(Shape):
    """A time at which groups can meet, local to `timezone`; Monday is 0."""

    id: int
    weekday: int
    starts: str


class RoundPlaceShape(Shape):
    """A place at which groups can meet."""

    id: int
    name: str
    address: str


class RoundShape(Shape):
    """A round. `state` is draft, open, composing, proposed, asked, published, closed or cancelled; `signed_up` null but to who looks after it."""

    id: int
    state: str
    takes_sign_ups: bool
    title: str
    purpose: str
    timezone: str
    first_on: str
    minutes: int
    dates: int
    every_weeks: int
    smallest: int
    largest: int
    sign_up_until: str | None
    times: list[RoundTimeShape]
    places: list[RoundPlaceShape]
    languages: list[str]
    signed_up: int | None


class RoundGroupShape(Shape):
    """A group: how many people are in it and how many of them said yes. `series` and `group` (null before) are there once it is published."""

    number: int
    time: int
    place: int
    language: str
    host: str | None
    people: int
    said_yes: int
    series: int | None
    group: int | None


class RoundGroupsShape(Shape):
    """The groups of a round, and how many people are in none."""

    groups: list[RoundGroupShape]
    in_no_group: int


class SignUpBody(Closed):
    """When, where and in which languages you can come. What is left out stays as it is; at first it is nothing."""

    times: list[Id] = left_out()
    places: list[Id] = left_out()
    languages: list[Text] = left_out()
    wish: Text = left_out(description="What you would like to be able to do; the host of your group reads it.")
    companions: list[Text] = left_out(description="E-mail addresses; they are asked only if they sign up too.")
    with_ambassador: Annotated[bool, Field(strict=True)] = left_out(
        description="You would rather come with your ambassador, if you have one."
    )
    manager_welcome: Annotated[bool, Field(strict=True)] = left_out()


class Word(StrEnum):
    """Maybe is no answer to a place: until the groups are published, nothing said is that."""

    YES = "yes"
    NO = "no"


class PlaceBody(Closed):
    """Whether a place suits. `group`: the number of the group it is about, as `sign-up` gives it."""

    answer: Word
    group: Id


class SignUpShape(Shape):
    """What you said. `group` (null: none yet) is the number of the group that is proposed to you or that you are in; `answer` what you said to it."""

    signed_up_at: str
    times: list[int]
    places: list[int]
    languages: list[str]
    wish: str
    companions: list[str]
    with_ambassador: bool
    manager_welcome: bool
    group: int | None
    answer: PlaceAnswer


@blueprint.get("/rounds")
@spec.validate(query=PageQuery, resp=Answers(HTTP_200=Listed[RoundShape], **errors(422)), tags=["rounds"])
@bearer
def list_rounds(query: PageQuery) -> dict[str, Any]:
    """The rounds you can sign up for and those you did, the newest first; for community managers every round."""
    page: Page[Round] = paginate(_seen(datetime.now(UTC)), query.page, per_page=query.per_page)
    return listed(page, [_shape(found) for found in page.items])


def _seen(now: datetime) -> Select[Round]:
    query = select(Round).order_by(Round.id.desc())
    if access.may_look_after(me()):
        return query
    mine = exists().where(SignUp.round_id == Round.id, SignUp.person_id == me().id)
    takes = (Round.state == RoundState.OPEN) & (Round.sign_up_until.is_(None) | (Round.sign_up_until > now))
    return query.where(takes | mine)


@blueprint.get("/rounds/<int:round_id>")
@spec.validate(resp=Answers(HTTP_200=RoundShape, **errors(404)), tags=["rounds"])
@bearer
def get_round(round_id: int) -> dict[str, Any]:
    """One round that was opened; drafts are for community managers."""
    if access.may_look_after(me()):
        return _shape(access.existing(round_id))
    return _shape(access.offered_to(me(), round_id)[0])


@blueprint.get("/rounds/<int:round_id>/groups")
@spec.validate(resp=Answers(HTTP_200=RoundGroupsShape, **errors(403, 404)), tags=["rounds"])
@bearer
def get_round_groups(round_id: int) -> dict[str, Any]:
    """For community managers: the groups as they stand, in numbers. Who is in them stands on the page of the round alone."""
    found = access.round_of(me(), round_id)
    rows = db.session.scalars(select(RoundGroup).where(RoundGroup.round_id == found.id).order_by(RoundGroup.number)).all()
    sign_ups = rounds.signed_up(found)
    inside: dict[int | None, list[SignUp]] = {}
    for one in sign_ups:
        inside.setdefault(one.group_id, []).append(one)
    return {"groups": [_group(row, inside.get(row.id, [])) for row in rows], "in_no_group": len(inside.get(None, []))}


@blueprint.get("/rounds/<int:round_id>/sign-up")
@spec.validate(resp=Answers(HTTP_200=SignUpShape, **errors(404)), tags=["rounds"])
@bearer
def get_sign_up(round_id: int) -> dict[str, Any]:
    """What you said in this round. Whom you would rather not meet is on no API."""
    return _own(_kept(round_id))


@blueprint.put("/rounds/<int:round_id>/sign-up")
@spec.validate(resp=Answers(HTTP_200=SignUpShape, HTTP_201=SignUpShape, **errors(404, 409, 422)), tags=["rounds"])
@bearer
def put_sign_up(round_id: int, json: SignUpBody) -> tuple[dict[str, Any], int]:
    """You are in the round, as you say; once more, and the last word holds."""
    _found, kept = access.offered_to(me(), round_id)
    said = _said(json, kept)
    with transaction():
        person = db.session.get_one(Person, me().id)
        now_kept = signing_up.sign_up(round_id, person, said, now=datetime.now(UTC))
    return _own(now_kept), 200 if kept else 201


@blueprint.delete("/rounds/<int:round_id>/sign-up")
@spec.validate(resp=Answers("HTTP_204", **errors(404, 409)), tags=["rounds"])
@bearer
def delete_sign_up(round_id: int) -> Response:
    """You are out, and nothing of what you said is kept."""
    _kept(round_id)
    with transaction():
        signing_up.withdraw(round_id, me(), now=datetime.now(UTC))
    return Response(status=204)


@blueprint.put("/rounds/<int:round_id>/sign-up/answer")
@spec.validate(resp=Answers(HTTP_200=SignUpShape, **errors(404, 409, 422)), tags=["rounds"])
@bearer
def put_place_answer(round_id: int, json: PlaceBody) -> dict[str, Any]:
    """Yes or no to the place that is proposed to you, or that you have; a no needs no reason, and another group that fits is proposed."""
    kept_id = _kept(round_id).id
    query = select(RoundGroup.id).where(RoundGroup.round_id == round_id, RoundGroup.number == json.group)
    group_id = db.session.scalar(query) or 0  # of no group: then it is not the one that is proposed
    with transaction():
        kept = placing.answer(round_id, kept_id, yes=json.answer is Word.YES, now=datetime.now(UTC), group_id=group_id)
    return _own(kept)


def _kept(round_id: int) -> SignUp:
    _found, kept = access.offered_to(me(), round_id)
    if kept is None:
        raise RoundMissing("You are not in this round.")
    return kept


def _said(json: SignUpBody, kept: SignUp | None) -> Said:
    before = signing_up.said_of(kept) if kept else Said(times=(), places=(), languages=())
    sent = {name: getattr(json, name) for name in json.model_fields_set}
    if "companions" in sent:
        sent["companions"] = tuple(person.id for person in people_to_ask(sent["companions"], field="companions"))
    kept_as_they_are = ("times", "places", "languages", "companions", "with_ambassador", "manager_welcome")
    stands = {name: getattr(before, name) for name in kept_as_they_are}
    return Said(**{**stands, "wish": None if kept else "", "kept_apart": None, **sent})


def _shape(found: Round) -> dict[str, Any]:
    plain = ("id", "title", "purpose", "timezone", "minutes", "dates", "every_weeks", "smallest", "largest")
    return {
        **{name: getattr(found, name) for name in plain},
        "state": found.standing,
        "takes_sign_ups": found.takes_sign_ups(datetime.now(UTC)),
        "first_on": found.first_on.isoformat(),
        "sign_up_until": found.sign_up_until.isoformat() if found.sign_up_until else None,
        "times": [{"id": one.id, "weekday": one.weekday, "starts": f"{one.starts:%H:%M}"} for one in found.times],
        "places": [{"id": one.id, "name": one.name, "address": one.address} for one in found.places],
        "languages": list(offers.LANGUAGES),
        "signed_up": rounds.count_signed_up(found) if access.may_look_after(me()) else None,
    }


def _group(row: RoundGroup, people: list[SignUp]) -> dict[str, Any]:
    return {
        "number": row.number,
        "time": row.time_id,
        "place": row.place_id,
        "language": row.language,
        "host": row.host.person.email if row.host else None,
        "people": len(people),
        "said_yes": sum(one.answer is PlaceAnswer.YES for one in people),
        "series": row.series_id,
        "group": row.formed_group_id,
    }


def _own(kept: SignUp) -> dict[str, Any]:
    said = signing_up.said_of(kept)
    told = kept.group if kept.asked_at and kept.round.state in (RoundState.ASKED, RoundState.PUBLISHED) else None
    return {
        "signed_up_at": kept.signed_up_at.isoformat(),
        "times": sorted(said.times),
        "places": sorted(said.places),
        "languages": list(said.languages),
        "wish": kept.wish,
        "companions": [person.email for person in signing_up.companions_of(kept)],
        "with_ambassador": kept.with_ambassador,
        "manager_welcome": kept.manager_welcome,
        "group": told.number if told else None,
        "answer": kept.answer.value,
    }
