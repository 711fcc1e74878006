"""Saying something with a name or under a pseudonym, and what its author can do with it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from database import db
from onboarding.voices import days, naming, voices
from onboarding.voices.errors import NamesColleague, NotPossible, VoiceError, VoiceMissing
from onboarding.voices.models import Kind, Showing, Voice
from onboarding.voices.voices import Said
from people import erasing
from people.blind_tokens import Token, TokenInvalid
from tests.onboarding.voices.conftest import WISH


def test_what_is_said_with_a_name_is_promised_an_answer(said, voice, ada):
    # when
    found = voice(said(words_stay=True))

    # then: a fortnight, in the company's zone
    assert (found.words, found.person_id, found.words_stay, found.state.value, found.showing.value) == (
        WISH,
        ada.id,
        True,
        "open",
        "shown",
    )
    assert found.due_on - found.said_on == timedelta(days=14)


def test_what_is_said_under_a_pseudonym_has_no_person(whispered, voice):
    # when
    number, secret = whispered()

    # then
    found = voice(number)
    assert (found.person_id, found.pseudonym, found.words_stay) == (None, "Heron", False)
    assert (voices.of_secret(secret).id, secret in str(found.__dict__)) == (number, False)


def test_numbers_are_random(said):
    numbers = [said(f"Wish {number}") for number in range(5)]
    assert (len(set(numbers)), all(0 < number < 1_000_000_000 for number in numbers), numbers == [1, 2, 3, 4, 5]) == (
        5,
        True,
        False,
    )


@pytest.mark.parametrize("words", ["", "   ", "\u200b", "x" * 1001], ids=["nothing", "blanks", "unseen", "too-long"])
def test_words_are_needed(said, words):
    with pytest.raises(VoiceError) as raised:
        said(words)
    assert raised.value.field == "words"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Bo Lindqvist never answers.", "Bo Lindqvist"),
        ("why does bo lindqvist, of all people", "Bo Lindqvist"),
        ("Ask Marieke van der Velde about it", "Marieke van der Velde"),
        ("Bo never answers.", ""),
        ("Lindqvist Bo", ""),
        ("", ""),
    ],
    ids=["whole", "small", "long", "first-name", "turned", "empty"],
)
def test_names_of_colleagues_are_found(app, bo, admin, words, name):
    assert naming.named_in(words) == name


def test_a_text_that_names_a_colleague_is_not_taken(said, whispered, bo):
    for say in (said, whispered):
        with pytest.raises(NamesColleague) as raised:
            say("Bo Lindqvist never answers.")
        assert raised.value.message == "This names Bo Lindqvist. Say what happened, not who it was."
    assert list(db.session.scalars(select(Voice))) == []


def test_who_has_no_token_learns_no_name(do, bo):
    token = Token(bytes(64), bytes(256))
    with pytest.raises(TokenInvalid):
        do(voices.say_under_pseudonym, Said(Kind.WISH, f"Who is {bo.name}?"), bo.name, token)


def test_a_colleagues_name_is_no_pseudonym(whispered, bo):
    with pytest.raises(VoiceError) as raised:
        whispered(pseudonym="Bo  Lindqvist")
    assert raised.value.field == "pseudonym"


def test_three_a_week_under_a_pseudonym(whispered, now):
    # given
    for number in range(3):
        whispered(f"Worry {number}")

    # then
    with pytest.raises(VoiceError):
        whispered("Worry 4")
    whispered("Worry of next week", at=now + timedelta(days=7))


def test_a_token_of_another_quarter_says_nothing(do, token_of, ada, now):
    # given
    earlier = token_of(ada, now - timedelta(days=120))

    # then
    with pytest.raises(TokenInvalid):
        do(voices.say_under_pseudonym, Said(Kind.WISH, "Words"), "", earlier)


def test_ten_a_day_with_a_name(said):
    for number in range(10):
        said(f"Wish number {number}")
    with pytest.raises(VoiceError):
        said("One more")


def test_only_its_author_finds_it(said, whispered, ada, dana):
    # given
    number = said()
    whispered()

    # then
    assert voices.of_author(number, ada).id == number
    with pytest.raises(VoiceMissing):
        voices.of_author(number, dana)
    with pytest.raises(VoiceMissing):
        voices.of_secret("guessed")


def test_what_colleagues_read_is_not_written_anew(do, said):
    number = said()
    with pytest.raises(NotPossible):
        do(voices.write_anew, db.session.get_one(Voice, number), "Other words", clock=False)


def test_withdrawing_takes_it_away(do, whispered, voice):
    # given
    number, secret = whispered()

    # when
    do(voices.withdraw, voices.of_secret(secret), clock=False)

    # then
    assert voice(number) is None


def test_erasing_takes_the_words_along_unless_their_author_lets_them_stay(do, said, voice, ada, admin, now):
    # given
    goes, stays = said("These go."), said("These stay.", words_stay=True)

    # when
    do(lambda person, now: erasing.erase(person, now=now), person=ada)

    # then
    assert (voice(goes), voice(stays).words, voice(stays).person_id, voice(stays).showing) == (
        None,
        "These stay.",
        None,
        Showing.SHOWN,
    )


@pytest.mark.parametrize(
    ("day", "quarter", "week"),
    [
        (date(2026, 12, 1), "2026-Q4", "2026-W49"),
        (date(2027, 1, 1), "2027-Q1", "2026-W53"),
        (date(2026, 6, 30), "2026-Q2", "2026-W27"),
    ],
    ids=["december", "new-year", "june"],
)
def test_quarters_and_weeks(day, quarter, week):
    assert (days.quarter_of(day), days.week_of(day)) == (quarter, week)
