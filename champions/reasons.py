"""What speaks for two people, as `fits` counts it."""

from champions.requests import Ambassador, Mentee, Reason, ReasonKind


def between(mentee: Mentee, ambassador: Ambassador) -> tuple[Reason, ...]:
    """What speaks for these two, what counts most first."""
    found = []
    if topics := mentee.topics & ambassador.topics:
        found.append(Reason(ReasonKind.TOPICS, tuple(sorted(topics))))
    if _same(mentee.function, ambassador.function):
        found.append(Reason(ReasonKind.SAME_FUNCTION))
    if mentee.department and ambassador.department and mentee.department != ambassador.department:
        found.append(Reason(ReasonKind.OTHER_DEPARTMENT))
    if _same(mentee.place, ambassador.place):
        found.append(Reason(ReasonKind.SAME_PLACE))
    if times := mentee.times & ambassador.times:
        found.append(Reason(ReasonKind.TIMES, count=len(times)))
    if languages := mentee.languages & ambassador.languages:
        found.append(Reason(ReasonKind.LANGUAGE, tuple(sorted(languages))))
    return tuple(found)


def _same(one: str, other: str) -> bool:
    return bool(one) and one == other
