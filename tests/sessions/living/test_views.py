"""The page on which groups are invited, followed and switched off."""

import re

from sqlalchemy import select

from database import db, transaction
from networks import memberships
from people.directory import Filter
from sessions import invitations
from sessions.living import audiences, queries, targets
from sessions.models import Invitation
from tests.infra.series import dates_of


def test_first_a_look_then_the_group_is_followed(client_of, group, meetup, ada, bo, dana):
    # given
    session, made, client = meetup(invited=[ada]), group(members=[ada, dana]), client_of(bo)
    path = f"/sessions/{session.id}/audiences"

    # when
    look = client.get(f"{path}?group_id={made.id}").text
    before = queries.audiences_of(session)
    client.post(path, data={"group_id": made.id})

    # then
    assert ("Dana Petrov" in look, before) == (True, [])
    db.session.rollback()
    assert [audience.group_id for audience in queries.audiences_of(session)] == [made.id]
    assert "Followed: Lunch walkers." in client.get(f"/sessions/{session.id}/invitations").text


def test_the_look_counts_whom_the_press_would_ask(client_of, group, meetup, add_person, ada, bo, dana, now):
    # given
    session, made = meetup(invited=[ada, dana]), group(members=[ada, dana, add_person("Eve Mulder")])
    with transaction():
        invitations.withdraw(session.id, dana.id, by=bo, now=now)

    # when
    look = client_of(bo).get(f"/sessions/{session.id}/audiences?group_id={made.id}").text

    # then
    assert re.findall(r'<span class="many">(\d+)</span>', look) == ["1", "2"]
    assert ("Eve Mulder" in look, "Dana Petrov" in look) == (True, False)


def test_only_groups_whose_people_one_may_see_are_offered_and_taken(client_of, group, meetup, ada, bo, chen):
    # given
    session = meetup(host_ids=(bo.id, chen.id))
    group(members=[ada])
    shown = group(name="Readers", members=[ada], shows_people="everybody")
    hidden = [group(name="Choir", members=[ada]), group(name="Secret", visibility="unlisted", shows_people="everybody")]
    client, path = client_of(chen), f"/sessions/{session.id}/audiences"

    # then
    assert re.findall(r'<option value="(\d+)">', client.get(path).text) == [str(shown.id)]
    for made in hidden:
        assert client.get(f"{path}?group_id={made.id}").status_code == 404
        assert client.post(path, data={"group_id": made.id}).status_code == 404
    assert queries.audiences_of(session) == []


def test_nobody_but_hosts_opens_it(client_of, group, meetup, ada, bo, dana, now):
    # given
    session, made = meetup(invited=[ada]), group(members=[ada, dana])
    with transaction():
        audiences.open_to(session.id, made, by=bo, now=now)
    (audience,) = queries.audiences_of(session)
    path = f"/sessions/{session.id}/audiences"

    # then
    for person in (ada, dana):
        client = client_of(person)
        statuses = {
            client.get(path).status_code,
            client.post(path, data={"group_id": made.id}).status_code,
            client.get(f"{path}/{audience.id}/closure").status_code,
            client.post(f"{path}/{audience.id}/closure").status_code,
        }
        assert statuses == {404}


def test_switching_off_asks_what_becomes_of_those_invited(client_of, group, meetup, ada, bo, now):
    # given
    session, made = meetup(), group(members=[ada])
    with transaction():
        audiences.open_to(session.id, made, by=bo, now=now)
    (audience,) = queries.audiences_of(session)
    client, path = client_of(bo), f"/sessions/{session.id}/audiences/{audience.id}/closure"

    # when
    asked = client.get(path).text
    told = client.post(path, data={"those": "stay"}, follow_redirects=True).text

    # then
    assert all(words in asked for words in ("They stay invited", "on this account alone"))
    assert "Whoever is invited stays so." in told
    assert client.get(path).status_code == 404


def test_a_person_sees_why_they_are_invited_and_the_group_its_dates(client_of, group, meetup, weekly, ada, bo, dana, now):
    # given
    session, series, made = meetup(title="Walk"), weekly(), group(members=[ada, dana])
    with transaction():
        audiences.open_to(session.id, made, by=bo, now=now)
        audiences.open_to(dates_of(series)[0].id, made, by=bo, now=now)
    client = client_of(ada)

    # then
    assert "You are invited because you are in the group Lunch walkers." in client.get(f"/series/{series.id}").text
    assert "You are invited because you are in the group Lunch walkers." in client.get(f"/sessions/{session.id}").text
    assert f'href="/sessions/{session.id}"' in client.get(f"/groups/{made.id}").text
    assert client.get("/me/data.json").json["invitations"][0]["because_you_are_in"] == "Lunch walkers"


def test_an_outsider_sees_no_dates_of_a_group(client_of, group, meetup, add_person, ada, bo, now):
    # given
    session, made, eve = meetup(), group(members=[ada]), add_person("Eve Mulder")
    with transaction():
        audiences.open_to(session.id, made, by=bo, now=now)

    # then
    assert f"/sessions/{session.id}" not in client_of(eve).get(f"/groups/{made.id}").text


def test_who_hides_their_name_is_named_and_invited_by_who_looks_after_the_group(
    client_of, group, meetup, ada, bo, chen, dana, now
):
    # given
    made = group(members=[ada, dana], shows_people="everybody")
    with transaction():
        memberships.show_name(made.id, dana, shows=False)
    looks, hint = {}, "who looks after the group can invite them"

    # when
    for person in (chen, bo):
        session, client = meetup(host_ids=(person.id,)), client_of(person)
        path = f"/sessions/{session.id}/audiences"
        look = client.get(f"{path}?group_id={made.id}").text
        client.post(path, data={"group_id": made.id})
        db.session.rollback()
        query = select(Invitation.person_id).where(Invitation.calendar_object_id == session.calendar_object_id)
        looks[person.name] = ("Dana Petrov" in look, hint in look, set(db.session.scalars(query)))

    # then
    assert looks == {chen.name: (False, True, {ada.id}), bo.name: (True, False, {ada.id, dana.id})}


def test_what_is_no_group_is_refused(client_of, meetup, bo):
    # given
    path, client = f"/sessions/{meetup().id}/audiences", client_of(bo)

    # then
    for number in ("9" * 30, "-1", "1e3", "²"):
        assert client.post(path, data={"group_id": number}).status_code == 404
        assert client.get(f"{path}?group_id={number}").status_code in {200, 404}


def test_who_hosts_beside_reads_no_name_of_a_group_that_is_not_listed(client_of, group, meetup, ada, bo, chen, now):
    # given
    session, made = meetup(host_ids=(bo.id, chen.id)), group(name="Quiet room", members=[ada], visibility="unlisted")
    with transaction():
        audiences.open_to(session.id, made, by=bo, now=now)
    (audience,) = queries.audiences_of(session)
    paths = [f"/sessions/{session.id}/{path}" for path in ("audiences", f"audiences/{audience.id}/closure", "invitations")]

    # when
    pages = {person.name: [client_of(person).get(path).text for path in paths] for person in (bo, chen)}

    # then
    assert ["Quiet room" in page for page in pages[bo.name]] == [True, True, True]
    assert [("Quiet room" in page, "A group that is not listed" in page) for page in pages[chen.name]] == [(False, True)] * 3


def test_first_a_look_then_a_filter_is_followed_with_a_count(client_of, meetup, ada, bo, dana):
    # given
    session, client = meetup(invited=[ada]), client_of(bo)
    path = f"/sessions/{session.id}/audiences"
    chosen = {"departments": ["Purchasing", "Door seals"], "locations": ["Zwolle", "Deventer"]}

    # when
    look = client.get(path, query_string=chosen).text
    before = queries.audiences_of(session)
    told = client.post(path, data=chosen, follow_redirects=True).text

    # then
    assert (re.findall(r'<span class="many">(\d+)</span>', look), before) == (["1", "1"], [])
    assert ("Dana Petrov" in look, "Invite 1 person, and follow" in look) == (True, True)
    assert "Purchasing or Door seals, Zwolle or Deventer” is followed from now on. 1 invitation is on its way." in told
    assert "2 people are invited on its account." in told
    assert "Followed: Purchasing or Door seals, Zwolle or Deventer." in client.get(f"/sessions/{session.id}/invitations").text


def test_a_filter_that_names_nobody_is_said_so(client_of, meetup, bo):
    # given
    path, client = f"/sessions/{meetup().id}/audiences", client_of(bo)

    # then
    for sent, said in (({}, "Nobody is named yet."), ({"departments": ["Purchassing"]}, "Nobody here has this: Purchassing")):
        assert said in client.post(path, data=sent, follow_redirects=True).text


def test_how_many_of_a_group_is_said_in_fives_to_who_does_not_look_after_it(client_of, group, meetup, add_person, bo, chen, now):
    # given
    session = meetup(host_ids=(bo.id, chen.id))
    crowd = [add_person(f"P{number} Person") for number in range(7)]
    large, small = (
        group(members=crowd, shows_people="everybody"),
        group(name="Readers", members=crowd[:3], shows_people="everybody"),
    )
    with transaction():
        audiences.open_to(session.id, large, by=bo, now=now)
        audiences.open_to(session.id, small, by=bo, now=now)

    # when
    pages = [client_of(person).get(f"/sessions/{session.id}/audiences").text for person in (bo, chen)]

    # then
    said = [re.findall(r"(?:At least )?\d+ people are invited on its account|Too few people", page) for page in pages]
    exact = ["7 people are invited on its account", "3 people are invited on its account"]
    assert said == [exact, ["At least 5 people are invited on its account", "Too few people"]]


def test_a_course_has_the_same_pages(client_of, course, group, ada, bo, dana):
    # given
    made, walkers, client = course(parts=2, minimum=None), group(members=[ada, dana]), client_of(bo)
    path = f"/courses/{made.id}/audiences"

    # when
    client.post(path, data={"group_id": walkers.id})
    told = client.post(path, data={"departments": "Purchasing"}, follow_redirects=True).text

    # then
    living = queries.audiences_at(audiences.Target(course_id=made.id))
    assert [one.group_id for one in living] == [walkers.id, None]
    assert "goes only with the last one" in told
    assert "Followed: Lunch walkers; Purchasing." in client.get(f"/courses/{made.id}/people").text
    assert "You are invited because you are in the group Lunch walkers and you work in Purchasing." in (
        client_of(dana).get(f"/courses/{made.id}").text
    )
    closing = f"{path}/{living[1].id}/closure"
    assert "Follow Purchasing no longer?" in client.get(closing).text
    client.post(closing, data={"those": "withdrawn"})
    db.session.rollback()
    assert [one.ending_at is None for one in queries.audiences_at(audiences.Target(course_id=made.id))] == [True, False]
    for outsider in (ada, dana):
        other = client_of(outsider)
        assert {other.get(path).status_code, other.post(path).status_code, other.get(closing).status_code} == {404}


def test_part_of_a_course_names_what_the_course_follows(client_of, course, parts, group, ada, bo, chen, dana, now):
    # given
    made, circle = course(), group(members=[ada])
    path = f"/sessions/{parts(made)[0].id}/audiences"
    before = client_of(bo).get(path).text
    with transaction():
        audiences.open_at(targets.of_course(made), circle, by=bo, now=now)
        audiences.open_at(targets.of_course(made), Filter(departments=("Purchasing",)), by=bo, now=now)

    # when
    pages = [client_of(person).get(path).text for person in (bo, chen)]

    # then
    assert ("it follows nothing yet" in before, client_of(dana).get(path).status_code) == (True, 404)
    assert [
        (
            "and so by this part: Lunch walkers; Purchasing." in page,
            f'href="/courses/{made.id}/audiences"' in page,
        )
        for page in pages
    ] == [(True, True)] * 2
