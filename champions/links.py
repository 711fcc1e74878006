"""Links in the mails to ambassadors: signed, one for each person; opening one records nothing."""

from champions import signing
from champions.errors import LinkInvalid
from champions.models import Ambassador
from database import db

ABOUT = "ambassador"


def path_of(ambassador: Ambassador) -> str:
    """The path of the page that asks this person: `/m/<token>`. It names the row and its token, signed together."""
    return f"/m/{signing.sign(ABOUT, ambassador.id, ambassador.token)}"


def read(token: str) -> Ambassador:
    """Who is asked, or was. Raises LinkInvalid, also for who said no: the question is gone then."""
    ambassador_id, start = signing.read(ABOUT, token)
    ambassador = db.session.get(Ambassador, ambassador_id)
    if ambassador is None or ambassador.token[: signing.START] != start or not ambassador.person.active:
        raise LinkInvalid("This question is not open any more. Nothing is expected of you.")
    return ambassador
