"""Thanks by API: who reads and decides, what is refused, and that no answer counts."""

import pytest

from champions.thanks import thanks
from database import db, transaction
from people.models import Person
from tests.champions.thanks.conftest import WORDS


@pytest.fixture
def walkers(group, ada, bo):
    """Ada and Bo belong to it; every colleague finds it."""
    return group(members=[ada, bo])


def give(call, to, **more):
    return call("POST", "/thanks", {"to": to.email, "words": WORDS, **more})


def test_thanks_are_given_shared_read_and_taken_back(call_as, ada, bo, dana):
    # when
    made = give(call_as(bo), ada)
    number = made.body["id"]
    unread = [call_as(who)("GET", "/thanks").body["items"] for who in (ada, bo, dana)]
    shared = call_as(ada)("PUT", f"/thanks/{number}/sharing", {"shared": True})
    read = call_as(dana)("GET", "/thanks")
    gone = [call_as(bo)("DELETE", f"/thanks/{number}").status for _again in range(2)]

    # then
    shape = {
        "id": number,
        "by": {"name": "Bo Lindqvist", "email": bo.email},
        "to": {"name": "Ada Okafor", "email": ada.email},
        "words": WORDS,
        "session": None,
        "group": None,
        "thanked_at": made.body["thanked_at"],
        "shared": True,
    }
    assert (made, unread) == ((201, {**shape, "shared": False}), [[], [], []])
    assert shared == (200, {**shape, "state": "shared", "taken_off": False})
    assert read == (200, {"items": [shape]})
    assert (gone, call_as(dana)("GET", "/thanks").body) == ([204, 404], {"items": []})


@pytest.mark.parametrize("who", ["bo", "chen", "admin", "dana"])
def test_nobody_but_the_thanked_person_shares(call_as, request, ada, bo, who):
    # given
    number = give(call_as(bo), ada).body["id"]
    calling = call_as(request.getfixturevalue(who))

    # when
    answers = [calling("PUT", f"/thanks/{one}/sharing", {"shared": True}) for one in (number, 4711)]

    # then: the same words, whether it is there or not
    assert [(answer.status, answer.body["code"]) for answer in answers] == [(404, "thanks-missing")] * 2
    assert answers[0].body == answers[1].body


@pytest.mark.parametrize("who", ["chen", "admin", "dana"])
def test_thanks_of_two_others_are_on_no_answer_and_cannot_be_removed(call_as, request, ada, bo, who, walkers):
    # given
    number = give(call_as(bo), ada, group=walkers.id).body["id"]
    calling = call_as(request.getfixturevalue(who))

    # when
    answers = [calling("GET", path) for path in ("/thanks", "/thanks/mine", f"/thanks?group={walkers.id}")]

    # then
    assert [answer for answer in answers if WORDS in str(answer.body)] == []
    assert calling("DELETE", f"/thanks/{number}").status == 404


def test_thanks_of_a_group_are_read_by_who_belongs_to_it(call_as, ada, bo, dana, walkers):
    # given
    number = give(call_as(bo), ada, group=walkers.id).body["id"]
    call_as(ada)("PUT", f"/thanks/{number}/sharing", {"shared": True})

    # when
    path = f"/thanks?group={walkers.id}"
    read, outside = call_as(ada)("GET", path), call_as(dana)("GET", path)

    # then
    assert [one["id"] for one in read.body["items"]] == [number]
    assert (outside.status, outside.body["code"], call_as(dana)("GET", "/thanks").body) == (403, "not-allowed", {"items": []})


def test_a_hidden_group_is_none_for_who_is_not_in_it(call_as, ada, dana, group):
    hidden = group(members=[ada], visibility="unlisted")
    answers = [call_as(dana)("GET", f"/thanks?group={number}") for number in (hidden.id, 4711)]
    assert [answer.body["code"] for answer in answers] == ["group-missing"] * 2
    refused = [give(call_as(dana), ada, group=number) for number in (hidden.id, 4711)]
    assert [(answer.status, answer.body["code"], list(answer.faults)) for answer in refused] == [
        (422, "thanks-invalid", ["about"])
    ] * 2
    assert refused[0].body == refused[1].body


def test_the_writer_learns_whether_it_is_read_and_not_whether_it_was_answered(call_as, ada, bo):
    # given
    number = give(call_as(bo), ada).body["id"]

    # when
    waiting = call_as(bo)("GET", "/thanks/mine").body["written"]
    call_as(ada)("PUT", f"/thanks/{number}/sharing", {"shared": False})
    kept = call_as(bo)("GET", "/thanks/mine").body["written"]

    # then
    assert waiting == kept
    assert [one["state"] for one in call_as(ada)("GET", "/thanks/mine").body["received"]] == ["kept"]


def test_what_was_taken_off_is_not_shared_again(call_as, ada, bo, chen, now):
    # given
    number = give(call_as(bo), ada).body["id"]
    call_as(ada)("PUT", f"/thanks/{number}/sharing", {"shared": True})
    with transaction():
        thanks.take_off(number, by=db.session.get_one(Person, chen.id), now=now)

    # when
    again = call_as(ada)("PUT", f"/thanks/{number}/sharing", {"shared": True})

    # then
    assert (again.status, again.body["code"]) == (409, "thanks-taken-off")
    assert call_as(ada)("GET", "/thanks/mine").body["received"][0]["taken_off"] is True


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"to": "bo@brink-waal.example"}, "to"),
        ({"to": "nobody@example.org"}, "to"),
        ({"words": " \u200b"}, "words"),
        ({"words": "x" * 501}, "words"),
        ({"session": 4711}, "about"),
        ({"session": 10**30}, "session"),
        ({"points": 10}, "points"),
    ],
    ids=["oneself", "nobody", "no words", "too long", "a session one does not see", "no number of a row", "points"],
)
def test_what_is_no_thanks_names_the_field(call_as, ada, bo, body, field):
    answer = call_as(bo)("POST", "/thanks", {"to": ada.email, "words": WORDS, **body})
    assert (answer.status, list(answer.faults)) == (422, [field])


def test_who_has_left_and_who_never_was_are_refused_in_the_same_words(call_as, bo, add_person):
    gone = add_person("Gone Away", active=False)
    answers = [call_as(bo)("POST", "/thanks", {"to": email, "words": WORDS}) for email in (gone.email, "nobody@example.org")]
    assert answers[0] == answers[1]


def test_no_answer_counts(call_as, described_fields, ada, bo):
    give(call_as(bo), ada)
    assert described_fields & {"total", "pages", "count", "points", "rank", "number"} == set()


@pytest.fixture
def described_fields(call):
    """The names of all fields in answers about thanks."""
    schemas = call("GET", "/openapi.json").body["components"]["schemas"]
    return {
        name for shape in ("ThanksShape", "ReceivedShape", "SharedList", "MineShape") for name in schemas[shape]["properties"]
    }


def test_writing_and_taking_back_sends_no_more_mails_than_the_page(call_as, client_of, ada, bo):
    # given
    calling = call_as(bo)

    # when
    statuses = []
    for _time in range(21):
        made = give(calling, ada)
        statuses.append(made.status)
        if made.status == 201:
            calling("DELETE", f"/thanks/{made.body['id']}")
    page = client_of(bo).post("/thanks", data={"who": ada.email, "words": WORDS, "about": ""})

    # then
    assert (statuses, page.status_code) == ([201] * 20 + [429], 429)
