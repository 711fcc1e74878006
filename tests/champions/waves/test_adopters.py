"""Raising a hand and taking it down; whoever stands on a list is asked, and in only after a yes."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, inspect, select

from champions.waves import adopters, lists, queries
from champions.waves.errors import WaveError
from champions.waves.models import EarlyAdopter
from database import db, transaction
from mail.models import OutgoingMail
from people.erasing import erase
from people.models import Person
from tests.infra.pages import said, text, words


def standing(person):
    (person_id,) = inspect(person).identity
    found = db.session.scalar(
        select(EarlyAdopter).where(EarlyAdopter.person_id == person_id).execution_options(populate_existing=True)
    )
    return found.standing.value if found else ""


def hands():
    return sorted(one.name for one in queries.candidates())


def mails():
    return [row.recipient.partition("@")[0] for row in db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))]


def link(person):
    return adopters.path_of(queries.mine(inspect(person).identity[0]))


def test_hand_is_raised_changed_and_taken_down_by_page(client_of, ada):
    # given
    mine = client_of(ada)

    # when
    raised = mine.post("/me/early-adopter", data={"topics": "Search, search;  phone app "}, follow_redirects=True)
    seen = hands()
    topics = queries.mine(ada.id).topics
    down = mine.post("/me/early-adopter/withdrawal", follow_redirects=True)

    # then
    assert words(raised, "h1") == ["Your hand is raised"]
    assert (seen, topics) == (["Ada Okafor"], ["Search", "phone app"])
    assert said(down) == ["Noted, and no reason needed. Nobody asks again soon."]
    db.session.rollback()
    assert (hands(), standing(ada), queries.mine(ada.id).topics) == ([], "down", [])


@pytest.mark.parametrize("topics", [[f"topic {number}" for number in range(13)], ["x" * 61]])
def test_too_many_or_too_long_topics_are_refused(do, client_of, ada, topics):
    with pytest.raises(WaveError):
        do(adopters.raise_hand, ada, topics)
    page = client_of(ada).post("/me/early-adopter", data={"topics": ", ".join(topics)})
    assert (page.status_code, standing(ada)) == (422, "")


def test_list_asks_and_puts_nobody_in(client_of, deliver, smtp_sink, add_person, ada, bo, dana, chen, do):
    # given
    do(adopters.raise_hand, bo, [])
    add_person("Gone Away", active=False)
    file = "Naam;E-mail;Attitude\nAda;ada@brink-waal.example;skeptic\nBo;BO@brink-waal.example;\nEve;eve@x.org;\nGone;gone@brink-waal.example;"
    manager = client_of(chen)

    # when
    page = manager.post("/waves/list", data={"file": (io.BytesIO(file.encode()), "list.csv")})
    before = (hands(), mails())
    asked = manager.post("/waves/list/people", data={"person": [ada.id, bo.id]}, follow_redirects=True)
    deliver()

    # then
    assert "2 of the file are known here" in text(page)
    assert "eve@x.org, gone@brink-waal.example" in text(page)
    assert "skeptic" not in page.text
    assert before == (["Bo Lindqvist"], [])
    assert said(asked) == ["1 colleague is asked, unless they were asked already or said no lately. 1 raised a hand already."]
    db.session.rollback()
    assert (hands(), standing(ada)) == (["Bo Lindqvist"], "asked")
    (mail,) = smtp_sink.to("ada@brink-waal.example")
    assert mail.message["Subject"] == "Would you like to try new things first?"
    assert link(ada) in mail.message.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("mail\nbo@brink-waal.example\nada@brink-waal.example\n", ["Ada Okafor", "Bo Lindqvist"]),
        ("1,ada@brink-waal.example\n2,bo@brink-waal.example\n", ["Ada Okafor", "Bo Lindqvist"]),  # no headings
        ("sep=;\nid;x\n7; ADA@brink-waal.example\n8;ada@brink-waal.example", ["Ada Okafor"]),
    ],
)
def test_list_is_read_in_any_usual_shape(ada, bo, content, names):
    assert [person.name for person in lists.read(io.BytesIO(content.encode())).people] == names


@pytest.mark.parametrize("content", [b"", b"name\nAda\n", b"PK\x03\x04rest", b"mail\n" + b"a@b.example\n" * 1001])
def test_file_that_is_no_list_says_what_to_do(client_of, chen, content):
    page = client_of(chen).post("/waves/list", data={"file": (io.BytesIO(content), "list.csv")})
    nothing = client_of(chen).post("/waves/list", data={})
    assert (page.status_code, nothing.status_code, "Not saved yet." in text(page)) == (422, 422, True)


@pytest.mark.parametrize(
    ("press", "then", "heading"), [("yes", "raised", "Your hand is raised"), ("no", "down", "Thank you for answering")]
)
def test_link_answers_without_signing_in(client, do, ada, chen, press, then, heading):
    # given
    do(adopters.ask, [ada.id], by=chen)
    path = link(ada)

    # when
    before = [client.get(path).status_code, client.post(path, data={}).status_code]
    unanswered = standing(ada)
    after = client.post(path, data={"answer": press}, follow_redirects=True)

    # then
    assert (before, unanswered) == ([200, 303], "asked")
    assert words(after, "h1") == [heading]
    db.session.rollback()
    assert standing(ada) == then
    assert client.get(path).status_code == (200 if press == "yes" else 410)


def test_asking_again_does_not_tell_a_manager_when_somebody_says_no(client_of, do, ada, chen):
    # given
    def ask(*numbers):
        return said(client_of(chen).post("/waves/list/people", data={"person": [ada.id, *numbers]}, follow_redirects=True))

    first, waits = ask(), ask()

    # when
    do(adopters.take_down, ada)

    # then
    assert [first, waits, ask("9" * 30)] == [["1 colleague is asked, unless they were asked already or said no lately."]] * 3


def test_nobody_asks_again_soon_after_a_no(do, ada, chen, now):
    # given
    do(adopters.ask, [ada.id], by=chen)
    do(adopters.take_down, ada)

    # when
    done = [do(adopters.ask, [ada.id], by=chen, at=now + timedelta(days=days)) for days in (1, 179, 181)]

    # then
    assert [(one.asked, one.left_alone) for one in done] == [([], [ada.id]), ([], [ada.id]), ([ada.id], [])]


def test_mail_does_not_leave_once_it_is_answered(do, deliver, smtp_sink, ada, chen):
    do(adopters.ask, [ada.id], by=chen)
    do(adopters.take_down, ada)
    deliver()
    assert smtp_sink.received == []


def test_who_was_asked_or_said_no_shows_nowhere(do, client_of, ada, bo, chen, admin, dana):
    # given
    do(adopters.ask, [ada.id, bo.id], by=chen)
    do(adopters.take_down, bo)

    # when
    pages = [client_of(person).get(path).text for person in (chen, admin) for path in ("/waves", "/mail", "/ambassadors")]
    closed = {
        client_of(person).get(path).status_code for person in (ada, dana) for path in ("/waves", "/waves/new", "/waves/list")
    }

    # then
    assert [name for page in pages for name in ("Ada Okafor", "Bo Lindqvist") if name in page.partition("<main")[2]] == []
    assert closed == {403}
    assert client_of(dana).post("/waves/list/people", data={"person": [dana.id]}).status_code == 403


def test_own_data_and_erasing(do, client_of, ada, chen, now):
    # given
    do(adopters.ask, [ada.id], by=chen)

    # when
    data = client_of(ada).get("/me/data.json").json["early_adopter"]
    page = client_of(ada).get("/me/data")
    with transaction():
        erase(db.session.get_one(Person, ada.id), now=now)

    # then
    assert (data[0]["hand"], data[0]["asked_by"], page.status_code) == ("asked", "Chen Meijer", 200)
    assert db.session.scalar(select(func.count()).select_from(EarlyAdopter)) == 0
