"""Looking for a date, step by step: what, when, whom, and asking."""

import pytest
from sqlalchemy import select

from database import db
from sessions.polls.models import Poll
from sessions.polls.polls import details_of
from tests.infra.pages import fields, links, said, text, words


@pytest.fixture
def created(client_of, chen):
    """`created(title="...")`: Chen fills in the form; the answer."""

    def press(**changes):
        client = client_of(chen)
        filled = {**fields(client.get("/polls/new")), "title": "Winter lunch", "place": "Canteen", **changes}
        return client.post("/polls", data=filled)

    return press


def the_poll():
    db.session.expire_all()
    return db.session.scalars(select(Poll).order_by(Poll.id.desc())).first()


def test_a_poll_is_made_step_by_step(created, client_of, poll_mails, ada, chen):
    # given
    client = client_of(chen)

    # when
    first = created()
    dates = f"/polls/{the_poll().id}/dates"
    for on in ("2026-12-08", "2026-12-09"):
        client.post(dates, data={"on": on, "starts": "12:00"})
    people = client.post(f"/polls/{the_poll().id}/people", data={"addresses": "ada@brink-waal.example", "do": "ask"})
    opened = client.post(f"/polls/{the_poll().id}/opening")

    # then
    assert (first.location, people.location, opened.location) == (
        dates,
        f"/polls/{the_poll().id}/opening",
        f"/polls/{the_poll().id}",
    )
    assert (the_poll().state.value, the_poll().host.name, poll_mails(the_poll())) == (
        "open",
        "Chen Meijer",
        [("", "ada", "queued")],
    )
    assert said(client.get(opened.location))[-1] == "1 person is being asked."


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": ""}, "Give it a title."),
        ({"minutes": ""}, "How long would it last?"),
        ({"minutes": "0"}, "Choose a length of one minute or more."),
        ({"host": "nobody@brink-waal.example"}, "Name one person, by their e-mail address."),
        ({"online_url": "nowhere"}, "The link must begin with https://."),
        ({"answer_by": "9999-12-31"}, "Choose a year from 1970 to 2200."),
        ({"marks": "x"}, "Not a valid choice."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(created, changes, says):
    # when
    page = created(**changes)

    # then
    assert (page.status_code, words(page, "div", "invalid-feedback"), the_poll()) == (422, [says], None)


def test_a_date_is_read_on_the_clock_of_the_place(created, client_of, chen):
    # given
    created(timezone="Asia/Tokyo")
    made = the_poll()

    # when
    page = client_of(chen).post(f"/polls/{made.id}/dates", data={"on": "2026-12-08", "starts": "12:00"}, follow_redirects=True)

    # then
    assert [date.starts_at.isoformat() for date in the_poll().dates] == ["2026-12-08T03:00:00+00:00"]
    assert said(page) == ["Added: Tuesday 8 December, 12:00–13:00."]
    assert fields(page)["on"] == "2026-12-09"


@pytest.mark.parametrize(
    ("filled", "says"),
    [
        ({"on": "", "starts": "12:00"}, "Choose a date."),
        ({"on": "2026-12-08", "starts": ""}, "When does it start?"),
        ({"on": "2026-11-30", "starts": "12:00"}, "This date lies in the past."),
        (
            {"on": "2027-03-28", "starts": "02:30"},
            "This time does not exist on that day: the clocks go forward. Choose an hour earlier or later.",
        ),
        ({"on": "9999-12-31", "starts": "12:00"}, "Choose a year from 1970 to 2200."),
        ({"on": "2026-12-08", "starts": "10:00"}, "This date is on the list already."),
    ],
)
def test_a_date_that_cannot_be_is_said_at_its_field(poll, client_of, bo, filled, says):
    # given
    made = poll(opened=False)

    # when
    page = client_of(bo).post(f"/polls/{made.id}/dates", data=filled)

    # then
    assert (page.status_code, words(page, "div", "invalid-feedback"), len(the_poll().dates)) == (422, [says], 3)


def test_one_more_date_of_an_open_poll_says_who_is_asked_again(poll, mark, client_of, ada, bo):
    # given
    made = poll(asked=[ada])
    mark(made, ada, "yes")
    client = client_of(bo)

    # when
    before = client.get(f"/polls/{made.id}/dates")
    after = client.post(f"/polls/{made.id}/dates", data={"on": "2026-12-10", "starts": "12:00"}, follow_redirects=True)

    # then
    assert "1 person has answered already and is asked about it, ten minutes later" in text(before)
    assert said(after) == [
        "Added: Thursday 10 December, 12:00–13:00.",
        "1 person had answered already and is asked about it, in ten minutes.",
    ]


def test_taking_a_date_away_names_first_who_could_have_come(poll, mark, client_of, ada, bo):
    # given
    made = poll(asked=[ada])
    mark(made, ada, "if-need-be", "no", "no")
    client = client_of(bo)

    # when
    before = client.get(f"/polls/{made.id}/dates")
    after = client.post(f"/polls/{made.id}/dates/{made.dates[0].id}/removal", follow_redirects=True)
    refused = client.post(f"/polls/{made.id}/dates/{made.dates[1].id}/removal", follow_redirects=True)

    # then
    assert "Yes or if need be: Ada Okafor." in text(before)
    assert said(after) == ["Taken away: Tuesday 8 December, 10:00–11:00."]
    assert said(refused) == ["An open poll keeps two dates. Add another one first, or choose a date, or close the poll."]


@pytest.mark.parametrize("shows", [True, False])
def test_opening_says_first_who_is_asked_and_what_they_read(poll, client_of, ada, bo, shows):
    # given
    made = poll(asked=[ada], opened=False, shows_marks=shows)

    # when
    page = client_of(bo).get(f"/polls/{made.id}/opening")

    # then
    assert "1 person gets a mail with a link of their own." in text(page)
    assert "Which date suits you? Winter lunch" in text(page)
    assert ("everybody who is asked sees what the others mark, with names" in text(page)) is shows
    assert words(page, "button") == ["Open it and ask 1 person"]


def test_opening_an_unfinished_poll_leads_to_what_is_missing(poll, client_of, ada, bo):
    # given
    drafts = [poll(opened=False, days=()), poll(opened=False), poll(asked=[ada], opened=False, days=(7,))]

    # when
    pages = [client_of(bo).get(f"/polls/{draft.id}/opening") for draft in drafts]
    pressed = client_of(bo).post(f"/polls/{drafts[1].id}/opening", follow_redirects=True)

    # then
    assert [words(page, "button") for page in pages] == [[], [], []]
    assert [words(page, "a", "btn-primary") for page in pages] == [
        ["Propose dates"],
        ["Choose whom to ask"],
        ["Look at the dates again"],
    ]
    assert said(pressed) == ["Nobody is on the list yet."]


def test_the_form_of_a_poll_keeps_what_it_shows(poll, client_of, poll_details, now, ada, bo):
    # given
    made = poll(asked=[ada], answer_until=now.replace(hour=23), shows_marks=True, online_url="https://meet.example/x")
    client, before = (
        client_of(bo),
        poll_details(answer_until=now.replace(hour=23), shows_marks=True, online_url="https://meet.example/x"),
    )

    # when
    response = client.post(f"/polls/{made.id}/edit", data=fields(client.get(f"/polls/{made.id}/edit")))

    # then
    assert (response.status_code, details_of(the_poll())) == (303, before)


def test_a_change_that_would_deceive_is_refused_at_its_field(poll, client_of, ada, bo):
    # given
    made = poll(asked=[ada])
    client = client_of(bo)
    form = fields(client.get(f"/polls/{made.id}/edit"))

    # when
    page = client.post(f"/polls/{made.id}/edit", data={**form, "marks": "all"})

    # then
    assert (page.status_code, the_poll().shows_marks) == (422, False)
    assert (
        "People were told that only the host sees what they mark, and so it stays." in words(page, "div", "invalid-feedback")[0]
    )


def test_a_host_who_hands_the_poll_over_does_not_see_it_any_more(poll, client_of, ada, bo, dana):
    # given
    made = poll(asked=[ada])
    client = client_of(bo)
    form = fields(client.get(f"/polls/{made.id}/edit"))

    # when
    answer = client.post(f"/polls/{made.id}/edit", data={**form, "host": dana.email})

    # then
    assert (answer.location, client.get(f"/polls/{made.id}").status_code) == ("/polls", 404)
    assert client_of(dana).get(f"/polls/{made.id}").status_code == 200


def test_a_draft_is_thrown_away_after_a_question(poll, client_of, ada, bo):
    # given
    draft, made = poll(opened=False), poll(asked=[ada])
    client = client_of(bo)

    page, own = f"/polls/{draft.id}/disposal", f"/polls/{draft.id}"

    # when
    asked = client.get(page)
    gone = client.post(page)
    kept = client.get(f"/polls/{made.id}/disposal").status_code, client.post(f"/polls/{made.id}/disposal").status_code

    # then
    assert (words(asked, "h1"), gone.location, client.get(own).status_code) == (
        ["Throw the draft away?"],
        "/polls",
        404,
    )
    assert (kept, the_poll().id) == ((404, 303), made.id)


def test_a_closed_poll_sends_who_would_change_it_back_to_its_page(poll, client_of, now, ada, bo):
    # given
    made = poll(asked=[ada])
    client = client_of(bo)
    client.post(f"/polls/{made.id}/closure")

    # when
    answers = [client.get(f"/polls/{made.id}/{page}") for page in ("edit", "dates", "people", "opening", "closure")]

    # then
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, f"/polls/{made.id}")] * 5
    assert links(client.get(f"/polls/{made.id}")).count(f"/polls/{made.id}/edit") == 0
