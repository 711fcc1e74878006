"""Asking, being asked, saying yes or no, by page and by mail: what each of the two sees, and what nobody does."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from champions.mentorships import asking, links, proposals, queries, records
from champions.mentorships.models import Proposal
from database import db, transaction
from mail.models import OutgoingMail
from people import apart
from tests.infra.mentorships import accompanied_by, expire, fresh, state_of
from tests.infra.pages import said, text, words

ASK = {"words": "I would like to find our drawings.", "topics": "Files", "resemblance": "50", "languages": ["en"], "times": ["7"]}


@pytest.fixture
def pair_path(helps, asks, proposed, ada, bo):
    """`pair_path(ada)`: the path of the link in the mail that asks Ada about Bo."""
    helps(bo)
    asks(ada)
    proposal = proposed(ada, bo)
    return lambda person: links.path_of(db.session.get_one(Proposal, proposal.id), person.id)


def test_asking_on_the_page_and_taking_it_back(client_of, ada, chen):
    # when
    mine = client_of(ada)
    asked = mine.post("/me/mentorship/ask", data=ASK, follow_redirects=True)
    waiting = text(client_of(chen).get("/ambassadors/waiting"))
    back = mine.post("/me/mentorship/withdrawal", follow_redirects=True)

    # then
    assert said(asked) == ["Noted. As soon as somebody fits, you hear it, and you decide."]
    assert ("I would like to find our drawings." in text(asked), "Files" in text(asked)) == (True, True)
    assert ("Ada Okafor" in waiting, "Files" in waiting, "drawings" in waiting) == (True, True, False)
    assert (said(back), state_of(ada)) == (["Taken back. Nothing of it is kept."], "")


def test_form_says_what_is_missing_and_keeps_the_rest(client_of, ada):
    # when
    page = client_of(ada).post("/me/mentorship/ask", data={**ASK, "words": ""})

    # then
    assert page.status_code == 422
    assert "Say in a sentence what you would like to be able to do." in text(page)
    assert 'value="Files"' in page.text
    assert state_of(ada) == ""


def test_asking_a_particular_one_and_their_yes(client_of, helps, ada, bo):
    # given
    helps(bo)
    form = client_of(ada).get(f"/me/mentorship/ask?ambassador={bo.id}")

    # when
    asked = client_of(ada).post("/me/mentorship/ask", data={**ASK, "ambassador": str(bo.id)}, follow_redirects=True)
    seen = client_of(bo).get("/me/mentees")
    action = re.search(r'action="(/mentorships/proposals/\d+/answer)"', seen.text)[1]
    yes = client_of(bo).post(action, data={"answer": "yes"}, follow_redirects=True)

    # then
    assert words(form, "h1") == ["Ask Bo Lindqvist"]
    assert said(asked) == ["Bo Lindqvist is asked. You hear within a week how it stands."]
    assert words(asked, "h2")[0] == "You asked Bo Lindqvist to accompany you"
    assert "Ask a particular ambassador" not in text(asked)
    assert "I would like to find our drawings." in text(seen)
    assert "Asked about and offered: files" in text(seen)
    assert said(yes) == ["You both said yes: it begins."]
    assert accompanied_by(bo) == ["Ada Okafor"]
    assert "Bo Lindqvist accompanies you." in text(client_of(ada).get("/me/mentorship"))
    assert "Ask to be accompanied" not in text(client_of(ada).get("/ambassadors"))
    again = client_of(ada).get(f"/me/mentorship/ask?ambassador={bo.id}")
    assert (again.status_code, again.location) == (302, "/me/mentorship")


def test_asking_somebody_who_cannot_keeps_the_wish_and_tells_no_reason(client_of, helps, ada, bo, dana):
    # given: Bo would rather not, Dana has no room
    helps(bo)
    helps(dana, capacity=0)
    with transaction():
        apart.keep(fresh(bo), [ada.id])

    # when
    told = [
        said(client_of(ada).post("/me/mentorship/ask", data={**ASK, "ambassador": str(one.id)}, follow_redirects=True))
        for one in (bo, dana)
    ]

    # then
    sentence = "Your wish is kept. That does not work out now. Ask somebody else, or leave it open and we look along with you."
    assert (told, state_of(ada)) == ([[sentence], [sentence]], "looking")


def test_manager_proposes_by_hand_and_reads_no_wish(client_of, helps, asks, ada, bo, chen, now):
    # given
    helps(bo)
    asks(ada)

    # when
    browser = client_of(chen)
    page = browser.get(f"/ambassadors/waiting/{ada.id}")
    done = browser.post(f"/ambassadors/waiting/{ada.id}", data={"ambassador": str(bo.id)}, follow_redirects=True)
    again = browser.get(f"/ambassadors/waiting/{ada.id}")

    # then
    assert ("Bo Lindqvist" in text(page), "Asked about and offered: files" in text(page), "drawings" in text(page)) == (
        True,
        True,
        False,
    )
    assert said(done) == ["Both are asked by mail. It begins once both say yes; you hear nothing of a no."]
    assert "The two decide." in text(again)
    assert [one.other.name for one in queries.asked(bo.id, now=now)] == ["Ada Okafor"]


def test_pages_of_managers_are_not_for_others(client_of, asks, ada, bo, dana):
    # given
    asks(ada)

    # then
    for person in (ada, bo, dana):
        browser = client_of(person)
        codes = {browser.get("/ambassadors/waiting").status_code, browser.get(f"/ambassadors/waiting/{ada.id}").status_code}
        assert codes | {browser.post(f"/ambassadors/waiting/{ada.id}", data={"ambassador": bo.id}).status_code} == {403}


@pytest.mark.parametrize(
    ("press", "then"), [("yes", "Noted. It begins once both of you say yes."), ("no", "Noted, and no reason needed.")]
)
def test_link_of_the_mail_answers_without_signing_in(client, client_of, pair_path, ada, bo, press, then):
    # given
    before = text(client_of(ada).get("/me/mentorship"))
    path = pair_path(bo)
    opened = client.get(path)

    # when
    pressed = client.post(path, data={"answer": press}, follow_redirects=True)

    # then: what Ada sees is the same to the letter
    assert words(opened, "h1") == ["Would you accompany Ada Okafor?"]
    assert then in text(pressed)
    assert text(client_of(ada).get("/me/mentorship")) == before
    assert accompanied_by(bo) == []


def test_opening_a_link_records_nothing_and_links_open_only_their_own_side(client, pair_path, ada, bo):
    # given
    path = pair_path(ada)
    other_side = path.replace("/mentee/", "/ambassador/")

    # when
    codes = [client.get(path).status_code, client.head(path).status_code, client.post(path, data={}).status_code]

    # then
    with transaction():
        [open_one] = proposals.open_of_mentee(ada.id)
        assert (codes, open_one.mentee_answer.value, open_one.ambassador_answer.value) == ([200, 200, 303], "none", "none")
    for wrong in (other_side, path + "x", "/m/pair/mentee/nobodys", "/m/pair/nobody/x", "/m/another/nobodys"):
        assert [client.get(wrong).status_code, client.post(wrong, data={"answer": "yes"}).status_code] == [410, 410]


def test_both_say_yes_by_mail_and_it_begins(client, pair_path, ada, bo):
    # when
    client.post(pair_path(ada), data={"answer": "yes"})
    last = client.post(pair_path(bo), data={"answer": "yes"}, follow_redirects=True)

    # then
    assert "You both said yes: it begins. Ada Okafor hears it too. Open your page together" in text(last)
    assert accompanied_by(bo) == ["Ada Okafor"]


def test_link_of_what_began_and_has_ended_says_nothing_of_it(client, client_of, pair_path, ada, bo):
    # given
    path = pair_path(bo)
    client.post(pair_path(ada), data={"answer": "yes"})
    client.post(path, data={"answer": "yes"})

    # when
    client_of(ada).post("/mentorships/1/ending", data={"words": ""})

    # then
    assert (client.get(path).status_code, "it begins" in text(client.get(path))) == (410, False)


@pytest.mark.parametrize(("press", "state"), [("yes", "looking"), ("no", "")])
def test_link_that_asks_about_another_one(client, accompanied, ada, bo, now, press, state):
    # given
    pair = accompanied(ada, bo)
    with transaction():
        records.end(pair.id, "", by=fresh(bo), today=now.date(), now=now)
    db.session.rollback()
    path = links.path_to_another(asking.of(ada.id))

    # when
    opened = client.get(path)
    client.post(path, data={"answer": press})

    # then
    assert words(opened, "h1") == ["Would you like another ambassador?"]
    assert state_of(ada) == state
    assert client.get(path).status_code == 410


def test_mails_say_it_in_the_readers_language_and_carry_no_answer_of_the_other(
    app, deliver, smtp_sink, client, add_person, helps, asks, proposed, answers, bo, now
):
    # given
    kees = add_person("Kees Bakker", language="nl", location="Deventer")
    helps(bo)
    asks(kees)
    proposal = proposed(kees, bo)
    answers(proposal, bo)

    # when
    deliver()

    # then
    db.session.rollback()
    sent = {
        mail.recipient: mail.subject for mail in db.session.scalars(select(OutgoingMail)) if mail.kind == "champions.proposal"
    }
    assert sent[kees.email] == "Zou Bo Lindqvist bij je passen als ambassadeur?"


def test_pages_take_the_same_queries_for_one_mentee_and_for_three(
    client_of, count_queries, helps, accompanied, add_person, ada, bo
):
    # given
    helps(bo, capacity=5)
    browser, taken = client_of(bo), []
    for names in (["Eve Mulder"], ["Gus Test", "Finn Test"]):
        for name in names:
            accompanied(add_person(name), bo)
        browser.get("/me/mentees")
        with count_queries() as statements:
            browser.get("/me/mentees")
        taken.append(len(statements))

    # then
    assert taken[0] == taken[1]


def test_record_page_from_the_first_meeting_to_the_end(client_of, accompanied, ada, bo):
    # given
    pair = accompanied(ada, bo)
    record, mine = f"/mentorships/{pair.id}", client_of(bo)

    # when
    planned = mine.post(
        f"{record}/plan", data={"step": "Find one", "on": "2026-12-08", "at": "12:30", "place": "Canteen"}, follow_redirects=True
    )
    listed = text(mine.get("/me/mentees"))
    too_early = mine.post(f"{record}/check-ins", data={"met_on": "2027-01-01", "words": "x"})
    noted = mine.post(
        f"{record}/check-ins", data={"met_on": "2026-12-01", "words": "We found one.", "going": "well"}, follow_redirects=True
    )
    corrected = client_of(ada).post(f"{record}/check-ins/1", data={"words": "I found one."}, follow_redirects=True)
    ended = client_of(ada).post(f"{record}/ending", data={"words": "Thank you!"}, follow_redirects=True)

    # then
    assert "Tuesday 8 December, 12:30–13:00 Canteen You come. Ada has not answered yet." in text(planned)
    assert ("Next step: Find one" in listed, "Last contact: today" in listed) == (True, True)
    assert (too_early.status_code, "Choose a day that has been." in text(too_early)) == (422, True)
    assert said(noted) == ["Written down. You both read it, and nobody else."]
    assert ("I found one." in text(corrected), "We found one." in text(corrected)) == (True, False)
    assert ("closing word" in text(ended), "Thank you!" in text(ended)) == (True, True)
    assert "Thank you!" in text(mine.get(record))


def test_yes_of_both_that_came_to_nothing_is_not_told_as_a_beginning(client, pair_path, ada, bo, now):
    """Ada said yes and then would rather not; Bo's yes comes after that. He must not read that she had said yes."""
    # given
    of_bo = pair_path(bo)
    client.post(pair_path(ada), data={"answer": "yes"})
    with transaction():
        apart.keep(fresh(ada), [bo.id])
    client.post(of_bo, data={"answer": "yes"})

    # when
    expire(now + timedelta(days=7))

    # then
    page = client.get(of_bo)
    assert (page.status_code, "This question is not open any more." in text(page), "begins" in text(page)) == (410, True, False)


def test_manager_who_is_an_ambassador_or_looks_for_one_is_on_no_list_of_their_own(client_of, helps, asks, ada, bo, chen):
    # given
    for person in (bo, chen):
        helps(person)
    for person in (ada, chen):
        asks(person)
    manager = client_of(chen)

    # when
    lists = [words(manager.get(f"/ambassadors/waiting/{person.id}"), "h2") for person in (ada, chen)]

    # then
    assert lists == [["Bo Lindqvist"], ["It is about you"]]


@pytest.mark.parametrize(("on", "at"), [("0001-01-01", "00:01"), ("9999-12-31", "23:59")])
def test_meeting_at_the_end_of_time_breaks_the_page_of_nobody(client_of, accompanied, ada, bo, on, at):
    # given
    path = f"/mentorships/{accompanied(ada, bo).id}"

    # when
    page = client_of(bo).post(f"{path}/plan", data={"step": "Soup", "on": on, "at": at})

    # then
    assert (page.status_code, "Choose a day within the next two years." in text(page)) == (422, True)
    assert client_of(ada).get(path).status_code == 200


def test_numbers_no_row_could_have_are_nobodys(client_of, accompanied, asks, ada, bo, dana, chen):
    # given
    path, huge = f"/mentorships/{accompanied(ada, bo).id}", "9" * 30
    asks(dana)

    # then
    assert client_of(bo).post(f"{path}/outings", data={"session": huge}).status_code == 303
    assert client_of(dana).get(f"/me/mentorship/ask?ambassador={huge}").status_code == 200
    assert client_of(chen).post(f"/ambassadors/waiting/{dana.id}", data={"ambassador": huge}).status_code == 303
