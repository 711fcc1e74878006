"""Home: what awaits my answer, what is coming, what I look after."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import render_template

from look import address_of, day_in_words
from networks import queries as groups
from people.access import ask_beside, beside
from people.current import me
from people.models import Person
from security import signed_in
from sessions import (
    glances,
    home_parts,
    queries_cohosts,
    queries_incoming,
    queries_mine,
    reminders,
    views_waiting,
    waitlist,
    words_agenda,
)
from sessions.home_parts import Part, Waiting
from sessions.polls import queries as polls
from sessions.queries_mine import MySession
from sessions.queries_month import Dated, dated
from sessions.rounds import queries as rounds
from sessions.series import queries as series
from sessions.views import blueprint
from sessions.words_agenda import Line

COMING = 6  # dates ahead; the calendar has them all
ask_beside("sessions.home", glances.columns)


@blueprint.get("/", endpoint="home")
@signed_in
def home() -> str:
    """One thing is raised, the invitation that waits longest for an answer; whatever else waits stands in one list."""
    now, person = datetime.now(UTC), me()
    zone = reminders.zone_of(person)
    seen = glances.look(person, beside())
    found = queries_mine.at_home(person, now=now, hosts=seen["hosts"])
    waiting = series.for_all_their_dates(found.waiting, now=now)
    parts = home_parts.parts_of(person, seen, now=now)
    looks_after = person.may_manage or seen["hosts"]
    lines = home_parts.in_order([*_lines(person, waiting[1:], seen, looks_after=looks_after, now=now), *_of(parts)])
    shown, rest = home_parts.first_and_rest(lines)
    return render_template(
        "sessions/home.html",
        raised=waiting[0] if waiting else None,
        room=waitlist.room(waiting[0].session, taken=found.taken) if waiting else None,
        count=len(waiting[:1]) + sum(1 for line in lines if not line.offered),
        invitations=len(waiting),
        shown=shown,
        rest=rest,
        lines=lines,
        coming=_ahead(person, found.coming, parts, zone)[:COMING],
        next_up=next((item for item in found.coming if item.session.is_published), None),
        sections=[part for part in parts if part.template],
        drafts=queries_mine.drafts(person) if looks_after else (),
        has_polls=person.may_manage or seen["own polls"],
        day=day_in_words,
        zone=zone,
        now=now,
        hour=now.astimezone(zone).hour,
    )


def _lines(
    person: Person, invitations: Sequence[MySession], seen: Mapping[str, bool], *, looks_after: bool, now: datetime
) -> list[Waiting]:
    zone = reminders.zone_of(person)
    queue = queries_incoming.queue(person) if looks_after else queries_incoming.Queue()
    return [
        *views_waiting.invitations(invitations, zone),
        *views_waiting.hosting(queries_cohosts.waits_for(person, now=now) if seen["host requests"] else (), zone),
        *views_waiting.dates_to_find(polls.waits_for(person, now=now) if seen["polls"] else ()),
        *views_waiting.training_groups(
            rounds.asked(person) if seen["places"] else (), rounds.open_to(person, now=now) if seen["rounds"] else ()
        ),
        *views_waiting.groups(groups.invitations_of(person) if seen["groups"] else ()),
        *views_waiting.letters(queue),
    ]


def _of(parts: Sequence[Part]) -> list[Waiting]:
    return [line for part in parts for line in part.waiting]


def _ahead(person: Person, coming: Sequence[MySession], parts: Sequence[Part], zone: ZoneInfo) -> list[Line]:
    """Sessions and what packages above have planned, the next first."""
    others = [words_agenda.line_ahead(one, zone) for part in parts for one in part.ahead]
    mine = words_agenda.lines([dated(item, person) for item in coming], zone, _address)
    return sorted([*mine, *others], key=lambda line: line.starts_at.timestamp())


def _address(item: Dated) -> str:
    return address_of("sessions.session", session_id=item.id)
