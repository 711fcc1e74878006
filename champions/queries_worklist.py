"""Reads for the worklist of the week: what needs a community manager, and nothing about what anybody does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists, select

from champions import queries, queries_commitments
from champions.mentorships.models import Ask, AskState, Mentorship, Proposal
from champions.models import Ambassador, Standing
from champions.models_commitments import Commitment
from champions.thanks import nudging
from champions.thanks.nudging import ToThank
from champions.waves.models import Wave, WaveState
from config import settings
from database import db
from people.models import Person
from sessions.living import lapsed
from sessions.living.models import LivingAudience
from sessions.models import ScheduledSession

MOST = 20  # lines of a kind; the rest comes when these are done
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Worklist:
    """Each line ends in one action. `asks`: who waits for an ambassador longer than promised, longest first."""

    welcomes: Sequence[Ambassador]
    asks: Sequence[Ask]
    free: Sequence[Ambassador]
    waves: Sequence[Wave]
    commitments: Sequence[Commitment]
    lapsed: Sequence[tuple[LivingAudience, ScheduledSession]]  # filters that wait to hear what their department is called now
    to_thank: Sequence[ToThank]

    @property
    def is_empty(self) -> bool:
        """Whether nothing needs anybody."""
        return not any((self.welcomes, self.asks, self.free, self.waves, self.commitments, self.lapsed, self.to_thank))


def of_the_week(manager: Person, *, today: date, now: datetime) -> Worklist:
    """What needs this community manager now. A constant number of queries."""
    return Worklist(
        welcomes=queries.waiting_for_a_welcome()[:MOST],
        asks=_waiting_too_long(now=now),
        free=_without_a_mentee(now=now),
        waves=_to_close(today),
        commitments=[
            one
            for one in queries_commitments.shown_to(manager.id)
            if not one.is_over and one.due_on <= today + WEEK and one.mark_of(one.due_on) is None
        ][:MOST],
        lapsed=lapsed.waiting(now=now, most=MOST),
        to_thank=nudging.whom_to_thank(manager, now=now),
    )


def _waiting_too_long(*, now: datetime) -> Sequence[Ask]:
    """Who looks for an ambassador longer than promised, and has no proposal at hand."""
    promised = timedelta(days=settings().ambassador_days)
    at_hand = exists().where(Proposal.mentee_id == Ask.person_id, Proposal.closed_at.is_(None), Proposal.expires_at > now)
    query = (
        select(Ask)
        .join(Person, Person.id == Ask.person_id)
        .where(Ask.state == AskState.LOOKING, Ask.asked_at < now - promised, Person.active, ~at_hand)
    )
    return db.session.scalars(query.order_by(Ask.asked_at, Ask.id).limit(MOST)).all()


def _without_a_mentee(*, now: datetime) -> Sequence[Ambassador]:
    """Ambassadors who would accompany somebody, have nobody, and are asked for nobody."""
    goes_on = exists().where(Mentorship.ambassador_id == Ambassador.person_id, Mentorship.ended_at.is_(None))
    at_hand = exists().where(
        Proposal.ambassador_id == Ambassador.person_id, Proposal.closed_at.is_(None), Proposal.expires_at > now
    )
    query = (
        select(Ambassador)
        .join(Ambassador.person)
        .where(Ambassador.standing == Standing.ACTIVE, Ambassador.capacity > 0, Person.active, ~goes_on, ~at_hand)
    )
    return db.session.scalars(query.order_by(Ambassador.since, Ambassador.id).limit(MOST)).all()


def _to_close(today: date) -> Sequence[Wave]:
    """Waves whose last day is past."""
    query = select(Wave).where(Wave.state.in_((WaveState.ASKED, WaveState.RUNNING)), Wave.ends_on < today)
    return db.session.scalars(query.order_by(Wave.ends_on, Wave.id).limit(MOST)).all()
