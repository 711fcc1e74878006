"""Figures: people join and leave a group that a session follows, and come to fit a filter and no longer do; once with twenty thousand
people and once with a hundredth of them.

The work is for whoever comes or goes: the size of the audience must not be felt.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import event, update

from benchmarks import company, house
from benchmarks.measuring import Line, rate_of, take_turns
from benchmarks.sizes import Size
from database import db, transaction
from networks import groups, memberships
from networks.models import GroupKind, JoinRule, Origin, Visibility
from people import people
from people.directory import Filter
from people.models import Person
from people.people import Details
from sessions.living import audiences, following

FIGURE = "Living audiences"
CHANGES = 20  # people who join in each turn, and leave


def measure(database: str, size: Size) -> list[Line]:
    large, small = 2 * size.invited, max(1, size.invited // 50)
    with house.opened(database) as home, home.app.app_context():
        company.fill_people(large + CHANGES)
        newcomers = range(large + 1, large + CHANGES + 1)
        crowd, few = _followed(1, large), _followed(2, small)
        joins = take_turns(lambda: _join(crowd, newcomers), lambda: _join(few, newcomers), size.rounds)
        counts = _queries(crowd, newcomers[0]), _queries(few, newcomers[0])
        what = f"Joins and leaves of a followed group of {large:,}, against one of {small:,}"
        note = f"{counts[0]} statements for both, against {counts[1]}"
        lines = [joins.line(FIGURE, what, database, "changes/s", least=0.5, note=note)]
        _fitted("Large team", range(1, large + 1), 3)
        _fitted("Small team", range(1, small + 1), 4)
        moves = take_turns(lambda: _move("Large team", newcomers), lambda: _move("Small team", newcomers), size.rounds)
        what = f"People who come to fit a followed filter of {large:,}, and no longer do, against one of {small:,}"
        return [*lines, moves.line(FIGURE, what, database, "changes/s", least=0.5)]


def _fitted(team: str, person_ids: range, number: int) -> None:
    """So many have this function or place of work, and a published session ahead invites whoever does."""
    now = datetime.now(UTC)
    field = "function" if team.startswith("Large") else "location"
    with transaction() as session:
        session.execute(update(Person).where(Person.id.in_(person_ids)).values({field: team}))
        by = session.get_one(Person, 1)
        meeting = company.add_session(number, starts_at=now + timedelta(days=30), capacity=None, now=now)
        audiences.open_to(meeting.id, Filter(**{f"{field}s": (team,)}), by=by, now=now)
    db.session.remove()


def _move(team: str, person_ids: range) -> float:
    field = "function" if team.startswith("Large") else "location"

    def come_and_go() -> None:
        for person_id in person_ids:
            for value in (team, ""):
                with transaction() as session:
                    people.update_person(session.get_one(Person, person_id), Details(**{field: value}))
                for later in (timedelta(), following.STANDS):  # whoever fits no more goes then
                    with transaction():
                        following.check_some(now=datetime.now(UTC) + later)
                db.session.remove()

    return rate_of(come_and_go, 2 * len(person_ids))


def _followed(number: int, members: int) -> int:
    """A group of so many, which a published session ahead invites; its number."""
    now = datetime.now(UTC)
    with transaction() as session:
        by = session.get_one(Person, 1)
        made = groups.create(f"Group {number}", "", GroupKind.NETWORK, [1], Visibility.LISTED, JoinRule.OPEN, by=by, now=now)
        memberships.add(made, range(1, members + 1), Origin.MIRRORED, by=by, now=now)
        meeting = company.add_session(number, starts_at=now + timedelta(days=30), capacity=None, now=now)
        audiences.open_to(meeting.id, made, by=by, now=now)
        group_id = made.id
    db.session.remove()
    return group_id


def _join(group_id: int, person_ids: range) -> float:
    def come_and_go() -> None:
        for person_id in person_ids:
            _change(group_id, person_id)

    return rate_of(come_and_go, 2 * len(person_ids))


def _change(group_id: int, person_id: int) -> None:
    now = datetime.now(UTC)
    for rule in (memberships.join, memberships.leave):
        with transaction() as session:
            rule(group_id, session.get_one(Person, person_id), now=now)
        db.session.remove()


def _queries(group_id: int, person_id: int) -> int:
    seen: list[str] = []

    def keep(_connection, _cursor, statement, _parameters, _context, _many) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", keep)
    try:
        _change(group_id, person_id)
    finally:
        event.remove(db.engine, "before_cursor_execute", keep)
    return len(seen)
