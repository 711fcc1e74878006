"""Measurements from a file: read as people and programs write them, refused line by line, written after a yes."""

import io
from datetime import date, timedelta

import pytest

from database import db, transaction
from onboarding.goals import imports, measurements, reading
from onboarding.goals.errors import GoalInvalid, NotPossible
from onboarding.goals.models import MeasurementImport


def read(reader, text):
    """What it says, or the field that is refused."""
    try:
        return reader(text)
    except GoalInvalid as error:
        return error.field


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4", 4.0),
        ("4.5", 4.5),
        ("4,5", 4.5),
        ("-3", -3.0),
        ("\u2212 2,25", -2.25),
        ("1500", 1500.0),
        ("0.125", 0.125),
        ("1.500", None),
        ("1.500,25", None),
        ("1,500.25", None),
        ("12%", None),
        ("", None),
        ("1e5", None),
        ("nan", None),
        ("\u0664", None),
    ],
    ids=[
        "whole", "point", "comma", "below nought", "typographic", "large", "less than one", "two readings", "Dutch thousands",
        "English thousands", "percent", "empty", "exponent", "no number", "other digits",
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text, expected):
    assert read(reading.number, text) == (expected if expected is not None else "value")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-30", date(2026, 11, 30)),
        ("30-11-2026", date(2026, 11, 30)),
        ("3.9.2026", date(2026, 9, 3)),
        ("2026-11-30 00:00:00", date(2026, 11, 30)),
        ("11/30/2026", None),
        ("2026-02-30", None),
        ("yesterday", None),
        ("", None),
    ],
    ids=["ISO", "Dutch", "points", "spreadsheet", "slashes", "no such day", "words", "empty"],
)
def test_days_as_people_write_them(text, expected):
    assert read(reading.day, text) == (expected or "on")


def begin(goal, content, *, by, now):
    with transaction():
        return imports.start(goal.id, io.BytesIO(content.encode()), "tickets.csv", by=by, now=now)


def told(preview):
    return (
        [(line.number, line.on.isoformat(), line.value) for line in preview.new],
        [(line.number, line.before, line.value) for line in preview.changed],
        len(preview.unchanged),
        [(number, error.field) for number, error in preview.refused],
    )


def test_the_preview_says_what_would_happen_line_by_line(begun, measured, chen, now):
    # given
    goal = begun()
    measured(goal, 40.0, 38.0)  # 7 and 14 September
    file = "Datum;Opmerking;Waarde\n2026-09-07;;40\n14-09-2026;;39,5\n21-09-2026;busy;36\n21-09-2026;;35\nx;;3\n2026-09-28;;1.500\n2027-01-01;;3\n"

    # when
    preview = imports.preview(begin(goal, file, by=chen, now=now), now=now)

    # then
    assert told(preview) == (
        [(4, "2026-09-21", 36.0)],
        [(3, 38.0, 39.5)],
        1,
        [(5, "on"), (6, "on"), (7, "value"), (8, "on")],
    )
    assert len(measurements.series(goal)) == 2


def test_a_file_without_headings_loses_no_line(begun, chen, now):
    # when
    preview = imports.preview(begin(begun(), "2026-10-05,30\n2026-10-12,28\n", by=chen, now=now), now=now)

    # then
    assert [(line.number, line.value) for line in preview.new] == [(1, 30.0), (2, 28.0)]


def test_a_yes_writes_what_was_shown_once(begun, chen, now):
    # given
    goal = begun()
    waiting = begin(goal, "day,value\n2026-10-05,30\nnonsense,1\n", by=chen, now=now)

    # when
    with transaction():
        imports.confirm(goal.id, waiting.id, by=chen, now=now)
    with pytest.raises(NotPossible), transaction():
        imports.confirm(goal.id, waiting.id, by=chen, now=now)

    # then
    assert [(one.on, one.value, one.source.value) for one in measurements.series(goal)] == [(date(2026, 10, 5), 30.0, "import")]
    assert db.session.query(MeasurementImport).count() == 0


@pytest.mark.parametrize(
    "content",
    ["", "day,value\n", "PK\x03\x04zip", '2026-10-05,"30\n', "2026-10-05,1\n" * 5002],
    ids=["empty", "headings only", "spreadsheet", "open quotation", "too long"],
)
def test_what_is_no_table_is_refused_and_nothing_waits(begun, chen, now, content):
    # given
    goal = begun()

    # when
    with pytest.raises(GoalInvalid) as caught:
        begin(goal, content, by=chen, now=now)

    # then
    assert (caught.value.field, db.session.query(MeasurementImport).count()) == ("file", 0)


def test_a_new_file_takes_the_place_of_one_that_waits(begun, chen, now):
    # given
    goal = begun()
    begin(goal, "2026-10-05,30\n", by=chen, now=now)

    # when
    second = begin(goal, "2026-10-12,28\n", by=chen, now=now)

    # then
    assert [(one.id, one.rows) for one in db.session.query(MeasurementImport)] == [(second.id, [[1, ["2026-10-12", "28", ""]]])]


def test_a_file_that_nobody_says_yes_to_is_gone_after_a_week(begun, chen, now):
    # given
    begin(begun(), "2026-10-05,30\n", by=chen, now=now)

    # when
    left = []
    for days in (7, 8):
        with transaction():
            imports.forget_abandoned(now=now + timedelta(days=days))
        left.append(db.session.query(MeasurementImport).count())

    # then
    assert left == [1, 0]
