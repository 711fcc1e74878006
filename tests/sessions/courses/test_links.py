"""The link to one's own page of a course is one person's, and good while there is a date left."""

from datetime import timedelta

import pytest

from database import transaction
from sessions.courses import links, members
from sessions.errors import LinkExpired, LinkInvalid
from tests.infra.courses import course_link


def token_of(made, person):
    return course_link(made, person).removeprefix("/a/course/")


def test_a_link_leads_to_the_one_it_was_made_for(course, ada, bo, now):
    # given
    made = course(invited=[ada, bo])

    # when
    found = links.read(token_of(made, ada), now=now)

    # then
    assert (found.series_id, found.person_id) == (made.id, ada.id)


@pytest.mark.parametrize("token", ["", "WzEsMSwxXQ", "WzEsMSwxXQ.x", "a.b.c"])
def test_a_made_up_link_leads_nowhere(course, ada, now, token):
    # given
    course(invited=[ada])

    # then
    with pytest.raises(LinkInvalid):
        links.read(token, now=now)


def test_whoever_was_withdrawn_has_no_link_any_more(course, ada, bo, planner, now):
    # given
    made = course(invited=[ada])
    token = token_of(made, ada)

    # when: the row's number goes to somebody else
    with transaction():
        members.withdraw(made.id, ada.id, by=planner, now=now)
        members.invite(made.id, [bo.id], by=planner, now=now)

    # then
    with pytest.raises(LinkInvalid):
        links.read(token, now=now)


def test_the_link_to_a_draft_leads_nowhere(course, ada, now):
    # given
    made = course(invited=[ada], publish=False)

    # then
    with pytest.raises(LinkInvalid):
        links.read(token_of(made, ada), now=now)


def test_a_link_is_good_until_the_last_date_of_any_group(course, ada, now):
    # given: two parts each; the second group is over two weeks later
    made = course(invited=[ada], parts=2, minimum=1)
    course(like=made, parts=2, minimum=1, first=now + timedelta(days=21))
    token = token_of(made, ada)
    end = now + timedelta(days=28, hours=1)

    # when
    found = links.read(token, now=end - timedelta(seconds=1))

    # then
    assert found.person_id == ada.id
    with pytest.raises(LinkExpired):
        links.read(token, now=end)
