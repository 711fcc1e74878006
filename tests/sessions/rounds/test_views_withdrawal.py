"""Withdrawing is asked first, and can be taken back while sign-up is open; nothing is kept for it."""

import re

import pytest
from sqlalchemy import func, select

from database import db, transaction
from people import sealing
from sessions.rounds import rounds, views_withdrawal
from sessions.rounds.models import Companion, KeptApart, SignUp
from sessions.rounds.signing_up import said_of
from tests.infra.pages import said
from tests.infra.sign_ups import round_link, sign_up_of


def sealed_in(page) -> str:
    found = re.search(r'name="said" value="([^"]+)"', page.text)
    return found[1] if found else ""


@pytest.fixture
def signed_up(round_, sign_up, ada, bo, dana):
    """Ada signed up: with Bo, without Dana, for something."""
    made = round_()
    sign_up(made, bo)
    sign_up(made, ada, companions=[bo], kept_apart=[dana], wish="Share a plan")
    return made


@pytest.mark.parametrize("by_link", [True, False])
def test_withdrawal_is_asked_and_taken_back(client, client_of, signed_up, round_mails, ada, by_link):
    # given
    base = round_link(signed_up, ada) if by_link else f"/rounds/{signed_up.id}"
    browser = client if by_link else client_of(ada)
    before = said_of(sign_up_of(signed_up, ada))

    # when
    asked = browser.get(f"{base}/withdrawal")
    still_in = sign_up_of(signed_up, ada).person_id
    out = browser.post(f"{base}/withdrawal")
    kept = db.session.scalar(select(func.count()).select_from(SignUp).where(SignUp.person_id == ada.id))
    back = browser.post(f"{base}/withdrawal/undo", data={"said": sealed_in(out)}, follow_redirects=True)

    # then
    assert ("The next page has a button to take it back." in asked.text, still_in) == (True, ada.id)
    assert (out.status_code, kept, "Share a plan" in out.text) == (200, 0, False)
    assert "You are in again, with everything you had said." in back.text
    assert said_of(sign_up_of(signed_up, ada)) == before
    # then: Bo, who was asked before whether to come along, is not asked again
    assert [name for kind, name, *_rest in round_mails() if kind == "companion"] == ["bo"]


def test_nothing_is_kept_of_what_was_said(client_of, signed_up, ada):
    # when
    client_of(ada).post(f"/rounds/{signed_up.id}/withdrawal")

    # then
    db.session.rollback()
    counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (Companion, KeptApart)]
    assert counts == [0, 0]


def test_withdrawal_pressed_twice_says_the_same(client_of, signed_up, ada):
    # given
    browser = client_of(ada)
    browser.post(f"/rounds/{signed_up.id}/withdrawal")

    # when
    again = browser.post(f"/rounds/{signed_up.id}/withdrawal")

    # then
    assert (again.status_code, sealed_in(again)) == (200, "")
    assert browser.get(f"/rounds/{signed_up.id}/withdrawal").location.endswith("/sign-up")


def test_withdrawal_after_sign_up_is_not_taken_back(client_of, signed_up, ada, now):
    # given
    with transaction():
        rounds.close_sign_up(signed_up.id, now=now)
    browser = client_of(ada)

    # when
    asked = browser.get(f"/rounds/{signed_up.id}/withdrawal")
    out = browser.post(f"/rounds/{signed_up.id}/withdrawal")

    # then
    assert "Sign-up is closed, so this cannot be taken back." in asked.text
    assert sealed_in(out) == ""


def test_what_somebody_else_had_said_or_an_altered_word_undoes_nothing(client_of, signed_up, ada, dana):
    # given
    out = client_of(ada).post(f"/rounds/{signed_up.id}/withdrawal")

    # when
    stolen = client_of(dana).post(f"/rounds/{signed_up.id}/withdrawal/undo", data={"said": sealed_in(out)})
    altered = client_of(ada).post(f"/rounds/{signed_up.id}/withdrawal/undo", data={"said": sealed_in(out)[:-9] + "AAAAAAAAA"})

    # then
    assert [page.location.rpartition("/")[2] for page in (stolen, altered)] == ["sign-up", "sign-up"]
    db.session.rollback()
    assert rounds.count_signed_up(rounds.lock(signed_up.id)) == 1


def test_what_was_said_is_sealed_for_a_day(client_of, signed_up, ada, clock):
    # given
    browser = client_of(ada)
    sealed = sealed_in(browser.post(f"/rounds/{signed_up.id}/withdrawal"))

    # when
    clock.shift(views_withdrawal.UNDONE_WITHIN + 1)

    # then
    with pytest.raises(sealing.SealBroken):
        sealing.open_(sealed, views_withdrawal.PURPOSE, seconds=views_withdrawal.UNDONE_WITHIN)


def test_who_comes_late_reads_what_they_can_do(client, client_of, signed_up, dana, chen, now):
    # given
    with transaction():
        rounds.close_sign_up(signed_up.id, now=now)

    # when
    late = client_of(dana).get(f"/rounds/{signed_up.id}/sign-up")
    poster = client.get(f"/join/{signed_up.token}")

    # then: a stranger at the poster does not read who looks after it
    assert (late.status_code, poster.status_code) == (410, 410)
    assert (f"mailto:{chen.email}" in late.text, chen.email in poster.text) == (True, False)
    assert "See whether another round takes sign-ups, and what else there is to come to." in late.text
    assert said(late) == []
