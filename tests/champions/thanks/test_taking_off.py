"""Taking shared thanks off a page: for who looks after it; the two keep them."""

import pytest

from champions.thanks import thanks
from champions.thanks.errors import ThanksError
from champions.thanks.models import Thanks
from database import db
from tests.champions.thanks.conftest import WORDS
from tests.infra.pages import said, text


@pytest.fixture
def eve(add_person):
    return add_person("Eve Mulder")


@pytest.fixture
def walkers(group, ada, bo, dana, eve):
    """Ada, Bo and Dana belong to it; Eve looks after it."""
    return group(members=[ada, bo, dana], stewards=[eve])


def is_shared(number):
    db.session.rollback()
    return db.session.get_one(Thanks, number, populate_existing=True).is_shared


def test_who_looks_after_the_group_takes_it_off_and_the_two_keep_it(client_of, thanked, walkers, ada, bo, dana, eve):
    # given
    number = thanked(group=walkers, shared=True)
    at = f"/groups/{walkers.id}"
    offered = "Take it off this page" in text(client_of(eve).get(at))

    # when
    page = client_of(eve).post(f"/thanks/{number}/takedown", follow_redirects=True)

    # then
    assert (offered, said(page), page.request.path) == (True, ["It is off the page. The two of them keep it."], at)
    assert [WORDS in text(client_of(person).get(at)) for person in (ada, dana, eve)] == [False, False, False]
    hers, his = (text(client_of(person).get("/me/thanks")) for person in (ada, bo))
    assert "Whoever looks after “Lunch walkers” took it off the page of that group. Only you and Bo Lindqvist read it." in hers
    assert "Others may read it" not in hers
    assert (WORDS in his, "Only you and Ada Okafor read it." in his) == (True, True)
    received = client_of(ada).get("/me/data.json").json["thanks_received"]
    assert [(one["others_read_it"], bool(one["taken_off_the_page_at"])) for one in received] == [(False, True)]


def test_community_managers_look_after_the_page_that_every_colleague_reads(client, client_of, thanked, link, chen, dana):
    # given
    number = thanked(shared=True)
    offered = {person.name: "Take it off this page" in text(client_of(person).get("/thanks")) for person in (chen, dana)}

    # when
    page = client_of(chen).post(f"/thanks/{number}/takedown", follow_redirects=True)

    # then
    assert offered == {"Chen Meijer": True, "Dana Petrov": False}
    assert (said(page), WORDS in text(page)) == (["It is off the page. The two of them keep it."], False)
    behind_the_link = text(client.get(link(number)))
    assert "A community manager took it off the page of thanks." in behind_the_link
    assert "Others may read it" not in behind_the_link


def test_nobody_else_takes_it_off(client, client_of, thanked, walkers, ada, bo, chen, dana, admin):
    """A member, the writer's colleague, a community manager who does not look after the group, an outsider."""
    # given
    of_group, of_all = thanked(group=walkers, shared=True), thanked(shared=True)

    # when
    codes = {
        person.name: client_of(person).post(f"/thanks/{of_group}/takedown").status_code for person in (dana, ada, chen, admin)
    }
    others = [client_of(person).post(f"/thanks/{of_all}/takedown").status_code for person in (dana, bo)]

    # then
    assert (set(codes.values()), others, client.post(f"/thanks/{of_all}/takedown").status_code) == ({404}, [404, 404], 303)
    assert [is_shared(of_group), is_shared(of_all)] == [True, True]


def test_what_is_between_the_two_cannot_be_found_by_taking_it_off(client_of, thanked, walkers, eve):
    """Whether there are such thanks, and whether they were kept, is theirs."""
    numbers = [thanked(group=walkers, shared=shared) for shared in (None, False)] + [4711]
    assert [client_of(eve).post(f"/thanks/{number}/takedown").status_code for number in numbers] == [404, 404, 404]


def test_what_was_taken_off_cannot_be_shared_again_and_can_still_go_away(
    client, client_of, do, thanked, link, kept_of, ada, chen
):
    # given
    number = thanked(shared=True)
    do(thanks.take_off, number, by=chen)
    path = link(number)

    # when
    with pytest.raises(ThanksError) as raised:
        do(thanks.decide, number, shared=True, by=ada)
    by_link = client.post(path, data={"answer": "share"})
    do(thanks.decide, number, shared=False, by=ada)
    again = client_of(chen).post(f"/thanks/{number}/takedown")

    # then
    assert raised.value.message == "It was taken off the page where others read it, and stays between the two of you."
    assert (by_link.status_code, again.status_code, is_shared(number)) == (410, 404, False)
    client_of(ada).post(f"/me/thanks/{number}/removal")
    assert kept_of() == []
