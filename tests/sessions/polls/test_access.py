"""Who may see a poll: its host, who manages, and each person their own question. Dana, the outsider, learns of nothing."""

import pytest

from database import transaction
from people.models import Person
from tests.infra.polls import link_in

OF_THE_HOST = (
    "GET /polls/{poll}",
    "GET /polls/{poll}/edit",
    "POST /polls/{poll}/edit",
    "GET /polls/{poll}/dates",
    "POST /polls/{poll}/dates",
    "POST /polls/{poll}/dates/{date}/removal",
    "GET /polls/{poll}/people",
    "POST /polls/{poll}/people",
    "POST /polls/{poll}/people/{ada}/removal",
    "GET /polls/{poll}/opening",
    "POST /polls/{poll}/opening",
    "POST /polls/{poll}/reopening",
    "GET /polls/{poll}/choice/{date}",
    "POST /polls/{poll}/choice/{date}",
    "GET /polls/{poll}/closure",
    "POST /polls/{poll}/closure",
    "GET /polls/{poll}/disposal",
    "POST /polls/{poll}/disposal",
)
OF_WHO_IS_ASKED = ("GET /polls/{poll}/marks", "POST /polls/{poll}/marks")


@pytest.fixture
def ask_for(ada):
    """`ask_for(client, poll, page)`: the status."""

    def opened(client, made, page, number=None):
        method, path = page.format(poll=number or made.id, date=made.dates[0].id, ada=ada.id).split()
        return client.open(path, method=method).status_code

    return opened


@pytest.mark.parametrize("name", ["dana", "ada"])
def test_pages_of_the_host_are_not_there_for_anybody_else(poll, client_of, ask_for, marked, ada, dana, name):
    # given: Ada is asked, Dana is not; Dana looks after a poll of her own
    made = poll(asked=[ada])
    poll(asked=[ada], host_id=dana.id)
    client = client_of({"ada": ada, "dana": dana}[name])

    # when
    answers = {page: ask_for(client, made, page) for page in OF_THE_HOST}

    # then
    assert answers == dict.fromkeys(OF_THE_HOST, 404)


@pytest.mark.parametrize("opened", [True, False], ids=["open", "draft"])
def test_an_outsider_does_not_learn_whether_a_poll_exists(poll, client_of, ask_for, ada, dana, opened):
    # given
    made = poll(asked=[ada], opened=opened)
    client = client_of(dana)

    # when
    pages = {page: (ask_for(client, made, page), ask_for(client, made, page, 999)) for page in (*OF_THE_HOST, *OF_WHO_IS_ASKED)}

    # then
    assert set(pages.values()) == {(404, 404)}
    assert "Winter lunch" not in client.get("/polls").text + client.get("/").text


def test_a_draft_is_not_there_for_who_will_be_asked(poll, client_of, ask_for, ada):
    # given
    draft = poll(asked=[ada], opened=False)
    client = client_of(ada)

    # when
    answers = [ask_for(client, draft, page) for page in OF_WHO_IS_ASKED]

    # then
    assert (answers, "Winter lunch" in client.get("/polls").text) == ([404, 404], False)


@pytest.mark.parametrize("name", ["bo", "chen", "admin"])
def test_the_host_and_who_manages_look_after_it(poll, client_of, ask_for, ada, bo, chen, admin, name):
    # given
    made = poll(asked=[ada])
    client = client_of({"bo": bo, "chen": chen, "admin": admin}[name])

    # when
    answers = [ask_for(client, made, page) for page in OF_THE_HOST if page.startswith("GET") and "disposal" not in page]

    # then: an open poll has been opened already
    assert answers == [200, 200, 200, 200, 303, 200, 200]


def test_a_host_may_not_touch_the_polls_of_others(poll, client_of, ask_for, ada, bo, dana):
    # given
    poll(asked=[ada], host_id=bo.id)
    other = poll(asked=[ada], host_id=dana.id)

    # when
    answers = {ask_for(client_of(bo), other, page) for page in OF_THE_HOST}

    # then
    assert answers == {404}


def test_only_who_manages_begins_a_poll(client_of, ada, bo, dana, chen):
    # when
    answers = {
        person.name.split()[0]: [client_of(person).get("/polls/new").status_code, client_of(person).post("/polls").status_code]
        for person in (ada, bo, dana, chen)
    }

    # then
    assert answers == {"Ada": [403, 403], "Bo": [403, 403], "Dana": [403, 403], "Chen": [200, 422]}


def test_who_has_left_is_let_in_by_no_door(poll, client, client_of, ask_for, ada, bo):
    # given
    made = poll(asked=[ada])
    browsers, link = [client_of(ada), client_of(bo)], link_in(made, ada)
    with transaction() as session:
        for person in (ada, bo):
            session.get_one(Person, person.id).active = False

    # when
    asked, host = (
        [ask_for(browser, made, page) for page in pages]
        for browser, pages in zip(browsers, (OF_WHO_IS_ASKED, OF_THE_HOST), strict=True)
    )

    # then: sent to sign in, which they cannot
    assert (set(asked), set(host)) == ({303}, {303})
    assert (client.get(link).status_code, client.post(link, data={"do": "none"}).status_code) == (404, 404)
