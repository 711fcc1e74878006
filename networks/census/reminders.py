"""One reminder at most to whoever was asked whether they keep a network together and has not answered: while a census is under way, and
counted with all other nudges.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from database import db
from networks.census import censuses, notices
from networks.census.models import KeeperAsk, Network, NetworkState
from people import nudges
from people.models import Person
from people.quiet_hours import after_quiet_hours

BATCH = 200
LONG_ENOUGH = timedelta(days=4)  # nobody is reminded of what they were asked the day before


def post_due(*, now: datetime) -> int:
    """Every reminder that is due is on its way; returns how many. Idempotent: each is marked in the same transaction."""
    census = censuses.under_way(now=now)
    if census is None or censuses.today(now) < censuses.reminders_on(census):
        return 0
    query = (
        select(KeeperAsk)
        .join(Person, Person.id == KeeperAsk.person_id)
        .join(Network, Network.id == KeeperAsk.network_id)
        .options(joinedload(KeeperAsk.network))
        .where(KeeperAsk.answer.is_(None), KeeperAsk.reminded_at.is_(None), KeeperAsk.asked_at <= now - LONG_ENOUGH)
        .where(Network.state != NetworkState.CLOSED, nudges.allowed(now))
        .order_by(KeeperAsk.id)
        .limit(BATCH)
        .with_for_update(of=KeeperAsk, skip_locked=True)
    )
    return sum(_post(asked, now=now) for asked in _one_each(list(db.session.scalars(query))))


def _one_each(due: list[KeeperAsk]) -> list[KeeperAsk]:
    """One a person and run: the next run counts this one."""
    return list({asked.person_id: asked for asked in reversed(due)}.values())


def _post(asked: KeeperAsk, *, now: datetime) -> int:
    due_at = after_quiet_hours(now, asked.person)
    if not nudges.is_welcome(asked.person, now=due_at):
        return 0
    asked.reminded_at = now
    notices.keeper_reminded(asked, asked.person, now=now, due_at=due_at)
    nudges.record(asked.person_id, notices.REMINDER, now=now)
    return 1
