"""Links in mails about mentorships: signed, one for each person; opening one records nothing."""

from champions import signing
from champions.errors import LinkInvalid
from champions.mentorships.models import Ask, AskState, Mentorship, Proposal
from champions.signing import START
from database import db
from people.models import Person

SIDES = {"mentee": "mentorship proposal, mentee", "ambassador": "mentorship proposal, ambassador"}
ANOTHER = "another ambassador"
MENTEE = "mentorship, ambassador"
_OVER = "This question is not open any more. Nothing is expected of you."


def path_of(proposal: Proposal, person_id: int) -> str:
    """The path of the page that asks this one of the two: `/m/pair/<side>/<token>`."""
    side = "mentee" if person_id == proposal.mentee_id else "ambassador"
    return f"/m/pair/{side}/{signing.sign(SIDES[side], proposal.id, proposal.token)}"


def read(side: str, token: str) -> tuple[Proposal, Person]:
    """The proposal and who is asked. Raises LinkInvalid."""
    if side not in SIDES:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.")
    proposal_id, start = signing.read(SIDES[side], token)
    proposal = db.session.get(Proposal, proposal_id)
    if proposal is None or proposal.token[:START] != start:
        raise LinkInvalid(_OVER)
    person = proposal.mentee if side == "mentee" else proposal.ambassador
    if not person.active:
        raise LinkInvalid(_OVER)
    return proposal, person


def path_to_another(ask: Ask) -> str:
    """The path of the page that asks whether somebody would like another ambassador: `/m/another/<token>`."""
    return f"/m/another/{signing.sign(ANOTHER, ask.id, ask.token)}"


def read_another(token: str) -> Ask:
    """Who is asked. Raises LinkInvalid, also once they have answered."""
    ask_id, start = signing.read(ANOTHER, token)
    ask = db.session.get(Ask, ask_id)
    if ask is None or ask.token[:START] != start or ask.state is not AskState.DECIDES or not ask.person.active:
        raise LinkInvalid(_OVER)
    return ask


def path_to_mentee(mentorship: Mentorship) -> str:
    """The path of the page on which the ambassador says with one press how it stands: `/m/mentee/<token>`. Good while it goes on."""
    return f"/m/mentee/{signing.sign(MENTEE, mentorship.id, _began(mentorship))}"


def read_mentee(token: str) -> tuple[Mentorship, Person]:
    """The mentorship and its ambassador. Raises LinkInvalid, also once it has ended."""
    mentorship_id, start = signing.read(MENTEE, token)
    mentorship = db.session.get(Mentorship, mentorship_id)
    if mentorship is None or _began(mentorship)[:START] != start or not mentorship.goes_on:
        raise LinkInvalid(_OVER)
    if mentorship.ambassador is None or not mentorship.ambassador.active:
        raise LinkInvalid(_OVER)
    return mentorship, mentorship.ambassador


def _began(mentorship: Mentorship) -> str:
    """Tells a mentorship from a later one that was given the same number (SQLite does that): the second it began, in eight signs."""
    return f"{int(mentorship.began_at.timestamp()):08x}"
