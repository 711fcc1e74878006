"""The quick way to read an answer: most objects are plain enough to be read line by line, at a fifth of what the library takes.

Anything with an escape, a list of parameter values, a duration, another component or an odd date is left to the library. Tests hold
that both read the same out of the corpus and of generated objects.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

_LINE = re.compile(r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"^\\]*"|[^"^\\;:,]*))*):([^\\]*)', re.DOTALL)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("?)([^";]*)\2(?=;|$)')
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_MOMENTS = {"DTSTAMP", "DTSTART", "DTEND", "RECURRENCE-ID"}


class Text(str):
    """The value of a property, with its parameters."""

    __slots__ = ("params",)
    params: dict[str, str]


class Moment(Text):
    """A date, or date and time."""

    __slots__ = ("dt",)
    dt: date


class Component(dict[str, Any]):
    """Properties by name, a list of those that stand more than once."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self.subcomponents = name, list[Component]()


def read_plain(lines: Iterable[str]) -> list[Component] | None:
    """The VCALENDARs of these unfolded lines; None when one of them is not plain."""
    found: list[Component] = []
    path: list[Component] = []
    for line in filter(None, lines):
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        name, parameters, value = match[1].upper(), match[2], match[3]
        if name in {"BEGIN", "END"}:
            if not _step(found, path, name, value):
                return None
        elif not path or not _add(path[-1], name, parameters, value):
            return None
    return found if found and not path else None


def _step(found: list[Component], path: list[Component], name: str, value: str) -> bool:
    """Into a component, or out of it. False where it does not belong."""
    if name == "END":
        return bool(path) and path.pop().name == value
    if value != ("VEVENT" if path else "VCALENDAR") or len(path) > 1:
        return False
    component = Component(value)
    (path[-1].subcomponents if path else found).append(component)
    path.append(component)
    return True


def _add(component: Component, name: str, parameters: str, value: str) -> bool:
    read = _moment(value) if name in _MOMENTS else Text(value)
    if read is None or name == "DURATION":
        return False
    read.params = {key.upper(): text for key, _quote, text in _PARAMETER.findall(parameters)} if parameters else {}
    if read.params.get("TZID", "").startswith("/"):  # globally unique (section 3.2.19): the library knows what some of them mean
        return False
    if name in _MOMENTS and "TZID" in read.params and (value.endswith("Z") or len(value) == 8):  # two zones, or a day in one?
        return False
    if "VALUE" in read.params and not (name in _MOMENTS and read.params["VALUE"] == "DATE" and len(value) == 8):
        return False
    if name not in component:
        component[name] = read
    elif isinstance(component[name], list):
        component[name].append(read)
    else:
        component[name] = [component[name], read]
    return True


def _moment(value: str) -> Moment | None:
    match = _MOMENT.fullmatch(value)
    if match is None:
        return None
    read = Moment(value)
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    try:
        if match[4] is None:
            read.dt = date(year, month, day)
        else:
            zone = UTC if match[7] else None
            read.dt = datetime(year, month, day, int(match[4]), int(match[5]), int(match[6]), tzinfo=zone)
    except ValueError:
        return None
    return read
