"""What is known of every goal in one sentence each, and the page of one: the sentence, what it rests on, what would allow a stronger one."""

from datetime import UTC, datetime

from onboarding.evidence import access, cases, chapters, queries, views_links, words
from onboarding.evidence.cases import Sight
from onboarding.evidence.claims import Remedy
from onboarding.evidence.interviews import queries as interviews
from onboarding.evidence.interviews import words as interview_words
from onboarding.evidence.interviews.interviews import PROMPTS
from onboarding.evidence.interviews.queries import Sides
from onboarding.evidence.views import blueprint, page
from onboarding.goals import happenings, standings
from onboarding.goals import words as goal_words
from onboarding.goals.happenings import Kind as Happened
from people.current import me
from security import signed_in


@blueprint.get("/evidence")
@signed_in
def index() -> str:
    """One sentence for each goal, and what names none."""
    found = cases.sights(queries.goals(), now=datetime.now(UTC))
    return page(
        "index.html",
        chapters=[chapters.chapter(sight) for sight in found],
        unnamed=words.unnamed_words(queries.unnamed()),
        may_report=access.may_report(me()),
    )


@blueprint.get("/evidence/goals/<int:goal_id>")
@signed_in
def goal(goal_id: int) -> str:
    """Does it help?"""
    found = standings.goal(goal_id)
    (sight,) = cases.sights([found], now=datetime.now(UTC))
    return page(
        "goal.html",
        goal=found,
        chapter=chapters.chapter(sight),
        began=_began(sight),
        links={one.value: views_links.where(one, found, me(), by_group=sight.is_by_group) for one in Remedy},
        may_write=access.may_write(found, me()),
        **_interviews(goal_id),
        may_report=access.may_report(me()),
    )


def _began(sight: Sight) -> list[str]:
    """What began on the day that parts before from after, as far as the reader may know it; of groups that were named here, nothing."""
    if sight.is_by_group or sight.starts_on is None:
        return []
    around = happenings.around(sight.goal, me())
    began = [one for one in around if one.on == sight.starts_on and one.kind not in {Happened.EVENT, Happened.START}]
    return [goal_words.happening_words(one) for one in began]


def _interviews(goal_id: int) -> dict[str, object]:
    sides = interviews.approved([goal_id]).get(goal_id, Sides())
    saying = {"prompts": PROMPTS, "prompt_words": interview_words.prompt_words}
    return {"sides": sides, "balance": interview_words.balance_words(sides), **saying}
