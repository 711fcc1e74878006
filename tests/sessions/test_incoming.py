"""The queue of what came in: hosts see their own sessions', those who manage all; they read why, and decide once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import IncomingMail, IncomingState
from sessions.models import Host
from sessions.replies import Reason
from tests.infra.pages import links, said, text

XSS = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'>"


@pytest.fixture
def lunch(meetup, ada):
    """Hosted by Bo."""
    return meetup(invited=[ada])


@pytest.fixture
def spoofed(lunch, answer, comes_in, ada):
    """An answer in Ada's name from another address."""
    return comes_in(answer(lunch, ada, sender="ada@private.example", properties=["COMMENT:From home"]))


def test_hosts_see_their_own_sessions_messages_and_those_who_manage_all(
    meetup, lunch, answer, comes_in, client_of, ada, bo, chen, dana, admin
):
    # given
    dinner = meetup(invited=[ada], title="Dinner", host_ids=(chen.id,))
    at_lunch, at_dinner = [comes_in(answer(session, ada, sender="else@where.example")) for session in (lunch, dinner)]
    nowhere = comes_in(answer(lunch, ada), token="a" * 26)
    ids = [message.id for message in (at_lunch, at_dinner, nowhere)]

    # when
    seen = {}
    for person in (ada, bo, chen, dana, admin):
        client = client_of(person)
        page = client.get("/incoming")
        listed = [id_ for id_ in ids if f"/incoming/{id_}" in links(page)]
        opened = [id_ for id_ in ids if client.get(f"/incoming/{id_}").status_code == 200]
        raw = [id_ for id_ in ids if client.get(f"/incoming/{id_}/raw").status_code == 200]
        seen[person.name.split()[0]] = (page.status_code, listed, opened, raw)

    # then
    everything = (200, ids, ids, ids)
    assert seen == {
        "Ada": (404, [], [], []),
        "Bo": (200, ids[:1], ids[:1], ids[:1]),
        "Chen": everything,
        "Dana": (404, [], [], []),
        "Marieke": everything,
    }


def test_nobody_decides_about_what_they_do_not_see(spoofed, client, client_of, ada, dana):
    # when
    decided = {
        (who, what): browser.post(f"/incoming/{spoofed.id}/{what}").status_code
        for who, browser in {"Ada": client_of(ada), "Dana": client_of(dana), "nobody": client}.items()
        for what in ("confirmation", "closure")
    }

    # then
    assert {code for (who, _what), code in decided.items() if who != "nobody"} == {404}
    assert {code for (who, _what), code in decided.items() if who == "nobody"} <= {302, 303, 401}
    assert db.session.scalars(select(IncomingMail.state)).all() == [IncomingState.WAITING]


def test_host_of_another_session_decides_nothing(meetup, spoofed, client_of, add_person):
    # given
    eve = add_person("Eve Mulder")
    meetup(title="Dinner", host_ids=(eve.id,))

    # when
    codes = [client_of(eve).post(f"/incoming/{spoofed.id}/{what}").status_code for what in ("confirmation", "closure")]

    # then
    assert codes == [404, 404]


def test_message_says_from_whom_for_whom_and_why_it_waits(spoofed, client_of, bo):
    # when
    client = client_of(bo)
    row, page = text(client.get("/incoming")), text(client.get(f"/incoming/{spoofed.id}"))

    # then
    assert "ada@private.example" in row
    assert "Lunch and learn" in row
    assert "It came from another address than the invited person's." in row
    assert [word in page for word in ("ada@private.example", "Ada Okafor", "Yes", "for ada@brink-waal.example", "From home")] == [
        True
    ] * 5


def test_host_lets_an_answer_count_once(lunch, spoofed, client_of, room, bo):
    # given
    client = client_of(bo)

    # when
    first = client.post(f"/incoming/{spoofed.id}/confirmation", follow_redirects=True)
    again = client.post(f"/incoming/{spoofed.id}/confirmation", follow_redirects=True)
    aside = client.post(f"/incoming/{spoofed.id}/closure", follow_redirects=True)

    # then
    assert room(lunch)["Ada"] == ("accepted", "seated", None)
    assert [said(page) for page in (first, again, aside)] == [
        ["The answer counts."],
        ["Somebody has decided about this message already."],
        ["Somebody has decided about this message already."],
    ]
    assert f"/incoming/{spoofed.id}" not in links(client.get("/incoming"))
    assert f"/incoming/{spoofed.id}" in links(client.get("/incoming?all=1"))
    settled = links(client.get(f"/incoming/{spoofed.id}"))
    assert [address for address in settled if address.endswith(("confirmation", "closure"))] == []


def test_message_is_put_aside_and_stays_kept(lunch, spoofed, client_of, room, bo):
    # given
    client = client_of(bo)

    # when
    page = client.post(f"/incoming/{spoofed.id}/closure", follow_redirects=True)

    # then
    assert said(page) == ["Put aside. The message stays kept."]
    assert room(lunch)["Ada"] == ("needs-action", "none", None)
    kept = db.session.get_one(IncomingMail, spoofed.id)
    assert (kept.state, kept.decided_by_id, kept.reason) == (IncomingState.CLOSED, bo.id, Reason.OTHER_SENDER)
    assert client.get(f"/incoming/{spoofed.id}/raw").data.startswith(b"From: ada@private.example")


@pytest.mark.parametrize(
    ("changes", "may_count"),
    [
        ({"sender": "else@where.example"}, True),
        ({"attendee": "else@where.example"}, True),
        ({"uid": "another"}, False),
        ({"partstat": "DELEGATED"}, False),
        ({"method": "COUNTER"}, False),
        ({"method": "CANCEL"}, False),
    ],
)
def test_only_an_answer_whose_sender_is_unclear_can_be_counted(lunch, answer, comes_in, client_of, ada, bo, changes, may_count):
    # given
    incoming = comes_in(answer(lunch, ada, **changes))

    # when
    page = client_of(bo).get(f"/incoming/{incoming.id}")

    # then
    assert (f"/incoming/{incoming.id}/confirmation" in links(page), f"/incoming/{incoming.id}/closure" in links(page)) == (
        may_count,
        True,
    )


def test_proposed_time_stands_beside_the_one_it_answers(lunch, answer, comes_in, client_of, ada, bo):
    # given
    times = ["DTSTART:20261209T140000Z", "DTEND:20261209T150000Z", "X-MS-OLK-ORIGINALSTART:20261208T090000Z"]
    incoming = comes_in(answer(lunch, ada, method="COUNTER", properties=times))

    # when
    page = client_of(bo).get(f"/incoming/{incoming.id}")

    # then
    assert "Wednesday 9 December, 15:00–16:00 instead of Tuesday 8 December, 10:00–11:00" in text(page)
    assert f"/sessions/{lunch.id}/edit" in links(page)


@pytest.mark.parametrize("proposed", ["99991231T235959Z", "00010101T000000Z", "20261309T140000Z", "20261209T140000"])
def test_senseless_proposal_breaks_no_page(lunch, answer, comes_in, client_of, ada, bo, proposed):
    # given
    times = [f"DTSTART:{proposed}", f"X-MS-OLK-ORIGINALSTART:{proposed}"]
    incoming = comes_in(answer(lunch, ada, method="COUNTER", properties=times))

    # when
    codes = [client_of(bo).get(path).status_code for path in ("/incoming", f"/incoming/{incoming.id}")]

    # then
    assert (incoming.reason, codes) == (Reason.COUNTER, [200, 200])


def test_delegation_names_who_is_to_come(lunch, answer, comes_in, client_of, ada, bo):
    # given
    delegated = answer(lunch, ada, "DELEGATED", parameters=';DELEGATED-TO="mailto:eve@x.example"')
    incoming = comes_in(delegated)

    # then
    assert "Instead comes eve@x.example" in text(client_of(bo).get(f"/incoming/{incoming.id}"))


def test_what_a_stranger_writes_is_text(lunch, answer, comes_in, client_of, ada, bo):
    # given
    hostile = XSS.replace(";", "")
    message = answer(
        lunch,
        ada,
        sender=f'"{hostile[:20]}" <{"x" * 10}@where.example>',
        attendee="<script>alert(1)</script>@x.example",
        properties=[f"COMMENT:{hostile}"],
        headers=["X: y"],
    ).raw.replace(b"Accepted: Lunch and learn", hostile.encode())
    from_outside = answer(lunch, ada).token

    # when
    incoming = comes_in(message, token=from_outside, envelope_from="<script>alert(1)</script>@x.example")
    pages = [client_of(bo).get(path) for path in ("/incoming", f"/incoming/{incoming.id}", "/incoming?all=1")]

    # then
    assert incoming.subject == hostile
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert [mark in page.text for page in pages for mark in ("<script>alert", "<img src=x")] == [False] * 6
    assert hostile in text(pages[1])


def test_message_as_it_came_runs_nowhere(lunch, comes_in, invitation_of, client_of, ada, bo):
    # given
    raw = b"Content-Type: text/html\r\nFrom: ada@brink-waal.example\r\n\r\n<script>alert(1)</script>"
    incoming = comes_in(raw, token=invitation_of(lunch, ada).token)

    # when
    answer = client_of(bo).get(f"/incoming/{incoming.id}/raw")

    # then
    assert answer.data == raw
    assert {name: answer.headers[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")} == {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f'attachment; filename="message-{incoming.id}.eml"',
        "X-Content-Type-Options": "nosniff",
    }
    assert answer.headers["Content-Security-Policy"] == "sandbox"


def test_what_cannot_be_read_says_why_and_can_be_put_aside(lunch, comes_in, invitation_of, client_of, ada, bo):
    # given
    raw = b"From: ada@brink-waal.example\r\nContent-Type: text/calendar\r\n\r\nEND:VCALENDAR\r\n"
    incoming = comes_in(raw, token=invitation_of(lunch, ada).token)
    client = client_of(bo)

    # when
    row, page = client.get("/incoming"), client.get(f"/incoming/{incoming.id}")
    client.post(f"/incoming/{incoming.id}/closure")

    # then
    assert incoming.state is IncomingState.UNREADABLE
    assert "Its calendar entry is broken." in text(row)
    assert "Its calendar entry is broken." in text(page)
    assert db.session.get_one(IncomingMail, incoming.id).state is IncomingState.CLOSED


def test_list_takes_as_many_queries_for_three_messages_as_for_one(meetup, answer, comes_in, client_of, count_queries, ada, bo):
    # given
    client = client_of(bo)
    counts = []
    for n in range(3):
        session = meetup(invited=[ada], title=f"Lunch {n}")
        comes_in(answer(session, ada, sender="else@where.example"))
        with count_queries() as queries:
            client.get("/incoming")
        counts.append(len(queries))

    # then
    assert counts[0] == counts[2]


def test_queue_is_empty_in_words(lunch, client_of, bo):
    # when
    waiting, settled = [client_of(bo).get(path) for path in ("/incoming", "/incoming?all=1")]

    # then
    assert "Nothing waits" in text(waiting)
    assert "Nothing has come in yet" in text(settled)


def test_oldest_that_waits_and_newest_that_is_settled_stand_first(lunch, answer, comes_in, client_of, ada, bo, now):
    # given
    def comes(minute: int, **changes):
        at = now + timedelta(minutes=minute)
        return comes_in(answer(lunch, ada, stamped=at, **changes), at=at).id

    waiting = [comes(minute, sender="else@where.example") for minute in (1, 2)]
    settled = [comes(minute) for minute in (3, 4)]

    # when
    pages = [links(client_of(bo).get(path)) for path in ("/incoming", "/incoming?all=1")]

    # then
    listed = [[int(link.rpartition("/")[2]) for link in page if link.startswith("/incoming/")] for page in pages]
    assert listed == [waiting, settled[::-1]]


def test_host_who_hosts_no_more_sees_nothing(lunch, spoofed, client_of, bo):
    # given
    with transaction() as session:
        session.delete(session.scalars(select(Host).where(Host.session_id == lunch.id)).one())

    # then
    assert client_of(bo).get(f"/incoming/{spoofed.id}").status_code == 404


def test_message_about_a_whole_series_names_all_of_its_dates(weekly, dates, answer, comes_in, client_of, ada, bo):
    # given: it came from an address that nobody knows
    series = weekly(invited=[ada])
    waiting = comes_in(answer(dates(series)[0], ada, sender="eve@elsewhere.example"))

    # when
    shown = text(client_of(bo).get(f"/incoming/{waiting.id}"))

    # then
    assert "all dates: Tuesday 8 December, Tuesday 15 December" in shown
    assert "Every Tuesday, 10:00" in shown


def test_message_about_one_date_of_a_series_names_that_date(weekly, dates, answer, comes_in, client_of, ada, bo):
    # given
    second = dates(weekly(invited=[ada]))[1]
    waiting = comes_in(answer(second, ada, sender="eve@elsewhere.example", properties=["RECURRENCE-ID:20261215T090000Z"]))

    # when
    shown = text(client_of(bo).get(f"/incoming/{waiting.id}"))

    # then
    assert ("all dates" in shown, "Tuesday 15 December" in shown) == (False, True)
