"""The list of polls, and the page of one for who looks after it."""

from datetime import timedelta

from database import transaction
from sessions.polls import choosing, polls
from tests.infra.pages import links, said, text, words

DAY = timedelta(days=1)


def test_the_page_of_a_poll_names_who_would_be_left_out(poll, mark, meetup, client_of, now, ada, bo, dana):
    # given
    meetup(title="Guild", starts_at=now + 7 * DAY, ends_at=now + 7.5 * DAY)
    made = poll(asked=[ada, bo, dana])
    mark(made, ada, "no", "yes", comment="Not so early.")
    mark(made, dana, "yes", "if-need-be")

    # when
    page = client_of(bo).get(f"/polls/{made.id}")

    # then
    assert words(page, "h3") == [f"Tuesday {day} December, 10:00–11:00" for day in (15, 22, 8)]
    assert "Leaves nobody out so far" in text(page)
    assert "Would be left out: Ada Okafor" in text(page)
    assert words(page, "summary") == [
        "1 yes, 1 if need be, 1 not answered",
        "3 not answered",
        "1 yes, 1 no, 1 not answered",
        "1 has not answered",
    ]
    assert "You host “Guild” then, at 10:00." in text(page)
    assert "Not so early." in text(page)
    assert [link for link in links(page) if "/choice/" in link] == [
        f"/polls/{made.id}/choice/{made.dates[number].id}" for number in (1, 2, 0)
    ]


def test_dates_on_holidays_are_marked(poll, client_of, ada, bo):
    # given: the second date is Christmas Day
    made = poll(asked=[ada], days=(7, 24))

    # when
    pages = [client_of(bo).get(f"/polls/{made.id}{more}") for more in ("", "/dates")]

    # then
    assert [words(page, "p", "mail-state") for page in pages] == [["A holiday: Christmas Day"]] * 2


def test_the_page_of_a_draft_shows_the_next_step(poll, client_of, ada, chen):
    # given
    drafts = [poll(opened=False, days=()), poll(opened=False), poll(opened=False, asked=[ada])]

    # when
    buttons = [words(client_of(chen).get(f"/polls/{draft.id}"), "a", "btn-primary") for draft in drafts]

    # then
    assert buttons == [["Propose dates"], ["Choose whom to ask"], ["Open the poll"]]


def test_the_page_says_that_it_is_for_the_host_to_choose(poll, client_of, clock, now, ada, bo):
    # given
    made = poll(asked=[ada], answer_until=now + DAY)

    # when
    clock.move_to(now + DAY)
    waits = said(client_of(bo).get(f"/polls/{made.id}"))
    clock.move_to(now + 22 * DAY)
    passed = said(client_of(bo).get(f"/polls/{made.id}"))

    # then
    assert waits == ["The day to answer by has passed. It is for you to choose now."]
    assert passed == ["All the dates have passed. Add new ones, or close the poll."]


def test_the_list_shows_what_asks_me_and_what_i_look_after(poll, mark, client_of, planner, now, ada, bo, chen, dana):
    # given
    made, draft, done = poll(asked=[ada, chen], title="Lunch"), poll(opened=False, title="Walk"), poll(asked=[ada], title="Cake")
    mark(made, ada, "yes")
    with transaction():
        choosing.choose(done.id, done.dates[0].id, by=planner, now=now)

    # when
    lists = {
        person.name.split()[0]: words(client_of(person).get("/polls"), "ul", "plain-list") for person in (ada, bo, chen, dana)
    }

    # then
    mine = [("Lunch", "1 of 2 have answered"), ("Walk", "Nobody has been told yet"), ("Cake", "Chosen: Tuesday 8 December")]
    assert lists == {
        "Ada": ["Lunch You have answered; you can change it until the poll is closed."],
        "Bo": [f"{title} {what}" for title, what in mine],
        "Chen": ["Lunch Waits for you", *[f"{title} {what}, with Bo Lindqvist" for title, what in mine]],
        "Dana": [],
    }
    assert draft.id


def test_the_list_is_never_just_empty(client_of, chen, dana):
    # when
    pages = [client_of(person).get("/polls") for person in (chen, dana)]

    # then
    assert [words(page, "h2", "h3") for page in pages] == [["No poll yet"], ["Nobody asks you about a date"]]


def test_home_shows_the_polls_that_wait_and_then_does_not(poll, mark, client_of, now, ada):
    # given
    made = poll(asked=[ada], answer_until=now + DAY)

    # when
    before = client_of(ada).get("/")
    mark(made, ada, "no")
    after = client_of(ada).get("/")

    # then
    assert f"/polls/{made.id}/marks" in links(before)
    assert "One thing waits for you." in text(before)
    assert "asks which dates suit you Mark dates by Wednesday 2 December" in text(before)
    assert f"/polls/{made.id}/marks" not in links(after)


def test_planning_a_session_leads_to_finding_a_date_first(client_of, chen):
    assert "/polls/new" in links(client_of(chen).get("/sessions/new"))


def test_the_mail_page_names_the_poll_of_a_message(poll, client_of, ada, chen):
    # given
    made = poll(asked=[ada])

    # when
    page = client_of(chen).get("/mail")

    # then
    assert "Winter lunch" in text(page)
    assert made.title == "Winter lunch"


def test_a_closed_poll_shows_its_session(poll, client_of, planner, now, ada, bo):
    # given
    made, other = poll(asked=[ada]), poll(asked=[ada])
    with transaction():
        session = choosing.choose(made.id, made.dates[0].id, by=planner, now=now)
        polls.close(other.id, word="", now=now)

    # when
    chosen, closed = (client_of(bo).get(f"/polls/{one.id}") for one in (made, other))

    # then
    assert f"/sessions/{session.id}" in links(chosen)
    assert "Chosen: Tuesday 8 December, 10:00–11:00." in text(chosen)
    assert "Closed, and no date was chosen." in text(closed)
    assert [link for link in links(chosen) + links(closed) if "/choice/" in link or "/edit" in link] == []


def test_before_a_host_leaves_their_open_polls_are_named(poll, client_of, ada, bo, chen, dana):
    # given
    made = poll(asked=[ada])
    poll(opened=False)

    # when
    pages = {person.name: links(client_of(chen).get(f"/people/{person.id}/deactivation")) for person in (bo, dana)}

    # then
    assert {name: [link for link in found if "/polls/" in link] for name, found in pages.items()} == {
        "Bo Lindqvist": [f"/polls/{made.id}"],
        "Dana Petrov": [],
    }
