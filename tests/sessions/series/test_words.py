"""What mails about a series say."""

import re
from datetime import UTC, date, datetime

import pytest

from sessions.series.rhythms import Every, Rhythm

MOVED = {
    date(2026, 12, 15): datetime(2026, 12, 17, 11, 30, tzinfo=UTC),
    date(2026, 12, 22): datetime(2026, 12, 22, 13, tzinfo=UTC),
}


@pytest.mark.parametrize(
    ("language", "subject", "lines"),
    [
        (
            "en",
            "Lunch and learn: every Tuesday, 10:00–11:00",
            [
                "Dates: Six dates",
                "Tuesday 8 December",
                "Thursday 17 December, 12:30–13:30 instead of Tuesday 15 December",
                "Tuesday 22 December, 14:00–15:00 instead of 10:00",
                "Tuesday 29 December",
                "Tuesday 5 January",
                "Tuesday 12 January",
            ],
        ),
        (
            "nl",
            "Lunch and learn: elke dinsdag, 10:00–11:00",
            [
                "Data: Zes data",
                "dinsdag 8 december",
                "donderdag 17 december, 12:30–13:30 in plaats van dinsdag 15 december",
                "dinsdag 22 december, 14:00–15:00 in plaats van 10:00",
                "dinsdag 29 december",
                "dinsdag 5 januari",
                "dinsdag 12 januari",
            ],
        ),
    ],
)
def test_invitation_says_how_many_dates_and_each_on_its_line(
    weekly, deliver, smtp_sink, add_person, clock, language, subject, lines
):
    # given
    weekly(invited=[add_person("Noor Jansen", language=language)], plan={"moved": MOVED})

    # when
    deliver()

    # then
    (mail,) = smtp_sink.received
    plain = mail.message.get_body(("plain",)).get_content().splitlines()
    html = mail.message.get_body(("html",)).get_content()
    start = plain.index(lines[0])
    assert (mail.message["subject"], plain[start : start + 7]) == (subject, lines)
    kept = [re.sub(r"(\d\d:\d\d–\d\d:\d\d)", r'<span style="white-space:nowrap;">\1</span>', line) for line in lines[1:]]
    assert "<br>".join([lines[0].partition(": ")[2], *kept]) in html


def test_many_dates_are_not_all_named(weekly, deliver, smtp_sink, words_of, ada, clock):
    # given
    weekly(invited=[ada], rhythm=Rhythm(every=Every.WEEK, weekdays=(1,), count=16))

    # when
    deliver()

    # then
    assert "Tuesday 23 February and four more Where:" in words_of(smtp_sink.received[0])


@pytest.mark.parametrize(
    ("group", "sentence"),
    [
        (False, "Your seat is kept at every date but Thursday 17 December."),
        (True, "Your seat in the group stays yours, also while you miss Thursday 17 December."),
    ],
)
def test_mail_about_all_dates_says_which_one_is_skipped(
    weekly, dates, say, say_all, deliver, smtp_sink, ada, clock, group, sentence
):
    # given a date that was moved before anybody was asked
    series = weekly(invited=[ada], plan={"moved": MOVED, "keeps_group": group}, capacity=3)
    deliver()
    say_all(series, ada, "accepted")
    say(dates(series)[1], ada, "declined")

    # when
    deliver()

    # then
    *_invited, mail = smtp_sink.received
    plain = mail.message.get_body(("plain",)).get_content().splitlines()
    assert mail.message["subject"] == "You are in: Lunch and learn"
    assert sentence in plain
    assert "Thursday 17 December, 12:30–13:30 instead of Tuesday 15 December: you said no" in plain
    assert [line for line in plain if "moves to" in line] == []
