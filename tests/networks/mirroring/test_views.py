"""The pages of a mirror: set up, looked at, let go ahead, braked, undone; and for whom they are there."""

import re
from datetime import timedelta

import pytest

from database import db, transaction
from networks import memberships
from networks.mirroring import mirrors, running
from networks.mirroring.models import Mirror, MirrorState, Rule
from networks.models import Group, Origin, Steward
from tests.infra.mirroring import lists, plan_of, press

TERMS = {"rule": "authoritative", "consent": "automatic", "basis": "The rota", "most_removed": "20"}


def test_a_steward_sets_up_looks_and_lets_it_go_ahead(client_of, group, standing, ada, bo, dana):
    # given
    source, here, browser = group(name="Soup table", members=[ada, dana]), group(name="Square corner"), client_of(bo)

    # when
    asked = browser.post(f"/groups/{here.id}/mirror", data={**TERMS, "source": f"group:{source.id}"})
    plan = browser.get(asked.location)
    done = browser.post(f"/groups/{here.id}/mirror/runs", data={"plan": signed_in(plan)}, follow_redirects=True)

    # then
    assert ("Ada" in plan.text, "Done. It looks every day" in done.text, "2 came in" in done.text) == (True, True, True)
    assert (standing(here, ada), standing(here, dana)) == (("member", "mirrored"), ("member", "mirrored"))


def signed_in(response):
    return re.search(r'name="plan" value="([^"]+)"', response.text).group(1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"basis": ""}, "Say where it is written"),
        ({"most_removed": "101"}, "from 0 to 100"),
        ({"source": "group:999"}, "Not a valid choice"),
    ],
)
def test_what_is_missing_is_said_at_its_field(changes, field, client_of, group, ada, bo):
    # given
    source, here = group(name="Soup table", members=[ada]), group(name="Square corner")

    # when
    response = client_of(bo).post(f"/groups/{here.id}/mirror", data={**TERMS, "source": f"group:{source.id}", **changes})

    # then
    assert (response.status_code, field in response.text, db.session.query(Mirror).count()) == (422, True, 0)


def test_nobody_lets_a_group_follow_one_whose_names_they_do_not_read(client_of, group, ada, bo, dana):
    # given
    source, here = group(name="Theirs", members=[ada], stewards=[ada]), group(name="Square corner")

    # when
    response = client_of(bo).post(f"/groups/{here.id}/mirror", data={**TERMS, "source": f"group:{source.id}"})

    # then
    assert (response.status_code, db.session.query(Mirror).count()) == (422, 0)


def test_the_page_says_that_nobody_would_come_or_go_until_it_rests(client_of, mirror, ada, bo, now):
    # given
    made, browser = mirror(members=[ada]), client_of(bo)
    press(made, bo, now=now)
    page = f"/groups/{made.group_id}/mirror"

    # when
    looked = browser.get(page).text
    browser.post(f"{page}/pause")
    rested = browser.get(page).text
    browser.post(f"{page}/resumption")
    again = browser.get(page).text

    # then
    assert ["Nobody would come or go" in one for one in (looked, rested, again)] == [True, False, False]


PAGES = ["", "/edit", "/plan", "/runs/{run}"]
PRESSES = ["/edit", "/pause", "/resumption", "/removal", "/runs", "/runs/{run}/reversal"]


@pytest.mark.parametrize(
    ("who", "codes"), [("bo", [200] * 4), ("chen", [200, 404, 404, 404]), ("ada", [404] * 4), ("dana", [404] * 4)]
)
def test_pages_are_for_who_looks_after_the_group(who, codes, client_of, mirror, request, ada, bo, now):
    # given
    made = mirror(members=[ada])
    run = press(made, bo, now=now)
    browser = client_of(request.getfixturevalue(who))

    # then
    assert [browser.get(f"/groups/{made.group_id}/mirror{page.format(run=run.id)}").status_code for page in PAGES] == codes


@pytest.mark.parametrize("who", ["chen", "ada", "dana"])
def test_nobody_else_presses_anything(who, client_of, mirror, request, standing, ada, bo, now):
    # given
    made = mirror(members=[ada])
    run = press(made, bo, now=now)
    browser, plan = client_of(request.getfixturevalue(who)), plan_of(made)

    # when
    codes = {
        browser.post(f"/groups/{made.group_id}/mirror{path.format(run=run.id)}", data={"plan": plan}).status_code
        for path in PRESSES
    }

    # then
    db.session.expire_all()
    assert (codes, made.state, standing(made.group, ada)) == ({404}, MirrorState.ACTIVE, ("member", "mirrored"))


def test_a_community_manager_reads_no_names(client_of, mirror, ada, bo, chen, now):
    # given
    made = mirror(members=[ada])
    press(made, bo, now=now)

    # when
    page = client_of(chen).get(f"/groups/{made.group_id}/mirror").text

    # then
    assert ("Soup table" in page, ada.name in page, "came in" in page) == (True, False, False)


def test_a_co_steward_who_does_not_read_the_source_sees_the_log_and_no_plan(client_of, mirror, ada, bo, dana, now):
    # given
    made = mirror(members=[ada])
    run = press(made, bo, now=now)
    with transaction():
        db.session.add(Steward(group_id=made.group_id, person_id=dana.id, since=now))
    db.session.expire_all()
    browser = client_of(dana)

    # then
    codes = [browser.get(f"/groups/{made.group_id}/mirror{page}").status_code for page in ("", f"/runs/{run.id}", "/plan")]
    assert codes == [200, 200, 404]


def test_a_brake_asks_on_the_page_and_a_press_lets_it_go_ahead(client_of, mirror, crowd, bo, now):
    # given
    made = mirror(members=crowd)
    press(made, bo, now=now)
    lists(made, *crowd[3:], by=bo, now=now)
    browser = client_of(bo)

    # when
    plan = browser.get(f"/groups/{made.group_id}/mirror/plan")
    unread = browser.post(f"/groups/{made.group_id}/mirror/runs", data={"plan": signed_in(plan)}, follow_redirects=True)
    done = browser.post(
        f"/groups/{made.group_id}/mirror/runs", data={"plan": signed_in(plan), "despite": "removals"}, follow_redirects=True
    )

    # then
    assert "More people would go at once" in plan.text
    assert ("A brake holds this mirror" in unread.text, "3 were taken out" in done.text) == (True, True)


def test_who_said_no_is_not_named_in_a_plan(client_of, mirror, ada, bo, dana, now):
    # given
    made = mirror(members=[ada, dana], rule=Rule.SUGGEST)
    press(made, bo, now=now)
    with transaction():
        memberships.leave(made.group_id, dana, now=now)

    # when
    page = client_of(bo).get(f"/groups/{made.group_id}/mirror/plan").text

    # then
    assert (ada.name in page, dana.name in page, "Some are left alone" in page) == (True, False, True)


def test_a_plan_that_is_outdated_shows_how_it_is_now(client_of, mirror, standing, ada, bo, dana, now):
    # given
    made = mirror(members=[ada])
    browser = client_of(bo)
    old = signed_in(browser.get(f"/groups/{made.group_id}/mirror/plan"))
    with transaction():
        memberships.add(db.session.get_one(Group, made.source_id), [dana.id], Origin.JOINED, by=bo, now=now)

    # when
    page = browser.post(f"/groups/{made.group_id}/mirror/runs", data={"plan": old}, follow_redirects=True).text

    # then
    assert ("Something has changed since you looked" in page, dana.name in page, standing(made.group, ada)) == (
        True,
        True,
        ("", ""),
    )


def test_undo_rest_go_on_and_follow_nothing(client_of, mirror, standing, ada, bo, now):
    # given
    made = mirror(members=[ada])
    run = press(made, bo, now=now)
    browser, base = client_of(bo), f"/groups/{made.group_id}/mirror"

    # when
    undone = browser.post(f"{base}/runs/{run.id}/reversal", follow_redirects=True).text
    after_undo = standing(made.group, ada)
    went_on = browser.post(f"{base}/resumption", follow_redirects=True).text
    rests = browser.post(f"{base}/pause", follow_redirects=True).text
    gone = browser.post(f"{base}/removal", follow_redirects=True).text

    # then
    assert ("Undone." in undone, after_undo) == (True, ("over", "withdrawn"))
    assert ("It looks every day" in went_on, "It rests" in rests, "follows nothing any more" in gone) == (True, True, True)
    assert db.session.query(Mirror).count() == 0


def test_members_read_where_people_come_from(client_of, mirror, ada, bo, dana, now):
    # given
    made = mirror(members=[ada])
    press(made, bo, now=now)

    # when
    pages = [client_of(one).get(f"/groups/{made.group_id}").text for one in (ada, dana, bo)]

    # then
    assert ["This group follows “Soup table”" in page for page in pages] == [True, False, True]
    assert ["How it follows" in page for page in pages] == [False, False, True]


def test_the_mail_of_a_brake_says_why_and_is_not_sent_when_it_is_settled(
    mirror, deliver, smtp_sink, words_of, crowd, chen, bo, now, clock
):
    # given
    stopped, settled = mirror(members=crowd), mirror(members=crowd)
    path = f"/groups/{stopped.group_id}/mirror"
    for made in (stopped, settled):
        press(made, bo, now=now)
        lists(made, *crowd[3:], by=bo, now=now)
        with transaction():
            running.run_by_itself(made.id, now=now + timedelta(days=2))
    with transaction():
        mirrors.pause(settled.id, now=now)
    clock.shift(timedelta(days=2, minutes=1))

    # when
    deliver()

    # then
    (mail,) = smtp_sink.to(bo.email)
    words = words_of(mail)
    assert mail.message["Subject"] == "Stopped, and asks you: Square corner"
    assert all(part in words for part in ("More people would go at once than you allow", path))
