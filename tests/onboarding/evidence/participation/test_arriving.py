"""What a platform tells becomes figures: people counted once in a week, lines refused one by one, nothing about anybody kept."""

import io
import logging

import pytest

from database import db
from onboarding.evidence.participation.errors import ParticipationInvalid
from onboarding.evidence.participation.models import ParticipationFigure
from tests.onboarding.evidence.participation.conftest import MONDAY, acts, events, lines
from tests.people.test_erasing import names

TOTALS = "week;kind;segment;people;consume;contribute;create"


def test_person_counts_once_in_a_week_at_the_highest_that_they_did(crowd, send, shown):
    # given: thirty read, ten of them answer too, five of these begin something; on other days of the same week
    people = crowd(40)

    # when
    send(
        events(
            acts(people[:30], "viewed"),
            acts(people[:10], "Comment", day="2026-11-18"),
            acts(people[:5], "post", day="22-11-2026 23:59"),
        )
    )

    # then: Chen, who sends it, is one of the 41
    assert shown("whole") == (41, 30, 20, 5, 5)


def test_segments_are_shown_as_far_as_people_are_enough_in_all_that_can_be_computed(crowd, send, shown):
    # given
    crowds = {
        name: crowd(number, name) for name, number in (("Works", 30), ("Desk", 30), ("Export", 30), ("Sales", 30), ("Tiny", 4))
    }
    seen = [
        one
        for name, number in (("Works", 12), ("Desk", 12), ("Export", 2), ("Sales", 9), ("Tiny", 4))
        for one in crowds[name][:number]
    ]

    # when
    send(events(acts(seen, "read"), acts([*crowds["Works"][:6], *crowds["Desk"][:3]], "post")))

    # then: two of Export took part, so neither it nor its neighbour by name is shown; of Sales nobody did more than read
    assert {name: shown("department", name) for name in crowds} == {
        "Works": (30, 12, None, None, None),
        "Sales": (30, 9, None, None, None),
        "Desk": (None,) * 5,
        "Export": (None,) * 5,
        "Tiny": None,
    }
    assert shown("whole") == (125, 39, 30, None, None)


def test_group_that_is_not_listed_is_named_nowhere(crowd, send, shown, group):
    # given
    group(name="Ovens", visibility="unlisted")

    # when
    send(events(acts(crowd(40)[:20], "read", group="ovens")))

    # then: its people count in the whole
    assert (shown("whole")[1], db.session.query(ParticipationFigure).filter_by(kind="group").all()) == (20, [])


def test_group_is_shown_by_who_was_seen_in_it_and_by_its_contacts(crowd, send, shown):
    # given
    works, desk = crowd(20, "Works"), crowd(20, "Desk")
    both = [f"{one.email},{MONDAY},reply,Ovens,{other.email}" for one, other in zip(works[:6], desk[:6], strict=True)]
    alike = [f"{one.email},{MONDAY},reply,Ovens,{works[19].email}" for one in works[6:12]]

    # when
    send(events(both, alike, acts(desk[:8], "read", group="Ovens"), acts(works[:4], "read", group="Few")))

    # then
    group = db.session.query(ParticipationFigure).filter_by(kind="group").one()
    assert (group.name, group.has_contacts, group.across) == ("Ovens", True, 50)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (",2026-11-16,read,,", "person"),
        ("nobody@elsewhere.example,2026-11-16,read,,", "person"),
        ("999999,2026-11-16,read,,", "person"),
        ("ada@brink-waal.example,16/11/2026,read,,", "day"),
        ("ada@brink-waal.example,2026-12-01,read,,", "day"),
        ("ada@brink-waal.example,2031-01-01,read,,", "day"),
        ("ada@brink-waal.example,1999-01-01,read,,", "day"),
        ("ada@brink-waal.example,2026-11-16,dances,,", "act"),
        ("ada@brink-waal.example,2026-11-16,=1+1,,", "act"),
        ("ada@brink-waal.example,2026-11-16,read,bo@brink-waal.example,", "group"),
        (f"ada@brink-waal.example,2026-11-16,read,{'x' * 201},", "group"),
        ("ada@brink-waal.example,2026-11-16,read,Ovens,nobody@elsewhere.example", "other"),
        ("ada@brink-waal.example", "act"),
    ],
    ids=[
        "nobody", "unknown", "no such number", "day in two readings", "week that is not over", "to come", "long ago", "unknown act",
        "formula", "address as a group", "long name", "unknown other", "short line",
    ],
)  # fmt: skip
def test_line_that_cannot_be_used_is_refused_with_its_reason_and_the_others_go_on(read, ada, line, field):
    # when
    arrival = read(events(line, acts([ada], "read")))

    # then: the reason does not repeat what stood there
    [(number, error)] = arrival.refused
    assert (number, error.field, arrival.refused_lines, arrival.lines, len(arrival.weeks)) == (2, field, 1, 2, 1)
    assert [word for word in ("@", "999999", "dances") if word in str(error)] == []


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("2026-W47;department;Works;ten;1;1;1", "people"),
        ("2026-W47;department;Works;10;9;1;1", "people"),
        ("2026-W47;department;Works;10;-1;1;1", "consume"),
        ("2026-W47;department;Works;10;1,5;1;1", "consume"),
        ("2026-W47;department;Works;99999999999;1;1;1", "people"),
        ("2026-W47;department;;10;1;1;1", "segment"),
        ("2026-W47;;Works;10;1;1;1", "segment"),
        ("2026-W47;mood;Works;10;1;1;1", "kind"),
        ("2026-W47;place;Works;10;1;1;1", "kind"),
        ("2026-W47;group;Ovens;10;1;1;1", "kind"),
        ("2026-W47;department;Desk;10;1;1;1", "segment"),
        ("2026-W60;department;Works;10;1;1;1", "week"),
        ("2026-W49;department;Works;10;1;1;1", "week"),
        ("soon;department;Works;10;1;1;1", "week"),
    ],
    ids=[
        "no number", "more than there are", "below nought", "half a person", "too large", "no name", "no kind", "unknown kind",
        "second kind in a week", "people of a group", "twice", "no such week", "not over", "no week",
    ],
)  # fmt: skip
def test_total_that_cannot_be_used_is_refused(read, row, field):
    # when
    arrival = read(lines(TOTALS, "2026-W47;department;Desk;40;20;10;5", row))

    # then
    assert [(number, error.field) for number, error in arrival.refused] == [(3, field)]


def test_totals_are_decided_like_events(read):
    # given: Works is large, Export and Labs are too small for levels, and the whole is told
    file = lines(
        TOTALS,
        "2026-W47;;;500;200;65;35",
        "2026-W47;department;Works;100;40;20;10",
        "2026-W47;department;Desk;100;40;20;10",
        "2026-W47;department;Export;60;20;2;1",
        "2026-W47;department;Hall 1;60;20;12;11",
        "2026-W47;department;Labs;9;4;1;0",
    )

    # when
    [figures] = read(file).weeks.values()

    # then: departments are withheld in twos by name; what is too small for anything takes no other with it
    assert [(one.name, one.people, one.took_part, one.consume, one.contribute, one.create) for one in figures] == [
        ("", 500, 300, 200, 65, 35),
        ("Desk", 100, 70, None, None, None),
        ("Export", 60, 23, None, None, None),
        ("Hall 1", 60, 43, 20, 12, 11),
        ("Labs", None, None, None, None, None),
        ("Works", 100, 70, 40, 20, 10),
    ]


def test_week_whose_segments_hold_more_than_the_whole_is_refused(read):
    # when
    arrival = read(lines(TOTALS, "2026-W47;;;50;20;10;10", "2026-W47;department;Works;100;40;20;10", "2026-W46;;;50;20;10;10"))

    # then
    assert ([number for number, _error in arrival.refused], [on.day for on in arrival.weeks]) == ([2, 3], [9])


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (b"", "file"),
        (b"PK\x03\x04 a spreadsheet", "file"),
        (b"email,day,act\n", "file"),
        (b"email,email,day,act\nada@brink-waal.example,x,2026-11-16,read", "file"),
        (b"ada@brink-waal.example,2026-11-16,read\n", "file"),
        (b"who,when,how\na,b,c", "file"),
        (b'email,day,act\n"ada@brink-waal.example,2026-11-16,read\n', "file"),
        (b"email,day,act\n" + b"x" * 1_100_000, "file"),
        (b"\xff\xfe", "file"),
    ],
    ids=["empty", "spreadsheet", "headings only", "headings twice", "no headings", "other headings", "open quotation", "huge line", "only a mark"],
)  # fmt: skip
def test_file_that_is_no_table_of_this_kind_is_refused(read, content, field):
    with pytest.raises(ParticipationInvalid) as refused:
        read(io.BytesIO(content))
    assert refused.value.field == field


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_file_is_read_in_the_encodings_that_programs_write(read, crowd, encoding):
    # given
    text = "E-mail;Datum;Actie;Groep\r\n" + "".join(
        f"{one.email};16-11-2026;Gelezen;Caf\u00e9 \u201eOven\u201c\r\n" for one in crowd(6)
    )

    # when
    arrival = read(io.BytesIO(text.encode(encoding)))

    # then
    [figures] = arrival.weeks.values()
    assert ([one.name for one in figures if one.kind == "group"], arrival.refused) == (["Caf\u00e9 \u201eOven\u201c"], [])


def test_columns_may_be_called_otherwise(read, ada):
    # given
    file = events(f"{ada.email},{MONDAY},read", heading="wie,wanneer,wat")

    # when
    arrival = read(file, "person = Wie\nday=wanneer\nact = wat")

    # then
    assert (arrival.lines, arrival.refused) == (1, [])


@pytest.mark.parametrize("called", ["mood = wie", "person = nothing", "person"], ids=["no field", "no column", "no heading"])
def test_what_is_said_of_columns_must_be_so(read, ada, called):
    with pytest.raises(ParticipationInvalid) as refused:
        read(events(f"{ada.email},{MONDAY},read", heading="wie,wanneer,wat"), called)
    assert refused.value.field == "called"


def test_nothing_of_anybody_is_left_when_it_has_arrived(crowd, send, read, do_wait, caplog, tmp_path, app):
    # given
    caplog.set_level(logging.DEBUG)
    people = crowd(30, "Works")
    file = events(
        acts(people[:12], "read", group="Ovens", other=people[20].email),
        "secret.person@elsewhere.example,2026-11-16,read,,",
        "oops",
    )
    before = {one.email for one in people} | {"secret.person"}
    traces = sorted(set(names(before)))

    # when: looked at, and shown
    do_wait(read(file))
    file.seek(0)
    send(file)

    # then: the people are where they were, and nowhere else
    assert sorted(set(names(before))) == traces
    written = [path for path in tmp_path.rglob("*") if path.is_file() and b"secret.person" in path.read_bytes()]
    assert (written, [line for line in caplog.messages if "@" in line]) == ([], [])
