"""A wave from the draft to the thanks: raised hands in turn, each decides by link, feedback is short, a no shows nowhere."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, inspect, select

from champions.waves import adopters, queries, waves
from champions.waves.errors import WaveError
from champions.waves.models import Wave, WavePerson
from champions.waves.waves import Plan
from database import db, transaction
from people.erasing import erase
from people.models import Person
from tests.infra.pages import said, text

PLAN = Plan("Search by photo", date(2026, 12, 7), date(2026, 12, 18), "Take a photo.", ("What worked?", "What did not?"))
FORM = {
    "title": "Search by photo",
    "about": "Take a photo.",
    "starts_on": "2026-12-07",
    "ends_on": "2026-12-18",
    "questions": "What worked?",
}


@pytest.fixture
def wave(do, ada, bo, dana, chen):
    """Ada, Bo and Dana raised a hand; Ada and Bo are asked."""
    for person in (ada, bo, dana):
        do(adopters.raise_hand, person, ["Search"])
    made = do(waves.plan, PLAN, by=chen).id
    do(waves.ask, made, [ada.id, bo.id])
    return made


def of(person, wave_id=None):
    (person_id,) = inspect(person).identity
    db.session.rollback()
    return next(one for one in queries.my_waves(person_id) if wave_id in (None, one.wave_id))


def link(person):
    return waves.path_of(of(person))


def state(wave_id):
    db.session.rollback()
    return db.session.get_one(Wave, wave_id).state.value


def subjects(smtp_sink, name):
    return [mail.message["Subject"] for mail in smtp_sink.to(f"{name}@brink-waal.example")]


def test_wave_from_draft_to_thanks_by_page(client, client_of, do, deliver, smtp_sink, ada, bo, chen, dana):
    # given
    for person in (ada, bo):
        do(adopters.raise_hand, person, [])
    manager = client_of(chen)

    # when
    draft = manager.post("/waves", data=FORM, follow_redirects=True)
    at = draft.request.path
    wave_id = int(at.rpartition("/")[2])
    asked = manager.post(f"{at}/people", data={"person": [ada.id, bo.id, dana.id]}, follow_redirects=True)
    deliver()
    yes = client.post(link(ada), data={"answer": "yes"}, follow_redirects=True)
    client.post(link(bo), data={"answer": "no"})
    begun = manager.post(f"{at}/beginning", follow_redirects=True)
    deliver()
    client.post(f"{link(ada)}/feedback", data={"feedback": ["The torch."]})
    seen = text(manager.get(at))
    closed = manager.post(f"{at}/closure", data={"thanks": "It has a torch button now."}, follow_redirects=True)
    deliver()

    # then
    assert "Draft, told to nobody." in text(draft)
    assert said(asked) == ["2 people are asked."]  # Dana raised no hand
    assert "You are in, from Monday 7 December to Friday 18 December." in text(yes)
    assert said(begun) == ["It runs. 1 person hears that it begins."]
    assert "Ada Okafor What worked? The torch." in seen
    assert said(closed) == ["Closed. 1 person is thanked."]
    assert state(wave_id) == "closed"
    assert subjects(smtp_sink, "ada") == [
        "Would you like to try it first? Search by photo",
        "It begins: Search by photo",
        "Thank you for trying it: Search by photo",
    ]
    assert subjects(smtp_sink, "bo") == ["Would you like to try it first? Search by photo"]


def test_only_raised_hands_are_asked_and_nobody_twice(do, wave, ada, bo, dana, chen):
    do(adopters.take_down, dana)
    assert [do(waves.ask, wave, ids) for ids in ([ada.id, bo.id], [dana.id, chen.id])] == [0, 0]


def test_page_ticks_whose_turn_it_is_and_says_who_was_asked_lately(do, client_of, wave, ada, bo, dana, chen):
    # given
    again = do(waves.plan, PLAN, by=chen).id

    # when
    page = client_of(chen).get(f"/waves/{again}?count=2&topic=Search")

    # then
    ticked = [number for number in (ada.id, bo.id, dana.id) if f'value="{number}" checked' in page.text]
    assert ticked == [dana.id]
    assert [
        name
        for name in ("Ada Okafor asked lately", "Bo Lindqvist asked lately", "Dana Petrov never asked yet")
        if name in text(page)
    ] == [
        "Ada Okafor asked lately",
        "Bo Lindqvist asked lately",
        "Dana Petrov never asked yet",
    ]


@pytest.mark.parametrize("rule", [waves.start, waves.discard])
def test_what_does_not_fit_the_state_is_refused(do, wave, rule, chen):
    draft = do(waves.plan, PLAN, by=chen).id
    with pytest.raises(WaveError), transaction():
        waves.start(draft, now=None)
    with pytest.raises(WaveError), transaction():
        waves.discard(wave)
    do(waves.close, wave, "Thanks.")
    for again in (lambda: do(waves.ask, wave, []), lambda: do(waves.close, wave, "Thanks."), lambda: do(waves.start, wave)):
        with pytest.raises(WaveError):
            again()


def test_draft_is_thrown_away_and_told_to_nobody(client_of, chen, deliver, smtp_sink):
    manager = client_of(chen)
    draft = manager.post("/waves", data=FORM, follow_redirects=True).request.path
    page = manager.post(f"{draft}/removal", follow_redirects=True)
    deliver()
    assert said(page) == ["The draft is gone. Nobody was told."]
    assert (manager.get(draft).status_code, smtp_sink.received) == (404, [])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": " "}, "Give it a name."),
        ({"ends_on": "2026-12-01"}, "It ends before it begins."),
        ({"questions": "a?\nb?\nc?\nd?"}, "At most 3 questions: feedback is short."),
        ({"questions": "x" * 201}, "Too long: at most 200 characters."),
        ({"starts_on": ""}, "Choose a day."),
    ],
)
def test_form_with_a_fault_says_where(client_of, chen, change, says):
    page = client_of(chen).post("/waves", data={**FORM, **change})
    assert (page.status_code, says in text(page)) == (422, True)


def test_change_is_read_by_whoever_was_asked_and_questions_stay_once_it_runs(do, client, client_of, wave, ada, chen):
    # given
    client.post(link(ada), data={"answer": "yes"})
    do(waves.start, wave)

    # when
    page = client_of(chen).post(
        f"/waves/{wave}/plan", data={**FORM, "about": "Two photos.", "questions": "Other?"}, follow_redirects=True
    )

    # then
    assert said(page) == ["Saved."]
    mine = text(client.get(link(ada)))
    assert [word in mine for word in ("Two photos.", "What worked?", "Other?")] == [True, True, False]


def test_opening_the_link_answers_nothing_and_a_broken_one_leads_nowhere(client, wave, ada):
    path = link(ada)
    assert [client.get(path).status_code, client.post(path, data={}).status_code, of(ada).answer.value] == [200, 303, "open"]
    codes = [client.get(path + "x"), client.post(path + "x", data={"answer": "yes"}), client.post(path + "x/feedback")]
    assert [answer.status_code for answer in codes] == [410] * 3


def test_no_takes_feedback_along_and_is_seen_by_nobody_else(do, client, client_of, wave, ada, bo, chen, admin, dana):
    # given
    for answer in ("yes", "no"):
        client.post(link(ada), data={"answer": answer})
        if answer == "yes":
            do(waves.start, wave)
            client.post(f"{link(ada)}/feedback", data={"feedback": ["The torch.", ""]})

    # when: Ada said no, Bo nothing
    pages = [text(client_of(person).get(f"/waves/{wave}")) for person in (chen, admin)]

    # then
    assert of(ada).feedback == []
    assert [page for page in pages if "The torch." in page or "said no" in page] == []
    assert ["Asked as well: Ada Okafor, Bo Lindqvist." in page for page in pages] == [True, True]
    assert "you said no" in text(client_of(ada).get("/me/early-adopter"))
    assert {client_of(person).get(f"/waves/{wave}").status_code for person in (ada, bo, dana)} == {403}


def test_who_takes_a_yes_back_is_told_before_what_others_see_by_it(client, wave, ada):
    # when
    open_, yes, no = (
        text(page)
        for page in (
            client.get(link(ada)),
            *(client.post(link(ada), data={"answer": said}, follow_redirects=True) for said in ("yes", "no")),
        )
    )

    # then: that the name is missing tells a no, so nobody says that it does not show
    silent, honest = "nobody sees it", "Community managers then see you no more among those who take part"
    assert [(silent in page, honest in page) for page in (open_, yes, no)] == [(True, False), (False, True), (False, False)]


def test_feedback_counts_while_it_runs_and_two_weeks_after(do, client, wave, ada, now):
    # given
    path = link(ada)
    early = client.post(f"{path}/feedback", data={"feedback": ["Too early"]}).status_code
    client.post(path, data={"answer": "yes"})
    do(waves.start, wave)
    do(waves.close, wave, "Thanks.")

    # when
    said_after = []
    for days in (13, 15):
        try:
            do(waves.give_feedback, of(ada), ["Late", "x"], at=now + timedelta(days=days))
            said_after.append("counts")
        except WaveError:
            said_after.append("too late")
    do(waves.give_feedback, of(ada), ["  ", ""])  # taken back

    # then
    assert (early, said_after, of(ada).feedback) == (410, ["counts", "too late"], [])


def test_answer_after_the_end_says_that_it_is_over(client, do, wave, ada):
    do(waves.close, wave, "Thanks.")
    page = client.post(link(ada), data={"answer": "yes"})
    assert (page.status_code, "This wave is over. Nothing is expected of you." in text(page)) == (410, True)


def test_closing_without_a_word_of_thanks_asks_for_one(client_of, wave, chen):
    page = client_of(chen).post(f"/waves/{wave}/closure", data={"thanks": ""})
    assert (page.status_code, state(wave)) == (422, "asked")


def test_outsider_may_do_nothing(client, client_of, wave, dana):
    paths = ["", "/plan", "/people", "/beginning", "/closure", "/removal"]
    assert {client_of(dana).post(f"/waves/{wave}{path}").status_code for path in paths[1:]} == {403}
    assert {client.post(f"/waves/{wave}{path}").status_code for path in paths[1:]} == {303}
    assert state(wave) == "asked"


def test_own_data_and_erasing(do, client, client_of, wave, ada, bo, chen, now):
    # given
    client.post(link(ada), data={"answer": "yes"})
    do(waves.start, wave)
    client.post(f"{link(ada)}/feedback", data={"feedback": ["The torch.", "Rain."]})
    path = link(ada)

    # when
    data, page = client_of(ada).get("/me/data.json").json["waves"], client_of(ada).get("/me/data")
    planned = client_of(chen).get("/me/data.json").json["waves_planned"]
    with transaction():
        erase(db.session.get_one(Person, ada.id), now=now)
        erase(db.session.get_one(Person, chen.id), now=now)

    # then
    assert [(one["wave"], one["answer"], one["feedback"]) for one in data] == [("Search by photo", "yes", "The torch. / Rain.")]
    assert ([one["wave"] for one in planned], page.status_code) == (["Search by photo"], 200)
    db.session.rollback()
    assert list(db.session.scalars(select(WavePerson.person_id))) == [bo.id]
    assert db.session.scalar(select(func.count()).select_from(Wave)) == 1
    assert client.get(path).status_code == 410


def test_page_takes_the_same_queries_for_many(client_of, count_queries, do, wave, chen, add_person):
    browser = client_of(chen)
    with count_queries() as few:
        browser.get(f"/waves/{wave}")
    for number in range(6):
        do(adopters.raise_hand, add_person(f"Person{number} Of Many"), [])
    do(waves.ask, wave, [one.person_id for one in queries.candidates()][:4])
    with count_queries() as many:
        browser.get(f"/waves/{wave}")
    assert len(few) == len(many)
