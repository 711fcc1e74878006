"""No sentence says more than its rung allows (promise 6): a table of words for each rung, in both languages, over many cases."""

import pytest
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onboarding.evidence import chapters, sentences
from onboarding.evidence.cases import Sight
from onboarding.evidence.claims import Case, Finding, Helped, Rung, ladder, strongest
from onboarding.evidence.helped import Reported
from onboarding.evidence.sentences import NEVER, STRONG
from onboarding.evidence.starts import Served
from onboarding.goals.models import Direction, Goal
from onboarding.surveys.questions import Kind, Question, What
from tests.onboarding.evidence.cast import FIRST, ROUND, SECOND, WAITING, case, group
from tests.onboarding.evidence.cast import NEVER as OTHERS

HELPED = Reported(Question(Kind.HELPED, what=What.MEETUPS.value), 1, FIRST, None)


def sight(known: Case, *, things: int = 3) -> Sight:
    goal = Goal(id=1, name="Answers in 4 h", unit=known.unit, direction=known.better)
    return Sight(goal, known, strongest(known), ladder(known), Served(things), HELPED, [], {})


CASES = {
    Rung.ACTIVITY: case(),
    Rung.REPORTED_HELP: case(helped=Helped(14, 20)),
    Rung.BEFORE_AFTER: case(ROUND),
    Rung.COMPARED: case(group("round", 24, weeks=range(20, 40)), WAITING),
    Rung.DIFFERENCE: case(ROUND, OTHERS),
    Rung.STAGGERED: case(ROUND, SECOND, OTHERS),
}


@pytest.mark.parametrize("rung", Rung, ids=lambda rung: rung.name.lower())
@pytest.mark.parametrize("language", ["en", "nl"])
def test_each_rung_uses_its_own_words_so_that_the_table_below_can_fail(app, rung, language):
    with app.test_request_context(), force_locale(language):
        said = sentences.sentence(sight(CASES[rung])).lower()
    assert rung is Rung.ACTIVITY or any(word in said for word in STRONG[rung])


@pytest.mark.parametrize("language", ["en", "nl"])
@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sentence_uses_a_word_of_a_higher_rung(app, language, data):
    # given
    effects, better = st.sampled_from([-6.0, -0.1, 0.0, 0.2, 5.0]), data.draw(st.sampled_from(Direction))
    starts = data.draw(st.lists(st.sampled_from([None, 20, 24, 32]), min_size=0, max_size=3))
    groups = [
        group(
            f"g{number}", start, effect=data.draw(effects), seed=data.draw(st.integers(1, 99)), waiting=data.draw(st.booleans())
        )
        for number, start in enumerate(starts)
    ]
    helped = data.draw(st.none() | st.integers(0, 40).map(lambda count: Helped(count, 40)))
    known = Case(unit=data.draw(st.sampled_from(["h", "%", ""])), better=better, groups=groups, helped=helped)

    # when
    here = sight(known, things=data.draw(st.integers(0, 2)))
    with app.test_request_context(), force_locale(language):
        said = {rung: sentences.of_rung(here, rung).lower() for rung, standing in here.rungs.items() if standing.is_reached}

    # then
    for rung, text in said.items():
        above = [word for higher, words in STRONG.items() if higher > rung for word in words]
        assert [word for word in (*NEVER, *above) if word in text] == [], (rung, text)


@pytest.mark.parametrize(
    ("effect", "better", "finding", "said"),
    [
        pytest.param(-6, Direction.LOWER, Finding.BETTER, "That is better.", id="better"),
        pytest.param(-6, Direction.HIGHER, Finding.WORSE, "That is worse.", id="the wrong way"),
        pytest.param(0, Direction.LOWER, Finding.UNSURE, "it is not clear whether anything is different", id="unsure"),
    ],
)
def test_the_wrong_way_and_unsure_are_said_as_plainly(app, effect, better, finding, said):
    # given
    known = Case(unit="h", better=better, groups=[group("round", 24, effect=effect, seed=3)])

    # when
    here = sight(known)
    with app.test_request_context():
        text = sentences.sentence(here)

    # then
    assert (here.claim.finding, said in text) == (finding, True)


def test_what_went_that_way_before_the_start_is_said(app):
    with app.test_request_context():
        chapter = chapters.chapter(sight(case(group("round", 24, effect=-2, trend=-0.4))))
    assert chapter.limit.startswith("It went that way before the start already.")


def test_shares_differ_by_percentage_points(app):
    with app.test_request_context():
        text = sentences.sentence(sight(Case(unit="%", better=Direction.HIGHER, groups=[group("round", 24, effect=6, seed=3)])))
    assert "percentage points higher" in text


def test_of_how_many_is_said_as_closely_as_it_is_known(app):
    """A number that stands as before may be four off."""
    known = sight(case(helped=Helped(15, 20, off=4)))
    with app.test_request_context():
        text = sentences.sentence(known)
    assert (text.startswith("At least 15 of about 20 people"), known.claim.standing.people) == (True, 16)
