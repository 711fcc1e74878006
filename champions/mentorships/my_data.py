"""What Foyer keeps about a person because of mentorships: of a proposal their own answer only."""

from typing import Any

from sqlalchemy import delete, or_, select

from champions import words
from champions.mentorships import asking, meetings, notices_meetings, queries, weekly
from champions.mentorships.models import Mentorship, MentorshipCheckIn, Outing, Proposal
from champions.mentorships.words import name_of_ambassador
from database import db
from mail.models import OutgoingMail
from people.models import Person
from people.profile_parts import register_data
from sessions.models import ScheduledSession


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("ambassador_ask", _ask)
    register_data("mentorship_proposals", _proposals)
    register_data("mentorships", _mentorships)
    register_data("mentees", _mentees)
    register_data("weekly_mail", _weekly_mail)


def _ask(person: Person) -> list[dict[str, Any]]:
    ask = asking.of(person.id)
    if ask is None:
        return []
    return [
        {
            "wish": ask.wish,
            "asked_at": ask.asked_at.isoformat(),
            "topics_asked": ", ".join(ask.topics),
            "languages_chosen": ", ".join(map(words.language_words, ask.languages)),
            "times_chosen": "; ".join(words.times_words(ask.times)),
            "resemblance": str(ask.resemblance),
        }
    ]


def _proposals(person: Person) -> list[dict[str, Any]]:
    """Nothing of it says what the other one answered, nor when it was over."""
    theirs = or_(Proposal.mentee_id == person.id, (Proposal.ambassador_id == person.id) & Proposal.asked_at.is_not(None))
    found = []
    for proposal in db.session.scalars(select(Proposal).where(theirs).order_by(Proposal.id)):
        other = proposal.ambassador if proposal.mentee_id == person.id else proposal.mentee
        answer = proposal.answer_of(person.id).value
        found.append(
            {"name": other.name, "proposed_at": proposal.proposed_at.isoformat(), "said": "" if answer == "none" else answer}
        )
    return found


def _mentorships(person: Person) -> list[dict[str, Any]]:
    return [{"name": name_of_ambassador(one), **_record(one, person)} for one in queries.of_mentee(person.id)]


def _mentees(person: Person) -> list[dict[str, Any]]:
    query = select(Mentorship).where(Mentorship.ambassador_id == person.id).order_by(Mentorship.id)
    return [
        {
            "name": one.mentee.name,
            **_record(one, person),
            "asked_about_contact_on": one.contact_question_on.isoformat() if one.contact_question_on else "",
        }
        for one in db.session.scalars(query)
    ]


def _weekly_mail(person: Person) -> list[dict[str, str]]:
    chosen = weekly.of(person.id)
    if chosen is None:
        return []
    return [
        {
            "on_weekday": words.weekday_words(chosen.weekday),
            "at_hour": f"{chosen.hour:02d}:00",
            "next_at": chosen.next_at.isoformat(),
        }
    ]


def _record(mentorship: Mentorship, person: Person) -> dict[str, Any]:
    """Of an ambassador what they wrote: the rest is the mentee's."""
    author = person if person.id != mentorship.mentee_id else None
    query = select(MentorshipCheckIn).where(MentorshipCheckIn.mentorship_id == mentorship.id).order_by(MentorshipCheckIn.id)
    if author is not None:
        query = query.where(MentorshipCheckIn.author_id == author.id)
    titles = select(ScheduledSession.title).join(Outing, Outing.session_id == ScheduledSession.id)
    titles = titles.where(Outing.mentorship_id == mentorship.id).order_by(Outing.id)
    kept: dict[str, Any] = {
        "began_at": mentorship.began_at.isoformat(),
        "ended_at": mentorship.ended_at.isoformat() if mentorship.ended_at else "",
        "next_step": mentorship.next_step,
        "next_meeting_at": mentorship.next_meeting_at.isoformat() if mentorship.next_meeting_at else "",
        "next_meeting_place": mentorship.next_meeting_place,
        "next_meeting_minutes": str(mentorship.next_meeting_minutes) if mentorship.next_meeting_at else "",
        "next_meeting_answer": _answer_of(mentorship, person.id),
        "sessions_together": ", ".join(db.session.scalars(titles)),
        "check_ins": [_check_in(one) for one in db.session.scalars(query)],
    }
    return kept if author is not None else {**kept, "wish": mentorship.wish}


def _answer_of(mentorship: Mentorship, person_id: int) -> str:
    """What this one of the two said to the meeting that is planned."""
    found = [seat.answer.value for seat in meetings.seats_of(mentorship) if seat.person_id == person_id]
    return found[0] if found and mentorship.meeting_uid else ""


def forget_words(person: Person) -> None:
    """What this person wrote to whom they were to meet goes from our side when they are erased."""
    by = OutgoingMail.payload["by"].as_integer() == person.id
    db.session.execute(delete(OutgoingMail).where(OutgoingMail.kind == notices_meetings.WORDS, by))


def _check_in(one: MentorshipCheckIn) -> dict[str, str]:
    return {
        "at": one.met_on.isoformat(),
        "words": one.words,
        "author": one.author.name,
        "going": one.going.value if one.going else "",
    }
