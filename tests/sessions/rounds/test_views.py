"""The pages of rounds: the manager's way from a draft to published groups, and each person's own page by every door."""

import re

import pytest

from database import db, transaction
from people.models import Role
from sessions.rounds import jobs_rounds, links, rounds, signing_up
from sessions.rounds.models import PlaceAnswer, Round, RoundState
from tests.infra.pages import said
from tests.infra.sign_ups import round_link, sign_up_of

FORM = {
    "title": "Getting started",
    "purpose": "Find what you need.",
    "dates": "6",
    "every_weeks": "1",
    "minutes": "60",
    "first_on": "2027-01-11",
    "timezone": "Europe/Amsterdam",
    "smallest": "2",
    "largest": "3",
}


def everything(made) -> dict:
    """A form that says everything is possible."""
    return {"times": [at.id for at in made.times], "places": [place.id for place in made.places], "languages": ["en"]}


def test_round_is_planned_opened_and_told(client_of, chen, ada, bo, round_mails):
    # given
    browser = client_of(chen)
    made = browser.post("/rounds", data=FORM)
    base = made.location.removesuffix("/offer")

    # when
    browser.post(f"{base}/times", data={"weekdays": ["1", "3"], "starts": "16:00"})
    browser.post(f"{base}/places", data={"name": "Canteen", "address": ""})
    found = db.session.query(Round).one()
    host = {
        "host": bo.email,
        "most_groups": "1",
        "languages": ["en"],
        "times": [found.times[0].id],
        "places": [found.places[0].id],
    }
    browser.post(f"{base}/hosts", data=host)
    opened = browser.post(f"{base}/opening", follow_redirects=True)
    look = browser.post(f"{base}/people", data={"addresses": ada.email})
    told = browser.post(f"{base}/people", data={"addresses": ada.email, "do": "tell"}, follow_redirects=True)
    browser.post(f"{base}/people", data={"addresses": ada.email, "do": "tell"})

    # then
    assert said(opened)[-1:] == ["People can sign up now. Nobody has been told yet: tell them by mail, or hang up the poster."]
    assert "Tell 1 person" in look.text
    assert said(told) == ["1 person is being told."]
    assert round_mails() == [("", "ada", "queued", f"round:{found.id}")]
    assert "Taking sign-ups: 0 people so far." in browser.get(base).text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": ""}, "Give it a title."),
        ({"smallest": "9"}, "The largest group has as many as the smallest at least, and thirty at most."),
    ],
)
def test_form_says_what_to_change(client_of, chen, changes, told):
    # when
    answer = client_of(chen).post("/rounds", data={**FORM, **changes})

    # then
    assert (answer.status_code, told in answer.text) == (422, True)


def test_link_signs_up_without_signing_in_and_shows_nothing_private(client, round_, ada, bo, dana):
    # given
    made = round_()
    path = round_link(made, ada)
    words = {"wish": "Share a plan", "companions": bo.email, "kept_apart": dana.name, "manager_welcome": "y"}

    # when
    first = client.get(path)
    saved = client.post(path, data={**everything(made), **words}, follow_redirects=True)
    again = client.post(path, data={**everything(made), "companions": bo.name})

    # then: what was written is kept though the page does not show it
    assert "When can you, Ada?" in first.text
    assert "It is noted." in saved.text
    assert ("Share a plan" in saved.text, dana.name in saved.text, bo.email in saved.text) == (False, False, True)
    kept = signing_up.said_of(sign_up_of(made, ada))
    assert (again.status_code, kept.wish, kept.kept_apart, kept.companions) == (303, "Share a plan", (dana.id,), (bo.id,))


def test_link_takes_back_what_it_does_not_show(client, round_, sign_up, ada, dana):
    # given
    made = round_()
    sign_up(made, ada, wish="Share a plan", kept_apart=[dana])

    # when
    client.post(round_link(made, ada), data={**everything(made), "takes_back": "y"})

    # then
    kept = signing_up.said_of(sign_up_of(made, ada))
    assert (kept.wish, kept.kept_apart) == ("", ())


def test_page_of_who_is_signed_in_shows_all_of_it_and_withdraws(client_of, round_, ada, dana):
    # given
    made, browser = round_(), client_of(ada)
    path = f"/rounds/{made.id}/sign-up"
    browser.post(path, data={**everything(made), "wish": "Share a plan", "kept_apart": dana.email})

    # when
    shown = browser.get(path).text
    out = browser.post(f"/rounds/{made.id}/withdrawal", follow_redirects=True)

    # then
    assert ("Share a plan" in shown, dana.email in shown) == (True, True)
    assert "You are out, and nothing of what you said is kept." in out.text
    assert rounds.count_signed_up(made) == 0


def test_unknown_companion_is_said_at_the_field(client, round_, ada):
    # given
    made = round_()

    # when
    answer = client.post(round_link(made, ada), data={**everything(made), "companions": "Nobody Known"})

    # then
    assert (answer.status_code, "We do not know “Nobody Known”, or more than one." in answer.text) == (422, True)


def test_poster_mails_a_link_and_tells_nothing(client, round_, sign_up, round_mails, ada, bo):
    # given
    made = round_()
    sign_up(made, bo)
    path = links.poster_path(made)

    # when
    page = client.get(path)
    answers = [
        client.post(path, data={"email": email}, follow_redirects=True).text for email in (ada.email, "nobody@x.org", bo.email)
    ]

    # then
    assert (page.status_code, bo.name in page.text) == (200, False)
    assert len({re.sub(r'value="[^"]+"', "", answer) for answer in answers}) == 1
    assert [mail[:2] for mail in round_mails() if mail[0] == "link"] == [("link", "ada"), ("link", "bo")]
    assert client.get("/join/nothing").status_code == 404


def test_closed_round_takes_nobody_by_any_door(client, client_of, round_, ada, now):
    # given
    made = round_()
    with transaction():
        rounds.close_sign_up(made.id, now=now)

    # then
    codes = [client.get(path).status_code for path in (round_link(made, ada), links.poster_path(made))]
    assert [*codes, client_of(ada).get(f"/rounds/{made.id}/sign-up").status_code] == [410, 410, 410]
    assert client.post(round_link(made, ada), data=everything(made)).status_code == 410


def test_draft_has_no_page_for_anybody_else(client, client_of, round_, ada):
    # given
    made = round_(opened=False)

    # then
    browser = client_of(ada)
    codes = [browser.get(f"/rounds/{made.id}").status_code, client.get(round_link(made, ada)).status_code]
    assert [*codes, client.get(links.poster_path(made)).status_code] == [404, 404, 404]


def test_manager_composes_adjusts_asks_and_publishes(client_of, client, round_, sign_up, crowd, ada, bo, chen, round_mails):
    # given
    made, browser = round_(hosts=[ada, bo], largest=3), client_of(chen)
    for person in crowd:
        sign_up(made, person)
    base = f"/rounds/{made.id}"

    # when
    browser.post(f"{base}/composition", data={"resemblance": "30", "keeps_pairs": "yes"})
    waits = browser.get(base).text
    jobs_rounds.compose_all()
    proposal = browser.get(base).text

    # then
    assert "Groups are being put together." in waits
    assert all(person.name in proposal for person in crowd)
    assert ("As composed" in proposal, "In order of sign-up" in proposal) == (True, True)
    db.session.rollback()
    assert db.session.get_one(Round, made.id, populate_existing=True).state is RoundState.PROPOSED

    # when: one person is taken out, put back, and everybody is asked
    eve = sign_up_of(made, crowd[0])
    group_id = eve.group_id
    browser.post(f"{base}/sign-ups/{eve.id}/group", data={})
    out = browser.get(f"{base}/sign-ups/{eve.id}").text
    browser.post(f"{base}/sign-ups/{eve.id}/group", data={"group": group_id})
    preview = browser.get(f"{base}/asking").text
    browser.post(f"{base}/asking")
    page = client.get(round_link(made, crowd[0])).text
    yes = client.post(f"{round_link(made, crowd[0])}/answer", data={"answer": "yes"}, follow_redirects=True).text
    no = client.post(f"{round_link(made, crowd[1])}/answer", data={"answer": "no"}, follow_redirects=True).text

    # then
    assert ("Move here" in out, "Ask 6 people" in preview) == (True, True)
    assert "A group for you, Eve. Does it suit you?" in page
    assert ("Your place is kept" in yes, "Noted, and no reason needed." in no) == (True, True)
    assert sign_up_of(made, crowd[0]).answer is PlaceAnswer.YES

    # when
    told = browser.get(f"{base}/publication").text
    done = browser.post(f"{base}/publication", follow_redirects=True)

    # then
    assert "Publish the groups?" in told
    assert said(done) == ["The groups are published. Everybody in one is invited in their own calendar."]
    assert "What came of it" in done.text
    hosts = [one for one in (ada, bo) if "Your groups" in client_of(one).get(f"{base}/hosted").text]
    assert hosts == [ada, bo]


@pytest.mark.parametrize("sent", ["9" * 30, "-1", "x", ""])
def test_number_of_no_group_moves_nobody(client_of, round_, sign_up, propose, placed, crowd, ada, chen, sent):
    # given
    made, (eve, finn) = round_(hosts=[ada]), crowd[:2]
    sign_up(made, eve)
    sign_up(made, finn)
    propose(made, [[eve, finn]], hosts=[ada])
    browser, base = client_of(chen), f"/rounds/{made.id}"

    # when
    moved = browser.post(f"{base}/sign-ups/{sign_up_of(made, eve).id}/group", data={"group": sent}, follow_redirects=True)
    pages = [browser.get(f"{base}?{name}={sent}").status_code for name in ("page", "unplaced")]

    # then
    assert (said(moved), pages) == (["Eve Test cannot be moved into that group."], [200, 200])
    assert placed(made) == {"Eve": 1, "Finn": 1}


def test_index_shows_each_what_is_theirs(client_of, round_, sign_up, ada, chen, dana):
    # given
    made = round_()
    sign_up(made, ada)
    round_(opened=False, title="Draft round")

    # then
    assert ["You signed up" in client_of(person).get("/rounds").text for person in (ada, dana)] == [True, False]
    assert ["Draft round" in client_of(person).get("/rounds").text for person in (ada, chen)] == [False, True]


def test_administrator_is_told_whose_task_it_is(client_of, round_, admin):
    # when
    answer = client_of(admin).get(f"/rounds/{round_().id}/people")

    # then
    assert (admin.role, answer.status_code, "Community managers look after rounds." in answer.text) == (
        Role.ADMINISTRATOR,
        403,
        True,
    )


def test_code_on_the_poster_is_whole_in_any_size(client_of, round_, chen):
    # when
    page = client_of(chen).get(f"/rounds/{round_().id}/poster").text

    # then: it scales with the room it is given, and has four modules of white around it
    (drawn,) = re.findall(r"<svg[^>]*viewBox=\"0 0 (\d+) (\d+)\"[^>]*class=\"segno\"", page)
    assert (drawn[0] == drawn[1], (int(drawn[0]) - 8 - 17) % 4) == (True, 0)


def test_groups_page_leads_to_training_groups(client_of, dana):
    # when
    browser = client_of(dana)

    # then
    assert 'href="/rounds"' in browser.get("/groups").text
    assert browser.get("/rounds").status_code == 200
