"""A rhythm as people write it: 'every second Tuesday 12:00-13:00, six times', 'eerste donderdag van de maand tot juni'. Pure.

Words of both languages become a few marks, which read alike: `every` `°2` (second) `#6` (six) `@1` (Tuesday) `m6` (June) `t12:00`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from sessions.series.rhythms import Every

_FILLING = "the of on at for and in per a an with de het een op om en met voor clock o'clock uur u h"
_COUNTED = [
    "one een één 1", "two twee", "three drie", "four vier", "five vijf", "six zes", "seven zeven", "eight acht", "nine negen",
    "ten tien", "eleven elf", "twelve twaalf",
]  # fmt: skip
_ORDERED = [
    "first eerste", "second tweede other andere", "third derde", "fourth vierde", "fifth vijfde", "sixth zesde",
    "seventh zevende", "eighth achtste", "ninth negende", "tenth tiende", "eleventh elfde", "twelfth twaalfde",
]  # fmt: skip
_DAYS = [
    "monday mondays mon maandag maandagen maandags ma", "tuesday tuesdays tue tues dinsdag dinsdagen dinsdags di",
    "wednesday wednesdays wed woensdag woensdagen woensdags wo", "thursday thursdays thu thurs donderdag donderdagen donderdags do",
    "friday fridays fri vrijdag vrijdagen vrijdags vr", "saturday saturdays sat zaterdag zaterdagen zaterdags za",
    "sunday sundays sun zondag zondagen zondags zo",
]  # fmt: skip
_MONTHS = [
    "january januari jan", "february februari feb", "march maart mar mrt", "april apr", "may mei", "june juni jun",
    "july juli jul", "august augustus aug", "september sep sept", "october oktober oct okt", "november nov", "december dec",
]  # fmt: skip
_MARKS = {
    "every": "every each elke elk iedere ieder",
    "every day": "daily dagelijks",
    "every week": "weekly wekelijks",
    "every °2 week": "fortnightly biweekly tweewekelijks",
    "every month": "monthly maandelijks",
    "day": "day days dag dagen",
    "week": "week weeks weken",
    "month": "month months maand maanden",
    "°-1": "last laatste",
    "@0 @1 @2 @3 @4": "weekday weekdays workday workdays werkdag werkdagen",
    "until": "until till til tot to",
    "through": "through thru including t/m",
    "from": "from starting beginning vanaf van",
    "times": "times time keer maal x dates sessions meetings data datums sessies bijeenkomsten",
    "": _FILLING,
}
_WORDS = {word: mark for mark, words in _MARKS.items() for word in words.split()}
for _sign, _table in (("#", _COUNTED), ("°", _ORDERED)):
    _WORDS |= {word: f"{_sign}{number}" for number, words in enumerate(_table, 1) for word in words.split()}
_WORDS |= {word: f"@{number}" for number, words in enumerate(_DAYS) for word in words.split()}
_WORDS |= {word: f"m{number}" for number, words in enumerate(_MONTHS, 1) for word in words.split()}

# Two bare numbers are hours, but after a word that a day follows: 'until 8-12' may be December.
_NO_DAY = "".join(f"(?<!{word} )" for word in ("until", "till", "tot", "vanaf", "starting", "through", "t/m"))
# A day without a year, the day first as Foyer writes it itself; where that cannot be, the month.
_SHORT_DAY = re.compile(r"\b(until|till|tot|tot en met|vanaf|starting|through|t/m) (\d{1,2})[/-](\d{1,2})(?![\d.:/-])")
_PER = r"(?:a|per|every|each|in a|in de|elke|iedere)"
_ONCE_PER = re.compile(rf"\b(?:once|eens|eenmaal|(?:1|one|een|één) ?(?:x|time|keer|maal)) (?:{_PER}|om de) ")
_SOME = r"(?:2|3|4|5|two|twee|three|drie|four|vier|five|vijf)"
_SOME_PER = re.compile(rf"\b(?:twice|tweemaal|{_SOME} ?(?:x|times|keer|maal)) {_PER} (?P<what>week|month|maand)\b")
# 'at 9' is an hour, 'at 3' one of the afternoon; 'om 2 weken' is none, and in 'at 9 to 10:30' the rules below know better.
_NO_HOUR = r"(?:[-–]|to|tot|until|till|am|pm|u|uur|h|o['’]clock|weeks?|weken|months?|maand(?:en)?|days?|dagen)\b"
_AT = rf"\b(?:at|om) {{hour}}(?=[\s,;]|$)(?! ?{_NO_HOUR})"
# Written so that the rest can be read word by word.
_BEFORE = [
    (_AT.format(hour="([1-6])"), r"\1 pm"),
    (_AT.format(hour=r"(\d\d?)"), r"\1:00"),
    (r"tot en met", "through"),
    (r"\bnoon\b", "12:00"),
    (r"\b(?:once|eenmalig|eenmaal)\b", "1 times"),
    (r"(?<![\d.:/])(\d{1,2})[uh](\d\d)\b", r"\1:\2"),
    (r"(?<![\d.:/-])(\d{1,2})[:.](\d\d) ?[-–] ?(?=\d{1,2}[:.]\d\d(?!\d|[-/]))", r" \1:\2 until "),
    (r"(?<![\d.:/-])(\d{1,2})(?: ?(?:uur|u|h))? ?[-–] ?(?=\d{1,2}[:.]\d\d(?!\d|[-/]))", r" \1:00 until "),
    (r"(?<![\d-])(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b", r"\3-\2-\1"),
    (r"(\d{1,2})(?:[:.](\d\d))? ?(am|pm)\b", r" \1:\2\3 "),
    (r"(?<![\d-])(\d{1,2})[:.](\d\d)(?![\d-]|am|pm)", r" \1:\2 "),
    (_NO_DAY + r"(?<![\d.:/-])(\d{1,2}) ?[-–] ?(\d{1,2})(?![\d.:/-])", r" \1:00 until \2:00 "),
    (r"(?<=\d) ?(?:uur|u|h|o['’]clock)\b", ":00 "),
    (r"(:\d\d) *(:00 )", r"\1 "),
    (r"(?<![\d:-])(\d{1,2}) ?(?:[-–]|to|tot|until) *(?=\d{1,2}:)", r"\1:00 until "),
    (r"(?<=\d) ?x\b", " times "),
    (r"\bom de (?=(?:#|\d|twee|drie|vier|vijf|zes|acht))", "every "),
    (r"\bom de ", "every °2 "),
    (r"\bworking days?\b", "weekday"),
    (r" [-–] ", " until "),
    (r"(?<=\d\d)[-–](?=\d\d?:)", " until "),
]
_DATE = r"(?:d\S+|[#°]\d+ m\d+(?: #\d{4})?|m\d+(?: [#°]\d{1,2}\b)?(?: #\d{4})?)"
_N = r"(?:[#°](?P<n>\d+) )?"
_ON = r"(?P<days>@\d(?: @\d)*)"
_RHYTHMS = [
    (Every.DAY, rf"every {_N}day"),
    (Every.WEEK, rf"(?:every {_N})?{_ON}"),
    (Every.WEEK, rf"every {_N}week(?: {_ON})?"),
    (Every.WEEK, rf"{_ON} every {_N}week"),
    (Every.MONTHDAY, rf"every {_N}month"),
    (Every.MONTH, rf"(?:every )?°(?P<nth>-1|[1-4]) (?P<days>@\d) (?:every )?{_N}month"),
    (Every.MONTH, rf"every {_N}month °(?P<nth>-1|[1-4]) (?P<days>@\d)"),
    (Every.MONTHDAY, rf"(?:day )?[#°](?P<monthday>\d+) (?:every )?{_N}month"),
    (Every.MONTHDAY, rf"every {_N}month (?:day )?[#°](?P<monthday>\d+)"),
]


class Instead(StrEnum):
    """What to write instead, where we know what was meant."""

    SESSION = "session"  # it is one date
    DAYS = "days"  # so many times a week: on which days?
    SERIES = "series"  # so many times a month, or on two weekdays of it: no RRULE that Outlook reads


class PhraseUnclear(ValueError):
    """This is no rhythm we can read. `words` are those we do not know; empty: we know them all, and yet it says no rhythm."""

    def __init__(self, words: tuple[str, ...] = (), instead: Instead | None = None) -> None:
        super().__init__(", ".join(words))
        self.words, self.instead = words, instead


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """What a line says; what it leaves open is None or empty. Weekdays and the day of the month are then those of the first date."""

    every: Every
    between: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int | None = None
    monthday: int | None = None
    count: int | None = None
    until: date | None = None
    first_on: date | None = None
    starts: time | None = None
    ends: time | None = None


def read(text: str, *, today: date) -> Phrase:
    """What the line means; a day without a year is the next. Raises PhraseUnclear."""
    line, several = _without_times_per(f" {text.lower().strip()} ")
    marks = _marked(line)
    marks, starts, ends = _times(marks)
    try:
        marks, count, until = _end(marks, today)
        marks, first_on = _start(marks, today)
    except (ValueError, OverflowError) as error:  # 30 February, the year 9999
        raise PhraseUnclear from error
    marks = re.sub(r"\bfrom\b", "", marks)
    said = _rhythm(" ".join(marks.split()), is_once=count == 1)
    phrase = Phrase(**said, count=count, until=until, first_on=first_on, starts=starts, ends=ends)  # type: ignore[arg-type]
    if several and len(phrase.weekdays) < 2:
        raise PhraseUnclear(instead=Instead.DAYS)
    return phrase


def _without_times_per(line: str) -> tuple[str, bool]:
    """'once a week' is every week; 'twice a week' is too, and must say on which days. Raises PhraseUnclear for 'twice a month'."""
    found = _SOME_PER.search(line)
    if found and found["what"] != "week":
        raise PhraseUnclear(instead=Instead.SERIES)
    return _ONCE_PER.sub("every ", _SOME_PER.sub("every week", line)), found is not None


def _marked(line: str) -> str:
    line = _SHORT_DAY.sub(_day_in_words, line)
    for pattern, instead in _BEFORE:
        line = re.sub(pattern, instead, line)
    found = [(word, _mark(word)) for word in re.split(r"[\s,;()]+", line) if word.strip(".")]
    unknown = tuple(word for word, mark in found if mark is None)
    if unknown or not found:
        raise PhraseUnclear(unknown)
    return " ".join(mark for _word, mark in found if mark)


def _day_in_words(found: re.Match[str]) -> str:
    day, month = int(found[2]), int(found[3])
    if month > len(_MONTHS):
        day, month = month, day
    if not 0 < month <= len(_MONTHS):
        return found[0]
    return f"{found[1]} {day} {_MONTHS[month - 1].split()[0]}"


def _mark(word: str) -> str | None:
    word = word.strip(".")
    if word in _WORDS:
        return _WORDS[word]
    if word in _MARKS or re.fullmatch(r"°2", word):
        return word
    if clock := re.fullmatch(r"(\d{1,2}):(\d\d)?(am|pm)?", word):
        return _clock(int(clock[1]), int(clock[2] or 0), clock[3])
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", word):
        return f"d{word}"
    if number := re.fullmatch(r"(\d{1,4})(st|nd|rd|th|e|de|ste)?", word):
        return f"{'°' if number[2] else '#'}{int(number[1])}"
    return None


def _clock(hour: int, minute: int, half: str | None) -> str | None:
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"t{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _times(marks: str) -> tuple[str, time | None, time | None]:
    found = re.search(r"t(\d\d:\d\d)(?: (?:until )?t(\d\d:\d\d))?", marks)
    if not found:
        return marks, None, None
    ends = time.fromisoformat(found[2]) if found[2] else None
    return _without(marks, found), time.fromisoformat(found[1]), ends


def _end(marks: str, today: date) -> tuple[str, int | None, date | None]:
    if found := re.search(r"#(\d+) times", marks):
        return _without(marks, found), int(found[1]), None
    if found := re.search(rf"(until|through) ({_DATE})(?= |$)", marks):
        return _without(marks, found), None, _last_day(found[2], today, included=found[1] == "through")
    return marks, None, None


def _last_day(words: str, today: date, *, included: bool) -> date:
    """A day is included. 'until June' ends before it; 'through June' with it."""
    day = _day(words, today)
    if not re.fullmatch(r"m\d+(?: #\d{4})?", words):
        return day
    return (day + timedelta(days=31)).replace(day=1) - timedelta(days=1) if included else day - timedelta(days=1)


def _start(marks: str, today: date) -> tuple[str, date | None]:
    found = re.search(rf"from ({_DATE})(?= |$)", marks)
    return (_without(marks, found), _day(found[1], today)) if found else (marks, None)


def _day(words: str, today: date) -> date:
    if words.startswith("d"):
        year, month, number = (int(part) for part in words[1:].split("-"))
        return date(year, month, number)
    month = int(re.findall(r"m(\d+)", words)[0])
    numbers = [int(number) for number in re.findall(r"[#°](\d+)", words)]
    number = next((one for one in numbers if one < 32), 1)
    years = [one for one in numbers if one > 31] or list(range(today.year, today.year + 2))
    days = [date(year, month, number) for year in years]
    return next((day for day in days if day >= today), days[-1])


def _without(marks: str, found: re.Match[str]) -> str:
    return f"{marks[: found.start()]} {marks[found.end() :]}"


def _rhythm(marks: str, *, is_once: bool) -> dict[str, object]:
    for every, pattern in _RHYTHMS:
        if found := re.fullmatch(pattern, marks):
            return dict(_said(every, found.groupdict()))
    if re.search(r"°(?:-1|\d) (?:@\d )?°(?:-1|\d) @\d", marks):
        raise PhraseUnclear(instead=Instead.SERIES)
    raise PhraseUnclear(instead=Instead.SESSION if is_once else None)


def _said(every: Every, parts: dict[str, str | None]) -> Iterator[tuple[str, object]]:
    yield "every", every
    yield "between", int(parts.get("n") or 1)
    yield "weekdays", tuple(sorted({int(day) for day in re.findall(r"\d", parts.get("days") or "")}))
    yield "nth", int(parts["nth"] or 0) if parts.get("nth") else None
    yield "monthday", int(parts["monthday"] or 0) if parts.get("monthday") else None
