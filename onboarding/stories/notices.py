"""Which mail about a story is due to whom: rules post here, `mails.py` writes the words when it leaves."""

from collections.abc import Sequence
from datetime import datetime

from champions import signing
from mail import outbox
from onboarding.stories.models import StoryDraft, StoryQuestion
from people.models import Person
from people.quiet_hours import after_quiet_hours

DRAFTED = "stories.drafted"  # to the teller: may your story say this?
ASKED = "stories.asked"  # to the teller: a colleague asks you something
ANSWERED = "stories.answered"  # to the asker
MISSING = "stories.missing"  # to an ambassador: nobody of these people has told one


def drafted(draft: StoryDraft, *, now: datetime) -> None:
    """The teller reads the words, and decides. Newer words take the place of those that have not left."""
    _to(draft.story.by, DRAFTED, f"story:{draft.story_id}", draft.token, {"draft_id": draft.id}, now)


def asked(question: StoryQuestion, *, now: datetime) -> None:
    """The teller reads the question."""
    _to(question.story.by, ASKED, f"story question:{question.token}", question.token, {"question_id": question.id}, now)


def answered(question: StoryQuestion, *, now: datetime) -> None:
    """The asker reads the answer."""
    _to(question.by, ANSWERED, f"story answer:{question.token}", question.token, {"question_id": question.id}, now)


def missing(ambassadors: Sequence[Person], side: str, value: str, *, now: datetime) -> int:
    """Each of them hears which story is missing; returns how many are new."""
    return outbox.post_many(
        [
            outbox.Post(
                kind=MISSING,
                topic="",
                stream=f"{MISSING}:{person.id}",
                person_id=person.id,
                recipient=person.email,
                key=f"{MISSING}:{person.id}:{now.isoformat()}",
                payload={"side": side, "value": value},
                due_at=after_quiet_hours(now, person),
            )
            for person in ambassadors
        ],
        now=now,
    )


def _to(person: Person, kind: str, stream: str, token: str, payload: dict[str, int], now: datetime) -> None:
    outbox.post(
        outbox.Post(
            kind=kind,
            topic="",  # a matter between the two: no page of mails shows it
            stream=stream,
            person_id=person.id,
            recipient=person.email,
            key=f"{kind}:{token[: signing.START]}",
            payload=payload,
            due_at=after_quiet_hours(now, person),
        ),
        now=now,
    )
