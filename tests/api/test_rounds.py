"""Rounds by API: read, signed up for and left, by each for themselves; in numbers for who looks after them, and never who."""

import pytest

from database import db, transaction
from sessions.rounds import placing, proposing, publishing, rounds
from tests.infra.sign_ups import sign_up_of


@pytest.fixture
def body(round_):
    """An open round, and everything somebody may say."""
    made = round_()
    return made, {
        "times": [at.id for at in made.times],
        "places": [made.places[0].id],
        "languages": ["nl", "en"],
        "wish": "A plan",
    }


def test_a_person_signs_up_changes_and_withdraws(call_as, body, ada, bo):
    # given
    made, said = body
    calling, path = call_as(ada), f"/rounds/{made.id}/sign-up"

    # when
    before = calling("GET", path).status
    first = calling("PUT", path, {**said, "companions": [bo.email], "with_ambassador": True, "manager_welcome": True})
    second = calling("PUT", path, {"times": [said["times"][1]]})
    read = calling("GET", path)
    gone = [calling("DELETE", path).status for _ in range(2)]

    # then: what was left out stood
    stands = {
        "signed_up_at": first.body["signed_up_at"],
        "places": said["places"],
        "languages": ["en", "nl"],
        "wish": "A plan",
        "companions": [bo.email],
        "with_ambassador": True,
        "manager_welcome": True,
        "group": None,
        "answer": "none",
    }
    assert (before, gone) == (404, [204, 404])
    assert first == (201, {**stands, "times": said["times"]})
    assert second == read == (200, {**stands, "times": [said["times"][1]]})


def test_a_place_is_answered_by_who_was_asked(call_as, round_, sign_up, propose, ada, bo, chen, dana, now):
    # given: Ada is asked into group 1, Bo into group 2
    made = round_(hosts=[chen, dana])
    for person in (ada, bo):
        sign_up(made, person)
    path, yes, no = f"/rounds/{made.id}/sign-up/answer", {"answer": "yes", "group": 1}, {"answer": "no", "group": 1}
    too_soon = call_as(ada)("PUT", path, yes).status
    propose(made, [[ada], [bo]], hosts=[chen, dana])
    with transaction():
        proposing.ask(made.id, now=now)

    # when
    kept = call_as(ada)("PUT", path, yes).body
    wrong = [call_as(ada)("PUT", path, {"answer": "yes", "group": number}) for number in (2, 9)]
    faults = call_as(ada)("PUT", path, {"answer": "maybe", "group": 1}).faults
    others = [call_as(person)("PUT", path, yes).status for person in (dana, chen)]
    declined = call_as(ada)("PUT", path, no).body

    # then: a no leads to another group that fits
    assert (too_soon, kept["group"], kept["answer"]) == (409, 1, "yes")
    assert [(one.status, one.body["code"]) for one in wrong] == [(409, "round-closed")] * 2
    assert (list(faults), others) == (["answer"], [404, 404])
    assert (declined["group"], declined["answer"]) == (2, "none")


def test_what_was_said_in_private_is_on_no_api_and_stays(call_as, body, sign_up, ada, dana):
    # given
    made, said = body
    sign_up(made, ada, kept_apart=[dana])

    # when
    answers = [call_as(ada)("PUT", f"/rounds/{made.id}/sign-up", said), call_as(ada)("GET", f"/rounds/{made.id}/sign-up")]

    # then
    assert dana.email not in str([answer.body for answer in answers])
    kept = sign_up_of(made, ada)
    assert [row.id for row in rounds.signed_up(rounds.lock(made.id))] == [kept.id]
    assert call_as(ada)("PUT", f"/rounds/{made.id}/sign-up", {"kept_apart": []}).faults.keys() == {"kept_apart"}


@pytest.mark.parametrize(
    ("change", "field"), [({"times": []}, "times"), ({"places": [99]}, "places"), ({"languages": ["xx"]}, "languages")]
)
def test_a_sign_up_lacks_nothing(call_as, body, ada, change, field):
    # given
    made, said = body

    # when
    answer = call_as(ada)("PUT", f"/rounds/{made.id}/sign-up", {**said, **change})

    # then
    assert (answer.status, list(answer.faults)) == (422, [field])


def test_who_comes_late_is_told_so(call_as, body, ada, now):
    # given
    made, said = body
    with transaction():
        rounds.close_sign_up(made.id, now=now)

    # when
    answer = call_as(ada)("PUT", f"/rounds/{made.id}/sign-up", said)

    # then
    assert (answer.status, answer.body["code"], answer.body["detail"]) == (409, "round-closed", "Sign-up is closed.")


def test_rounds_are_listed_to_who_can_sign_up_or_did(call_as, round_, sign_up, ada, dana, chen, admin, now):
    # given
    draft, closed, open_ = round_(opened=False), round_(), round_()
    sign_up(closed, ada)
    with transaction():
        rounds.close_sign_up(closed.id, now=now)

    # when
    seen = {
        person.name.split()[0]: [one["id"] for one in call_as(person)("GET", "/rounds").body["items"]]
        for person in (ada, dana, chen, admin)
    }
    counts = [call_as(person)("GET", f"/rounds/{closed.id}").body["signed_up"] for person in (ada, admin, chen)]

    # then: an administrator runs the house, and has no need to know
    assert seen == {
        "Ada": [open_.id, closed.id],
        "Dana": [open_.id],
        "Chen": [open_.id, closed.id, draft.id],
        "Marieke": [open_.id],
    }
    assert counts == [None, None, 1]
    assert [call_as(person)("GET", f"/rounds/{draft.id}").status for person in (dana, admin, chen)] == [404, 404, 200]


def test_groups_are_numbers_for_community_managers(
    call_as, round_, sign_up, propose, add_person, ada, bo, dana, chen, admin, now
):
    # given
    made = round_(hosts=[bo])
    people = [add_person(f"{name} Test") for name in ("Eve", "Finn", "Gus")]
    for person in people:
        sign_up(made, person)
    propose(made, [people[:2]], hosts=[bo])
    with transaction():
        proposing.ask(made.id, now=now)
    with transaction():
        placing.answer(made.id, sign_up_of(made, people[0]).id, yes=True, now=now)
    with transaction():
        publishing.publish(made.id, by=db.session.merge(chen), now=now)

    # when
    answer = call_as(chen)("GET", f"/rounds/{made.id}/groups")
    refused = [call_as(person)("GET", f"/rounds/{made.id}/groups") for person in (dana, ada, admin)]
    own = call_as(people[0])("GET", f"/rounds/{made.id}/sign-up").body

    # then
    (group,) = answer.body["groups"]
    assert (answer.status, answer.body["in_no_group"]) == (200, 1)
    assert {name: group[name] for name in ("number", "host", "language", "people", "said_yes")} == {
        "number": 1,
        "host": bo.email,
        "language": "en",
        "people": 2,
        "said_yes": 1,
    }
    assert not [person.email for person in people if person.email in str(answer.body)]
    assert [(one.status, one.body["code"]) for one in refused] == [(403, "round-not-yours")] * 3
    assert (own["group"], own["answer"]) == (1, "yes")


def test_a_proposal_that_was_not_sent_is_nobodys(call_as, round_, sign_up, propose, ada, bo, add_person):
    # given
    made = round_(hosts=[bo])
    other = add_person("Eve Test")
    for person in (ada, other):
        sign_up(made, person)
    propose(made, [[ada, other]], hosts=[bo])

    # when / then
    assert call_as(ada)("GET", f"/rounds/{made.id}/sign-up").body["group"] is None
