"""The demo's wishes and concerns: with names and under pseudonyms, answered and not, one late, one held back. Written through the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from database import db, transaction
from onboarding.voices import answers, days, launches, me_toos, merging, moderation, voices
from onboarding.voices.models import Kind, VoiceState
from onboarding.voices.voices import Said
from people import blind_tokens
from people.blind_tokens import Token
from people.models import Person

WISH, CONCERN = Kind.WISH, Kind.CONCERN
HEARD, IN_PROGRESS, DONE, NOT_NOW = VoiceState.HEARD, VoiceState.IN_PROGRESS, VoiceState.DONE, VoiceState.NOT_NOW


@dataclass(frozen=True)
class _Voice:
    """Who said what, how many days ago, and what was answered after how many days. A pseudonym: nobody's name is kept."""

    days: int
    by: str
    kind: Kind
    words: str
    pseudonym: str | None = None
    answered: Sequence[tuple[int, VoiceState, str, str]] = ()
    agree: int = 0
    asked: str = ""


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """`ids`: who is who."""
    tokens: dict[tuple[int, str], Token] = {}
    numbers = [_say(voice, ids, tokens, now=now) for voice in _voices()]
    with transaction():
        merging.merge(numbers[1], numbers[2])
        moderation.report(numbers[-1], "This is about one person on the desk, and all of us know who.", now=now)
        launches.plan("The Square is open to everybody in Deventer", days.today(now) + timedelta(days=12))
    with transaction():
        chen = db.session.get_one(Person, ids["chen"])
        moderation.hold_back(numbers[-2], "It calls a shift lazy. Say what goes wrong at the handover.", by=chen, now=now)


def _say(said: _Voice, ids: Mapping[str, int], tokens: dict[tuple[int, str], Token], *, now: datetime) -> int:
    at = now - timedelta(days=said.days)
    purpose = days.purpose_of(days.today(at))

    def token(person_id: int) -> Token:
        if (person_id, purpose) not in tokens:
            tokens[person_id, purpose] = blind_tokens.token_for(db.session.get_one(Person, person_id), purpose)
        return tokens[person_id, purpose]

    with transaction():
        what = Said(said.kind, said.words)
        if said.pseudonym is None:
            number = voices.say(what, by=db.session.get_one(Person, ids[said.by]), words_stay=True, now=at).id
        else:
            number = voices.say_under_pseudonym(what, said.pseudonym, token(ids[said.by]), now=at)[0].id
        for key in list(ids)[5 : 5 + said.agree]:
            me_toos.agree(number, token(ids[key]))
    for after, state, by, words in said.answered:
        with transaction():
            person = db.session.get_one(Person, ids[by])
            if by == said.asked:
                answers.ask(number, person, now=at)
            answers.answer(number, state, words, by=person, now=at + timedelta(days=after))
    if said.asked and not said.answered:
        with transaction():
            answers.ask(number, db.session.get_one(Person, ids[said.asked]), now=at)
    return number


def _voices() -> list[_Voice]:
    return [
        _Voice(
            40,
            "elif.demir",
            WISH,
            "I would like to open a drawing on my phone at the machine, without walking to the office.",
            answered=[
                (4, IN_PROGRESS, "priya.raman", "We try it with ten phones in hall 1 until the end of the month."),
                (
                    26,
                    DONE,
                    "priya.raman",
                    "Drawings open on every phone since Monday. The code beside each machine leads to them.",
                ),
            ],
            agree=12,
            asked="priya.raman",
        ),
        _Voice(
            24,
            "yusuf.kaya",
            CONCERN,
            "I am afraid that the new shift roster is changed on the Square behind our backs, and that I only read it at the gate.",
            pseudonym="Heron",
            answered=[
                (
                    9,
                    IN_PROGRESS,
                    "marieke",
                    "No roster changes within a week without a word from your team lead. We are writing that down now.",
                )
            ],
            agree=17,
            asked="marieke",
        ),
        _Voice(
            21,
            "koen.verbruggen",
            CONCERN,
            "Will shifts be changed on the Square without telling us? With the old roster I knew where I stood.",
        ),
        _Voice(
            18,
            "hanneke.bos",
            WISH,
            "A quiet hour without messages, so that I can finish something.",
            answered=[
                (
                    6,
                    NOT_NOW,
                    "chen",
                    "Not now, because service engineers need an answer within the hour. We look at it again in March.",
                )
            ],
            agree=6,
        ),
        _Voice(
            17,
            "abel.tesfaye",
            CONCERN,
            "My Dutch is not good enough to write where everybody reads it. Will people laugh?",
            pseudonym="",
            agree=5,
        ),
        _Voice(
            9,
            "margreet.dijkstra",
            CONCERN,
            "Who reads what I write there in ten years? I would like to know before I begin.",
            answered=[
                (
                    2,
                    HEARD,
                    "chen",
                    "Heard. Our works council and I write down together what is kept, and how long. It follows here.",
                )
            ],
            agree=8,
        ),
        _Voice(
            5,
            "daan.visser",
            WISH,
            "Half an hour at the end of a shift to set it up together, on paid time.",
            agree=3,
            asked="fatima.el",
        ),
        _Voice(3, "dana", WISH, "One place for the supplier lists. I have four, and none of them is right."),
        _Voice(2, "joost.blaauw", CONCERN, "The early shift is lazy and leaves the handover to us.", pseudonym="Night"),
        _Voice(
            1,
            "emily.clarke",
            CONCERN,
            "On the service desk one of us answers everything and the rest read along.",
            pseudonym="Kestrel",
        ),
    ]
