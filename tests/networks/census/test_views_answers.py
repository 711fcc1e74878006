"""What people say of themselves: on the page, and behind the links of mails."""

import pytest

from database import transaction
from networks.census import links, networks, rolls
from networks.census.links import keeper_path, list_path
from people import people, profile_parts
from tests.infra.networks import asked_of, row_of
from tests.infra.pages import said, text


@pytest.mark.parametrize(("answer", "becomes"), [("yes", ("confirmed", "Ada")), ("no", ("spotted", ""))])
def test_the_link_of_the_mail_answers_without_signing_in(answer, becomes, client, offline, stands, ada):
    # given
    network = offline(keeper=ada)
    path = keeper_path(asked_of(network, ada))

    # when
    opened = client.get(f"{path}?answer={answer}")
    before = stands(network), asked_of(network, ada).answer
    answered = client.post(path, data={"answer": answer}, follow_redirects=True)

    # then
    assert (opened.status_code, before, answered.status_code, stands(network)) == (200, (("spotted", ""), None), 200, becomes)


@pytest.mark.parametrize(("answer", "becomes"), [("yes", ("confirmed", "Ada")), ("no", ("spotted", ""))])
def test_the_page_answers_too(answer, becomes, client_of, offline, stands, ada):
    # given
    network = offline(keeper=ada)

    # when
    client_of(ada).post(f"/networks/{network.id}/keeper/answer", data={"answer": answer})

    # then
    assert stands(network) == becomes


def test_nobody_answers_for_another_or_nothing(client, client_of, offline, stands, ada, dana):
    # given
    network = offline(keeper=ada)
    path = keeper_path(asked_of(network, ada))

    # then
    assert [
        client_of(dana).post(f"/networks/{network.id}/{what}", data={"answer": "yes"}).status_code for what in ("keeper/answer",)
    ] == [400]
    assert [client.post(path, data={"answer": "perhaps"}).status_code, client.get("/n/nobodys").status_code] == [400, 404]
    client_of(dana).post(f"/networks/{network.id}/confirmation")
    client_of(dana).post(f"/networks/{network.id}/keeper/departure")
    assert stands(network) == ("spotted", "")


def test_a_link_says_when_somebody_else_keeps_it_or_it_is_over(client, offline, ada, chen, now):
    # given
    network = offline(keeper=ada)
    path = keeper_path(asked_of(network, ada))
    client.post(path, data={"answer": "no"})

    # when
    with transaction():
        networks.confirm(network.id, by=chen, now=now)
    late = client.post(path, data={"answer": "yes"})
    with transaction():
        networks.close(network.id, now=now)

    # then
    assert (late.status_code, said(late), client.get(path).status_code) == (409, ["Chen Meijer keeps it together."], 410)


def test_links_of_who_has_left_lead_nowhere(client, offline, bo, ada, now):
    # given
    network = offline(keeper=ada)
    with transaction():
        rolls.name_people(network, [ada.id], bo, now=now)
    paths = [keeper_path(asked_of(network, ada)), list_path(row_of(network, ada))]

    # when
    with transaction():
        people.deactivate(ada)

    # then
    assert [client.get(path).status_code for path in paths] == [404, 404]


def test_one_kind_of_link_opens_no_other(client, offline, bo, ada, now):
    # given
    network = offline(keeper=ada)
    with transaction():
        rolls.name_people(network, [ada.id], bo, now=now)
    token = keeper_path(asked_of(network, ada)).rpartition("/")[2]

    # then
    assert (
        client.get(f"/n/list/{token}").status_code,
        client.get(f"/n/{list_path(row_of(network, ada)).rpartition('/')[2]}").status_code,
    ) == (404, 404)


def test_the_link_of_the_list_takes_off_and_puts_back(client, offline, on_list, bo, ada, now):
    # given
    network = offline(keeper=bo)
    with transaction():
        rolls.name_people(network, [ada.id], bo, now=now)
    path = list_path(row_of(network, ada))

    # when
    opened = client.get(path)
    before = on_list(network)["Ada"]
    off = client.post(path, data={"do": "off"}, follow_redirects=True)
    after = on_list(network)["Ada"]
    client.post(path, data={"do": "on"})

    # then
    assert (opened.status_code, before, off.status_code, after, on_list(network)["Ada"]) == (
        200,
        "listed",
        200,
        "off*",
        "listed*",
    )
    assert client.post(path, data={"do": "more"}).status_code == 400


def test_a_keeper_names_people_after_a_look(client_of, offline, on_list, network_mails, bo, ada, dana, now):
    # given
    network, client = offline(keeper=bo), client_of(bo)
    with transaction():
        rolls.belong(network.id, dana, now=now)
        rolls.take_off(network.id, dana, now=now)
    names = {"addresses": "Ada Okafor, dana@brink-waal.example, stranger@brink-waal.example"}

    # when
    looked = client.post(f"/networks/{network.id}/people", data={**names, "do": "look"})
    before = on_list(network)
    done = client.post(f"/networks/{network.id}/people", data={**names, "do": "name"}, follow_redirects=True)

    # then
    assert ("Name 1 colleague" in text(looked), before) == (True, {"Bo": "listed*", "Dana": "off*"})
    assert (said(done), on_list(network)) == (
        ["1 colleague is on the list, and hears it."],
        {"Bo": "listed*", "Dana": "off*", "Ada": "listed"},
    )
    assert (network_mails(), client.post(f"/networks/{network.id}/people", data={"addresses": ""}).status_code) == (
        [("named", "ada")],
        422,
    )
    client.post(f"/networks/{network.id}/people/{ada.id}/removal")
    assert on_list(network) == {"Bo": "listed*", "Dana": "off*"}


def test_everybody_puts_themselves_on_and_off(client_of, offline, on_list, dana):
    # given
    network, client = offline(), client_of(dana)

    # when
    for path in ("membership", "departure"):
        client.post(f"/networks/{network.id}/{path}")

    # then
    assert on_list(network) == {"Bo": "listed*", "Dana": "off*"}


def test_a_keeper_asks_a_colleague_to_take_over(client_of, offline, network_mails, bo, ada):
    # given
    network, client = offline(keeper=bo), client_of(bo)

    # when
    unclear = client.post(f"/networks/{network.id}/keeper", data={"colleague": "Nobody Atall"})
    asked = client.post(f"/networks/{network.id}/keeper", data={"colleague": "Ada Okafor"}, follow_redirects=True)

    # then
    assert (unclear.status_code, said(asked), network_mails()) == (
        422,
        ["Ada Okafor is asked by mail, and may say no."],
        [("keeper", "ada")],
    )
    assert "Ada Okafor asked on" in text(client.get(f"/networks/{network.id}"))


def test_mails_say_what_is_true_when_they_leave(offline, deliver, smtp_sink, clock, bo, ada, dana, chen, now):
    # given
    told, off, kept = offline("Choir", keeper=bo), offline("Guild", keeper=bo), offline(keeper=ada)
    with transaction():
        rolls.name_people(told, [dana.id], bo, now=now)
        rolls.name_people(off, [dana.id], bo, now=now)
        rolls.take_off(off.id, dana, now=now)
    path = links.keeper_path(asked_of(kept, ada))
    ended = offline("Readers", keeper=chen)
    with transaction():
        networks.close(ended.id, now=now)

    # when
    deliver()

    # then
    subjects = sorted(mail.message["Subject"] for mail in smtp_sink.received)
    assert subjects == ["Do you keep “Thursday lunch” together?", "You are on the list of “Choir”"]
    (letter,) = [mail.message for mail in smtp_sink.received if "Do you" in mail.message["Subject"]]
    plain = letter.get_body(("plain",)).get_content()
    assert [f"{path}?answer={answer}" in plain for answer in ("yes", "no")] == [True, True]


def test_what_foyer_keeps_of_them_is_told_to_them(offline, bo, ada, dana, now):
    # given
    network = offline(keeper=bo, by=bo)
    other = offline("Choir", keeper=ada)
    with transaction():
        rolls.name_people(network, [ada.id], bo, now=now)
        rolls.take_off(network.id, ada, now=now)

    # when
    at = now.isoformat()
    data = {person.name.split()[0]: profile_parts.data_of(person) for person in (ada, bo, dana)}

    # then
    assert {name: [one[part] for part in ("networks", "network_lists", "network_asks")] for name, one in data.items()} == {
        "Ada": [
            [],
            [{"network": "Thursday lunch", "state": "off", "by_my_own_word": True, "since": at, "taken_off_at": at}],
            [{"network": "Choir", "asked_at": at, "my_answer": None, "answered_at": None, "reminded_at": None}],
        ],
        "Bo": [
            [
                {"network": "Choir", "kept_by_me": False, "registered_by_me": True, "registered_at": at, "state": "spotted"},
                {
                    "network": "Thursday lunch",
                    "kept_by_me": True,
                    "registered_by_me": True,
                    "registered_at": at,
                    "state": "confirmed",
                },
            ],
            [
                {"network": "Thursday lunch", "state": "listed", "by_my_own_word": True, "since": at, "taken_off_at": None},
                {"network": "Choir", "state": "listed", "by_my_own_word": True, "since": at, "taken_off_at": None},
            ],
            [],
        ],
        "Dana": [[], [], []],
    }
    assert other.name == "Choir"
