"""Wishes and concerns of the company: answered and late, put together, held back, reported, come by mail; and a launch ahead."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from database import db, transaction
from onboarding.voices import answers, days, launches, letters, me_toos, merging, moderation, voices
from onboarding.voices.models import Kind, Voice, VoiceLetter, VoiceState
from onboarding.voices.voices import Said
from people import blind_tokens
from people.models import Person

ROSTER = "I am afraid that the shift roster is changed behind our backs."
AHEAD = date(2027, 6, 1)


def furnish_voices(people: Mapping[str, Person], crowd: Sequence[int], *, now: datetime) -> None:
    """`crowd`: numbers of colleagues who say "me too"."""
    with transaction():
        ada, bo, dana, chen = (db.session.get_one(Person, people[name].id) for name in ("ada", "bo", "dana", "chen"))
        done = voices.say(Said(Kind.WISH, "Drawings on my phone.\nAt the machine."), by=ada, now=now - timedelta(days=20))
        answers.answer(done.id, VoiceState.IN_PROGRESS, "We try it.", by=chen, now=now - timedelta(days=18))
        answers.answer(done.id, VoiceState.DONE, "They open on every phone now.", by=chen, now=now)
        tokens = [blind_tokens.token_for(db.session.get_one(Person, one), days.purpose_of(days.today(now))) for one in crowd]
        first, _secret = voices.say_under_pseudonym(Said(Kind.CONCERN, ROSTER), "Heron", tokens[0], now=now)
        second = voices.say(Said(Kind.CONCERN, "Is the shift roster changed behind our backs?"), by=dana, now=now)
        voices.say(Said(Kind.CONCERN, "The shift roster changes behind our backs, I am afraid."), by=ada, now=now)
        merging.merge(first.id, second.id)
        for token in tokens:
            me_toos.agree(first.id, token)
        late = voices.say(Said(Kind.WISH, "A quiet hour."), by=dana, now=now - timedelta(days=30))
        answers.ask(late.id, bo, now=now)
        not_now = voices.say(Said(Kind.WISH, "Soup on Fridays."), by=bo, now=now - timedelta(days=3))
        answers.answer(not_now.id, VoiceState.NOT_NOW, "The kitchen is being rebuilt.", by=chen, now=now)
        moderation.report(not_now.id, "I do not like soup.", now=now)
        held, _other = voices.say_under_pseudonym(Said(Kind.CONCERN, "They are lazy."), "", tokens[1], now=now)
        moderation.hold_back(held.id, "It insults a shift.", by=chen, now=now)
        again = voices.say(Said(Kind.CONCERN, "Nobody listens."), by=ada, now=now)
        moderation.hold_back(again.id, "Say what happened.", by=chen, now=now)
        db.session.add(
            VoiceLetter(
                person_id=ada.id, kind=Kind.WISH, words="A wish by mail.", shows_at=now + timedelta(days=1), token="letter" * 5
            )
        )
        launches.plan("The Square opens", AHEAD)


def number_of(words: str) -> int:
    """Of the wish or concern that begins so."""
    return db.session.scalars(select(Voice.id).where(Voice.words.startswith(words))).one()


def link_of_letter() -> str:
    """The token of the link to what came by mail."""
    return letters.path_of(db.session.scalars(select(VoiceLetter)).one()).rpartition("/")[2]
