"""Whether there is anything at all of what the home page shows.

Most of it is there for few people on few days. One statement looks for all of it, and home reads only what there is something of.
"""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import BindParameter, ColumnElement, Integer, bindparam, exists, select

from networks.models import Membership, MembershipState
from people.models import Person
from ready import Ready
from sessions.models import Host
from sessions.models_cohosts import HostAnswer, HostRequest
from sessions.polls.models import Poll, PollPerson
from sessions.rounds.models import PlaceAnswer, Round, RoundState, SignUp

PERSON: BindParameter[int] = bindparam("person", type_=Integer)
_there_is: dict[str, ColumnElement[bool]] = {
    "hosts": exists().where(Host.person_id == PERSON),
    "host requests": exists().where(HostRequest.person_id == PERSON, HostRequest.answer == HostAnswer.OPEN),
    "polls": exists().where(PollPerson.person_id == PERSON, PollPerson.answered_at.is_(None)),
    "own polls": exists().where(Poll.host_id == PERSON),
    "rounds": exists().where(Round.state == RoundState.OPEN),
    "places": exists().where(SignUp.person_id == PERSON, SignUp.answer == PlaceAnswer.NONE),
    "groups": exists().where(Membership.person_id == PERSON, Membership.state == MembershipState.INVITED),
}


def register(name: str, there_is: ColumnElement[bool]) -> None:
    """Under this name home knows whether there may be something. `there_is`: a row is found by an index, `PERSON` is who looks.

    It may not name people: it is read beside who looks.
    """
    _there_is[name] = there_is
    _looking.cache_clear()


def look(person: Person, found: Sequence[bool] | None = None) -> dict[str, bool]:
    """By name whether there may be something for this person. One statement, unless `columns` were read of them already: `found`."""
    if found is None or len(found) != len(_there_is):
        (found,) = _looking().all({"person": person.id})
    return dict(zip(_there_is, map(bool, found), strict=True))


def columns() -> list[ColumnElement[bool]]:
    """What `look` reads, for a statement of somebody else: the id of who looks is `PERSON`."""
    return [there_is.label(name) for name, there_is in _there_is.items()]


@cache
def _looking() -> Ready:
    return Ready(select(*columns()))
