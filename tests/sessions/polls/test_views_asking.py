"""Naming whom a poll asks."""

import pytest

from tests.infra.pages import said, text, words


@pytest.fixture
def press(client_of, bo):
    """`press(poll, "ada@...", do="ask")`: Bo at the box."""

    def send(made, addresses="", **more):
        return client_of(bo).post(f"/polls/{made.id}/people", data={"addresses": addresses, **more})

    return send


def test_looking_asks_nobody_and_says_who_is_meant(poll, press, poll_mails, add_person, ada, dana):
    # given
    made = poll(asked=[ada])
    add_person("Gone", active=False)

    # when
    page = press(made, "ada@brink-waal.example, Dana Petrov, gone@brink-waal.example, stranger@brink-waal.example, no such name")

    # then
    assert words(page, "ul", "told") == ["1 asked now The mail leaves at once. 1 on the list already Hear nothing twice."]
    assert "Dana Petrov" in text(page)
    assert "1 address belongs to nobody here: stranger@brink-waal.example" in text(page)
    assert "Not active any more, and not invited: gone@brink-waal.example" in text(page)
    assert "Neither an e-mail address nor the name of a colleague: no such name" in text(page)
    assert words(page, "button", "btn-primary") == ["Ask 1 person"]
    assert poll_mails(made) == [("", "ada", "queued")]


def test_asking_more_people_of_an_open_poll_asks_them_at_once(poll, press, poll_mails, ada, dana):
    # given
    made = poll(asked=[ada])

    # when
    answers = [press(made, "dana@brink-waal.example", do="ask") for _press in range(2)]

    # then
    assert [answer.location for answer in answers] == [f"/polls/{made.id}"] * 2
    assert poll_mails(made) == [("", "ada", "queued"), ("", "dana", "queued")]


def test_teams_are_asked_too(poll, press, ada, dana, chen):
    # given
    made = poll(opened=False)

    # when
    press(made, departments=["Purchasing", "Door seals"], do="ask")
    opened = press(made, departments=["Purchasing", "Door seals"])

    # then
    assert words(opened, "ul", "told") == ["0 put on the list The mail leaves when you open the poll. 2 on the list already"]


def test_nobody_named_is_said(poll, press, ada):
    # given
    made = poll(asked=[ada])

    # when
    page = press(made)

    # then
    assert (page.status_code, said(page)) == (
        422,
        ["Nobody is named yet. Write names or addresses, or choose a department, function or location."],
    )


def test_only_who_manages_makes_people_of_unknown_addresses(poll, press, client_of, poll_mails, ada, bo, chen):
    # given
    made = poll(asked=[ada])
    data = {"addresses": "Eve New <eve@brink-waal.example>", "do": "ask", "add_unknown": "yes"}

    # when
    press(made, data["addresses"], do="ask", add_unknown="yes")
    by_the_host = len(poll_mails(made))
    client_of(chen).post(f"/polls/{made.id}/people", data=data)

    # then
    assert (by_the_host, poll_mails(made)) == (1, [("", "ada", "queued"), ("", "eve", "queued")])


def test_leaving_somebody_out(poll, client_of, marked, ada, bo, dana):
    # given
    made = poll(asked=[ada, dana])
    client = client_of(bo)

    # when
    page = client.post(f"/polls/{made.id}/people/{dana.id}/removal", follow_redirects=True)
    again = client.post(f"/polls/{made.id}/people/{dana.id}/removal", follow_redirects=True)

    # then
    assert (said(page), said(again)) == (["Dana Petrov is not asked any more."], ["This person is not asked."])
    assert list(marked(made)) == ["Ada"]
