"""The question before somebody is shut out: what goes on at once, and what they leave behind."""

from datetime import timedelta

from people.models import Person
from tests.infra.pages import links, words

DAY = timedelta(days=1)


def test_the_persons_page_leads_to_a_question_and_has_no_press(client_of, chen, ada):
    # when
    page = client_of(chen).get(f"/people/{ada.id}")

    # then
    assert f'action="/people/{ada.id}/deactivation"' not in page.text
    assert f"/people/{ada.id}/deactivation" in links(page)
    assert "For somebody who has left: they cannot sign in and hear nothing any more. What they did stays." in words(page, "p")


def test_the_question_names_what_they_host_and_says_that_seats_go(meetup, cancel, client_of, chen, bo, ada, now):
    # given: one of each that is to come, and what concerns nobody any more
    both, alone = meetup(title="Both", host_ids=(bo.id, chen.id)), meetup(title="Alone", publish=False)
    off = meetup(title="Off")
    cancel(off)
    past = {"starts_at": now - DAY, "ends_at": now - DAY + timedelta(hours=1), "at": now - 3 * DAY}
    meetup(title="Over", **past)
    meetup(title="Another's", host_ids=(chen.id,))

    # when
    page = client_of(chen).get(f"/people/{bo.id}/deactivation")

    # then
    assert words(page, "h1") == ["Deactivate Bo Lindqvist?"]
    assert words(page, "p") == [
        "For somebody who has left: they cannot sign in and hear nothing any more. What they did stays.",
        (
            "If they have a seat or a place in line anywhere, it is given up at once, and whoever waits longest has it and is told. "
            "You can make them active again later, but that does not bring it back."
        ),
        "They host 2 sessions that are still to come. Name other hosts first, or cancel them:",
    ]
    assert [link for link in links(page) if link.startswith("/sessions/")] == [f"/sessions/{both.id}", f"/sessions/{alone.id}"]
    assert [line for line in words(page, "li") if "12" in line or "10:" in line] == [
        "Both, Tuesday 8 December, 10:00\u201311:00",
        "Alone, Tuesday 8 December, 10:00\u201311:00. Nobody else hosts it.",
    ]


def test_the_question_does_not_show_what_the_person_does(meetup, say, client_of, chen, ada):
    # given: promise 2, nobody is watched
    say(meetup(title="Lunch and learn", invited=[ada]), ada, "accepted")

    # when
    page = client_of(chen).get(f"/people/{ada.id}/deactivation")

    # then
    assert "Lunch and learn" not in page.text


def test_who_has_left_is_not_asked_about_again(client_of, chen, add_person):
    # given
    eve: Person = add_person("Eve Mulder", active=False)

    # when
    answer = client_of(chen).get(f"/people/{eve.id}/deactivation")

    # then
    assert (answer.status_code, answer.location) == (303, f"/people/{eve.id}")
