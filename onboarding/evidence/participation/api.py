"""Participation by API: events or totals go in, figures as they may be shown come out; by the same rules as the page."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from flask import Response
from pydantic import Field
from spectree import Response as Answers

from database import transaction
from onboarding.evidence.participation import arriving, keeping, lines, queries
from onboarding.evidence.participation.errors import ParticipationInvalid
from onboarding.evidence.participation.models import Door, Kind, ParticipationFigure, What
from onboarding.voices import days
from openapi import Closed, Listed, PageQuery, Shape, Text, blueprint, errors, listed, problem, spec
from paging import Page, paginate
from people.current import me
from security import bearer, bearer_manager, takes


class EventBody(Closed):
    """Somebody did something."""

    person: Text = Field(description="E-mail address, or the number Foyer knows them by.")
    day: Text = Field(description="2026-11-23; a time behind it does not count.")
    act: Text = Field(description="consume, contribute or create, or a word for one of them.")
    group: Text = Field("", description="Of the platform.")
    other: Text = Field("", description="With whom: address or number.")


class EventsBody(Closed):
    """Whole weeks."""

    events: list[EventBody] = Field(max_length=200_000)
    dry_run: bool = Field(False, description="Say what would be shown, show nothing.")


class TotalBody(Closed):
    """A segment in a week, each person counted once, at the highest."""

    week: Text = Field(description="2026-W48, or a day of it.")
    kind: Text = Field("", description="whole, department, function, place or group.")
    segment: Text = ""
    people: int = Field(ge=0)
    consume: int = Field(0, ge=0)
    contribute: int = Field(0, ge=0)
    create: int = Field(0, ge=0)
    contacts: int | None = Field(None, ge=0)
    across: int = Field(0, ge=0, description="Contacts of two departments.")
    people_across: int = Field(0, ge=0)
    people_within: int = Field(0, ge=0)


class TotalsBody(Closed):
    """Whole weeks."""

    totals: list[TotalBody] = Field(max_length=50_000)
    dry_run: bool = Field(False, description="Say what would be shown, show nothing.")


class RefusedShape(Shape):
    """A line that counts for nothing, from 1. The message repeats nothing of it."""

    line: int
    field: str
    message: str


class ArrivedShape(Shape):
    """What became of a sending. Weeks as their Mondays."""

    lines: int
    refused_lines: int
    refused: list[RefusedShape]
    new: list[str]
    replaced: list[str]
    staying: list[str]


class FigureShape(Shape):
    """A segment in a week. null: withheld."""

    week: str
    kind: Kind
    segment: str
    people: int | None
    took_part: int | None
    consume: int | None
    contribute: int | None
    create: int | None
    across: int | None = Field(description="Of a hundred contacts, in fives.")


class FiguresQuery(PageQuery):
    """Which figures."""

    kind: Kind | None = None
    since: date | None = Field(None, description="From the week on that begins on this day, or later.")


@blueprint.post("/participation/events")
@takes(60)
@spec.validate(resp=Answers(HTTP_200=ArrivedShape, **errors(403, 422)), tags=["participation"])
@bearer_manager
def send_events(json: EventsBody) -> dict[str, Any]:
    """Who did what is added up, and forgotten. Lines that cannot be used are refused one by one."""
    return _arrive(What.EVENTS, [one.model_dump() for one in json.events], dry_run=json.dry_run)


@blueprint.post("/participation/totals")
@takes(60)
@spec.validate(resp=Answers(HTTP_200=ArrivedShape, **errors(403, 422)), tags=["participation"])
@bearer_manager
def send_totals(json: TotalsBody) -> dict[str, Any]:
    """How many did what, added up elsewhere."""
    told = [{name: "" if value is None else str(value) for name, value in one.model_dump().items()} for one in json.totals]
    return _arrive(What.TOTALS, told, dry_run=json.dry_run)


@blueprint.get("/participation/figures")
@spec.validate(query=FiguresQuery, resp=Answers(HTTP_200=Listed[FigureShape], **errors(422)), tags=["participation"])
@bearer
def list_figures(query: FiguresQuery) -> dict[str, Any]:
    """What is shown, by week, kind and segment."""
    found: Page[ParticipationFigure] = paginate(
        queries.listed(kind=query.kind, since=query.since), query.page, per_page=query.per_page
    )
    return listed(found, [_shape(one) for one in found.items])


def of_participation_error(error: ParticipationInvalid) -> Response:
    """The rule's own words."""
    faults = [{"field": error.field, "message": error.message}]
    return problem(422, "Not valid", error.message, code=error.code, errors=faults)


blueprint.register_error_handler(ParticipationInvalid, of_participation_error)


def _arrive(what: What, told: Sequence[dict[str, str]], *, dry_run: bool) -> dict[str, Any]:
    now = datetime.now(UTC)
    arrival = arriving.from_lines(what, lines.numbered(told), today=days.today(now))
    if dry_run:
        became = keeping.sort(arrival.weeks)
    else:
        with transaction():
            became = keeping.keep(arrival.weeks, arrival, Door.API, by=me(), now=now)
    return {
        "lines": arrival.lines,
        "refused_lines": arrival.refused_lines,
        "refused": [{"line": number, "field": error.field, "message": error.message} for number, error in arrival.refused],
        **{name: [on.isoformat() for on in getattr(became, name)] for name in ("new", "replaced", "staying")},
    }


def _shape(one: ParticipationFigure) -> dict[str, Any]:
    names = ("people", "took_part", "consume", "contribute", "create", "across")
    return {
        "week": one.on.isoformat(),
        "kind": one.kind.value,
        "segment": one.name,
        **{name: getattr(one, name) for name in names},
    }
