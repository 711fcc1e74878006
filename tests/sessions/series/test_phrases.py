"""A rhythm as people write it, in both languages."""

from datetime import date, time

import pytest

from sessions.series.phrases import Instead, Phrase, PhraseUnclear, read
from sessions.series.rhythms import Every

TODAY = date(2026, 12, 1)
NOON, ONE = time(12), time(13)
WEEK, MONTH, MONTHDAY, DAY = Every.WEEK, Every.MONTH, Every.MONTHDAY, Every.DAY
TABLE = [
    ("every second Tuesday 12:00-13:00, six times", Phrase(every=WEEK, between=2, weekdays=(1,), count=6, starts=NOON, ends=ONE)),
    ("elke tweede dinsdag 12:00-13:00, zes keer", Phrase(every=WEEK, between=2, weekdays=(1,), count=6, starts=NOON, ends=ONE)),
    ("first Thursday of the month until June", Phrase(every=MONTH, nth=1, weekdays=(3,), until=date(2027, 5, 31))),
    ("eerste donderdag van de maand tot juni", Phrase(every=MONTH, nth=1, weekdays=(3,), until=date(2027, 5, 31))),
    ("eerste donderdag van de maand t/m juni", Phrase(every=MONTH, nth=1, weekdays=(3,), until=date(2027, 6, 30))),
    ("Every Tuesday and Thursday at 9.30, 10x", Phrase(every=WEEK, weekdays=(1, 3), count=10, starts=time(9, 30))),
    ("every Tuesday at 9, four times", Phrase(every=WEEK, weekdays=(1,), count=4, starts=time(9))),
    ("Tuesdays at 14", Phrase(every=WEEK, weekdays=(1,), starts=time(14))),
    ("every Tuesday at 9 o’clock", Phrase(every=WEEK, weekdays=(1,), starts=time(9))),
    ("every Tuesday at 9 to 10:30", Phrase(every=WEEK, weekdays=(1,), starts=time(9), ends=time(10, 30))),
    ("every Tuesday at 3", Phrase(every=WEEK, weekdays=(1,), starts=time(15))),
    ("elke dinsdag om 9, vier keer", Phrase(every=WEEK, weekdays=(1,), count=4, starts=time(9))),
    ("every other week on Friday", Phrase(every=WEEK, between=2, weekdays=(4,))),
    ("every two weeks on Monday from 9 am to 10:30 am", Phrase(
        every=WEEK, between=2, weekdays=(0,), starts=time(9), ends=time(10, 30))),
    ("om de week op dinsdag van 12 tot 13 uur", Phrase(every=WEEK, between=2, weekdays=(1,), starts=NOON, ends=ONE)),
    ("om de week op dinsdag van 12 uur tot 13 uur", Phrase(every=WEEK, between=2, weekdays=(1,), starts=NOON, ends=ONE)),
    ("om de drie weken op vrijdag, 5 keer", Phrase(every=WEEK, between=3, weekdays=(4,), count=5)),
    ("om de dinsdag", Phrase(every=WEEK, between=2, weekdays=(1,))),
    ("iedere werkdag 12-13 uur", Phrase(every=WEEK, weekdays=(0, 1, 2, 3, 4), starts=NOON, ends=ONE)),
    ("Tuesdays 12:00 – 13:00", Phrase(every=WEEK, weekdays=(1,), starts=NOON, ends=ONE)),
    ("weekly", Phrase(every=WEEK)),
    ("tweewekelijks op woensdag tot en met 30 juni", Phrase(every=WEEK, between=2, weekdays=(2,), until=date(2027, 6, 30))),
    ("the last Friday of every second month, 4 times", Phrase(every=MONTH, between=2, nth=-1, weekdays=(4,), count=4)),
    ("laatste vrijdag van elke maand", Phrase(every=MONTH, nth=-1, weekdays=(4,))),
    ("every second Tuesday of the month", Phrase(every=MONTH, nth=2, weekdays=(1,))),
    ("every month on the first Thursday", Phrase(every=MONTH, nth=1, weekdays=(3,))),
    ("the 15th of every month until 2027-12-31", Phrase(every=MONTHDAY, monthday=15, until=date(2027, 12, 31))),
    ("de 15e van elke maand, vijf keer", Phrase(every=MONTHDAY, monthday=15, count=5)),
    ("dag 15 van elke tweede maand", Phrase(every=MONTHDAY, between=2, monthday=15)),
    ("every third month", Phrase(every=MONTHDAY, between=3)),
    ("every day 8:45, twelve times", Phrase(every=DAY, count=12, starts=time(8, 45))),
    ("elke 3 dagen", Phrase(every=DAY, between=3)),
    ("every Tuesday starting 8 December 2026, six times", Phrase(
        every=WEEK, weekdays=(1,), count=6, first_on=date(2026, 12, 8))),
    ("elke dinsdag vanaf 8 december tot 1 maart 2027", Phrase(
        every=WEEK, weekdays=(1,), first_on=date(2026, 12, 8), until=date(2027, 3, 1))),
    ("every Tuesday until 30-6-2027", Phrase(every=WEEK, weekdays=(1,), until=date(2027, 6, 30))),
    ("every Tuesday until November 5", Phrase(every=WEEK, weekdays=(1,), until=date(2027, 11, 5))),
    ("every Tuesday 14.00-15.30", Phrase(every=WEEK, weekdays=(1,), starts=time(14), ends=time(15, 30))),
    ("every Tuesday 14:00–15.30, one time", Phrase(every=WEEK, weekdays=(1,), count=1, starts=time(14), ends=time(15, 30))),
    ("elke dinsdag 12.00-13.00 uur", Phrase(every=WEEK, weekdays=(1,), starts=NOON, ends=ONE)),
    ("elke dinsdag 12-13, één keer", Phrase(every=WEEK, weekdays=(1,), count=1, starts=NOON, ends=ONE)),
    ("elke dinsdag 9-10.30 uur", Phrase(every=WEEK, weekdays=(1,), starts=time(9), ends=time(10, 30))),
    ("elke dinsdag 12u-13u30", Phrase(every=WEEK, weekdays=(1,), starts=NOON, ends=time(13, 30))),
    ("every Tuesday 12-1 pm", Phrase(every=WEEK, weekdays=(1,), starts=NOON, ends=ONE)),
    ("every Tuesday until 8-3", Phrase(every=WEEK, weekdays=(1,), until=date(2027, 3, 8))),
    ("elke dinsdag t/m 8/3", Phrase(every=WEEK, weekdays=(1,), until=date(2027, 3, 8))),
    ("elke dinsdag 12-13 tot en met 8-12", Phrase(
        every=WEEK, weekdays=(1,), until=date(2026, 12, 8), starts=NOON, ends=ONE)),
    ("every Tuesday starting 1/12 until 12/25", Phrase(
        every=WEEK, weekdays=(1,), first_on=date(2026, 12, 1), until=date(2026, 12, 25))),
    ("every Tuesday 14:00, once", Phrase(every=WEEK, weekdays=(1,), count=1, starts=time(14))),
    ("once a week on Friday", Phrase(every=WEEK, weekdays=(4,))),
    ("once every two weeks", Phrase(every=WEEK, between=2)),
    ("eens in de twee weken op dinsdag", Phrase(every=WEEK, between=2, weekdays=(1,))),
    ("1x per maand op de eerste dinsdag", Phrase(every=MONTH, nth=1, weekdays=(1,))),
    ("twice a week on Tuesday and Thursday", Phrase(every=WEEK, weekdays=(1, 3))),
    ("twee keer per week op ma en wo 9-10", Phrase(every=WEEK, weekdays=(0, 2), starts=time(9), ends=time(10))),
    ("every Friday at noon until June", Phrase(every=WEEK, weekdays=(4,), until=date(2027, 5, 31), starts=NOON)),
    ("every Friday from noon to 1 pm", Phrase(every=WEEK, weekdays=(4,), starts=NOON, ends=ONE)),
]  # fmt: skip


@pytest.mark.parametrize(("line", "meant"), TABLE, ids=lambda value: value if isinstance(value, str) else "")
def test_line_says_a_rhythm(line, meant):
    assert read(line, today=TODAY) == meant


UNCLEAR = [
    ("every blue moon", ("blue", "moon")),
    ("whenever it suits", ("whenever", "it", "suits")),
    ("six times", ()),
    ("every fifth Tuesday of the month", ()),
    ("first and last Friday of the month", ()),
    ("every Tuesday 25:00", ("25:00",)),
    ("every Tuesday 24.30-25.00 uur", ("24:30", "25:00")),
    ("every Tuesday until 32-13", ("32-13",)),
    ("every Tuesday until 30 February", ()),
    ("every Tuesday through December 9999", ()),
    ("", ()),
]


@pytest.mark.parametrize(("line", "words"), UNCLEAR, ids=str)
def test_line_that_says_no_rhythm_names_the_words_we_do_not_know(line, words):
    # when
    with pytest.raises(PhraseUnclear) as unclear:
        read(line, today=TODAY)

    # then
    assert unclear.value.words == words


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("once", Instead.SESSION),
        ("once on 8 December", Instead.SESSION),
        ("eenmalig", Instead.SESSION),
        ("één keer", Instead.SESSION),
        ("twice a month", Instead.SERIES),
        ("2x per maand op dinsdag", Instead.SERIES),
        ("twee keer in de maand", Instead.SERIES),
        ("first and third Tuesday of the month", Instead.SERIES),
        ("eerste en derde dinsdag van de maand", Instead.SERIES),
        ("first Tuesday and third Thursday of the month", Instead.SERIES),
        ("twice a week", Instead.DAYS),
        ("drie keer per week op dinsdag", Instead.DAYS),
        ("often", None),
    ],
    ids=str,
)
def test_line_that_says_no_rhythm_we_know_is_told_what_to_write_instead(line, instead):
    # when
    with pytest.raises(PhraseUnclear) as unclear:
        read(line, today=TODAY)

    # then
    assert unclear.value.instead == instead
