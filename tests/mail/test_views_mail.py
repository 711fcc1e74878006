"""The mail page: where each message is, why one is held up, another try; for those who manage alone."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from database import transaction
from mail import claims
from mail.models import OutgoingMail, OutgoingState
from people.models import Role
from tests.infra.letters import ADA, BO, mail_of, post, states
from tests.infra.pages import links, text, words


@pytest.fixture
def page_for(client_of):
    """`page_for(chen, "/mail?state=look")`: what the page says, without markup, on one line."""

    def read(person, address="/mail"):
        answer = client_of(person).get(address)
        assert answer.status_code == 200, answer.text
        return _words(answer.text.partition("<main")[2].partition("</main>")[0])

    return read


def _words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html.replace("&#39;", "'")).split())


def put(key, **columns):
    """A message somewhere along its way."""
    id_ = post(key, stream=key, to=columns.pop("to", ADA), topic=columns.pop("topic", "t")).id
    with transaction() as session:
        session.execute(update(OutgoingMail).where(OutgoingMail.id == id_).values(**{"attempts": 1, **columns}))


def test_each_message_says_where_it_is(client, page_for, chen, now):
    # given
    put("queued")
    put("sending", state=OutgoingState.SENDING)
    put("sent", state=OutgoingState.SENT, subject="Lunch, Tuesday")
    put("answered", state=OutgoingState.SENT, subject="Lunch, Friday", answered_at=now)
    put("failed", state=OutgoingState.FAILED, error="The mail server refused it: 550 5.1.1 no such user")
    put("bounced", state=OutgoingState.BOUNCED, error="It came back from mx: 5.2.2 mailbox full")
    put("replaced", state=OutgoingState.REPLACED)
    put("dropped", state=OutgoingState.DROPPED)

    # when
    said = page_for(chen)

    # then
    rows = [row.strip() for row in said.partition("Where it is")[2].split(ADA)[1:]]
    written = "Not written yet Tuesday 1 December, 10:00"
    assert rows == [
        f"{written} Not needed any more",
        f"{written} Replaced by a newer one",
        f"{written} Came back It came back from mx: 5.2.2 mailbox full Try again",
        f"{written} Did not leave The mail server refused it: 550 5.1.1 no such user Try again",
        "Lunch, Friday Tuesday 1 December, 10:00 Sent, answered from the calendar",
        "Lunch, Tuesday Tuesday 1 December, 10:00 Sent",
        f"{written} On its way",
        f"{written} On its way",
    ]


def test_a_message_that_waits_says_why_and_when_it_is_tried_again(client, page_for, chen):
    # given
    put("a", error="The mail server did not take it yet: 451 later", due_at=datetime.now(UTC) + timedelta(minutes=15, seconds=30))

    # then
    assert "On its way The mail server did not take it yet: 451 later Next try in 15 minutes Try again" in page_for(chen)


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("all", ["dropped", "bounced", "failed", "sent", "sending", "queued"]),
        ("look", ["bounced", "failed"]),
        ("queued", ["sending", "queued"]),
        ("sent", ["sent"]),
        ("nonsense", ["dropped", "bounced", "failed", "sent", "sending", "queued"]),
    ],
)
def test_the_filter_shows_one_kind(client, page_for, chen, state, shown):
    # given
    for name in ("queued", "sending", "sent", "failed", "bounced", "dropped"):
        put(name, state=OutgoingState(name), subject=f"<{name}>")

    # when
    said = page_for(chen, f"/mail?state={state}")

    # then
    assert re.findall(r"&lt;(\w+)&gt;", said) == shown


def test_totals_are_by_session_and_lead_to_its_messages(
    client, page_for, client_of, chen, ada, bo, dana, meetup, smtp_sink, reply, deliver
):
    # given
    smtp_sink.answers[dana.email] = "550 5.1.1 no such user"
    session = meetup(invited=[ada, bo, dana])
    meetup(invited=[ada], title="Evening walk")
    deliver()
    reply(ada, "ACCEPTED")

    # when
    everything = page_for(chen)
    (address,) = re.findall(r'href="(/mail\?topic=session:\d+)">Lunch and learn', client_of(chen).get("/mail").text)
    of_one = page_for(chen, address)

    # then
    heads = "About Sent Answered from a calendar On its way Held up"
    assert address == f"/mail?topic={session.topic}"
    assert f"{heads} Lunch and learn 3 0 0 1 Evening walk 1 1 0 0" in everything
    assert "What we sent about Lunch and learn . " in of_one
    assert f"This session {heads} Lunch and learn 3 0 0 1 Messages" in of_one
    assert "Evening walk" not in of_one


def test_the_page_says_when_there_is_nothing(client, page_for, chen):
    # then
    assert "No mail yet When a session is published, the invitations stand here" in page_for(chen)
    assert "Nothing is held up All other messages stand under “All”." in page_for(chen, "/mail?state=look")
    assert "None of these All other messages stand under “All”." in page_for(chen, "/mail?state=sent")


def test_many_messages_are_read_in_pages(client, page_for, chen):
    # given
    for number in range(60):
        put(f"k{number:02}", subject=f"<{number:02}>")

    # when
    first, second = (re.findall(r"&lt;(\d\d)&gt;", page_for(chen, f"/mail?page={number}")) for number in (1, 2))

    # then
    assert first + second == [f"{number:02}" for number in reversed(range(60))]
    assert 0 < len(second) < 60


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_takes_the_same_number_of_queries_for_any_number_of_messages(
    client_of, chen, meetup, colleagues, count_queries, count
):
    # given
    people = colleagues(count)
    for number in range(count):
        meetup(invited=people[: number + 1], title=f"Lunch {number}")
    client = client_of(chen)

    # when
    with count_queries() as statements:
        client.get("/mail")

    # then
    assert len([one for one in statements if one.startswith("SELECT")]) == 5


def test_what_stands_in_a_message_is_text_on_the_page(client, client_of, chen):
    # given
    put("a", state=OutgoingState.FAILED, subject="<script>a()</script>", error="550 <img src=x>", to="<b>@x.example")

    # when
    html = client_of(chen).get("/mail").text

    # then
    assert "&lt;script&gt;a()&lt;/script&gt;" in html
    assert "550 &lt;img src=x&gt;" in html
    assert "<script>a()" not in html
    assert "<img src=x>" not in html


@pytest.mark.parametrize("state", [OutgoingState.FAILED, OutgoingState.BOUNCED, OutgoingState.QUEUED])
def test_try_again_sends_it_and_comes_back_to_where_one_was(client_of, chen, smtp_sink, deliver, state):
    # given
    put("a", state=state, error="450 later", due_at=datetime.now(UTC) + timedelta(hours=3))
    client = client_of(chen)

    # when
    answer = client.post(f"/mail/{mail_of('a').id}/retries?topic=t&state=look")
    deliver()

    # then
    assert (answer.status_code, answer.location) == (303, "/mail?topic=t&state=look")
    assert "We try again now." in client.get("/mail").text
    assert (states(), len(smtp_sink.received)) == ({"a": "sent"}, 1)


def test_try_again_says_why_not(client_of, chen, now):
    # given
    put("a", state=OutgoingState.SENT)
    client = client_of(chen)

    # when
    client.post(f"/mail/{mail_of('a').id}/retries")
    sent = client.get("/mail").text
    client.post("/mail/999/retries")
    missing = client.get("/mail").text

    # then
    assert "This message does not wait for a retry." in sent
    assert "There is no such message." in missing
    assert states() == {"a": "sent"}


def test_try_again_does_not_take_a_message_out_of_a_workers_hands(client_of, chen, now):
    # given
    post("a", at=now)
    id_ = mail_of("a").id
    with transaction():
        claims.claim(1, now=now)

    # when
    client_of(chen).post(f"/mail/{id_}/retries")

    # then
    assert states() == {"a": "sending"}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["ada", "bo", "dana"])
def test_employees_and_hosts_are_refused(client_of, request, meetup, name, method):
    # given
    person = request.getfixturevalue(name)
    meetup(invited=[request.getfixturevalue("ada")])  # hosted by Bo
    put("a", state=OutgoingState.FAILED, to=BO)
    address = "/mail" if method == "get" else f"/mail/{mail_of('a').id}/retries"

    # when
    answer = getattr(client_of(person), method)(address)

    # then
    assert answer.status_code == 403
    assert BO not in answer.text
    assert mail_of("a").state is OutgoingState.FAILED


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_signed_in_is_asked_to(client, admin, method):
    # given
    put("a", state=OutgoingState.FAILED)

    # when
    answer = getattr(client, method)("/mail" if method == "get" else "/mail/1/retries")

    # then
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/sign-in")
    assert states() == {"a": "failed"}


def test_administrators_see_it_too(client_of, admin):
    # given
    put("a")

    # then
    assert (admin.role, client_of(admin).get("/mail").status_code) == (Role.ADMINISTRATOR, 200)


def test_a_mail_about_nothing_but_its_reader_stands_on_nobodys_page(client, page_for, client_of, chen, admin):
    # given
    put("a", topic="", subject="Your link to sign in", state=OutgoingState.FAILED)
    put("b", subject="Lunch")

    # when
    said = [page_for(person, address) for person in (chen, admin) for address in ("/mail", "/mail?state=look", "/mail?topic=")]
    browser = client_of(chen)
    browser.post(f"/mail/{mail_of('a').id}/retries")

    # then
    assert [("link to sign in" in page, page.count(ADA)) for page in said] == [(False, 1), (False, 0), (False, 1)] * 2
    assert "There is no such message." in browser.get("/mail").text
    assert states()["a"] == "failed"


def test_mail_about_a_date_is_also_that_of_its_series(weekly, client_of, dates, chen, ada):
    # given
    date = dates(weekly(invited=[ada]))[0]
    weekly(invited=[ada], title="Evening walk")
    browser = client_of(chen)

    # when
    (address,) = [link for link in links(browser.get(f"/sessions/{date.id}/roster")) if link.startswith("/mail?topic")]
    page = browser.get(address)

    # then
    assert (words(page, "p", "lede"), text(page).count("ada@"), "Evening walk" in text(page)) == (
        ["What we sent about Lunch and learn."],
        1,
        False,
    )
