"""Answers in public with a name, putting together, and "you said, we did"."""

from datetime import timedelta

import pytest
from flask_babel import force_locale

from onboarding.voices import answers, days, digest, merging, queries, voices
from onboarding.voices.errors import NotPossible, VoiceError, VoiceMissing
from onboarding.voices.models import Kind, VoiceState
from tests.onboarding.voices.conftest import fresh

DONE, HEARD, NOT_NOW = VoiceState.DONE, VoiceState.HEARD, VoiceState.NOT_NOW


@pytest.fixture
def answered(do, chen):
    """`answered(number, state, words)`: by Chen."""

    def give(number, state=DONE, words="The drawings are on the Square since Monday.", *, by=chen, **more):
        return do(answers.answer, number, state, words, by=by, **more)

    return give


def test_an_answer_stands_with_a_name_and_reaches_its_author(
    said, answered, voice, deliver, smtp_sink, words_of, ada, clock, now
):
    # given
    number = said()

    # when
    answered(number, at=now + timedelta(days=3))
    clock.move_to(now + timedelta(days=3))
    deliver()

    # then
    found = queries.one(number)
    assert (found.state, [(one.by.name, one.words) for one in found.answers]) == (
        DONE,
        [("Chen Meijer", "The drawings are on the Square since Monday.")],
    )
    (mail,) = smtp_sink.to(ada.email)
    assert mail.message["Subject"] == "You said something, and here is an answer"
    assert "The drawings are on the Square since Monday." in words_of(mail)


def test_nobody_is_written_to_about_a_pseudonym(whispered, answered, deliver, smtp_sink, ada):
    number, _secret = whispered()
    answered(number)
    deliver()
    assert smtp_sink.to(ada.email) == []


@pytest.mark.parametrize("who", ["ada", "bo", "dana"])
def test_nobody_else_answers(request, said, answered, who):
    number = said()
    with pytest.raises(VoiceMissing):
        answered(number, by=request.getfixturevalue(who))


def test_who_is_asked_may_answer_and_hears_of_it(do, said, answered, deliver, smtp_sink, bo, dana):
    # given
    number = said()

    # when
    do(answers.ask, number, person=bo)
    deliver()
    answered(number, by=bo)

    # then
    (mail,) = smtp_sink.to(bo.email)
    assert (mail.message["Subject"], queries.to_answer(fresh(bo)), queries.to_answer(fresh(dana))) == (
        "Would you answer this?",
        [],
        [],
    )


def test_what_was_answered_before_the_mail_left_asks_nobody(do, said, answered, deliver, smtp_sink, bo):
    number = said()
    do(answers.ask, number, person=bo)
    answered(number)
    deliver()
    assert smtp_sink.to(bo.email) == []


@pytest.mark.parametrize(
    ("state", "words"), [(VoiceState.OPEN, "Words"), (NOT_NOW, "  "), (DONE, "x" * 1001)], ids=["open", "no-reason", "too-long"]
)
def test_an_answer_says_something(said, answered, state, words):
    number = said()
    with pytest.raises(VoiceError):
        answered(number, state, words)


def test_earlier_answers_stay(said, answered):
    # given
    number = said()

    # when
    answered(number, HEARD, "We look into it.")
    answered(number, NOT_NOW, "Not before the new tablets are here.")

    # then
    assert [(one.state, one.words) for one in queries.one(number).answers] == [
        (HEARD, "We look into it."),
        (NOT_NOW, "Not before the new tablets are here."),
    ]


def test_one_answer_is_for_both_of_two_that_were_put_together(do, said, whispered, answered, voice, deliver, smtp_sink, ada, bo):
    # given
    first = said("Drawings on my phone", kind=Kind.CONCERN)
    second = said("The drawings, on a phone", by=bo, kind=Kind.CONCERN)
    third, secret = whispered("Drawings on phones")
    do(merging.merge, first, second, clock=False)
    kept = do(merging.merge, third, first if not voice(first).is_merged else second, clock=False).kept.id

    # when
    answered(kept)
    deliver()

    # then: both with a name hear it, the third finds the way
    assert [len(smtp_sink.to(person.email)) for person in (ada, bo)] == [1, 1]
    others = {number for number in (first, second, third) if number != kept}
    assert {one.id for one in merging.merged_into(voice(kept))} == others
    assert voices.of_secret(secret).id == third
    with pytest.raises(NotPossible):
        answered(others.pop())


def test_putting_together_can_be_undone(do, said, voice):
    # given
    first, second = said("Drawings on my phone"), said("The drawings, on a phone")
    pair = do(merging.merge, first, second, clock=False)

    # when
    do(merging.split, pair.given_up.id, clock=False)

    # then
    assert [voice(number).is_merged for number in (first, second)] == [False, False]
    with pytest.raises(NotPossible):
        do(merging.split, pair.given_up.id, clock=False)
    with pytest.raises(NotPossible):
        do(merging.merge, first, first, clock=False)


def test_what_is_like_it_is_found(said):
    # given
    first = said("The new roster: I am afraid that shifts are changed behind our backs", kind=Kind.CONCERN)
    said("Soup in the canteen on Fridays")

    # when
    found = queries.likely_same("Afraid of shifts that are changed with the new roster")

    # then
    assert [one.id for one in found] == [first]
    assert queries.likely_same("Where do I park my bicycle?") == []


def test_you_said_we_did_of_a_week(said, answered, now):
    # given
    done, waits, late = said("Drawings on my phone"), said("A quiet room"), said("Soup on Fridays")
    answered(done, at=now)
    answered(waits, HEARD, "We read it.", at=now)
    answered(late, NOT_NOW, "The kitchen is being rebuilt.", at=now - timedelta(days=8))

    # when
    texts = {}
    for language in ("en", "nl"):
        with force_locale(language):
            texts[language] = digest.text(days.today(now))

    # then
    assert texts["en"].split("\n")[:4] == [
        "You said, we did",
        "",
        "You said: Drawings on my phone",
        "Done: The drawings are on the Square since Monday. (Chen Meijer)",
    ]
    assert ("quiet room" in texts["en"], "Soup" in texts["en"], texts["nl"].split("\n")[0]) == (
        False,
        False,
        "Jij zei, wij deden",
    )
    assert digest.text(days.today(now + timedelta(days=30))) == ""


def test_how_long_the_answering_side_took(said, answered, now):
    # given
    for number, took in ((said("One"), 3), (said("Two"), 20)):
        answered(number, at=now + timedelta(days=took))
    said("Three")

    # when
    found = queries.timeliness(days.today(now + timedelta(days=21)))

    # then
    assert (found.answered, found.in_time, found.longest, found.overdue) == (2, 1, 20, 1)
