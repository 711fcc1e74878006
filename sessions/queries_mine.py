"""Reads for the pages of the person who is invited: what waits, what is coming, one session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    SQLColumnExpression,
    Subquery,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased, contains_eager, lazyload
from sqlalchemy.orm.attributes import set_committed_value

from database import db
from mail.models import OutgoingMail, OutgoingState
from people.models import Person
from ready import Ready
from rows import Columns, parts, read
from sessions import waitlist
from sessions.models import Answer, Host, Invitation, Rsvp, ScheduledSession, Seat, SessionState
from sessions.series.models import Series

_WAITS, _ANSWERED, _HOSTS_IT = range(3)  # the lists of the home page
COMING, WAITING, DRAFTS, NAMES = 10, 20, 10, 100
ON_ITS_WAY = (OutgoingState.QUEUED, OutgoingState.SENDING)


# Built once: SQLAlchemy takes longer to put such a query together than a database to answer it.
PERSON: BindParameter[int] = bindparam("person")
_NOW: BindParameter[datetime] = bindparam("now")
_START: BindParameter[datetime] = bindparam("start")
_UNTIL = func.coalesce(ScheduledSession.rsvp_until, ScheduledSession.starts_at)
ORDER = (ScheduledSession.starts_at, ScheduledSession.id)
_BARE = (lazyload(ScheduledSession.calendar_object), lazyload(ScheduledSession.hosts))
_SESSION, _RSVP = Columns(ScheduledSession), Columns(Rsvp)
_BEFORE_RSVP, _BEFORE_HOST = len(_SESSION), len(_SESSION) + len(_RSVP)
_HOST, _HOST_NAME = Columns(Host, "id", "session_id", "person_id"), Columns(Person, "id", "name")
_RSVPS = (
    select(Rsvp)
    .join(Rsvp.invitation)
    .options(lazyload(Rsvp.person))
    .where(Rsvp.person_id == PERSON, Invitation.withdrawn_at.is_(None))
)
_INVITED = (
    _RSVPS.join(Rsvp.session)
    .options(contains_eager(Rsvp.session).options(*_BARE), lazyload(Rsvp.invitation))
    .where(ScheduledSession.published_at.is_not(None))
    .order_by(*ORDER)
)
_SESSIONS = select(ScheduledSession).options(*_BARE).order_by(*ORDER)
IS_HOSTED = and_(Host.person_id == PERSON, ScheduledSession.state != SessionState.DRAFT)
_HOSTED = _SESSIONS.join(Host, Host.session_id == ScheduledSession.id).where(IS_HOSTED)


def _waits(rsvp: type[Rsvp], session: type[ScheduledSession]) -> tuple[ColumnElement[bool], ...]:
    until = func.coalesce(session.rsvp_until, session.starts_at)
    return rsvp.answer == Answer.NEEDS_ACTION, session.state == SessionState.PUBLISHED, until > _NOW


def _waits_before() -> Select[int]:
    """Of a series or course that waits, the next date stands for all: those after it are left out."""
    other_rsvp, other, other_invitation = aliased(Rsvp), aliased(ScheduledSession), aliased(Invitation)
    return (
        select(other_rsvp.id)
        .join(other, other.id == other_rsvp.session_id)
        .join(other_invitation, other_invitation.id == other_rsvp.invitation_id)
        .where(other_rsvp.person_id == Rsvp.person_id, other.series_id == ScheduledSession.series_id)
        .where(*_waits(other_rsvp, other), other_invitation.withdrawn_at.is_(None))
        .where(tuple_(other.starts_at, other.id) < tuple_(ScheduledSession.starts_at, ScheduledSession.id))
    )


OPEN_DATES = (
    select(Rsvp.invitation_id, func.count())
    .join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
    .where(Rsvp.invitation_id.in_(bindparam("invitations", expanding=True)), *_waits(Rsvp, ScheduledSession))
    .group_by(Rsvp.invitation_id)
)  # how many of each invitation wait
_IS_ANSWERED = and_(
    # A seat that was kept when the time changed is theirs also when the date to answer passes without a word.
    or_(Rsvp.answer.in_((Answer.ACCEPTED, Answer.TENTATIVE)), and_(Rsvp.seat == Seat.SEATED, _UNTIL <= _NOW)),
    ScheduledSession.ends_at > _NOW,
)
_AHEAD = and_(ScheduledSession.starts_at >= _START, ScheduledSession.state != SessionState.CANCELLED)
_MINE_FROM, _HOSTED_FROM, _ANY_FROM = (query.where(_AHEAD).limit(1) for query in (_INVITED, _HOSTED, _SESSIONS))
COUNTS = OutgoingMail.state.not_in((OutgoingState.REPLACED, OutgoingState.DROPPED))
_NEWEST = select(OutgoingMail.id).where(OutgoingMail.stream == bindparam("stream"), COUNTS).order_by(OutgoingMail.id.desc())
NEWS = select(case((OutgoingMail.state.in_(ON_ITS_WAY), "on-its-way"), else_="held-up")).where(
    OutgoingMail.id == _NEWEST.limit(1).scalar_subquery(),
    OutgoingMail.state.in_((*ON_ITS_WAY, OutgoingState.FAILED, OutgoingState.BOUNCED)),
)


@dataclass(frozen=True, slots=True)
class MySession:
    """A session as one person sees it. `rsvp` None: not invited (host, or who manages). `place` is 1 for the first in line."""

    session: ScheduledSession
    rsvp: Rsvp | None
    place: int | None
    hosts: bool
    series: Series | None = None  # all of whose open dates it stands for
    dates: int = 1  # how many those are

    @property
    def state(self) -> str:
        """draft, cancelled, in, waiting, maybe, no, unanswered, or host."""
        rsvp = self.rsvp
        return state_of(self.session.state, rsvp.seat if rsvp else None, rsvp.answer if rsvp else None)

    @property
    def asks(self) -> bool:
        """Whether an answer is wanted: also of somebody whose seat was kept when the time changed."""
        return self.rsvp is not None and self.rsvp.answer is Answer.NEEDS_ACTION


@dataclass(frozen=True, slots=True)
class AtHome:
    """What waits for a person's answer, and what is coming: answered or hosted, declined ones left out. The next first.

    `taken`: seats taken at the first that waits.
    """

    waiting: list[MySession]
    coming: list[MySession]
    taken: int


def state_of(state: SessionState, seat: Seat | None, answer: Answer | None) -> str:
    """How one person stands at a session. Without seat and answer: they were not invited."""
    if state is not SessionState.PUBLISHED:
        return state.value
    if seat is None:
        return "host"
    if seat is not Seat.NONE:
        return "in" if seat is Seat.SEATED else "waiting"
    return "maybe" if answer is Answer.TENTATIVE else "no" if answer is Answer.DECLINED else "unanswered"


def at_home(person: Person, *, now: datetime, hosts: bool = True) -> AtHome:
    """Both for one person, from now on, with their hosts; `hosts`: they may host something. One query, one more when they wait in line."""
    rows = read(_at_home(hosts=hosts), {"person": person.id, "now": now})
    lists: dict[int, dict[int, Any]] = {_WAITS: {}, _ANSWERED: {}, _HOSTS_IT: {}}  # each in order, by session
    welcoming: dict[int, dict[int, Host]] = {}
    for _taken, which, session_id, rsvp_id, host_id, *values in rows:
        if session_id not in lists[which]:
            session = _SESSION.loaded(values[:_BEFORE_RSVP])
            mine = None if rsvp_id is None else _RSVP.loaded(values[_BEFORE_RSVP:_BEFORE_HOST])
            lists[which][session_id] = session if mine is None else _invited(session, mine)
        if host_id is not None:
            welcoming.setdefault(session_id, {})[host_id] = _hosting(values[_BEFORE_HOST:])
    waiting, answered, hosted = (list(found.values()) for found in lists.values())
    for session in [*(rsvp.session for rsvp in [*waiting, *answered]), *hosted]:
        set_committed_value(session, "hosts", list(welcoming.get(session.id, {}).values()))
    return AtHome(_mine(waiting), _with_hosted(_mine(answered), hosted)[:COMING], rows[0][0] if rows else 0)


@cache
def _at_home(*, hosts: bool) -> Ready:
    """Rows of: seats taken at the first that waits, which list it is in, numbers of session, answer and host, and each of these.

    A row for each host. Each list is read by its index.
    """
    waits = _mine_ahead(_WAITS).where(*_waits(Rsvp, ScheduledSession), ~_waits_before().exists()).limit(WAITING).cte("waits")
    answered = _mine_ahead(_ANSWERED).where(_IS_ANSWERED).limit(COMING).subquery("answered")
    lists = union_all(*(select(found) for found in (waits, answered, _hosted_ahead())[: 3 if hosts else 2])).subquery("lists")
    other = aliased(Rsvp)
    first = select(waits.c.session_id).order_by(waits.c.starts_at, waits.c.session_id).limit(1).scalar_subquery()
    taken = select(func.count()).select_from(other).where(other.session_id == first, other.seat == Seat.SEATED)
    return Ready(
        select(
            taken.scalar_subquery(),
            lists.c.which,
            ScheduledSession.id.label("session"),
            Rsvp.id.label("rsvp"),
            Host.id.label("host"),
        )
        .add_columns(*_SESSION.columns, *_RSVP.columns, *_HOST.columns, *_HOST_NAME.columns)
        .select_from(lists)
        .join(ScheduledSession, ScheduledSession.id == lists.c.session_id)
        .outerjoin(Rsvp, Rsvp.id == lists.c.rsvp_id)
        .outerjoin(Host, Host.session_id == ScheduledSession.id)
        .outerjoin(Person, Person.id == Host.person_id)
        .order_by(*ORDER, Host.id)
    )


def _mine_ahead(which: int) -> Select[*tuple[Any, ...]]:
    return (
        _in_list(which, Rsvp.id)
        .join(Rsvp, Rsvp.session_id == ScheduledSession.id)
        .join(Rsvp.invitation)
        .where(Rsvp.person_id == PERSON, Invitation.withdrawn_at.is_(None), ScheduledSession.published_at.is_not(None))
        .order_by(*ORDER)
    )


def _hosted_ahead() -> Subquery:
    """In no index's order: SQLite would rather go through all that was ever planned than through what somebody hosts."""
    query = _in_list(_HOSTS_IT, cast(null(), Integer)).join(Host, Host.session_id == ScheduledSession.id)
    query = query.where(IS_HOSTED, ScheduledSession.ends_at > _NOW)
    query = query.order_by(func.coalesce(ScheduledSession.starts_at, ScheduledSession.ends_at), ScheduledSession.id)
    return query.limit(2 * COMING).subquery("hosted")  # as many as may be among the answered, and more


def _in_list(which: int, rsvp_id: SQLColumnExpression[Any]) -> Select[*tuple[Any, ...]]:
    return select(
        literal_column(str(which)).label("which"),
        rsvp_id.label("rsvp_id"),
        ScheduledSession.id.label("session_id"),
        ScheduledSession.starts_at.label("starts_at"),
    )


def _invited(session: ScheduledSession, rsvp: Rsvp) -> Rsvp:
    set_committed_value(rsvp, "session", session)
    return rsvp


def _hosting(row: Sequence[Any]) -> Host:
    host: Host
    host, person = parts(row, _HOST, _HOST_NAME)
    set_committed_value(host, "person", person)
    return host


def first_from(person: Person, at: datetime, *, everything: bool) -> ScheduledSession | None:
    """The first session that starts then or later and is not off: of the person's own, or of all, for who manages."""
    values = {"person": person.id, "start": at}
    mine = db.session.scalars(_MINE_FROM, values).first()
    other = db.session.scalars(_ANY_FROM if everything else _HOSTED_FROM, values).first()
    found = [session for session in (mine.session if mine else None, other) if session is not None]
    return min(found, key=lambda session: session.starts_at, default=None)


def drafts(person: Person) -> Sequence[ScheduledSession]:
    """Drafts of this person: those they host, and of who manages those they made; of a series or course the first date."""
    hosted = select(Host.session_id).where(Host.person_id == person.id)
    theirs = or_(ScheduledSession.id.in_(hosted), ScheduledSession.created_by_id == person.id)
    other = aliased(ScheduledSession)
    earlier = select(other.id).where(other.series_id == ScheduledSession.series_id, other.state == SessionState.DRAFT)
    earlier = earlier.where(tuple_(other.starts_at, other.id) < tuple_(ScheduledSession.starts_at, ScheduledSession.id))
    query = select(ScheduledSession).where(ScheduledSession.state == SessionState.DRAFT, theirs, ~earlier.exists())
    return db.session.scalars(query.order_by(ScheduledSession.starts_at).limit(DRAFTS)).unique().all()


def mine(session: ScheduledSession, rsvp: Rsvp | None, person: Person) -> MySession:
    """One session as this person sees it, with their answer as `access.seen_by` has it."""
    return MySession(session, rsvp, waitlist.place_in_line(rsvp) if rsvp else None, session.is_hosted_by(person))


def _mine(rsvps: Sequence[Rsvp]) -> list[MySession]:
    places = _places([rsvp for rsvp in rsvps if rsvp.seat is Seat.WAITING])
    return [MySession(rsvp.session, rsvp, places.get(rsvp.id), hosts=False) for rsvp in rsvps]


def _with_hosted(mine: list[MySession], others: Sequence[ScheduledSession]) -> list[MySession]:
    seen = {item.session.id for item in mine}
    rows = [*mine, *(MySession(session, None, None, hosts=True) for session in others if session.id not in seen)]
    return sorted(rows, key=lambda row: (row.session.starts_at, row.session.id))


def _places(rsvps: Sequence[Rsvp]) -> dict[int, int]:
    """The place in line of each, by id of the RSVP. One query."""
    if not rsvps:
        return {}
    ahead = aliased(Rsvp)
    query = (
        select(Rsvp.id, func.count(ahead.id))
        .join(ahead, and_(ahead.session_id == Rsvp.session_id, ahead.waiting_number <= Rsvp.waiting_number))
        .where(Rsvp.id.in_([rsvp.id for rsvp in rsvps]), ahead.seat == Seat.WAITING)
        .group_by(Rsvp.id)
    )
    return dict(db.session.execute(query).all())


def names_shown(session: ScheduledSession) -> Sequence[Person]:
    """Who comes and agreed to be named; nobody when the host keeps names to the hosts."""
    if not session.shows_who_comes:
        return []
    query = select(Person).join(Rsvp, Rsvp.person_id == Person.id)
    query = query.where(Rsvp.session_id == session.id, Rsvp.seat == Seat.SEATED, Rsvp.shows_name).order_by(Person.name)
    return db.session.scalars(query.limit(NAMES)).all()


def calendar_message(rsvp: Rsvp) -> str:
    """Promise 7: '' when the person's calendar was told, else on-its-way or held-up."""
    return db.session.scalar(NEWS, {"stream": rsvp.invitation.stream}) or ""
