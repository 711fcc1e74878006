"""The demo's questions: one that was answered and summed up, one that an ambassador might know, one that the managing director answered, one
under a pseudonym, and what somebody is working on.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from database import db, transaction
from networks.models import Group
from onboarding import days
from onboarding.questions import answers, asking, pseudonyms, works
from onboarding.questions.asking import Asked
from onboarding.questions.models import Kind, ReplyKind
from people import blind_tokens
from people.models import Person

DAY = timedelta(days=1)


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """`ids`: who is who."""
    with transaction():
        ada, bo, priya, elif_ = (_person(ids, key) for key in ("ada", "bo", "priya.raman", "elif.demir"))
        _answered(ada, bo, priya, now=now)
        asking.ask(
            Kind.QUESTION,
            Asked(
                "How do I share a drawing with the night shift without printing it?",
                "From my phone, if I can.",
                ("Photos", "Files"),
            ),
            by=elif_,
            now=now - DAY,
        )
        _led(_person(ids, "yusuf.kaya"), _person(ids, "marieke"), now=now)
        _unknown(_person(ids, "lotte.smit"), _person(ids, "koen.verbruggen"), now=now)
        soup = db.session.scalars(select(Group.id).where(Group.name == "Soup table")).one()
        asking.ask(
            Kind.QUESTION,
            Asked("Who brings a second pan on Thursday?", group_id=soup),
            by=_person(ids, "hanneke.bos"),
            now=now - 2 * DAY,
        )
        work = Asked("A checklist for visitors to the test kitchen", "One page, with pictures.")
        listed = asking.ask(Kind.WORK, work, by=bo, now=now - 6 * DAY)
        told = "In March, for the customers' day: it hangs beside the door of hall 3, and the file is in the group of safety."
        done = works.say(listed.id, ReplyKind.DONE, told, by=priya, now=now - 5 * DAY)
        answers.mark(done.id, helped=True, by=bo, now=now - 4 * DAY)


def _unknown(asker: Person, answerer: Person, *, now: datetime) -> None:
    """Under a pseudonym: whose it is stands nowhere, also not here in the demo."""
    at = now - 3 * DAY
    token = blind_tokens.token_for(asker, pseudonyms.purpose_of(days.today(at)))
    asked = Asked("Is it all right to say in a meeting that I did not understand something?", topics=("Meetings",))
    question, _secret = pseudonyms.ask(asked, "Heron", token, now=at)
    told = "Please do. Half of us are waiting for somebody who asks; the other half explained it badly, me among them."
    answers.answer(question.id, told, by=answerer, now=now - 2 * DAY)


def _led(asker: Person, leader: Person, *, now: datetime) -> None:
    asked = Asked("May I look something up during my shift, or is that for the break?", topics=("Working hours",))
    question = asking.ask(Kind.QUESTION, asked, by=asker, now=now - 12 * DAY)
    told = "During your shift: it is work. I have told the team leads so, and I look things up in meetings myself."
    reply = answers.answer(question.id, told, by=leader, now=now - 11 * DAY, as_leader=True)
    answers.mark(reply.id, helped=True, by=asker, now=now - 11 * DAY)


def _answered(ada: Person, bo: Person, priya: Person, *, now: datetime) -> None:
    question = asking.ask(
        Kind.QUESTION,
        Asked("Where do I find the form for travel costs?", "I looked on the portal, under Forms.", ("Travel costs",)),
        by=ada,
        now=now - 9 * DAY,
    )
    reply = answers.answer(
        question.id, "On the portal, but under Travel. It asks for a code: your team's.", by=bo, now=now - 8 * DAY
    )
    answers.mark(reply.id, helped=True, by=ada, now=now - 8 * DAY)
    summary = "The form stands on the portal under Travel, not under Forms. The code it asks for is the one of your team."
    answers.summarise(question.id, summary, by=priya, now=now - 7 * DAY)


def _person(ids: Mapping[str, int], key: str) -> Person:
    return db.session.get_one(Person, ids[key])
