"""What people say when they sign up, change it, withdraw."""

from datetime import timedelta

import pytest

from database import db, transaction
from sessions.errors import DetailsInvalid
from sessions.rounds import rounds, signing_up
from sessions.rounds.errors import RoundClosed
from sessions.rounds.models import KeptApart, SignUp, SignUpTime
from tests.infra.sign_ups import sign_up_of


def rows(table) -> int:
    return db.session.query(table).count()


def test_sign_up_keeps_what_was_said_and_confirms_it_once(round_, sign_up, round_mails, ada, bo, dana):
    # given
    made = round_()

    # when
    sign_up(made, ada, times=[1], places=[0], wish=" Share a plan ", companions=[bo], kept_apart=[dana], manager_welcome=True)
    sign_up(made, ada, times=[0], places=[0], wish=None, companions=[bo], kept_apart=[dana])

    # then
    said = signing_up.said_of(sign_up_of(made, ada))
    assert (list(said.times), list(said.places), list(said.languages)) == ([made.times[0].id], [made.places[0].id], ["en"])
    assert (said.wish, said.companions, said.kept_apart, said.manager_welcome) == ("Share a plan", (bo.id,), (dana.id,), False)
    assert round_mails() == [("sign_up", "ada", "queued", "")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"times": []}, "times"), ({"places": []}, "places"), ({"wish": "x" * 1001}, "wish")],
)
def test_what_cannot_be_said_names_its_field(round_, sign_up, ada, changes, field):
    # when
    with pytest.raises(DetailsInvalid) as refused:
        sign_up(round_(), ada, **changes)

    # then
    assert (refused.value.field, rows(SignUp)) == (field, 0)


def test_nobody_can_be_wished_for_and_kept_apart(round_, sign_up, ada, bo):
    # when
    with pytest.raises(DetailsInvalid) as refused:
        sign_up(round_(), ada, companions=[bo], kept_apart=[bo])

    # then
    assert refused.value.field == "kept_apart"


def test_closed_sign_up_takes_changes_but_nobody_new(round_, sign_up, ada, bo, now):
    # given
    made, later = round_(sign_up_until=now + timedelta(days=1)), now + timedelta(days=2)
    sign_up(made, ada)

    # when
    changed = sign_up(made, ada, times=[0], at=later)
    with pytest.raises(RoundClosed) as refused:
        sign_up(made, bo, at=later)

    # then
    assert (len(signing_up.said_of(changed).times), refused.value.message) == (1, "Sign-up is closed.")


def test_withdrawing_keeps_nothing_and_asks_nothing(round_, sign_up, round_mails, ada, bo, now):
    # given
    made = round_()
    sign_up(made, ada, kept_apart=[bo])

    # when
    with transaction():
        signing_up.withdraw(made.id, ada, now=now)

    # then: the confirmation that had not left is replaced
    assert [rows(table) for table in (SignUp, SignUpTime, KeptApart)] == [0, 0, 0]
    assert round_mails() == [("sign_up", "ada", "replaced", ""), ("withdrawal", "ada", "queued", "")]


def test_companion_is_asked_only_if_they_signed_up_too(round_, sign_up, round_mails, ada, bo, dana):
    # given
    made = round_()

    # when
    sign_up(made, ada, companions=[bo, dana])
    before = round_mails()
    sign_up(made, bo)
    sign_up(made, ada, companions=[bo, dana])
    sign_up(made, ada, companions=[bo])

    # then: Dana hears nothing, Bo once
    assert before == [("sign_up", "ada", "queued", "")]
    assert [mail[:2] for mail in round_mails() if mail[0] == "companion"] == [("companion", "bo")]
    assert [person.id for person in signing_up.wish_to_come_with(sign_up_of(made, bo))] == [ada.id]


def test_who_named_back_is_asked_nothing(round_, sign_up, round_mails, ada, bo):
    # given
    made = round_()
    sign_up(made, ada, companions=[bo])

    # when
    sign_up(made, bo, companions=[ada])

    # then
    assert [mail[0] for mail in round_mails()] == ["sign_up", "sign_up"]
    assert signing_up.wish_to_come_with(sign_up_of(made, bo)) == []


def test_signed_up_people_are_counted_while_they_are_here(round_, sign_up, add_person, ada):
    # given
    made, gone = round_(), add_person("Gone Away")
    sign_up(made, ada)
    sign_up(made, gone)

    # when
    with transaction():
        db.session.merge(gone).active = False

    # then
    assert (rounds.count_signed_up(made), [one.person_id for one in rounds.signed_up(made)]) == (1, [ada.id])
