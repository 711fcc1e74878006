"""Opens living audiences to the application: pages, the group's next dates, who comes and goes, the worker's part."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import event, inspect

from database import alone, before_commit, in_transaction, know, known, transaction
from jobs import job, stopping
from networks import group_parts, meeting_notes
from networks import signals as group_signals
from networks.models import Group
from people import signals as people_signals
from people.models import Person
from sessions.living import api, audiences, following, queries, said_elsewhere, views
from sessions.living.said_elsewhere import Before
from sessions.models import ScheduledSession

PAGES = (views,)  # importing them hangs their pages on the blueprint of sessions

API = (api,)


def init_app(app: Flask) -> None:  # noqa: ARG001
    """Everything of living audiences that the application calls is registered."""
    group_parts.register_part("living/_group_part.html", _next_dates)
    meeting_notes.register_hosts(queries.hosted_lately)
    group_signals.membership_began.connect(_on_membership_began)
    group_signals.membership_ended.connect(_on_membership_ended)
    people_signals.person_reactivated.connect(_on_person_reactivated)
    people_signals.people_changed.connect(_on_people_changed)
    for field in (ScheduledSession.state, ScheduledSession.starts_at, ScheduledSession.ends_at):
        if not event.contains(field, "set", _on_date_set):
            event.listen(field, "set", _on_date_set)


@job("sessions.audiences", every_minutes=5)
def withdraw_people() -> None:
    """Whoever was invited on account of an audience that was switched off is withdrawn."""
    more = True
    while more:
        with transaction():
            alone("sessions.audiences")
            more = audiences.withdraw_some(now=datetime.now(UTC))


@job("sessions.audience_checks", every_minutes=1)
def check_people() -> None:
    """Whoever is new, is back or works elsewhere is invited to what follows such people, and to nothing else on that account."""
    more = True
    while more and not stopping():
        with transaction():
            alone(audiences.ONE_AT_A_TIME)
            more = following.check_some(now=datetime.now(UTC))


def _next_dates(group: Group, reader: Person, now: datetime) -> dict[str, Any]:
    return {"dates": queries.next_dates(group, reader, now=now)}


def _on_membership_began(_sender: object, *, group: Group, person_ids: list[int], by: Person, now: datetime) -> None:
    following.welcome(group, person_ids, by=by, now=now)


def _on_membership_ended(_sender: object, *, group: Group, person_ids: list[int], by: Person, now: datetime) -> None:
    following.let_go(group, person_ids, by=by, now=now)


def _on_person_reactivated(_sender: object, *, person: Person) -> None:
    following.catch_up(person, now=datetime.now(UTC))


def _on_people_changed(_sender: object, *, person_ids: Sequence[int]) -> None:
    following.note(person_ids)


def _on_date_set(session: ScheduledSession, _value: object, _before: object, _initiator: object) -> None:
    """Many rules write dates; whatever writes one comes by here. What it was is kept until the transaction ends."""
    if not inspect(session).has_identity or not in_transaction() or known(("date before", session.id)):
        return
    was = Before(session.state, session.starts_at, session.ends_at)
    kept: dict[int, Before] = known("dates before") or {}
    kept[session.id] = was
    know({("date before", session.id): True, "dates before": kept})
    before_commit("sessions.living.said_elsewhere", _tell_dates)


def _tell_dates() -> None:
    said_elsewhere.tell(known("dates before") or {}, now=datetime.now(UTC))
