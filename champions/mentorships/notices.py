"""Which mail about a mentorship is due to whom: rules post here, `mails.py` writes the words when it leaves."""

from collections.abc import Sequence
from datetime import date, datetime

from champions.mentorships.models import Mentorship, Outing, Proposal
from mail import outbox
from people.models import Person

PROPOSAL = "champions.proposal"  # would this suit you?
OVER = "champions.proposal_over"  # it did not come about
BEGAN = "champions.mentorship_began"
ENDED = "champions.mentorship_ended"
COME_WITH_ME = "champions.come_with_me"
STOPPED = "champions.ambassador_stopped"  # would you like another one?
WEEKLY = "champions.weekly"  # to an ambassador who chose it
A_WHILE = "champions.has_been_a_while"  # to an ambassador: is there a next meeting?


def asked(whom: Sequence[tuple[Proposal, Person]], *, now: datetime) -> int:
    """Each is asked whether it suits them."""
    return outbox.post_many([_about(PROPOSAL, proposal, person, at=now, now=now) for proposal, person in whom], now=now)


def over(proposal: Proposal, person: Person, *, at: datetime, now: datetime) -> None:
    """Who said yes hears then that it did not come about."""
    outbox.post(_about(OVER, proposal, person, at=at, now=now), now=now)


def began(mentorship: Mentorship, *, now: datetime) -> None:
    """Both hear that it begins."""
    for person in (mentorship.mentee, mentorship.ambassador):
        if person is not None:
            outbox.post(_of(BEGAN, mentorship, person, now), now=now)


def handed_over(mentorship: Mentorship, *, now: datetime) -> None:
    """The ambassador before hears that somebody else goes on."""
    if mentorship.ambassador is not None:
        outbox.post(_of(ENDED, mentorship, mentorship.ambassador, now), now=now)


def ended(mentorship: Mentorship, person: Person, *, now: datetime) -> None:
    """The other one of the two hears that it has ended."""
    outbox.post(_of(ENDED, mentorship, person, now), now=now)


def stopped(mentorship: Mentorship, *, now: datetime) -> None:
    """The mentee hears that their ambassador stops, and is asked whether they would like another."""
    outbox.post(_of(STOPPED, mentorship, mentorship.mentee, now), now=now)


def come_with_me(outing: Outing, person: Person, *, now: datetime) -> None:
    """The other one of the two is asked whether they go to a session together."""
    outbox.post(
        outbox.Post(
            kind=COME_WITH_ME,
            topic="",
            stream=f"outing:{outing.id}:{person.id}",
            person_id=person.id,
            recipient=person.email,
            key=f"{COME_WITH_ME}:{outing.id}:{person.id}:{now.isoformat()}",
            payload={"outing_id": outing.id},
        ),
        now=now,
    )


def weekly(person: Person, week: str, *, due_at: datetime) -> outbox.Post:
    """The mail of this week, once, whatever day they chose in between. `week` as in ISO 8601: 2026-W49."""
    return _to_ambassador(WEEKLY, person, week, {}, due_at)


def has_been_a_while(person: Person, mentorship_ids: Sequence[int], *, on: date, due_at: datetime) -> outbox.Post:
    """They are asked about these, in one mail."""
    key = f"{on.isoformat()}:{'-'.join(map(str, mentorship_ids))}"
    return _to_ambassador(A_WHILE, person, key, {"mentorship_ids": list(mentorship_ids)}, due_at)


def _to_ambassador(kind: str, person: Person, key: str, payload: dict[str, list[int]], due_at: datetime) -> outbox.Post:
    return outbox.Post(
        kind=kind,
        topic="",
        stream=f"mentees:{person.id}",
        person_id=person.id,
        recipient=person.email,
        key=f"{kind}:{person.id}:{key}",
        payload=payload,
        due_at=due_at,
    )


def _about(kind: str, proposal: Proposal, person: Person, *, at: datetime, now: datetime) -> outbox.Post:
    return outbox.Post(
        kind=kind,
        topic="",  # a matter between these two and Foyer: no page of mails shows it
        stream=f"proposal:{proposal.token[:8]}:{person.id}",
        person_id=person.id,
        recipient=person.email,
        key=f"{kind}:{proposal.token[:8]}:{person.id}:{now.isoformat()}",
        payload={"proposal_id": proposal.id},
        due_at=at,
    )


def _of(kind: str, mentorship: Mentorship, person: Person, now: datetime) -> outbox.Post:
    return outbox.Post(
        kind=kind,
        topic="",
        stream=f"mentorship:{mentorship.id}:{person.id}",
        person_id=person.id,
        recipient=person.email,
        key=f"{kind}:{mentorship.id}:{person.id}:{now.isoformat()}",
        payload={"mentorship_id": mentorship.id},
    )
