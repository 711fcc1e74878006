"""A round is published: each group that has people is a group of colleagues with a series, its host and its invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from database import db
from networks import groups as circles
from networks import memberships
from networks.models import GroupKind, JoinRule, Origin, Visibility
from people.models import Person
from sessions import invitations
from sessions.details import SessionDetails
from sessions.living import audiences
from sessions.models import Answer, ScheduledSession, SessionKind, Via
from sessions.rounds import notices, rounds
from sessions.rounds.errors import RoundClosed
from sessions.rounds.models import PlaceAnswer, Round, RoundGroup, RoundHost, RoundState, SignUp
from sessions.series import answers, plans
from sessions.series.models import Series
from sessions.series.plans import SeriesPlan
from sessions.series.rhythms import Every, Rhythm


@dataclass(frozen=True, slots=True)
class Outlook:
    """What publishing would do: the groups with their people, and who hears that there is none for them."""

    groups: Sequence[tuple[RoundGroup, Sequence[SignUp]]]
    without: Sequence[SignUp]
    problem: RoundClosed | None


def outlook(found: Round, *, now: datetime) -> Outlook:
    """Before anything is done. `problem` says why it cannot be, or None."""
    rows = db.session.scalars(select(RoundGroup).where(RoundGroup.round_id == found.id).order_by(RoundGroup.number)).all()
    people: dict[int | None, list[SignUp]] = {}
    for one in rounds.signed_up(found):
        people.setdefault(one.group_id if one.asked_at else None, []).append(one)
    groups = [(row, people[row.id]) for row in rows if people.get(row.id)]
    return Outlook(groups, people.get(None, []), _problem(found, [row for row, _people in groups], now))


def _problem(found: Round, rows: Sequence[RoundGroup], now: datetime) -> RoundClosed | None:
    if found.state is not RoundState.ASKED:
        return RoundClosed("Ask everybody first whether their place suits.")
    if not rows:
        return RoundClosed("No group has anybody in it.")
    if any(row.host is None or not row.host.person.active for row in rows):
        return RoundClosed("A group has no host any more.")
    if any(rounds.first_date(found, row.time) <= now for row in rows):
        return RoundClosed("The first date of a group has passed.")
    return None


def publish(round_id: int, *, by: Person, now: datetime) -> Round:
    """Groups and series exist. Who said yes has a seat and belongs to the group; who has not said is invited; who has none is told.

    Raises RoundClosed when people were not asked yet, a group lacks its host, or its first date has passed.
    """
    found = rounds.lock(round_id)
    planned = outlook(found, now=now)
    if planned.problem:
        raise planned.problem
    for row, sign_ups in planned.groups:
        _publish_group(found, row, sign_ups, by=by, now=now)
    for kept in planned.without:
        kept.group_id, kept.answer = None, PlaceAnswer.NONE
    found.state, found.published_at = RoundState.PUBLISHED, now
    db.session.flush()
    notices.without_place(found, planned.without, now=now)
    notices.hosts_told(found, _hosts([row for row, _sign_ups in planned.groups]), now=now)
    return found


def _hosts(rows: Sequence[RoundGroup]) -> list[RoundHost]:
    return list({row.host.id: row.host for row in rows if row.host}.values())


def _publish_group(found: Round, row: RoundGroup, sign_ups: Sequence[SignUp], *, by: Person, now: datetime) -> None:
    if row.host is None:
        raise RoundClosed("A group has no host any more.")
    name = f"{found.title} ({row.number})"
    circle = circles.create(
        name[:200], found.purpose[:5000], GroupKind.TRAINING, [row.host.person_id], Visibility.UNLISTED, JoinRule.INVITATION, by=by, now=now
    )  # fmt: skip
    sure = [kept.person_id for kept in sign_ups if kept.answer is PlaceAnswer.YES]
    memberships.add(circle, sure, Origin.JOINED, by=by, now=now)
    series = _series(found, row, name=name, seats=max(found.largest, len(sign_ups)), by=by, now=now)
    first = db.session.scalars(select(ScheduledSession.id).where(ScheduledSession.series_id == series.id)).first()
    if first is not None:
        # The series follows the group: who joins it later gets the dates ahead, who leaves it a CANCEL.
        audiences.open_to(first, circle, by=by, now=now)
        invitations.invite(first, [kept.person_id for kept in sign_ups if kept.person_id not in sure], by=by, now=now)
    plans.publish(series.id, by=by, now=now)
    for person_id in sure:
        answers.record_answer(series.id, person_id, Answer.ACCEPTED, via=Via.LINK, now=now)
    row.series_id, row.formed_group_id = series.id, circle.id


def _series(found: Round, row: RoundGroup, *, name: str, seats: int, by: Person, now: datetime) -> Series:
    starts_at = rounds.first_date(found, row.time)
    details = SessionDetails(
        title=name[:200],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=found.minutes),
        timezone=found.timezone,
        host_ids=(row.host.person_id,) if row.host else (),
        kind=SessionKind.TRAINING,
        description=found.purpose,
        place=row.place.name,
        address=row.place.address,
        capacity=seats,
    )
    rhythm = Rhythm(every=Every.WEEK, between=found.every_weeks, weekdays=(row.time.weekday,), count=found.dates)
    return plans.draft(SeriesPlan(first=details, rhythm=rhythm, keeps_group=True), by=by, now=now)
