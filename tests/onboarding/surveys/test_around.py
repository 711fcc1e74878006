"""Surveys on the page of the goal that they serve."""

from database import db
from onboarding.goals import happenings, words
from onboarding.goals.models import Goal
from onboarding.surveys.models import Audience
from onboarding.surveys.questions import Wanted
from onboarding.surveys.surveys import Asks


def test_a_survey_stands_among_what_happened_to_its_goal_named_for_who_may_read_it(
    app, dana, chen, crowd, started, planned, goal
):
    # given: one that asked everybody, one for others, one that has not begun
    crowd(5, "Works")
    everybody, _wave = started(name="Drawings", goal_id=goal)
    works, _wave = started(
        Wanted(own=("Works only asks this.",)),
        name="Works only",
        goal_id=goal,
        asks=Asks(Audience.DEPARTMENT, department="Works"),
    )
    planned(name="Later", goal_id=goal)

    # when
    with app.test_request_context():
        around = [happenings.around(db.session.get_one(Goal, goal), reader) for reader in (dana, chen)]
        found = [[(words.happening_words(one), one.path) for one in seen] for seen in around]

    # then
    assert found == [
        [("A survey began", ""), ("A survey began: Drawings", f"/surveys/{everybody}")],
        [("A survey began: Drawings", f"/surveys/{everybody}"), ("A survey began: Works only", f"/surveys/{works}")],
    ]
