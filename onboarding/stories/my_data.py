"""What Foyer keeps about a person because of stories."""

from typing import Any

from config import settings
from onboarding.stories import queries, starts, stories
from onboarding.stories.models import Story, StoryDraft, StoryPhoto, StoryQuestion
from onboarding.stories.stories import PROMPTS
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("stories", _told)
    register_data("story_drafts_written", _written)
    register_data("story_questions_asked", _asked)
    register_data("story_questions_received", _received)
    register_data("starting_question", _start)


def _told(person: Person) -> list[dict[str, Any]]:
    return [
        {
            **_words(story),
            "team_size": story.team_size.value if story.team_size else "",
            "started_with": story.question.value if story.question else "",
            "takes_questions": story.takes_questions,
            "community_managers_may_read_it": story.wants_editor,
            "written_at": story.written_at.isoformat(),
            "published_at": story.published_at.isoformat() if story.published_at else None,
            "taken_off_at": story.taken_off_at.isoformat() if story.taken_off_at else None,
            "photo": _photo(story.photo),
            "proposed": {**_words(story.draft), "by": story.draft.editor.name if story.draft.editor else ""} if story.draft else None,
        }
        for story in queries.of_teller(person)
    ]  # fmt: skip


def _photo(photo: StoryPhoto | None) -> dict[str, Any] | None:
    """`largest` is its address: the picture is not taken apart into text."""
    if photo is None:
        return None
    return {
        "shows": photo.alt,
        "added_at": photo.added_at.isoformat(),
        "approved_at": photo.approved_at.isoformat() if photo.approved_at else None,
        "largest": f"{settings().base_url}/stories/{photo.story_id}/photo/{photo.largest.name}",
    }


def _written(person: Person) -> list[dict[str, Any]]:
    """What they proposed to others, as long as it waits."""
    return [
        {**_words(draft), "for": draft.story.by.name, "drafted_at": draft.drafted_at.isoformat()}
        for draft in queries.drafted_by(person)
    ]


def _asked(person: Person) -> list[dict[str, Any]]:
    return [{**_question(one), "asked": one.story.by.name} for one in queries.asked_by(person)]


def _received(person: Person) -> list[dict[str, Any]]:
    return [{**_question(one), "asked_by": one.by.name} for one in queries.asked_of(person)]


def _start(person: Person) -> str:
    question = starts.of(person.id)
    return question.value if question else ""


def _words(worded: Story | StoryDraft) -> dict[str, str]:
    telling = stories.words_of(worded)
    return {"title": telling.title, **{name: getattr(telling, name) for name in PROMPTS}}


def _question(one: StoryQuestion) -> dict[str, Any]:
    return {
        "story": one.story.title,
        "words": one.words,
        "asked_at": one.asked_at.isoformat(),
        "answer": one.answer,
        "answered_at": one.answered_at.isoformat() if one.answered_at else None,
    }
