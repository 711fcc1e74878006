"""Links in the mails of a poll."""

import pytest

from database import db, transaction
from people.models import Person
from sessions import links as answers
from sessions.errors import LinkInvalid
from sessions.models import Rsvp
from sessions.polls import links
from tests.infra.polls import asked_in, link_in


def test_link_leads_to_its_own_person_and_to_nobody_else(poll, ada, bo):
    # given
    made = poll(asked=[ada, bo])

    # when
    paths = {person.name: link_in(made, person) for person in (ada, bo)}

    # then
    assert {name: links.read(path.removeprefix("/d/")).person.name for name, path in paths.items()} == {
        "Ada Okafor": "Ada Okafor",
        "Bo Lindqvist": "Bo Lindqvist",
    }


def test_link_that_was_changed_anywhere_leads_nowhere(poll, ada, bo):
    # given
    made = poll(asked=[ada, bo])
    token, other = (link_in(made, person).removeprefix("/d/") for person in (ada, bo))
    changed = [token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :] for place in range(len(token) - 1)]
    swapped = token.partition(".")[0] + "." + other.partition(".")[2]

    # when
    read = []
    for one in [*changed, swapped, "", "x", token[:-3]]:
        with pytest.raises(LinkInvalid):
            read.append(links.read(one))

    # then
    assert read == []


def test_link_of_an_answer_page_is_no_link_of_a_poll(poll, meetup, client, ada):
    # given
    meetup(invited=[ada])
    poll(asked=[ada])
    token = answers.answer_path(db.session.query(Rsvp).one()).removeprefix("/a/")

    # then
    assert client.get(f"/d/{token}").status_code == 404


def test_link_of_a_row_that_went_is_not_the_link_of_the_next(poll, ada, bo):
    # given: SQLite gives the number of a deleted row to the next
    made = poll(asked=[ada])
    token = link_in(made, ada).removeprefix("/d/")
    with transaction() as session:
        asked = asked_in(made, ada)
        number = asked.id
        session.delete(asked)
    with transaction() as session:
        session.add(type(asked)(id=number, poll_id=made.id, person_id=bo.id, token="another" * 3, asked_at=made.created_at))

    # when
    with pytest.raises(LinkInvalid) as refused:
        links.read(token)

    # then
    assert refused.value.message == "This link does not lead to a poll any more."


@pytest.mark.parametrize("what", ["draft", "left"])
def test_link_is_good_for_who_is_asked_and_here(poll, ada, what):
    # given
    made = poll(asked=[ada], opened=what != "draft")
    if what == "left":
        with transaction() as session:
            session.get_one(Person, ada.id).active = False

    # when
    with pytest.raises(LinkInvalid) as refused:
        links.read(link_in(made, ada).removeprefix("/d/"))

    # then
    assert refused.value.message == "This link does not lead to a poll any more."
