"""Pages of goals: from a programme to a last sentence, what an outsider cannot, what names a goal and what does not."""

import io
import re
from datetime import date

import pytest
from sqlalchemy import select

from database import db, transaction
from onboarding.goals import asks, events, measurements, owners
from onboarding.goals.models import Goal, Part, Programme
from tests.infra.goals import fresh
from tests.infra.pages import said, text, words

FORM = {
    "name": "Answers in 4 h",
    "unit": "h",
    "direction": "lower",
    "baseline": "48",
    "baseline_on": "2026-09-01",
    "baseline_how": "Median of 40 tickets.",
    "target": "4,5",
    "due_on": "2027-03-31",
    "owner": "chen@brink-waal.example",
}


def test_a_programme_from_its_name_to_the_last_sentence(client_of, chen):
    # given
    client = client_of(chen)

    # when
    pages = [
        client.post("/goals/programmes", data={"name": "Answers within a morning"}, follow_redirects=True),
        client.post("/goals/programmes/1/start", data={"goal": ""}, follow_redirects=True),
        client.post("/goals/programmes/1/goals", data=FORM, follow_redirects=True),
        client.post("/goals/programmes/1/start", data={"goal": "1"}, follow_redirects=True),
        client.post("/goals/1/measurements", data={"on": "2026-11-23", "value": "4,25"}, follow_redirects=True),
        client.post("/goals/1/events", data={"event-on": "2026-10-01", "event-what": "New search"}, follow_redirects=True),
        client.post("/goals/1/closure", data={"outcome": "reached", "sentence": "Answers come fast."}, follow_redirects=True),
    ]

    # then
    assert [said(page)[0] for page in pages] == [
        "The programme is there. It starts with one process that is to become better.",
        "Choose the goal it starts with.",
        "It is put down.",
        "The programme has started, with this goal.",
        "Entered.",
        "Noted.",
        "It is closed, with your last sentence. It can be opened again here.",
    ]
    last = text(pages[-1])
    assert [
        part in last for part in ("From 48 h to 4.5 h by Wednesday 31 March 2027.", "Reached", "Answers come fast.", "New search")
    ] == [True] * 4


def test_starting_without_what_is_missing_says_what(client_of, chen):
    # given
    client = client_of(chen)
    client.post("/goals/programmes", data={"name": "Answers"})
    client.post("/goals/programmes/1/goals", data={**FORM, "target": "", "due_on": ""})

    # when
    page = client.post("/goals/programmes/1/start", data={"goal": "1"}, follow_redirects=True)

    # then
    assert said(page)[-1] == "It has no target yet: how good is good enough?"
    assert "Still missing: target, by when" in text(page)
    assert db.session.get(Programme, 1).has_started is False


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": ""}, "A goal needs a name: what becomes better, in a few words."),
        ({"baseline": "1.500"}, "“1.500” can be read in two ways."),
        ({"target": "fast"}, "“fast” is no number."),
        ({"target": "60"}, "The target is to be lower than the baseline."),
        ({"owner": "Nobody Atall"}, "Nobody, or more than one, is called that. Try the e-mail address."),
    ],
    ids=["no name", "two readings", "no number", "wrong way", "nobody"],
)
def test_what_is_not_right_is_said_and_nothing_is_put_down(client_of, programme, chen, changes, told):
    # given
    programme()

    # when
    page = client_of(chen).post("/goals/programmes/1/goals", data={**FORM, **changes})

    # then
    assert (page.status_code, told in text(page), db.session.scalar(select(Goal.id))) == (422, True, None)


def test_an_outsider_reads_everything_and_writes_nothing(client_of, begun, measured, dana):
    # given
    goal = begun()
    measured(goal, 40.0)
    client = client_of(dana)

    # when
    reads = [
        client.get(path).status_code
        for path in ("/goals", f"/goals/programmes/{goal.programme_id}", f"/goals/{goal.id}", f"/goals/{goal.id}/history")
    ]
    own = f"/goals/{goal.id}"
    plan = goal.programme.plans[0].id
    writes = [
        client.open(path, method=method).status_code
        for method, path in (
            ("GET", f"{own}/edit"),
            ("POST", f"{own}/edit"),
            ("POST", f"{own}/measurements"),
            ("GET", f"{own}/measurements/2026-09-07"),
            ("POST", f"{own}/measurements/2026-09-07"),
            ("POST", f"{own}/measurements/2026-09-07/removal"),
            ("POST", f"{own}/history/1/return"),
            ("POST", f"{own}/events"),
            ("POST", f"{own}/events/1/removal"),
            ("GET", f"{own}/import"),
            ("POST", f"{own}/import"),
            ("POST", f"{own}/import/1/confirmation"),
            ("POST", f"{own}/import/disposal"),
            ("POST", f"{own}/owner"),
            ("GET", f"{own}/closure"),
            ("POST", f"{own}/closure"),
            ("POST", f"{own}/reopening"),
            ("POST", f"{own}/withdrawal"),
            ("POST", f"{own}/uptake"),
            ("GET", f"/goals/programmes/{goal.programme_id}/goals/new?part=culture"),
            ("POST", f"/goals/programmes/{goal.programme_id}/goals"),
            ("GET", f"/goals/plans/{plan}/edit"),
            ("POST", f"/goals/plans/{plan}/owner"),
        )
    ]
    answer = client.post(f"{own}/answer", data={"answer": "yes"}).status_code

    # then
    assert (reads, set(writes), answer) == ([200] * 4, {404}, 409)
    assert "Enter a measurement" not in text(client.get(own))


def test_the_owner_of_a_plan_writes_its_measures_and_no_others(client_of, begun, goal, ada, chen, now):
    # given
    process = begun()
    platform = goal(process.programme, "People who found it", part=Part.PLATFORM)
    culture = goal(process.programme, "Answers across departments", part=Part.CULTURE)
    with transaction():
        plan = owners.lock_plan(fresh(process.programme).plan(Part.PLATFORM).id)
        owners.name(plan, ada, by=chen, now=now)
        owners.answer(plan, yes=True, by=ada, now=now)
    client = client_of(ada)

    # when
    statuses = [client.get(f"/goals/{one.id}/edit").status_code for one in (platform, culture, process)]

    # then
    assert statuses == [200, 404, 404]
    new = f"/goals/programmes/{process.programme_id}/goals/new?part="
    assert [client.get(new + part).status_code for part in ("platform", "culture", "process")] == [200, 404, 404]


def test_whoever_is_asked_finds_it_at_home_and_answers_on_the_page(client_of, begun, ada, chen, now):
    # given
    goal = begun()
    client_of(chen).post(f"/goals/{goal.id}/owner", data={"owner": ada.email})
    client = client_of(ada)

    # when
    home, page = text(client.get("/")), text(client.get(f"/goals/{goal.id}"))
    client.post(f"/goals/{goal.id}/answer", data={"answer": "yes"})

    # then
    assert ("whether you would answer for it" in home, "Chen Meijer asks whether you would be its owner." in page) == (True, True)
    assert (fresh(goal).owner_id, "whether you would answer for it" in text(client.get("/"))) == (ada.id, False)


def test_the_mail_to_whoever_is_asked_leads_to_the_goal(client_of, begun, ada, chen, smtp_sink, deliver, clock):
    # given
    number, address = begun().id, ada.email
    client_of(chen).post(f"/goals/{number}/owner", data={"owner": address})

    # when
    deliver()

    # then
    assert [(mail.message["To"], mail.message["Subject"]) for mail in smtp_sink.received] == [
        (address, "Would you answer for “Answers in 4 h”?")
    ]
    assert f"/goals/{number}" in smtp_sink.received[0].message.get_body(("plain",)).get_content()


def test_this_presses_us_too_lists_nobody(client_of, programme, goal, ada, dana, add_person):
    # given
    made = goal(programme(), target=None)
    crowd = [add_person(f"P{number} Person") for number in range(4)]
    with transaction():
        for person in crowd:
            asks.ask(made.id, by=person)
    path = f"/goals/programmes/{made.programme_id}"

    # when
    before = text(client_of(dana).get(path))
    client_of(ada).post(f"/goals/{made.id}/asks")
    mine, others = text(client_of(ada).get(path)), text(client_of(dana).get(path))

    # then
    assert [("It presses 5 people or more." in page, "Ada" in page.replace("Hello, Ada", "")) for page in (before, others)] == [
        (False, False),
        (True, False),
    ]
    assert ("This presses you too" in mine, "This presses you too" in others) == (True, False)


def test_a_file_is_looked_at_before_it_is_entered(client_of, begun, chen):
    # given
    goal, client = begun(), client_of(chen)
    file = (io.BytesIO(b"day;value\n2026-10-05;30\n2026-10-12;1.500\n"), "tickets.csv")

    # when
    page = client.post(f"/goals/{goal.id}/import", data={"file": file}, follow_redirects=True)
    before = measurements.series(goal)
    number = re.search(rf"/goals/{goal.id}/import/(\d+)/confirmation", page.text)[1]
    done = client.post(f"/goals/{goal.id}/import/{number}/confirmation", follow_redirects=True)

    # then
    assert ("3 “1.500” can be read in two ways." in text(page), before) == (True, [])
    assert said(done) == ["1 measurement is entered. 1 line was refused."]


def test_a_picture_and_a_table_hold_the_same(client_of, begun, measured, dana, chen):
    # given
    goal = begun()
    measured(goal, 40.0, 30.0, 9.5)
    with transaction():
        events.note(goal.id, date(2026, 9, 10), "New search", by=chen)

    # when
    page = client_of(dana).get(f"/goals/{goal.id}")

    # then
    drawn = re.findall(r"<circle[^>]*><title>[^<]*: ([^<]*)</title>", page.text)
    assert [value.replace("\xa0", " ") for value in drawn] == ["40 h", "30 h", "9.5 h"]
    assert [row for row in ("40 h", "30 h", "9.5 h", "the baseline") if row in " ".join(words(page, "table"))] == [
        "40 h",
        "30 h",
        "9.5 h",
        "the baseline",
    ]
    assert "9.5 h on Monday 21 September 2026: better than the baseline, not at the target yet." in text(page)
    assert [part in text(page) for part in ("Whether the answer was right.", "It says what was measured, not why.")] == [True] * 2


def test_the_history_shows_what_was_changed_and_puts_it_back(client_of, begun, measured, chen, now):
    # given
    goal, client = begun(), client_of(chen)
    measured(goal, 40.0)
    client.post(f"/goals/{goal.id}/measurements/2026-09-07", data={"value": "35"})

    # when
    page = client.get(f"/goals/{goal.id}/history")
    record = re.search(r"/history/(\d+)/return", page.text)[1]
    client.post(f"/goals/{goal.id}/history/{record}/return")

    # then
    assert "35 h, was 40 h (by hand)" in text(page)
    assert measurements.of_day(goal.id, date(2026, 9, 7)).value == 40.0


@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_the_same_number_of_queries(client_of, programme, goal, dana, count_queries, number):
    # given
    of = programme()
    for each in range(number):
        goal(of, f"Goal {each}")
    client = client_of(dana)
    client.get("/goals")

    # when
    with count_queries() as queries:
        client.get(f"/goals/programmes/{of.id}")

    # then
    assert len(queries) <= 14


def test_what_foyer_knows_holds_goals_plans_and_what_presses_me_too(client_of, begun, goal, measured, ada, chen, now):
    # given
    process = begun()
    waits = goal(process.programme, "Parts found in a day", owner=ada)
    measured(process, 40.0)
    culture = fresh(process.programme).plan(Part.CULTURE).id
    with transaction():
        asks.ask(waits.id, by=ada)
        owners.name(owners.lock_plan(culture), chen, by=chen, now=now)

    # when
    pages = {person.name: client_of(person).get("/me/data") for person in (ada, chen)}
    mine = client_of(ada).get("/me/data.json").json

    # then
    assert {name: page.status_code for name, page in pages.items()} == {"Ada Okafor": 200, "Chen Meijer": 200}
    assert mine["goals_that_press_me_too"] == [{"goal": "Parts found in a day"}]
    assert [part in text(pages["Chen Meijer"]) for part in ("Plan for the culture", "Answers in 4 h")] == [True, True]
