"""One token, one answer; what stands beside it, and what it needs."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from database import db
from onboarding.surveys import answering
from onboarding.surveys.errors import AlreadyAnswered, SurveyError, SurveyMissing, WaveOver
from onboarding.surveys.models import Audience, SurveyAnswer, SurveyWave
from onboarding.surveys.questions import Wanted
from onboarding.surveys.surveys import Asks
from people import blind_tokens
from people.blind_tokens import Token, TokenInvalid


def said(wave_id):
    db.session.rollback()
    query = select(SurveyAnswer.question, SurveyAnswer.step, SurveyAnswer.words, SurveyAnswer.department)
    return sorted(tuple(row) for row in db.session.execute(query.where(SurveyAnswer.wave_id == wave_id)))


def test_an_answer_counts_once(do, started, crowd, answers, token_of):
    # given
    people = crowd(6)
    _number, wave = started()
    answers(people[:1], wave, [4], words="More drawings.")

    # then
    with pytest.raises(AlreadyAnswered):
        do(answering.give, wave, token_of(people[0], wave), {0: "1"}, "")
    assert said(wave) == [(0, 4, "", ""), (1, None, "More drawings.", "")]
    assert db.session.get_one(SurveyWave, wave).answered == 1


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({}, id="nothing"),
        pytest.param({0: "6"}, id="a-step-there-is-not"),
        pytest.param({0: "0"}, id="nought"),
        pytest.param({0: "9" * 5000}, id="huge"),
        pytest.param({0: "four", 1: " \x00 "}, id="no-number-and-no-words"),
        pytest.param({7: "4"}, id="a-question-there-is-not"),
    ],
)
def test_what_is_no_answer_uses_no_token(do, started, crowd, token_of, given):
    # given
    (person, *_others) = crowd(6)
    _number, wave = started()
    token = token_of(person, wave)

    # then
    with pytest.raises(SurveyError):
        do(answering.give, wave, token, given, "")
    do(answering.give, wave, token, {0: "4"}, "")
    assert said(wave) == [(0, 4, "", "")]


def test_a_token_of_another_survey_or_another_wave_is_none(do, started, crowd, token_of):
    # given
    (person, *_others) = crowd(6)
    _number, wave = started()
    _other, other_wave = started(Wanted(own=("Something else",)))

    # then
    with pytest.raises(TokenInvalid):
        do(answering.give, other_wave, token_of(person, wave), {0: "4"}, "")
    assert said(other_wave) == []


def test_a_forged_signature_is_none(do, started, crowd, token_of):
    # given
    (person, *_others) = crowd(6)
    _number, wave = started()
    token = token_of(person, wave)

    # then
    for forged in (Token(token.prepared, bytes(256)), Token(token.prepared[::-1], token.signature), Token(b"", b"")):
        with pytest.raises(TokenInvalid):
            do(answering.give, wave, forged, {0: "4"}, "")
    assert said(wave) == []


def test_two_at_once_with_one_token_count_once(do, started, crowd, token_of, at_once):
    # given
    (person, *_others) = crowd(6)
    _number, wave = started()
    token = token_of(person, wave)

    # when
    def give():
        try:
            do(answering.give, wave, token, {0: "4"}, "")
        except AlreadyAnswered:
            return "refused"
        return "taken"

    # then
    assert sorted(at_once(give, give)) == ["refused", "taken"]
    assert (said(wave), db.session.get_one(SurveyWave, wave).answered) == ([(0, 4, "", "")], 1)


def test_two_people_at_once_both_count(do, started, crowd, token_of, at_once):
    # given
    one, other, *_others = crowd(6)
    _number, wave = started()
    tokens = [token_of(person, wave) for person in (one, other)]

    # when
    at_once(*[lambda token=token: do(answering.give, wave, token, {0: "4"}, "") for token in tokens])

    # then
    assert (len(said(wave)), db.session.get_one(SurveyWave, wave).answered) == (2, 2)


def test_whoever_is_not_asked_has_no_signature(do, started, crowd, dana):
    # given
    crowd(6, "Works")
    _number, wave = started(asks=Asks(Audience.DEPARTMENT, department="Works"))

    # then
    with pytest.raises(SurveyMissing):
        do(answering.sign, wave, dana, bytes(256))


def test_a_department_stands_beside_an_answer_once_five_of_it_had_a_token(do, started, crowd, token_of):
    """Earlier, whoever reads the table of tokens would know of whom the answer is."""
    # given
    people = crowd(6, "Works")
    crowd(6, "Yard")
    _number, wave = started()

    # when: each opens the page and answers at once
    for person in people:
        do(answering.give, wave, token_of(person, wave), {0: "4", 1: "Words."}, "Works")

    # then: words stand without one, whatever is said
    assert [row[3] for row in said(wave) if row[0] == 0] == [""] * 4 + ["Works"] * 2
    assert {row[3] for row in said(wave) if row[0] == 1} == {""}


def test_a_department_of_fewer_than_five_answers_is_forgotten(started, crowd, answers, closed, now):
    # given
    works, yard = crowd(8, "Works"), crowd(8, "Yard")
    _number, wave = started()
    answers(works, wave, [4] * 8)
    answers(yard[:6], wave, [2] * 6, department=False)
    for person in yard[6:]:
        answers([person], wave, [5])

    # when
    closed(wave, at=now + timedelta(days=10))

    # then
    rows = [row[3] for row in said(wave)]
    assert (rows.count("Works"), rows.count("Yard"), rows.count("")) == (8, 0, 8)


def test_a_department_nobody_is_of_is_not_kept(do, started, crowd, answers):
    # given
    people = crowd(8, "Works")
    _number, wave = started()
    answers(people[:7], wave, [4] * 7)

    # when
    token = do(lambda person: blind_tokens.token_for(person, f"survey:{wave}"), people[7], clock=False)
    do(answering.give, wave, token, {0: "4"}, "Chen Meijer did it")

    # then
    assert {row[3] for row in said(wave)} == {"", "Works"}


def test_answers_of_fewer_than_five_are_gone(started, crowd, answers, closed, now):
    # given
    people = crowd(6)
    _number, wave = started()
    answers(people[:4], wave, [4] * 4)

    # when
    closed(wave, at=now + timedelta(days=10))

    # then
    assert (said(wave), db.session.scalar(select(func.count()).select_from(SurveyAnswer))) == ([], 0)


def test_nothing_is_taken_after_the_last_day(do, started, crowd, token_of, now):
    # given
    (person, *_others) = crowd(6)
    _number, wave = started()
    token = token_of(person, wave)

    # then
    with pytest.raises(WaveOver):
        do(answering.give, wave, token, {0: "4"}, "", at=now + timedelta(days=10))
    with pytest.raises(WaveOver):
        do(answering.sign, wave, person, bytes(256), at=now + timedelta(days=10))
