"""Journeys as whoever follows them sees them: mine, and one with its steps. Nobody else has a page about how it goes."""

from datetime import UTC, datetime

from database import db
from onboarding.journeys import buddies, following, progress, queries
from onboarding.journeys.errors import JourneyMissing
from onboarding.journeys.forms import BuddyForm
from onboarding.journeys.models import Journey
from onboarding.journeys.models_following import Follower
from onboarding.journeys.views import blueprint, page
from people.current import me
from security import signed_in


@blueprint.get("/journeys")
@signed_in
def index() -> str:
    """What I follow, what I could follow, and whose buddy I am."""
    return page(
        "journeys/index.html",
        mine=queries.mine(me(), now=datetime.now(UTC)),
        open=queries.open_to(me()),
        accompanied=buddies.accompanied_by(me()),
    )


@blueprint.get("/journeys/<int:journey_id>")
@signed_in
def journey(journey_id: int) -> str:
    """My journey; for who does not follow it, what it would be. To anybody it is not offered to there is none."""
    follower = following.find(journey_id, me())
    if follower is not None and follower.follows:
        return mine_page(follower, BuddyForm(formdata=None))
    if not following.offered(journey_id, me()):
        raise JourneyMissing("There is no such journey.")
    return page("journeys/offer.html", journey=db.session.get_one(Journey, journey_id), known=follower is not None)


def mine_page(follower: Follower, form: BuddyForm) -> str:
    """The page of who follows it."""
    buddy = buddies.of(follower)
    return page(
        "journeys/mine.html",
        follower=follower,
        journey=follower.journey,
        progress=progress.of(follower, now=datetime.now(UTC)),
        buddy=buddy,
        proposed=[] if buddy or follower.is_paused else buddies.proposed_to(follower),
        form=form,
    )
