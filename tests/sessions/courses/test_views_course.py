"""The page of a course, for whoever is in it and for who looks after it."""

from datetime import timedelta

import pytest

from database import transaction
from sessions.courses import makeups
from sessions.models import Via
from tests.infra.pages import fields, said, text, words

LATER = timedelta(days=9)


def test_the_page_says_what_makes_the_course_whole_and_what_was_said(client_of, course, ada, say_parts):
    # given
    made = course(invited=[ada])
    say_parts(made, ada, "accepted", "accepted", "accepted", "tentative")

    # when
    page = text(client_of(ada).get(f"/courses/{made.id}"))

    # then
    assert "Come to at least four of six: then the course is whole. You said yes to three." in page


def test_with_enough_it_says_so_and_without_a_minimum_nothing(client_of, course, ada, say_parts):
    # given
    enough, none = course(invited=[ada], parts=2, minimum=1), course(invited=[ada], parts=2, minimum=None)
    say_parts(enough, ada, "accepted")
    client = client_of(ada)

    # when
    pages = [text(client.get(f"/courses/{made.id}")) for made in (enough, none)]

    # then
    assert "You said yes to one: with that the course is whole." in pages[0]
    assert ("whole" in pages[1], "You said yes" in pages[1]) == (False, False)


def test_parts_are_answered_one_by_one(client_of, course, parts, ada, row_in):
    # given
    made = course(invited=[ada], parts=3, minimum=1)
    client, (first, second, _third) = client_of(ada), parts(made)
    form = fields(client.get(f"/courses/{made.id}"))

    # when
    page = client.post(
        f"/courses/{made.id}/answer",
        data={**form, f"answer-{first.id}": "yes", f"answer-{second.id}": "no"},
        follow_redirects=True,
    )

    # then
    assert said(page)[0] == "Noted. We tell your calendar too."
    assert row_in(made, ada) == [(1, "accepted", "seated"), (2, "declined", "none"), (3, "needs-action", "none")]


@pytest.mark.parametrize(
    ("press", "answer", "seat", "words_said"),
    [
        ("yes", "accepted", "seated", "Your seat is kept at 3 parts. We tell your calendar too."),
        ("maybe", "tentative", "none", "Noted. We tell your calendar too."),
        ("no", "declined", "none", "Noted, and no reason needed."),
    ],
)
def test_one_press_answers_all(client_of, course, ada, row_in, press, answer, seat, words_said):
    # given
    made = course(invited=[ada], parts=3, minimum=1)

    # when
    page = client_of(ada).post(f"/courses/{made.id}/answer", data={"answer": press}, follow_redirects=True)

    # then
    assert (said(page)[0], row_in(made, ada)) == (words_said, [(number, answer, seat) for number in (1, 2, 3)])


def test_a_full_part_is_said_plainly(client_of, course, parts, ada, bo, say, row_in):
    # given
    made = course(invited=[ada, bo], parts=2, minimum=1, capacity=1)
    say(parts(made)[0], bo, "accepted")

    # when
    page = client_of(ada).post(f"/courses/{made.id}/answer", data={"answer": "yes"}, follow_redirects=True)

    # then
    assert said(page)[0] == (
        "Noted. At one part all seats are taken, and you are on its waiting list; we write as soon as one frees."
    )


def test_nothing_new_is_said_so_and_nonsense_is_refused(client_of, course, ada):
    # given
    made = course(invited=[ada], parts=2, minimum=1)
    client = client_of(ada)

    # when
    page = client.post(f"/courses/{made.id}/answer", data={"answer-x": "yes"}, follow_redirects=True)
    nonsense = client.post(f"/courses/{made.id}/answer", data={"answer": "perhaps"})
    no_number = client.post(f"/courses/{made.id}/make-ups", data={"session": "x"})

    # then
    assert (said(page)[0], nonsense.status_code, no_number.status_code) == ("Nothing has changed.", 400, 400)


def test_a_missed_part_is_offered_and_one_press_takes_it(client_of, course, parts, ada, say_parts, row_in):
    # given
    first = course(invited=[ada], parts=2, minimum=1)
    second = course(like=first, parts=2, minimum=1, first=parts(first)[0].starts_at + timedelta(days=2))
    client = client_of(ada)
    say_parts(first, ada, "declined")

    # when
    page = client.get(f"/courses/{first.id}")
    taken = client.post(f"/courses/{first.id}/make-ups", data={"session": str(parts(second)[0].id)}, follow_redirects=True)

    # then
    assert "Part 1: Finding people Thursday 10 December, 10:00–11:00, Canteen Take this seat" in text(page)
    assert said(taken)[0] == "The seat is yours: Thursday 10 December. The invitation is on its way to your calendar."
    assert "You make it up on Thursday 10 December, 10:00–11:00." in text(taken)
    assert ("Take this seat" in text(taken), row_in(second, ada)) == (False, [(1, "accepted", "seated")])


def test_a_seat_that_has_just_gone_is_said(client_of, course, parts, ada, bo, say, invite, say_parts, row_in, now):
    # given: somebody else is faster
    first = course(invited=[ada], parts=2, minimum=1)
    second = course(like=first, parts=2, minimum=1, first=now + LATER, capacity=1)
    say_parts(first, ada, "declined")
    invite(parts(second)[0], bo)
    say(parts(second)[0], bo, "accepted")

    # when
    page = client_of(ada).post(f"/courses/{first.id}/make-ups", data={"session": str(parts(second)[0].id)}, follow_redirects=True)

    # then
    assert (said(page)[0], row_in(second, ada)) == ("That seat has just gone.", [])


def test_a_host_sees_how_each_part_stands_and_for_whom_it_is_whole(client_of, course, ada, bo, chen, say_parts):
    # given
    made = course(invited=[chen, ada], parts=2, minimum=1, capacity=1)
    say_parts(made, ada, "accepted", "declined")
    say_parts(made, chen, "accepted")

    # when
    page = client_of(bo).get(f"/courses/{made.id}")

    # then
    assert words(page, "tr")[1:] == [
        "Part 1: Finding people Tuesday 8 December, 10:00–11:00 1 of 1 1 0 0 0 Change Part 1: Finding people",
        "Part 2 Tuesday 15 December, 10:00–11:00 0 of 1 0 0 1 1 Change Part 2",
    ]
    assert "Ada Okafor Yes to one of two Chen Meijer Yes to one of two" in text(page)


def test_who_is_invited_sees_nothing_of_others(client_of, course, ada, chen, say_parts):
    # given
    made = course(invited=[chen, ada], parts=2, minimum=1)
    say_parts(made, chen, "accepted", "accepted")

    # when
    page = text(client_of(ada).get(f"/courses/{made.id}"))

    # then
    assert ("Chen" in page, "How each part stands" in page, "For whom" in page) == (False, False, False)


def test_a_made_up_part_counts_for_the_host_too(client_of, course, parts, ada, bo, say_parts, now):
    # given
    first = course(invited=[ada], parts=2, minimum=2)
    second = course(like=first, parts=2, minimum=1, first=now + LATER)
    say_parts(first, ada, "declined", "accepted")
    with transaction():
        makeups.take(parts(second)[0].id, ada.id, via=Via.WEB, now=now)

    # when
    page = text(client_of(bo).get(f"/courses/{first.id}"))

    # then
    assert "Ada Okafor Yes to two of two" in page


def test_a_guest_at_one_part_sees_that_part_alone(client_of, course, parts, dana, invite):
    # given
    made = course(parts=2, minimum=1)
    invite(parts(made)[1], dana)

    # when
    page = client_of(dana).get(f"/courses/{made.id}")

    # then
    assert (page.status_code, [name.startswith("asked-") for name in fields(page)].count(True)) == (200, 1)


def test_the_page_takes_as_many_queries_with_six_parts_to_wait_for_as_with_two(
    client_of, course, ada, bo, count_queries, say_parts
):
    # given
    few, many = course(invited=[ada, bo], parts=2, minimum=1, capacity=1), course(invited=[ada, bo], capacity=1)
    for made in (few, many):
        say_parts(made, ada, *["accepted"] * 6)
        say_parts(made, bo, *["accepted"] * 6)
    client = client_of(bo)
    client.get("/")

    # when
    counts = []
    for made in (few, many):
        with count_queries() as queries:
            client.get(f"/courses/{made.id}")
        counts.append(len(queries))

    # then
    assert counts[0] == counts[1]


def test_before_any_yes_it_says_so(client_of, course, ada):
    # given
    made = course(invited=[ada])

    # when
    page = text(client_of(ada).get(f"/courses/{made.id}"))

    # then
    assert "Come to at least four of six: then the course is whole. You have not said yes to any yet." in page
