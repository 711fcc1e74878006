"""What is to be seen at the parts of a course before it is kept or published: holidays, and what else is at that time."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from config import settings
from sessions.clashes import Span, at_the_same_time
from sessions.courses.plans import CoursePlan, PartPlan
from sessions.models import ScheduledSession, SessionState
from sessions.series import holidays
from sessions.series.models import Series


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands at a part: the name of a holiday, or "", and other sessions of its hosts or at its place."""

    span: Span
    holiday: str
    clashes: Sequence[ScheduledSession]


def of_plan(plan: CoursePlan, *, language: str) -> dict[int, Notice]:
    """By number of the part, where there is anything to see. Constant queries."""
    return _notices(_spans(plan.parts), ZoneInfo(plan.common.timezone), plan.common.host_ids, plan.common.place, language)


def of_dates(course: Series, dates: Sequence[ScheduledSession], *, language: str) -> dict[int, Notice]:
    """The same of a course as it stands: its own parts are no clash."""
    spans = {
        date.part: (date.starts_at, date.ends_at) for date in dates if date.part and date.state is not SessionState.CANCELLED
    }
    return _of_course(course, spans, dates, language)


def of_part(course: Series, part: PartPlan, dates: Sequence[ScheduledSession], *, language: str) -> dict[int, Notice]:
    """The same of one more part, which is like those there are."""
    return _of_course(course, _spans([part]), dates[-1:], language)


def _spans(parts: Iterable[PartPlan]) -> dict[int, Span]:
    return {part.number: (part.starts_at, part.ends_at) for part in parts}


def _of_course(course: Series, spans: Mapping[int, Span], like: Sequence[ScheduledSession], language: str) -> dict[int, Notice]:
    hosts = {host.person_id for session in like for host in session.hosts}
    return _notices(spans, course.zone, hosts, course.place, language, but_not=course)


def _notices(
    spans: Mapping[int, Span],
    zone: ZoneInfo,
    host_ids: Iterable[int],
    place: str,
    language: str,
    *,
    but_not: Series | None = None,
) -> dict[int, Notice]:
    days = {number: starts_at.astimezone(zone).date() for number, (starts_at, _ends_at) in spans.items()}
    named = holidays.named(days.values(), holidays.places(settings().holidays), language=language)
    others = at_the_same_time(spans, host_ids=host_ids, place=place)
    found = {}
    for number, span in spans.items():
        clashes = tuple(one for one in others.get(number, ()) if but_not is None or one.series_id != but_not.id)
        if clashes or days[number] in named:
            found[number] = Notice(span, named.get(days[number], ""), clashes)
    return found


def digest(found: Mapping[int, Notice]) -> str:
    """What was shown, in short; "" when there was nothing to show. Whoever presses again has seen it."""
    said = [(number, one.span, one.holiday, [other.id for other in one.clashes]) for number, one in found.items()]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16] if said else ""
