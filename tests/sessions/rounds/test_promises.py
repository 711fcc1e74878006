"""An outsider, a line manager and a curious administrator try to learn who signed up, who is where, and who would rather not meet whom."""

import json

import pytest

from database import db, transaction
from people import apart, reporting_lines
from people.models import Role
from sessions.rounds import intakes, placing, proposing, publishing, rounds
from sessions.rounds.signing_up import said_of
from tests.infra.sign_ups import sign_up_of

SECRETS = ("Secret wish", "Gus Test")  # what Eve wrote, and whom she would rather not meet


@pytest.fixture
def asked(round_, sign_up, propose, crowd, bo, now):
    """Eve (whose manager is Finn) and Hedda are asked about a group with Bo; Gus, whom Eve keeps apart, is in none."""
    made = round_(hosts=[bo])
    eve, finn, gus, hedda = crowd[:4]
    with transaction():
        reporting_lines.assign(db.session.merge(eve), finn.email)
    sign_up(made, eve, wish="Secret wish", kept_apart=[gus])
    for person in (gus, hedda):
        sign_up(made, person)
    propose(made, [[eve, hedda]], hosts=[bo])
    with transaction():
        proposing.ask(made.id, now=now)
    return made


def pages(made, crowd) -> list[str]:
    base = f"/rounds/{made.id}"
    own = [
        f"{base}/{page}"
        for page in ("", "people", "asking", "publication", "offer", "poster", "edit", "hosted", "sign-up", "cancellation")
    ]
    return [
        "/",
        "/rounds",
        *own,
        f"{base}/sign-ups/{sign_up_of(made, crowd[0]).id}",
        f"/join/{made.token}",
        "/calendar",
        "/me/data",
    ]


def read(browser, paths) -> str:
    return "\n".join(browser.get(path, follow_redirects=True).text for path in paths)


@pytest.mark.parametrize("who", ["outsider", "line manager", "administrator"])
def test_nobody_learns_who_signed_up(client_of, asked, crowd, dana, admin, who):
    # given
    person = {"outsider": dana, "line manager": crowd[1], "administrator": admin}[who]
    browser = client_of(person)

    # when
    seen = read(browser, pages(asked, crowd))
    more = read(browser, ["/mail?state=all", f"/mail?topic=round:{asked.id}&state=all", "/people", f"/people/{crowd[0].id}"])

    # then
    assert [name for name in ("Eve Test", "Gus Test", "Hedda Test", "Secret wish") if name in seen] == []
    assert [word for word in ("A group for you", "You signed up", "Together with", "Secret wish") if word in more] == []


def test_mail_page_shows_no_mail_to_one_who_signed_up(client_of, asked, round_mails, chen, deliver, smtp_sink):
    """Also not to whom the round belongs: the page of the round says what they need to know."""
    # given
    deliver()

    # then
    shown = client_of(chen).get("/mail?state=all").text
    assert [mail[3] for mail in round_mails()] == [""] * len(round_mails())
    assert "@brink-waal.example" not in shown.split("<main", 1)[1]


def test_manager_sees_names_and_places_and_nothing_they_said(client_of, asked, crowd, chen):
    # when
    seen = read(client_of(chen), pages(asked, crowd))

    # then
    assert all(name in seen for name in ("Eve Test", "Gus Test", "Hedda Test"))
    assert ("Secret wish" in seen, "rather not" in seen) == (False, False)
    move = client_of(chen).get(f"/rounds/{asked.id}/sign-ups/{sign_up_of(asked, crowd[2]).id}").text
    assert "1 other group is not offered. We do not say why" in move


def test_only_eve_reads_whom_she_keeps_apart(client_of, asked, crowd):
    # when
    mine = json.loads(client_of(crowd[0]).get("/me/data.json").text)["rounds"][0]
    his = client_of(crowd[2]).get("/me/data.json").text

    # then
    assert (mine["wish"], mine["would_rather_not_be_with"]) == SECRETS
    assert ("Eve" in his, "Secret" in his) == (False, False)


def test_host_reads_wishes_once_published_and_never_who_is_kept_apart(client_of, asked, crowd, bo, ada, chen, now):
    # given
    before = client_of(bo).get(f"/rounds/{asked.id}/hosted").status_code
    with transaction():
        placing.answer(asked.id, sign_up_of(asked, crowd[0]).id, yes=True, now=now)
    with transaction():
        publishing.publish(asked.id, by=chen, now=now)

    # when
    page = client_of(bo).get(f"/rounds/{asked.id}/hosted")

    # then
    assert (before, page.status_code, client_of(ada).get(f"/rounds/{asked.id}/hosted").status_code) == (404, 200, 404)
    assert ("Secret wish" in page.text, "Gus" in page.text) == (True, False)


def test_administrator_cannot_act_on_a_round(client_of, asked, admin):
    # when
    browser, base = client_of(admin), f"/rounds/{asked.id}"
    codes = {
        browser.post(f"{base}/{page}").status_code
        for page in ("asking", "publication", "cancellation", "composition", "moves/undo", "reopening")
    }

    # then
    assert (admin.role, codes) == (Role.ADMINISTRATOR, {403})


def test_draft_of_a_proposal_is_not_told_in_my_data(client_of, round_, sign_up, propose, crowd, bo):
    # given
    made = round_(hosts=[bo])
    for person in crowd[:2]:
        sign_up(made, person)
    propose(made, [crowd[:2]], hosts=[bo])

    # then
    mine = json.loads(client_of(crowd[0]).get("/me/data.json").text)["rounds"][0]
    assert (mine["proposed_group"], mine["answer"]) == ("", "")


def test_who_is_deleted_leaves_nothing_behind(asked, crowd):
    # when
    with transaction() as session:
        session.delete(session.get_one(type(crowd[0]), crowd[2].id))

    # then: also not whom Eve would rather not meet
    db.session.rollback()
    assert said_of(sign_up_of(asked, crowd[0])).kept_apart == ()


def test_whom_somebody_keeps_apart_everywhere_counts_in_a_round(round_, sign_up, crowd, bo):
    # given
    made = round_(hosts=[bo])
    eve, finn, gus = crowd[:3]
    sign_up(made, eve, kept_apart=[gus])
    sign_up(made, finn)
    with transaction():
        apart.keep(db.session.merge(finn), [eve.id])

    # when
    intake = intakes.intake_of(made, rounds.signed_up(made))

    # then
    assert {one.key: one.avoids for one in intake.candidates} == {eve.id: {gus.id, finn.id}, finn.id: {eve.id}}
