"""The pages: who reads what, saying something, answering, holding back, putting together."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from onboarding.voices import answers, days, launches, moderation, voices
from onboarding.voices.models import Voice, VoiceState
from tests.infra.pages import said as flashed
from tests.infra.pages import text, words
from tests.onboarding.voices.conftest import WISH


def test_saying_something_with_a_name(client_of, ada, dana, voice):
    # when
    page = client_of(ada).post(
        "/voices", data={"kind": "concern", "words": "Who reads it?", "way": "name", "words_stay": "y"}, follow_redirects=True
    )

    # then
    (kept,) = db.session.scalars(select(Voice))
    assert (kept.kind.value, kept.person_id, kept.words_stay) == ("concern", ada.id, True)
    assert flashed(page) == ["It stands on the board now. An answer comes under this text, and to you by mail."]
    assert "Who reads it?" in text(client_of(dana).get("/voices"))


def test_a_pseudonym_is_not_taken_from_who_is_known(client_of, ada):
    """Without its script the form could send both: nothing is kept then."""
    page = client_of(ada).post("/voices", data={"kind": "wish", "words": "Secret", "way": "pseudonym"})
    assert (page.status_code, list(db.session.scalars(select(Voice)))) == (422, [])


def test_what_may_be_there_already_is_shown_once(client_of, said, bo):
    # given
    said("The new roster: I am afraid that shifts are changed behind our backs")
    data = {"kind": "wish", "words": "Afraid of shifts that are changed with the new roster", "way": "name"}
    browser = client_of(bo)

    # when
    first = browser.post("/voices", data=data)
    second = browser.post("/voices", data={**data, "seen": "yes"})

    # then
    assert (first.status_code, "Does one of these say the same?" in text(first), second.status_code) == (422, True, 303)


def test_a_text_that_names_a_colleague_comes_back_with_its_words(client_of, ada, bo):
    page = client_of(ada).post("/voices", data={"kind": "wish", "words": "Bo Lindqvist never answers", "way": "name"})
    assert (page.status_code, "This names Bo Lindqvist." in text(page), "never answers" in page.text) == (422, True, True)


def test_nothing_typed_is_sent_to_compare_it(client_of, said, ada):
    said()
    assert [one["words"] for one in client_of(ada).get("/voices/known").json["voices"]] == [WISH]


def test_the_page_begins_with_examples_after_the_launch(client_of, do, said, ada, chen, clock, now):
    # given
    number = said()
    do(answers.answer, number, VoiceState.DONE, "On every phone.", by=chen)
    with transaction():
        launches.plan("The Square opens", days.today(now) + timedelta(days=3))
    heads, at_home = [], []

    # when
    for later in (0, 3):
        clock.move_to(now + timedelta(days=later))
        heads.append(words(client_of(ada).get("/voices"), "h2"))
        at_home.append("The Square opens: from" in text(client_of(ada).get("/")))

    # then
    assert heads == [["What colleagues say", "You said, we did"], ["You said, we did", "What colleagues say"]]
    assert at_home == [True, False]


def test_answering_by_page(client_of, said, chen, ada, dana):
    # given
    number = said()
    data = {"state": "not_now", "words": "Not before March."}

    # when
    refused = client_of(dana).post(f"/voices/{number}/answers", data=data)
    page = client_of(chen).post(f"/voices/{number}/answers", data=data, follow_redirects=True)

    # then
    assert (refused.status_code, flashed(page)) == (404, ["Your answer stands there, for every colleague to read."])
    assert all(part in text(client_of(ada).get("/voices")) for part in ("Not now", "Not before March.", "Chen Meijer"))
    assert "Not before March." in text(client_of(ada).get("/voices/done"))


def test_an_answer_without_words_comes_back(client_of, said, chen):
    number = said()
    page = client_of(chen).post(f"/voices/{number}/answers", data={"state": "done", "words": ""})
    assert (page.status_code, "Answer in a sentence or two." in text(page)) == (422, True)


def test_asking_somebody_to_answer(client_of, said, chen, bo):
    # given
    number = said()

    # when
    wrong = client_of(chen).post(f"/voices/{number}/answerer", data={"colleague": "Nobody Atall"})
    client_of(chen).post(f"/voices/{number}/answerer", data={"colleague": "Bo Lindqvist"})

    # then: it waits for Bo at home, and he may answer
    assert wrong.status_code == 422
    assert "You are asked to answer" in text(client_of(bo).get("/"))
    assert client_of(bo).post(f"/voices/{number}/answers", data={"state": "heard", "words": "I look."}).status_code == 303


def test_reporting_holding_back_and_a_second_look(client_of, said, ada, chen, admin, dana):
    # given
    number = said()
    client_of(dana).post(f"/voices/{number}/reports", data={"reason": "It insults."})

    # when
    desk = text(client_of(chen).get("/voices/desk"))
    client_of(chen).post(f"/voices/{number}/holding", data={"reason": "Say what happened."})
    seen = [client_of(person).get(f"/voices/{number}").status_code for person in (dana, ada, chen)]
    mine = text(client_of(ada).get("/me/voices"))
    client_of(ada).post(f"/me/voices/{number}/words", data={"words": "The drawings are hard to find."})
    own = client_of(chen).post(f"/voices/{number}/showing")
    other = client_of(admin).post(f"/voices/{number}/showing")

    # then
    assert ("It insults." in desk, seen, "Say what happened." in mine) == (True, [404, 404, 200], True)
    assert (own.status_code, other.status_code) == (409, 303)
    assert "The drawings are hard to find." in text(client_of(dana).get("/voices"))


def test_home_tells_who_looks_after_the_board(client_of, do, said, ada, bo, chen, admin, voice):
    # given: one that nobody is asked to answer, one that Bo is, one that waits for a second look at what Chen held back
    open_, asked, anew = said("Drawings"), said("Lamps"), said("Insults")
    do(answers.ask, asked, bo)
    do(moderation.hold_back, anew, "Say what happened.", by=chen)
    with transaction():
        voices.write_anew(voice(anew), "What happened.")

    # when
    before = [text(client_of(person).get("/")) for person in (chen, admin, ada)]
    do(moderation.report, open_, "It insults.")
    do(answers.ask, open_, bo)
    after = [text(client_of(person).get("/")) for person in (chen, ada)]

    # then
    lines = ("Wishes and concerns without an answer", "A second look, please", "A wish or concern that was reported")
    assert [[line in home for line in lines] for home in before] == [[True, False, False], [True, True, False], [False] * 3]
    assert [[line in home for line in lines] for home in after] == [[False, False, True], [False] * 3]


def test_what_is_late_is_said_at_home_whoever_is_asked(client_of, do, said, bo, chen, clock, now):
    # given
    do(answers.ask, said(), bo)

    # when
    clock.move_to(now + timedelta(days=20))

    # then
    assert "One waits longer than we promised." in text(client_of(chen).get("/"))


def test_going_on_begins_where_it_stands(client_of, do, said, chen):
    number = said()
    do(answers.answer, number, VoiceState.NOT_NOW, "Not before March.", by=chen)
    (chosen,) = re.findall(r"<input [^>]*checked[^>]*>", client_of(chen).get(f"/voices/{number}").text)
    assert 'value="not_now"' in chosen


def test_another_browser_is_told_where_the_token_is(client_of, token_of, ada, now):
    # given
    token_of(ada)

    # when
    told = client_of(ada).post("/voices/signature", data={"purpose": days.purpose_of(days.today(now)), "blinded": "00"})

    # then
    assert "Open “What you said” there" in told.json["elsewhere"]


def test_a_report_that_was_nothing(client_of, said, chen, dana):
    number = said()
    empty = client_of(dana).post(f"/voices/{number}/reports", data={"reason": ""}, follow_redirects=True)
    client_of(dana).post(f"/voices/{number}/reports", data={"reason": "I disagree."})
    client_of(chen).post(f"/voices/{number}/looks")
    assert flashed(empty) == ["Say in a few words what is wrong with it."]
    assert "I disagree." not in text(client_of(chen).get("/voices/desk"))


def test_putting_together_and_apart_by_page(client_of, said, chen, dana, voice):
    # given
    first, second = said("Drawings on my phone"), said("The drawings on a phone")
    browser = client_of(chen)

    # when
    look = text(browser.get(f"/voices/{first}/same/{second}"))
    browser.post(f"/voices/{first}/same/{second}")
    given_up = first if voice(first).is_merged else second
    leads = client_of(dana).get(f"/voices/{given_up}")
    again = browser.get(f"/voices/{first}/same/{second}").status_code
    browser.post(f"/voices/{given_up}/separation")

    # then
    assert ("Do they say the same?" in look, leads.status_code, again) == (True, 303, 409)
    assert client_of(dana).get(f"/voices/{given_up}").status_code == 200


def test_mine_is_changed_by_nobody_else(client_of, said, voice, ada, dana):
    # given
    number = said()

    # when
    refused = [
        client_of(dana).post(f"/me/voices/{number}/{what}", data={"words": "Other", "words_stay": "yes"}).status_code
        for what in ("words", "withdrawal", "staying")
    ]
    client_of(ada).post(f"/me/voices/{number}/staying", data={"words_stay": "yes"})
    stays = voice(number).words_stay
    client_of(ada).post(f"/me/voices/{number}/withdrawal")

    # then
    assert (refused, stays, voice(number)) == ([404] * 3, True, None)


def test_the_way_back_by_its_key(client, whispered, do, chen, voice):
    # given
    number, secret = whispered()
    do(moderation.hold_back, number, "Say what happened.", by=chen)

    # when
    wrong = client.post("/v/back", data={"secret": "guess"})
    look = client.post("/v/back", data={"secret": secret, "language": "nl"})
    empty = client.post("/v/back/words", data={"secret": secret, "words": ""})
    written = client.post("/v/back/words", data={"secret": secret, "words": "I was called names."})
    gone = client.post("/v/back/withdrawal", data={"secret": secret})

    # then
    assert [answer.status_code for answer in (wrong, look, empty, written, gone)] == [404, 200, 422, 200, 200]
    assert ("Say what happened." in text(look), "De reden" in text(look), "somebody takes a second look" in text(written)) == (
        True,
        True,
        True,
    )
    assert (voice(number), client.post("/v/back/withdrawal", data={"secret": secret}).status_code) == (None, 404)


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [
        ("/v/hand-in", {"words": "Hello"}, 422),
        ("/v/hand-in", {"words": "Hello", "prepared": "zz", "signature": "00"}, 422),
        ("/v/me-too", {"voice": "12345", "prepared": "00" * 64, "signature": "00"}, 404),
        ("/v/me-too", {"voice": "٣", "prepared": "00", "signature": "00"}, 404),
        ("/v/signature", {"purpose": "voices:2026-Q4", "pass": "nonsense"}, 422),
    ],
    ids=["no-token", "nonsense", "unknown", "other-digits", "no-pass"],
)
def test_what_strangers_send_is_answered_in_words(client, path, data, status):
    answer = client.post(path, data=data)
    assert (answer.status_code, bool(answer.json["error"])) == (status, True)


@pytest.mark.parametrize(
    ("purpose", "blinded"), [("survey:3", ""), ("voices:2020-Q1", ""), ("", ""), ("voices:2026-Q4", "zz"), ("voices:2026-Q4", "00")],
    ids=["survey", "long-ago", "none", "no-number", "too-short"],
)  # fmt: skip
def test_nothing_else_is_signed(client_of, ada, purpose, blinded):
    answer = client_of(ada).post("/voices/signature", data={"purpose": purpose, "blinded": blinded})
    assert answer.status_code == 422


def test_the_poster_leads_to_the_form(client, client_of, chen, ada):
    poster = client_of(chen).get("/voices/poster")
    assert ("rsvp+wish@" in text(poster), "<svg" in poster.text) == (True, True)
    assert "You sign in first" in text(client.get("/v"))
    assert client_of(ada).get("/v").location == "/voices/new"


def test_launches_are_planned_and_removed(client_of, chen):
    browser = client_of(chen)
    wrong = browser.post("/voices/launches", data={"name": "", "launches_on": ""})
    browser.post("/voices/launches", data={"name": "The Square opens", "launches_on": "2026-12-20"})
    (launch,) = launches.planned()
    planned = text(browser.get("/voices/desk"))
    browser.post(f"/voices/launches/{launch.id}/removal")
    assert (wrong.status_code, "The Square opens" in planned, list(launches.planned())) == (422, True, [])
