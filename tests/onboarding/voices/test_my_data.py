"""What Foyer keeps of somebody because of wishes and concerns; nothing of what they said under a pseudonym."""

from onboarding.voices import answers, moderation
from onboarding.voices.models import VoiceState
from people import profile_parts
from tests.infra.pages import text
from tests.onboarding.voices.conftest import fresh


def test_what_is_told_to_the_person(do, said, whispered, client_of, ada, chen):
    # given
    number = said("I would like a quiet hour.")
    held = said("They are lazy.")
    whispered("I do not dare.")
    do(moderation.hold_back, held, "It insults.", by=chen)
    do(answers.answer, number, VoiceState.IN_PROGRESS, "We try it.", by=chen)

    # when
    data, page = profile_parts.data_of(fresh(ada)), client_of(ada).get("/me/data")

    # then
    assert {(one["words"], one["state"], one["held_back_because"]) for one in data["voices"]} == {
        ("I would like a quiet hour.", "in_progress", ""),
        ("They are lazy.", "open", "It insults."),
    }
    assert data["blind_tokens"] == [{"had_one_for": "voices:2026-Q4"}]
    assert (page.status_code, "in progress" in text(page), "I do not dare." in page.text) == (200, True, False)


def test_answers_are_told_to_who_gave_them(do, said, client_of, chen):
    # given
    do(answers.answer, said(), VoiceState.NOT_NOW, "Not before March.", by=chen)

    # when
    page = client_of(chen).get("/me/data")

    # then
    assert (page.status_code, "Not before March." in text(page)) == (200, True)
