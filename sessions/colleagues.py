"""Colleagues who answer for themselves with somebody else's invitation: a delegate, or an uninvited guest whom it was forwarded to."""

from calendars.replies import ReplyAttendee, ReplyEvent
from people import addresses
from people.models import Person
from sessions import delegations, scheduling, standings
from sessions.cases import Case, Reason, Said
from sessions.series import groups, handing_on, meant
from sessions.trust import is_one_of, sender_of


def speaker(case: Case, event: ReplyEvent) -> tuple[ReplyAttendee, Person] | None:
    """The line and the person, when the message comes from a colleague and speaks of that colleague.

    A delegate's answer names the delegator too (RFC 5546 section 4.2.5): whose it is says the sender, not the first line.
    """
    sender = sender_of(case.message)
    if not sender or is_one_of(sender, case.emails):
        return None
    person = addresses.owner(sender)
    if person is None or not person.active or person.id == case.invitation.person_id:
        return None
    emails = addresses.addresses_of(person)
    line = next((attendee for attendee in event.attendees if is_one_of(attendee.address, emails)), None)
    return (line, person) if line is not None else None


def waits_as(case: Case, said: Said, person: Person) -> Reason | None:
    """Why it waits; None when this colleague comes in the invited person's place, and answers for that."""
    session = scheduling.lock(said.session.id)
    invited = standings.of(session, case.invitation.person_id)
    if invited is not None and delegations.stands_in(session, invited, person.id):
        return None
    if session.series_id is not None and meant.is_about_all(said.event, session):
        member = groups.answer_of(session.series_id, case.invitation.person_id)
        if member is not None and handing_on.stands_in(member, person.id):
            return None
    names_the_sender = any(is_one_of(address, case.emails) for address in said.attendee.delegated_from)
    return Reason.HELD if names_the_sender else Reason.COLLEAGUE
