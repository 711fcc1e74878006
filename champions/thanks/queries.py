"""Reads for pages of thanks. None of them counts: the newest are read, and there is no word of how many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased, joinedload, lazyload

from champions.thanks.models import Thanks, ThanksState
from database import db
from networks import memberships
from networks.models import Group
from people.models import Person
from sessions import access
from sessions.models import ScheduledSession

OWN_SHOWN = 200
SHARED_SHOWN = 30
OF_A_GROUP = 5
NEWEST = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """Thanks as one reader sees them. `session` None: linked to none, or to one that this reader may not see."""

    thanks: Thanks
    session: ScheduledSession | None


def received(person: Person, *, most: int = OWN_SHOWN) -> list[Shown]:
    """What this person was thanked for, the newest first."""
    return _shown(_newest().where(Thanks.to_id == person.id).limit(most), person)


def written(person: Person) -> list[Shown]:
    """What this person thanked others for, the newest first."""
    return _shown(_newest().where(Thanks.by_id == person.id).limit(OWN_SHOWN), person)


def shared(reader: Person) -> list[Shown]:
    """What every colleague reads, the newest first."""
    return _shown(_shared(None, SHARED_SHOWN), reader)


def of_group(group: Group, reader: Person) -> list[Shown] | None:
    """What who belongs to the group reads on its page, the newest first; None for everybody else."""
    membership = memberships.of_person(group, reader)
    if not (group.is_looked_after_by(reader) or (membership is not None and membership.is_member)):
        return None
    return _shown(_shared(group.id, OF_A_GROUP), reader)


def seen_by(reader: Person, thanks: Thanks) -> Shown:
    """One of them, as this reader sees it, who may read it."""
    shows = thanks.session is not None and (thanks.session.id, reader.id) in access.who_sees([thanks.session], [reader])
    return Shown(thanks, thanks.session if shows else None)


def names_session(every: Iterable[Thanks]) -> set[int]:
    """Of these thanks those whose session the thanked person may see, by number. Two queries."""
    linked = [(one.id, one.session, one.to) for one in every if one.session is not None]
    seen = access.who_sees([session for _id, session, _to in linked], [to for _id, _session, to in linked])
    return {id_ for id_, session, to in linked if (session.id, to.id) in seen}


def _newest() -> Select[Thanks]:
    query = select(Thanks).options(
        joinedload(Thanks.group).options(lazyload(Group.stewards)),
        joinedload(Thanks.session).options(lazyload(ScheduledSession.calendar_object)),
    )
    return query.order_by(Thanks.thanked_at.desc(), Thanks.id.desc())


def _shared(group_id: int | None, most: int) -> Select[Thanks]:
    """Of two who are here: whoever has left is named on no page."""
    writer, thanked = aliased(Person), aliased(Person)
    query = _newest().join(writer, writer.id == Thanks.by_id).join(thanked, thanked.id == Thanks.to_id)
    query = query.where(Thanks.state == ThanksState.SHARED, Thanks.group_id == group_id, writer.active, thanked.active)
    query = query.where(Thanks.taken_off_at.is_(None))
    return query.order_by(None).order_by(Thanks.decided_at.desc(), Thanks.id.desc()).limit(most)


def _shown(query: Select[Thanks], reader: Person) -> list[Shown]:
    found: Sequence[Thanks] = db.session.scalars(query).unique().all()
    sessions = [one.session for one in found if one.session is not None]
    seen = {session_id for session_id, _person_id in access.who_sees(sessions, [reader])}
    return [Shown(one, one.session if one.session_id in seen else None) for one in found]
