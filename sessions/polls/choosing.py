"""A date is chosen: the poll closes and becomes a session, through the rules of every session."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from people.models import Person
from sessions import invitations, scheduling
from sessions.details import SessionDetails
from sessions.models import ScheduledSession
from sessions.polls import polls
from sessions.polls.errors import PollClosed, PollMissing
from sessions.polls.models import PollState
from sessions.series import plans, rhythms
from sessions.series.rhythms import Every, Rhythm


class Plan(Protocol):
    """Turns the date into what is met at, with these people on its list; published, it asks them. A series is a plan of its own."""

    def __call__(
        self, details: SessionDetails, person_ids: Sequence[int], *, by: Person, now: datetime, publish: bool
    ) -> ScheduledSession: ...


def one_session(
    details: SessionDetails, person_ids: Sequence[int], *, by: Person, now: datetime, publish: bool
) -> ScheduledSession:
    """A single session."""
    session = scheduling.draft(details, by=by, now=now)
    invitations.invite(session.id, person_ids, by=by, now=now)
    return scheduling.publish(session.id, by=by, now=now) if publish else session


def series_of(count: int, *, between: int = 1) -> Plan:
    """A plan for a series: from the chosen date on, every `between` weeks on that day, so many dates."""

    def plan(details: SessionDetails, person_ids: Sequence[int], *, by: Person, now: datetime, publish: bool) -> ScheduledSession:
        rhythm = _weekly(details.starts_at.astimezone(ZoneInfo(details.timezone)), count, between)
        series = plans.draft(plans.SeriesPlan(first=details, rhythm=rhythm), by=by, now=now)
        first = plans.lock(series.id)[1][0]
        invitations.invite(first.id, person_ids, by=by, now=now)
        if publish:
            plans.publish(series.id, by=by, now=now)
        return first

    return plan


def starts_of(first: datetime, zone: ZoneInfo, *, count: int, between: int) -> list[datetime]:
    """When the dates of such a series would start, in `zone`."""
    local = first.astimezone(zone)
    return [at.replace(tzinfo=zone) for at in rhythms.dates(_weekly(local, count, between), local.date(), local.time())]


def _weekly(local: datetime, count: int, between: int) -> Rhythm:
    return Rhythm(every=Every.WEEK, between=between, weekdays=(local.weekday(),), count=count)


def choose(
    poll_id: int,
    date_id: int,
    *,
    by: Person,
    now: datetime,
    publish: bool = True,
    plan: Plan = one_session,
) -> ScheduledSession:
    """The poll is closed and its date is a session, to which everybody who was asked is invited; without `publish`, when it is published.

    What people marked is no answer: all are asked by the invitation. Once a poll: whoever presses second changes nothing.
    Raises PollMissing, and PollClosed when it is not open or the date has passed.
    """
    poll = polls.lock(poll_id)
    if not poll.is_open:
        raise PollClosed("A date has been chosen already." if poll.chosen_starts_at else "This poll is not open.")
    date = next((date for date in poll.dates if date.id == date_id), None)
    if date is None:
        raise PollMissing("This date is not on the list any more.")
    if date.starts_at <= now:
        raise PollClosed("This date has passed. Choose another one.")
    details = polls.session_details(polls.details_of(poll), date.starts_at)
    if not poll.host.active:
        # Whoever chooses for a host who has left welcomes people, or names somebody.
        details = replace(details, host_ids=(by.id,))
    session = plan(details, [asked.person_id for asked in polls.asked_people(poll)], by=by, now=now, publish=publish)
    poll.state, poll.closed_at, poll.chosen_starts_at, poll.session_id = PollState.CLOSED, now, date.starts_at, session.id
    return session
