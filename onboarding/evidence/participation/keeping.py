"""What is kept of a sending: figures as they may be shown. A week is shown once.

Whoever saw a week before and after a late act was added would know whose it was. So a week that comes again stays as it was, unless so
many people more are in it that the difference hides everybody (`privacy.since`), and its segments do not overlap: half of the data came
first, and now the whole. Where it stays, the whole company alone can be shown anew, and its segments never again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, insert, select

from database import alone, db
from onboarding.evidence.participation import segments
from onboarding.evidence.participation.arriving import Arrival
from onboarding.evidence.participation.deciding import Figure
from onboarding.evidence.participation.errors import ParticipationGone
from onboarding.evidence.participation.models import (
    Door,
    Kind,
    ParticipationFigure,
    ParticipationImport,
    ParticipationWeek,
)
from onboarding.evidence.participation.segments import WHOLE, Segment
from people import privacy
from people.models import Person
from people.privacy import Table

KEPT = timedelta(days=7)  # what nobody says yes to
FIELDS = tuple(Figure.__dataclass_fields__)

PEOPLE, REST = "people", "rest"
Counts = dict[Segment, dict[str, int]]
Weeks = Mapping[date, Sequence[Figure]]


@dataclass(frozen=True, slots=True)
class Sorted:
    """Weeks of a sending: never shown before, shown anew with many people more, and staying as they were. `narrowable`: of the last, those
    that can be shown anew for the whole alone; `alone`: weeks that were so already.
    """

    new: Sequence[date]
    replaced: Sequence[date]
    staying: Sequence[date]
    narrowable: Sequence[date] = ()
    alone: Sequence[date] = ()

    @property
    def writes(self) -> int:
        """How many weeks are shown, or shown anew."""
        return len(self.new) + len(self.replaced)


def start(arrival: Arrival, *, by: Person, now: datetime) -> ParticipationImport:
    """What would be shown waits for a yes, for a week; what this person had waiting before is forgotten."""
    mine = (ParticipationImport.by_id == by.id) | (ParticipationImport.at < now - KEPT)
    db.session.execute(delete(ParticipationImport).where(mine))
    waiting_ = ParticipationImport(
        what=arrival.what,
        lines=arrival.lines,
        weeks=[[on.isoformat(), [list(asdict(one).values()) for one in figures]] for on, figures in arrival.weeks.items()],
        refused=[[number, error.field, error.template, error.values] for number, error in arrival.refused],
        refused_lines=arrival.refused_lines,
        by_id=by.id,
        at=now,
    )
    db.session.add(waiting_)
    db.session.flush()
    return waiting_


def waiting(person: Person, *, now: datetime) -> ParticipationImport | None:
    """What waits for a yes of this person."""
    query = select(ParticipationImport).where(ParticipationImport.by_id == person.id, ParticipationImport.at >= now - KEPT)
    return db.session.scalar(query)


def weeks_of(import_: ParticipationImport) -> dict[date, list[Figure]]:
    """The weeks that wait, with their figures."""
    return {date.fromisoformat(on): [Figure(Kind(kind), *rest) for kind, *rest in figures] for on, figures in import_.weeks}


def confirm(import_id: int, *, by: Person, now: datetime, narrow: bool = False) -> Sorted:
    """What waited is shown; `narrow`: as `keep` says. Raises ParticipationGone when it does not wait any more."""
    import_ = waiting(by, now=now)
    if import_ is None or import_.id != import_id:
        raise ParticipationGone("This does not wait any more. Read the file again.")
    told = keep(weeks_of(import_), import_, Door.FILE, by=by, now=now, narrow=narrow)
    db.session.delete(import_)
    db.session.flush()
    return told


def discard(person: Person) -> None:
    """What waits for this person is forgotten; nothing was changed."""
    db.session.execute(delete(ParticipationImport).where(ParticipationImport.by_id == person.id))


def keep(
    weeks: Weeks, sent: Arrival | ParticipationImport, door: Door, *, by: Person, now: datetime, narrow: bool = False
) -> Sorted:
    """These weeks are shown, as far as they may be. `narrow`: of those that would stay, the whole is shown anew where it can be, and the rest
    of them never again.
    """
    alone("participation")
    told = _narrowed(sort(weeks)) if narrow else sort(weeks)
    for on in told.staying:
        db.session.get_one(ParticipationWeek, on).kept_at = now
    writes = sorted([*told.new, *told.replaced])
    db.session.execute(delete(ParticipationFigure).where(ParticipationFigure.on.in_(told.replaced)))
    db.session.execute(delete(ParticipationWeek).where(ParticipationWeek.on.in_(told.replaced)))
    if writes:
        shown = {on: whole_of(weeks[on]) if on in told.alone else weeks[on] for on in writes}
        head = {"what": sent.what, "door": door, "by_id": by.id, "at": now, "kept_at": None}
        db.session.execute(insert(ParticipationWeek), [{"on": on, "whole_only": on in told.alone, **head} for on in writes])
        db.session.execute(insert(ParticipationFigure), [{"on": on, **asdict(one)} for on in writes for one in shown[on]])
    return told


def _narrowed(told: Sorted) -> Sorted:
    staying = [on for on in told.staying if on not in told.narrowable]
    return Sorted(told.new, [*told.replaced, *told.narrowable], staying, alone=[*told.alone, *told.narrowable])


def sort(weeks: Weeks) -> Sorted:
    """What would become of these weeks. Two queries."""
    kept = select(ParticipationWeek.on, ParticipationWeek.whole_only).where(ParticipationWeek.on.in_(weeks))
    here = dict(db.session.execute(kept).tuples().all())
    query = select(ParticipationFigure).where(ParticipationFigure.on.in_(here))
    before: dict[date, list[Figure]] = {on: [] for on in here}
    for row in db.session.scalars(query.execution_options(populate_existing=True)):
        before[row.on].append(Figure(**{name: getattr(row, name) for name in FIELDS}))
    now = {on: whole_of(weeks[on]) if here.get(on) else weeks[on] for on in weeks}
    replaced = [on for on in weeks if on in here and may_replace(before[on], now[on])]
    staying = [on for on in weeks if on in here and on not in set(replaced)]
    narrowable = [on for on in staying if not here[on] and may_narrow(before[on], weeks[on])]
    return Sorted([on for on in weeks if on not in here], replaced, staying, narrowable, [on for on in here if here[on]])


def whole_of(figures: Sequence[Figure]) -> list[Figure]:
    """The whole alone."""
    return [one for one in figures if one.segment == WHOLE]


def may_narrow(before: Sequence[Figure], now: Sequence[Figure]) -> bool:
    """Whether the whole alone may be shown anew. Of its segments nothing new is ever said: what was shown of them first tells of whoever came
    late no more than that they are among all who did, of whom there are five or more in every figure.
    """
    return bool(_counts(whole_of(before))) and may_replace(whole_of(before), whole_of(now))


def may_replace(before: Sequence[Figure], now: Sequence[Figure]) -> bool:
    """Whether the difference of every figure that was shown, and of all that can be computed from them, is of five people or more. What was
    shown is never withdrawn by it.

    Of segments that overlap nobody knows it any more: a place inside a department tells of the department's others, of whom one alone may
    have come late. A week in which such are shown stays as it was.
    """
    old, new = _counts(before), _counts(now)
    if not old:
        return True
    if not _each_in_one(old):
        return False
    if any(not set(columns) <= set(new.get(segment, {})) for segment, columns in old.items()):
        return False
    return all(_grown(rest(old, segments_), rest(new, segments_, like=old)) for segments_ in _alone_and_together(old))


def _grown(before: Table[str, str], now: Table[str, str]) -> bool:
    return privacy.since(before, now) is now


def _counts(figures: Iterable[Figure]) -> Counts:
    """Of each segment that is shown, how many people took part and how. How many did not follows from how many there are, which is no
    secret.
    """
    found: Counts = {}
    for one in figures:
        if one.people is None or one.took_part is None:
            continue
        columns = {PEOPLE: one.people, "part": one.took_part}
        if one.consume is not None:
            columns |= {"consume": one.consume, "more": one.took_part - one.consume}
        if one.create is not None:
            columns |= {"contribute": one.contribute or 0, "create": one.create}
        found[one.segment] = columns
    return found


def _each_in_one(shown: Counts) -> bool:
    """Whether everybody is in one of these at most, beside the whole."""
    others = [kind for kind, _name in shown if kind is not Kind.WHOLE]
    return len(others) <= 1 or (len(set(others)) == 1 and others[0] in segments.ONE_EACH)


def _alone_and_together(shown: Counts) -> list[list[Segment]]:
    """Each segment beside all others, and those of a kind in which everybody is once beside whoever is in none of them."""
    others = [segment for segment in shown if segment != WHOLE]
    kinds = [[segment for segment in others if segment[0] is kind] for kind in segments.ONE_EACH]
    return [[], *([segment] for segment in others), *(kind for kind in kinds if len(kind) > 1)]


def rest(counts: Counts, parts: Sequence[Segment], *, like: Counts | None = None) -> Table[str, str]:
    """A table of these segments and of what is left of the whole, in the columns that all of them have (in `like`)."""
    columns = sorted(set[str].intersection(*(set((like or counts)[one]) for one in (WHOLE, *parts))) - {PEOPLE})
    cells = {(str(number), column): counts[one][column] for number, one in enumerate(parts) for column in columns}
    rows = [str(number) for number in range(len(parts))]
    left = {column: counts[WHOLE][column] - sum(counts[one][column] for one in parts) for column in (PEOPLE, *columns)}
    if left[PEOPLE]:
        rows.append(REST)
    return Table(rows, columns, {**cells, **{(REST, column): left[column] for column in columns}})
