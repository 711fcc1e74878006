"""Planning: what a journey and a step must say, whom they are offered to, and what becomes of a change while people walk."""

import pytest

from database import db
from onboarding.goals import programmes
from onboarding.journeys import following, plans, ready_made, steps
from onboarding.journeys.conditions import Conditions
from onboarding.journeys.errors import JourneyError, JourneyMissing
from onboarding.journeys.models import Conditional, Journey, Occasion, Way
from onboarding.journeys.plans import JourneyDetails
from onboarding.journeys.texts import Words
from tests.onboarding.journeys.conftest import NAME, step


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"minutes": 11}, "minutes", id="longer than ten minutes"),
        pytest.param({"minutes": 0}, "minutes", id="no time"),
        pytest.param({"words": {"en": Words("Read", " ")}}, "why_en", id="no reason"),
        pytest.param({"words": {"nl": Words("", "Daarom.")}}, "title_nl", id="no title in one language"),
        pytest.param({"words": {}}, "title_en", id="nothing said"),
        pytest.param({"words": {"en": Words("x" * 151, "Because.")}}, "title_en", id="long title"),
        pytest.param({"week": 0}, "week", id="week nought"),
        pytest.param({"week": -1}, "week", id="before a day that is none"),
        pytest.param({"fact": "made.up"}, "fact", id="unknown fact"),
        pytest.param({"address": "javascript:alert(1)"}, "address", id="script"),
        pytest.param({"address": "//elsewhere.example"}, "address", id="another host"),
        pytest.param({"address": "https://[oops"}, "address", id="broken address"),
    ],
)
def test_step_is_refused_naming_the_field(do, journey, changes, field):
    number = journey()
    with pytest.raises(JourneyError) as raised:
        do(steps.add, number, step("New", **changes), clockless=True)
    assert raised.value.field == field


def test_conditions_are_of_place_language_and_group_only():
    """Promise 1: nothing that a journey or a step is offered by says what somebody thinks or how they do."""
    columns = set(Conditional.__annotations__) | {"group_id"}
    assert columns == {"departments", "locations", "languages", "group_id"} == set(Conditions.__dataclass_fields__)


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        pytest.param({}, True, id="everybody"),
        pytest.param({"departments": ("Door seals", "Quality")}, True, id="department"),
        pytest.param({"departments": ("Quality",)}, False, id="another department"),
        pytest.param({"departments": ("Door seals",), "locations": ("Zwolle",)}, False, id="another place"),
        pytest.param({"languages": ("en",)}, True, id="language of the company"),
        pytest.param({"languages": ("nl",)}, False, id="another language"),
    ],
)
def test_journey_is_offered_to_whom_it_fits(journey, ada, conditions, fits):
    assert following.offered(journey(**conditions), ada) is fits


def test_journey_of_a_group_is_offered_to_its_members(journey, group, ada, dana):
    number = journey(group_id=group(members=[ada]).id)
    assert (following.offered(number, ada), following.offered(number, dana)) == (True, False)


def test_group_that_is_not_listed_is_no_condition(journey, group, ada):
    with pytest.raises(JourneyError) as raised:
        journey(group_id=group(members=[ada], visibility="unlisted").id)
    assert raised.value.field == "group"


def test_draft_and_closed_journeys_take_nobody(do, journey, ada):
    draft, closed = journey(opened=False), journey()
    do(plans.close, closed)
    for number in (draft, closed):
        with pytest.raises(JourneyMissing):
            do(following.start, number, ada)


def test_journey_without_steps_stays_a_draft(do, chen):
    number = do(plans.draft, JourneyDetails(words=NAME, occasion=Occasion.NEW_HERE), by=chen).id
    with pytest.raises(JourneyError, match="Add a step first"):
        do(plans.open_, number)


def test_changing_a_running_journey_keeps_what_people_did(do, journey, said, seen, step_of, ada):
    # given
    number = journey()
    do(following.start, number, ada)
    said(number, "Read", "done", ada)
    said(number, "Ask", "done", ada)

    # when: one step says something else by now, another one is taken out
    do(steps.change, number, step_of(number, "Read"), step("Watch a film"), clockless=True)
    do(steps.take_out, number, step_of(number, "Ask"))

    # then
    assert seen(number, ada) == ({"Read": "done", "Ask": "done", "Share": "open"}, "Share")


def test_step_taken_out_is_asked_of_nobody(do, journey, seen, step_of, ada):
    number = journey()
    do(following.start, number, ada)
    do(steps.take_out, number, step_of(number, "Read"))
    assert seen(number, ada) == ({"Ask": "open", "Share": "open"}, "Ask")


def test_open_journey_keeps_a_step(do, journey, step_of):
    number = journey()
    for title in ("Read", "Ask"):
        do(steps.take_out, number, step_of(number, title))
    with pytest.raises(JourneyError, match="the only step"):
        do(steps.take_out, number, step_of(number, "Share"))


def test_step_moves_up(do, journey, step_of):
    number = journey()
    do(steps.move_up, number, step_of(number, "Share"), clockless=True)
    db.session.rollback()
    assert [one.texts[0].title for one in db.session.get_one(Journey, number).steps] == ["Read", "Share", "Ask"]


@pytest.mark.parametrize("key", ["newcomer", "before-launch"])
def test_ready_journeys_are_whole_in_both_languages(do, chen, now, key):
    # when
    number = do(ready_made.copy, key, by=chen, today=now.date()).id
    do(plans.open_, number)

    # then
    made = db.session.get_one(Journey, number)
    assert {text.language for text in made.texts} == {"en", "nl"}
    assert all(text.title and text.why for one in made.steps for text in one.texts)
    assert all(len(one.texts) == 2 and one.minutes <= 10 for one in made.steps)
    assert {one.way for one in made.steps} == set(Way)


def test_a_journey_of_a_programme_is_read_on_both_pages(app, do, journey, client_of, ada, chen, dana):
    # given
    programme = do(programmes.make, "Answers in hours", "", by=chen).id
    number = journey(occasion=Occasion.PROGRAMME, programme_id=programme)
    hidden = journey(occasion=Occasion.PROGRAMME, programme_id=programme, departments=("Nowhere",))

    # when
    page, mine = client_of(ada).get(f"/goals/programmes/{programme}").text, client_of(ada).get(f"/journeys/{number}").text

    # then
    assert (f'href="/journeys/{number}"' in page, f'href="/journeys/{hidden}"' in page) == (True, False)
    assert f'href="/goals/programmes/{programme}"' in mine


@pytest.mark.parametrize(("occasion", "exists"), [("new_here", True), ("programme", False)], ids=["arrival", "no programme"])
def test_a_programme_is_one_and_for_a_journey_of_one(occasion, exists, do, journey, chen):
    number = do(programmes.make, "Answers in hours", "", by=chen).id if exists else 999
    with pytest.raises(JourneyError) as error:
        journey(occasion=Occasion(occasion), programme_id=number)
    assert error.value.field == "programme"
