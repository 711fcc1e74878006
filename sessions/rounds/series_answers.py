"""What people answer to the dates of a group is their yes or no to the place in it: from the calendar, a link, a page or the API.

The answer itself is recorded where all are (`sessions/series/answers.py`); what it means for the round follows from what stands, so that
the last word holds in whatever order answers come. The round, the group and the series are locked in that order, as everywhere in rounds.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from database import db
from networks import groups as circles
from networks.models import Group
from people.models import Person
from sessions.models import Answer, Invitation, ScheduledSession, SessionState, Via
from sessions.rounds import placing, rounds
from sessions.rounds.models import PlaceAnswer, Round, RoundGroup, RoundState, SignUp
from sessions.series import plans
from sessions.series.models import SeriesDelegation, SeriesRsvp

# On the page of the round a no is asked about; in a calendar it is one press, and can be a slip.
NO_COUNTS_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Unheard:
    """Somebody answered the dates of their group, and the round has not heard it yet. Ids, of the group `RoundGroup`."""

    round_id: int
    sign_up_id: int
    group_id: int
    series_id: int
    formed_group_id: int | None
    yes: bool


def unheard(*, now: datetime) -> list[Unheard]:
    """Whose answer to all dates of their group is their answer to the place, and is not yet: at most two hundred, by sign-up.

    A yes at once, a no once it has stood for `NO_COUNTS_AFTER`. Left alone is what a host recorded for somebody, whoever sends a
    colleague instead, an answer older than the question about the place, and any answer to a single date.
    """
    return _read(_query(now).limit(200))


def hear(one: Unheard, *, now: datetime) -> SignUp | None:
    """The answer counts for the place, as on the page of the round; None when the person has changed their mind meanwhile.

    Raises what `placing.answer` raises.
    """
    rounds.lock(one.round_id)
    if one.formed_group_id is not None:
        circles.lock(one.formed_group_id)
    plans.lock(one.series_id)
    if one not in _read(_query(now).where(SignUp.id == one.sign_up_id)):
        return None
    return placing.answer(one.round_id, one.sign_up_id, yes=one.yes, now=now, group_id=one.group_id)


Row = tuple[int, int, int, int, int | None, Answer]


def _read(query: Select[*Row]) -> list[Unheard]:
    return [
        Unheard(round_id, sign_up_id, group_id, series_id, formed_group_id, yes=answer is Answer.ACCEPTED)
        for round_id, sign_up_id, group_id, series_id, formed_group_id, answer in db.session.execute(query)
    ]


def _query(now: datetime) -> Select[*Row]:
    query = (
        select(SignUp.round_id, SignUp.id, RoundGroup.id, SeriesRsvp.series_id, RoundGroup.formed_group_id, SeriesRsvp.answer)
        .select_from(SignUp)
        .join(Round, Round.id == SignUp.round_id)
        .join(RoundGroup, RoundGroup.id == SignUp.group_id)
        .join(Person, Person.id == SignUp.person_id)
        .join(SeriesRsvp, and_(SeriesRsvp.series_id == RoundGroup.series_id, SeriesRsvp.person_id == SignUp.person_id))
        .join(Invitation, Invitation.id == SeriesRsvp.invitation_id)
        .where(Round.state == RoundState.PUBLISHED, Round.closed_at.is_(None), Person.active)
        .where(Invitation.withdrawn_at.is_(None), SeriesRsvp.answered_at > SignUp.asked_at, SeriesRsvp.via != Via.HOST)
    )
    return query.where(or_(_says_yes(now), _says_no(now))).order_by(SignUp.id)


def _says_yes(now: datetime) -> ColumnElement[bool]:
    goes_on = exists().where(
        ScheduledSession.series_id == RoundGroup.series_id,
        ScheduledSession.state == SessionState.PUBLISHED,
        ScheduledSession.starts_at > now,
    )
    open_ = exists().where(Group.id == RoundGroup.formed_group_id, Group.closed_at.is_(None))
    return and_(SeriesRsvp.answer == Answer.ACCEPTED, SignUp.answer == PlaceAnswer.NONE, goes_on, open_)


def _says_no(now: datetime) -> ColumnElement[bool]:
    sends_somebody = exists().where(SeriesDelegation.delegator_id == SeriesRsvp.id)
    stood = SeriesRsvp.answered_at <= now - NO_COUNTS_AFTER
    return and_(SeriesRsvp.answer == Answer.DECLINED, stood, ~sends_somebody)
