"""The pages of coffee: joining, the page of one's own coffee, and what nobody else is told."""

import pytest
from sqlalchemy import func, select

from champions import coffee_links, coffee_meetings
from champions.models_coffee import CoffeeCircle, CoffeeGuest, CoffeeSeat
from database import db, transaction
from sessions.models import Answer
from tests.infra.pages import said, text


@pytest.fixture
def coffee(joins, paired, ada, bo):
    """Ada and Bo have a coffee on Tuesday the 8th at nine."""
    joins(ada, bo)
    paired()


def path(seat_of, person):
    return coffee_links.path_of(seat_of(person))


def test_a_community_manager_sets_a_circle_up_and_somebody_joins(client_of, chen, ada, app):
    # when
    made = client_of(chen).post(
        "/coffee", data={"name": "Coffee across", "every_weeks": "1", "minutes": "20", "weekday": "2"}, follow_redirects=True
    )
    circle = db.session.scalars(select(CoffeeCircle.id)).one()
    joined = client_of(ada).post(f"/coffee/{circle}", data={"languages": ["en"], "times": ["1", "8"]}, follow_redirects=True)
    started = client_of(chen).post(f"/coffee/{circle}/start", follow_redirects=True)

    # then
    assert said(made) == ["It is there. Tell people of it, and start it when some have joined."]
    assert said(joined) == ["Good to have you. You hear when somebody was found for you."]
    assert "You take part." in text(joined)
    assert said(started) == ["It runs."]
    assert "Pairs are made next on Wednesday 2 December." in text(started)


def test_joining_without_a_language_says_so_and_keeps_the_rest(client_of, circle, ada):
    # when
    page = client_of(ada).post(f"/coffee/{circle}", data={"times": ["8"], "pauses_until": "2026-13-40"})

    # then
    assert page.status_code == 422
    assert 'value="8" checked' in page.text
    again = client_of(ada).post(f"/coffee/{circle}", data={"times": ["8"]})
    assert "Choose a language in which you like to talk." in text(again)


def test_resting_changing_and_stopping(client_of, joins, circle, ada):
    # given
    joins(ada)

    # when
    rested = client_of(ada).post(
        f"/coffee/{circle}", data={"languages": ["nl"], "pauses_until": "2026-12-31"}, follow_redirects=True
    )
    stopped = client_of(ada).post(f"/coffee/{circle}/leaving", follow_redirects=True)
    again = client_of(ada).post(f"/coffee/{circle}/leaving", follow_redirects=True)

    # then
    assert (said(rested), said(stopped)) == (["Saved."], ["You take part no more. What you said of your week is forgotten."])
    assert "You rest until Thursday 31 December." in text(rested)
    assert said(again) == ["You do not take part in it."]


def test_my_coffee_stands_on_my_page_and_on_nobody_elses(coffee, client_of, client, seat_of, ada, bo, chen, dana, admin):
    # when
    mine = text(client_of(ada).get("/coffee"))
    others = [text(client_of(one).get("/coffee")) for one in (chen, dana, admin)]

    # then
    assert "Coffee with Bo Lindqvist" in mine
    assert "Tuesday 8 December, 09:00–09:30" in mine
    assert [("Bo" in page, "Ada" in page) for page in others] == [(False, False)] * 3


def test_nobody_reads_who_takes_part_nor_how_many_of_a_few(coffee, circle, client_of, chen, admin):
    # when
    pages = [text(client_of(one).get(f"/coffee/{circle}")) for one in (chen, admin)]

    # then
    for page in pages:
        assert "How many take part is told from five people on." in page
        assert "Ada" not in page
        assert "Bo" not in page
    for address in ("/mail", "/incoming"):
        assert "Coffee with" not in client_of(chen).get(address).text


def test_how_many_take_part_moves_by_five(joins, circle, client_of, add_person, chen):
    # given
    people = [add_person(f"P{number} Person") for number in range(12)]

    # when
    shown = []
    for count, person in enumerate(people, start=1):
        joins(person)
        if count in {4, 5, 9, 10, 12}:
            shown.append(
                next((word for word in (5, 10) if f"About {word} people" in text(client_of(chen).get(f"/coffee/{circle}"))), None)
            )

    # then
    assert shown == [None, 5, 5, 10, 10]


def test_the_answer_from_the_mail_counts_once_it_is_pressed(coffee, client, seat_of, ada, bo):
    # given
    link = path(seat_of, ada)

    # when
    opened = client.get(link)
    before = seat_of(ada).answer
    pressed = client.post(f"{link}/answer", data={"answer": "yes"}, follow_redirects=True)

    # then
    assert "Coffee with Bo Lindqvist" in text(opened)
    assert (before, seat_of(ada).answer) == (Answer.NEEDS_ACTION, Answer.ACCEPTED)
    assert "Noted." in text(pressed)
    assert "comes" in text(client.get(path(seat_of, bo)))


def test_another_time_from_the_page(coffee, client, seat_of, ada):
    # when
    page = client.post(f"{path(seat_of, ada)}/answer", data={"answer": "another"}, follow_redirects=True)

    # then
    assert "Tuesday 8 December, 10:00–10:30" in text(page)


def test_a_no_from_the_page_needs_no_reason(coffee, client, seat_of, ada, bo):
    # when
    page = client.post(f"{path(seat_of, ada)}/answer", data={"answer": "no"}, follow_redirects=True)

    # then
    assert "Noted, and no reason needed." in text(page)
    assert "It did not work out this time." in text(client.get(path(seat_of, bo)))
    late = client.post(f"{path(seat_of, bo)}/answer", data={"answer": "yes"})
    assert (late.status_code, "This coffee was called off." in text(late)) == (409, True)


def test_whether_they_met_is_read_by_nobody_else(coffee, client, client_of, clock, circle, seat_of, ada, bo, chen, admin):
    # given
    clock.move_to(seat_of(ada).meeting.ends_at)

    # when
    opened = client.get(f"{path(seat_of, ada)}?met=no")
    before = seat_of(ada).met
    client.post(f"{path(seat_of, ada)}/met", data={"met": "no"})

    # then
    assert "Did you meet?" in text(opened)
    assert (before, seat_of(ada).met) == (None, False)
    others = [text(client.get(path(seat_of, bo))), *(text(client_of(one).get(f"/coffee/{circle}")) for one in (bo, chen, admin))]
    with transaction():
        coffee_meetings.say_whether_met(seat_of(ada).id, True, now=seat_of(ada).meeting.ends_at)
    after = [text(client.get(path(seat_of, bo))), *(text(client_of(one).get(f"/coffee/{circle}")) for one in (bo, chen, admin))]
    assert others == after  # a no looks like a yes, and like nothing


@pytest.mark.parametrize("token", ["nobodys", "WzEsMV0.x", "0" * 400])
def test_a_link_that_is_none_of_ours_says_so(token, client):
    assert client.get(f"/k/{token}").status_code == 404
    assert client.post(f"/k/{token}/answer", data={"answer": "yes"}).status_code == 404
    assert client.post(f"/k/{token}/met", data={"met": "yes"}).status_code == 404


@pytest.mark.parametrize("words", ["", "perhaps", "\u202eyes"])
def test_an_answer_that_is_none_changes_nothing(words, coffee, client, seat_of, ada):
    # when
    answered = client.post(f"{path(seat_of, ada)}/answer", data={"answer": words})
    met = client.post(f"{path(seat_of, ada)}/met", data={"met": words})

    # then
    assert (answered.status_code, met.status_code) == (303, 303)
    assert (seat_of(ada).answer, seat_of(ada).met) == (Answer.NEEDS_ACTION, None)


@pytest.mark.parametrize("path", ["/coffee/999", "/coffee/999/edit"])
def test_a_circle_that_there_is_not(path, client_of, chen):
    assert client_of(chen).get(path).status_code == 404


def test_an_outsider_changes_nothing(coffee, circle, client_of, dana):
    # given
    browser = client_of(dana)
    pages = [f"/coffee/{circle}/{what}" for what in ("start", "pause", "end", "edit")]

    # when
    codes = [browser.post(page).status_code for page in ("/coffee", *pages)]

    # then
    assert codes == [403] * 5
    counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (CoffeeCircle, CoffeeGuest, CoffeeSeat)]
    assert counts == [1, 2, 2]


@pytest.mark.parametrize(
    "wishes", [{"languages": ["xx"]}, {"languages": ["nl"], "times": ["a"]}, {"languages": ["nl"], "times": ["99"]}]
)
def test_hostile_words_of_a_week_are_told_so(wishes, circle, client_of, ada):
    assert client_of(ada).post(f"/coffee/{circle}", data=wishes).status_code == 422
