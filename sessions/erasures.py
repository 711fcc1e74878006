"""Somebody is erased: what a foreign key cannot put in order in sessions. Their own answers, seats and hosting go with their row."""

from collections.abc import Mapping

from sqlalchemy import delete, exists, or_, select, update

from database import db
from mail.models import OutgoingMail
from people.models import Person
from sessions.models import Host, Invitation, ScheduledSession


def sign_anew(names: Mapping[str, str]) -> None:
    """Invitations that were signed with an earlier name are signed with the one of now."""
    for before, now in names.items():
        signed = update(Invitation).where(Invitation.organizer_name == before).values(organizer_name=now)
        db.session.execute(signed, execution_options={"synchronize_session": False})


def leave_others_theirs(person: Person) -> None:
    """Invitations of others that were signed with this person's name are signed with the title; no host keeps a mail about them."""
    namesake = (
        select(Host.id)
        .join(ScheduledSession, ScheduledSession.id == Host.session_id)
        .join(Person, Person.id == Host.person_id)
        .where(ScheduledSession.calendar_object_id == Invitation.calendar_object_id)
        .where(Host.person_id != person.id, Person.name == person.name)
    )
    title = select(ScheduledSession.title).where(ScheduledSession.calendar_object_id == Invitation.calendar_object_id)
    signed = Invitation.organizer_name == person.name, ~exists(namesake), Invitation.person_id != person.id
    signing = (
        update(Invitation).where(*signed).values(organizer_name=title.order_by(ScheduledSession.id).limit(1).scalar_subquery())
    )
    db.session.execute(signing, execution_options={"synchronize_session": False})
    about = OutgoingMail.payload["invitation_id"].as_integer()
    theirs = select(Invitation.id).where(Invitation.person_id == person.id)
    of_hosting = OutgoingMail.payload["about_person_id"].as_integer() == person.id
    db.session.execute(
        delete(OutgoingMail).where(OutgoingMail.person_id != person.id, or_(about.in_(theirs), of_hosting)),
        execution_options={"synchronize_session": False},
    )
