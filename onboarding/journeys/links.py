"""Links in mails: to one's next step, and to the question whether one would be a buddy."""

from champions import signing
from champions.errors import ChampionError
from database import db
from onboarding.journeys.errors import LinkInvalid
from onboarding.journeys.models_following import Buddy, Follower

STEP, BUDDY = "journey-step", "journey-buddy"
GONE = "This link leads nowhere any more. Nothing is expected of you."


def path_of(follower: Follower) -> str:
    """The path of the page with this person's next step."""
    return f"/j/step/{signing.sign(STEP, follower.id, follower.token)}"


def path_of_buddy(buddy: Buddy) -> str:
    """The path of the page that asks a colleague."""
    return f"/j/buddy/{signing.sign(BUDDY, buddy.id, buddy.token)}"


def follower_of(token: str) -> Follower:
    """Whose link it is. Raises LinkInvalid, also for who does not follow the journey any more."""
    id_, start = _read(STEP, token)
    follower = db.session.get(Follower, id_)
    if follower is None or follower.token[: signing.START] != start or not follower.follows or not follower.person.active:
        raise LinkInvalid(GONE)
    return follower


def buddy_of(token: str) -> Buddy:
    """Who is asked. Raises LinkInvalid, also for a question that is over; who said no may still change that."""
    id_, start = _read(BUDDY, token)
    buddy = db.session.get(Buddy, id_)
    if buddy is None or buddy.token[: signing.START] != start or not buddy.is_answerable:
        raise LinkInvalid(GONE)
    return buddy


def _read(about: str, token: str) -> tuple[int, str]:
    try:
        return signing.read(about, token)
    except ChampionError as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
