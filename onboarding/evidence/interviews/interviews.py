"""An interview, from the asking to the words that colleagues read, and back: the person decides at each step."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from database import db
from onboarding.evidence.errors import EvidenceInvalid, EvidenceMissing
from onboarding.evidence.interviews import notices
from onboarding.evidence.interviews.models import LONGEST, Interview, Stage, Told
from onboarding.goals import standings
from people.models import Person
from people.plain_text import can_be_seen

PROMPTS = ("tried", "happened", "hindered", "advice")


@dataclass(frozen=True, slots=True)
class Words:
    """What is said to the four prompts; some may be left out."""

    tried: str = ""
    happened: str = ""
    hindered: str = ""
    advice: str = ""


def ask(goal_id: int, person: Person, *, by: Person, now: datetime) -> None:
    """The person finds the question at home, and in one mail if they like such mails. Whoever was asked before is not asked anew, also who said
    no, and whoever asks reads no difference. Raises GoalMissing, EvidenceInvalid for oneself.
    """
    goal = standings.lock(goal_id)
    if person.id == by.id:
        raise EvidenceInvalid("That is you: write it down yourself.", field="person")
    if of(goal.id, person) is None:
        notices.asked(_add(goal.id, person, Stage.ASKED, by), now=now)


def open_own(goal_id: int, *, by: Person) -> Interview:
    """Somebody tells how it was for them, without having been asked, or after all: whoever asked once has no part in it. Raises GoalMissing."""
    goal = standings.lock(goal_id)
    found = of(goal.id, by) or _add(goal.id, by, Stage.AGREED, None)
    if found.stage in {Stage.ASKED, Stage.DECLINED}:
        found.stage, found.asked_by_id = Stage.AGREED, None
    db.session.flush()
    return found


def _add(goal_id: int, person: Person, stage: Stage, by: Person | None) -> Interview:
    made = Interview(goal_id=goal_id, person_id=person.id, asked_by_id=by.id if by else None, stage=stage, token=_token())
    db.session.add(made)
    db.session.flush()
    return made


def of(goal_id: int, person: Person) -> Interview | None:
    """What there is of this person about a goal."""
    query = select(Interview).where(Interview.goal_id == goal_id, Interview.person_id == person.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def answer(interview_id: int, *, yes: bool, by: Person) -> None:
    """They agree to be interviewed, or not; a no needs no reason and is told to nobody. Raises EvidenceMissing."""
    _hold(interview_id)
    found = own(interview_id, by)
    if found.stage is Stage.ASKED:
        found.stage = Stage.AGREED if yes else Stage.DECLINED


def write(interview_id: int, words: Words, *, by: Person, now: datetime) -> None:
    """These are the words now, and nobody but the two of them reads them until they are approved anew.

    By the person, and by whoever asked once they agreed; then the person hears of the first words by mail, if they like such mails. Raises EvidenceMissing, EvidenceInvalid naming the field.
    """
    _hold(interview_id)
    found = written_by(interview_id, by)
    is_first = not found.has_words
    given = {prompt: getattr(words, prompt).strip() for prompt in PROMPTS}
    if not any(can_be_seen(text) for text in given.values()):
        raise EvidenceInvalid("Write down at least one thing.", field="tried")
    for prompt, text in given.items():
        if len(text) > LONGEST:
            raise EvidenceInvalid("Too long: at most %(longest)s characters.", field=prompt, longest=LONGEST)
        setattr(found, prompt, text)
    found.stage, found.approved_on, found.token = Stage.AGREED, None, _token()
    if is_first and by.id != found.person_id:
        notices.written(found, now=now)


def approve(interview_id: int, token: str, told: Told, *, named: bool, by: Person, today: date) -> None:
    """Every colleague reads exactly these words, with the person's name or without. Raises EvidenceMissing, EvidenceInvalid where they
    were written anew meanwhile, or there are none.
    """
    _hold(interview_id)
    found = own(interview_id, by)
    if found.token != token or not found.has_words:
        raise EvidenceInvalid("The words were changed meanwhile: read them once more.", field="told")
    found.stage, found.told, found.named, found.approved_on = Stage.APPROVED, told, named, today


def withdraw(interview_id: int, *, by: Person) -> None:
    """The words are gone, at once and from every report; nobody asks again. Raises EvidenceMissing."""
    _hold(interview_id)
    found = own(interview_id, by)
    found.stage, found.told, found.named, found.approved_on, found.token = Stage.DECLINED, None, False, None, _token()
    for prompt in PROMPTS:
        setattr(found, prompt, "")


def own(interview_id: int, person: Person) -> Interview:
    """The interview of this person. Raises EvidenceMissing."""
    found = _one(interview_id)
    if found is None or found.person_id != person.id:
        raise EvidenceMissing("There is no such interview.")
    return found


def written_by(interview_id: int, person: Person) -> Interview:
    """The interview, if it is this person's, or they asked for it and the other agreed. What is approved is changed by its person alone.
    Raises EvidenceMissing.
    """
    found = _one(interview_id)
    if found is None or (found.person_id != person.id and not (found.asked_by_id == person.id and found.stage is Stage.AGREED)):
        raise EvidenceMissing("There is no such interview.")
    return found


def _one(interview_id: int) -> Interview | None:
    return db.session.get(Interview, interview_id, populate_existing=True)


def _hold(interview_id: int) -> None:
    """Its row is held: words do not change while they are approved."""
    db.session.execute(select(Interview.id).where(Interview.id == interview_id).with_for_update())


def _token() -> str:
    return secrets.token_urlsafe(16)
