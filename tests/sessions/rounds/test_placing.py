"""Who is in which group: by hand, after a no, after a change."""

import pytest
from sqlalchemy import func, select

from database import db, transaction
from people import reporting_lines
from sessions.rounds import placing, proposing, rounds
from sessions.rounds.errors import MoveRefused, RoundClosed
from sessions.rounds.models import PlaceAnswer, RoundMove, RoundState
from tests.infra.sign_ups import sign_up_of


@pytest.fixture
def table(round_, sign_up, propose, crowd, ada, bo):
    """Eve and Finn with Ada as host, Gus and Hedda with Bo; Ivo in none. `keep_apart`: what Ivo said."""

    def lay(*, largest=3, **ivo):
        made = round_(hosts=[ada, bo], largest=largest)
        eve, finn, gus, hedda, ivo_, _jara = crowd
        for person in (eve, finn, gus, hedda):
            sign_up(made, person)
        sign_up(made, ivo_, **ivo)
        return propose(made, [[eve, finn], [gus, hedda]], hosts=[ada, bo])

    return lay


def move(made, person, group_id):
    with transaction():
        return placing.move(made.id, sign_up_of(made, person).id, group_id)


def ask(made, now):
    with transaction():
        return proposing.ask(made.id, now=now)


def answer(made, person, *, yes, now, group_id=None):
    with transaction():
        return placing.answer(made.id, sign_up_of(made, person).id, yes=yes, now=now, group_id=group_id)


def test_move_and_undo_one_after_the_other(table, placed, groups_of, crowd):
    # given
    made = table()
    second = groups_of(made)[1]

    # when
    move(made, crowd[4], second)
    move(made, crowd[0], None)
    moved = placed(made)
    for _time in range(2):
        with transaction():
            placing.undo(made.id)

    # then
    assert moved == {"Eve": None, "Finn": 1, "Gus": 2, "Hedda": 2, "Ivo": 2}
    assert placed(made) == {"Eve": 1, "Finn": 1, "Gus": 2, "Hedda": 2, "Ivo": None}
    with pytest.raises(RoundClosed), transaction():
        placing.undo(made.id)


def test_every_refusal_says_the_same(table, groups_of, crowd, add_person, ada, now):
    """Full, at another time, kept apart, or with the own manager: nobody can tell which."""
    # given
    eve, finn = crowd[0], crowd[1]
    told = set()

    # when
    for why in ({"times": [1]}, {"kept_apart": [finn]}, {"kept_apart": [ada]}, {}):
        made = table(largest=3 if why else 2, **why)
        with pytest.raises(MoveRefused) as refused:
            move(made, crowd[4], groups_of(made)[0])
        told.add(refused.value.message)
    with transaction():
        reporting_lines.assign(db.session.merge(crowd[4]), eve.email)
    made = table()
    with pytest.raises(MoveRefused) as refused:
        move(made, crowd[4], groups_of(made)[0])

    # then
    assert told | {refused.value.message} == {"Ivo Test cannot be moved into that group."}


def test_whom_others_keep_apart_is_kept_out_as_well(round_, sign_up, propose, placed, groups_of, crowd, ada):
    # given
    made = round_(hosts=[ada])
    eve, finn, gus = crowd[:3]
    sign_up(made, eve, kept_apart=[gus])
    for person in (finn, gus):
        sign_up(made, person)
    propose(made, [[eve, finn]], hosts=[ada])

    # when
    with pytest.raises(MoveRefused):
        move(made, gus, groups_of(made)[0])

    # then
    assert placed(made) == {"Eve": 1, "Finn": 1, "Gus": None}


def test_manager_and_report_come_together_once_both_like_it(round_, sign_up, propose, placed, groups_of, crowd, ada):
    # given
    made = round_(hosts=[ada])
    eve, finn, gus = crowd[:3]
    with transaction():
        reporting_lines.assign(db.session.merge(gus), eve.email)
    sign_up(made, eve, manager_welcome=True)
    sign_up(made, finn)
    sign_up(made, gus)
    propose(made, [[eve, finn]], hosts=[ada])
    with pytest.raises(MoveRefused):
        move(made, gus, groups_of(made)[0])

    # when
    sign_up(made, gus, manager_welcome=True)
    move(made, gus, groups_of(made)[0])

    # then
    assert placed(made)["Gus"] == 1


def test_asking_tells_who_has_a_place_and_nobody_else(table, round_mails, crowd, now):
    # given
    made = table()

    # when
    before = [mail[0] for mail in round_mails()]
    count = ask(made, now)

    # then: a confirmation that had not left gives way to the question
    assert (set(before), count) == ({"sign_up"}, 4)
    assert [mail[1:] for mail in round_mails() if mail[0] == "place"] == [
        (name, "queued", "") for name in ("eve", "finn", "gus", "hedda")
    ]
    assert db.session.get(type(made), made.id).state is RoundState.ASKED
    with pytest.raises(RoundClosed):
        ask(made, now)


def test_no_leads_to_another_group_and_never_back(table, placed, round_mails, crowd, now):
    # given
    made = table()
    ask(made, now)

    # when
    kept = answer(made, crowd[0], yes=False, now=now)
    elsewhere = placed(made)["Eve"]
    again = answer(made, crowd[0], yes=False, now=now)

    # then
    assert (kept.id, elsewhere, placed(made)["Eve"], again.answer) == (again.id, 2, None, PlaceAnswer.NONE)
    assert [mail[2] for mail in round_mails() if mail[:2] == ("place", "eve")] == ["replaced", "queued"]


def test_an_answer_is_to_the_group_that_was_read(table, placed, groups_of, crowd, now):
    """A page that stood open, and a no that was pressed twice."""
    # given
    made = table()
    ask(made, now)
    first, second = groups_of(made)
    answer(made, crowd[0], yes=False, now=now, group_id=first)

    # when
    for yes in (False, True):
        with pytest.raises(RoundClosed):
            answer(made, crowd[0], yes=yes, now=now, group_id=first)

    # then
    assert (placed(made)["Eve"], sign_up_of(made, crowd[0]).answer) == (2, PlaceAnswer.NONE)
    assert answer(made, crowd[0], yes=True, now=now, group_id=second).answer is PlaceAnswer.YES


def test_yes_is_kept_and_can_become_a_no(table, placed, crowd, now):
    # given
    made = table(largest=2)
    ask(made, now)

    # when
    said = answer(made, crowd[0], yes=True, now=now).answer
    answer(made, crowd[0], yes=False, now=now)

    # then
    assert (said, placed(made)["Eve"]) == (PlaceAnswer.YES, None)


def test_nobody_answers_before_they_are_asked_or_without_a_place(table, crowd, now):
    # given
    made = table()
    with pytest.raises(RoundClosed):
        answer(made, crowd[0], yes=True, now=now)
    ask(made, now)

    # when
    with pytest.raises(RoundClosed) as refused:
        answer(made, crowd[4], yes=True, now=now)

    # then
    assert refused.value.message == "No place is proposed to you at the moment."


def test_who_was_asked_is_moved_but_not_taken_out(table, placed, groups_of, crowd, now):
    # given
    made = table()
    ask(made, now)

    # when
    with pytest.raises(RoundClosed):
        move(made, crowd[0], None)
    move(made, crowd[0], groups_of(made)[1])

    # then: the new place is asked about, when the manager says so
    assert (placed(made)["Eve"], [kept.person_id for kept in proposing.to_ask(rounds.lock(made.id))]) == (2, [crowd[0].id])


def test_change_that_does_not_fit_gives_the_place_up(table, sign_up, placed, crowd, now):
    # given
    made = table()

    # when
    sign_up(made, crowd[0], times=[1])  # while nobody was asked
    proposed = placed(made)["Eve"]
    ask(made, now)
    sign_up(made, crowd[1], times=[1])  # asked, and now able on Thursdays alone

    # then
    assert (proposed, placed(made)["Finn"], sign_up_of(made, crowd[1]).asked_at) == (None, 2, now)


def test_change_that_fits_keeps_place_and_answer(table, sign_up, placed, crowd, now):
    # given
    made = table()
    ask(made, now)
    answer(made, crowd[0], yes=True, now=now)

    # when
    sign_up(made, crowd[0], wish="Something else")

    # then
    assert (placed(made)["Eve"], sign_up_of(made, crowd[0]).answer) == (1, PlaceAnswer.YES)


def test_opening_sign_up_again_forgets_the_proposal(table, placed, groups_of, crowd, now):
    # given
    made = table()
    move(made, crowd[4], groups_of(made)[1])

    # when
    with transaction():
        rounds.reopen_sign_up(made.id, now=now)

    # then
    assert (set(placed(made).values()), groups_of(made)) == ({None}, [])
    assert db.session.scalar(select(func.count()).select_from(RoundMove)) == 0
