"""The pages of a channel: set up, looked at while the room is read, let go ahead, braked, undone; and for whom they are there."""

import re
from datetime import timedelta

import pytest

from database import db, transaction
from networks.channels import channels
from networks.channels.models import Channel, ChannelPerson, RunState
from networks.mirroring.models import MirrorState
from networks.platforms.protocol import AccessDenied, Unavailable
from people import erasing, profile_parts
from people.models import Person
from tests.infra.channels import leaves, pressed, works

TERMS = {"rule": "authoritative", "most_removed": "20"}


def of(made, rest=""):
    return f"/groups/{made.group_id}/channels/{made.id}{rest}"


def plan_in(response):
    return re.search(r'name="plan" value="([^"]+)"', response.text).group(1)


def test_a_steward_sets_it_up_looks_and_lets_it_go_ahead(client_of, group, connection, remote, ada, bo, dana, now):
    # given
    here, browser = group(members=[ada, dana]), client_of(bo)
    remote.without_account.add("dana")

    # when
    offered = browser.get(f"/groups/{here.id}").text
    asked = browser.post(f"/groups/{here.id}/channels", data={**TERMS, "platform": connection.id})
    reading = browser.get(asked.location).text
    made = db.session.query(Channel).one()
    works(made, remote, now=now)
    look = browser.get(asked.location)
    pressed_ = browser.post(of(made, "/runs"), data={"plan": plan_in(look)})
    at_work = browser.get(pressed_.location).text
    works(made, remote, now=now)
    done, there = browser.get(pressed_.location).text, client_of(ada).get(f"/groups/{here.id}").text

    # then
    assert ("Also on a platform" in offered, 'id="progress"' in reading, 'id="progress"' in at_work) == (True, True, True)
    assert ("Do this for 1 person" in look.text, "Have no account there yet" in look.text, "Dana" in look.text) == (True,) * 3
    assert (remote.present(), "came in" in done, "Undo this run" in done) == (["ada"], True, True)
    assert (made.room_url in there, "Foyer brought you in there" in there) == (True, True)


def test_what_is_wrong_is_said_at_its_field(client_of, group, connection, ada, bo):
    # given
    here = group(members=[ada])

    # when
    response = client_of(bo).post(f"/groups/{here.id}/channels", data={**TERMS, "platform": "999", "most_removed": "101"})

    # then
    said = ["Not a valid choice" in response.text, "from 0 to 100" in response.text]
    assert (response.status_code, said, db.session.query(Channel).count()) == (422, [True, True], 0)


def test_without_a_platform_the_page_says_what_comes_first(client_of, group, bo):
    # given
    here, browser = group(), client_of(bo)

    # then
    assert "An administrator connects Matrix" in browser.get(f"/groups/{here.id}/channels").text
    assert "Also elsewhere" not in browser.get(f"/groups/{here.id}").text


PAGES = ["", "/edit", "/look", "/runs/{run}"]
PRESSES = ["/edit", "/look", "/pause", "/resumption", "/removal", "/announcements", "/runs", "/runs/{run}/reversal"]


@pytest.mark.parametrize(
    ("who", "codes"), [("bo", [200] * 4), ("chen", [200, 200, 200, 404]), ("ada", [404] * 4), ("dana", [404] * 4)]
)
def test_pages_are_for_who_looks_after_the_group(who, codes, client_of, channel, remote, request, ada, bo, now):
    # given
    made = channel(members=[ada])
    run = pressed(made, remote, bo, now=now)
    client_of(bo).post(of(made, "/look"))
    browser = client_of(request.getfixturevalue(who))

    # then
    assert [browser.get(of(made, page.format(run=run.id))).status_code for page in PAGES] == codes


@pytest.mark.parametrize("who", ["ada", "dana"])
def test_nobody_else_presses_anything(who, client_of, channel, remote, request, ada, bo, now):
    # given
    made = channel(members=[ada])
    run = pressed(made, remote, bo, now=now)
    browser = client_of(request.getfixturevalue(who))

    # when
    codes = {
        browser.post(of(made, path.format(run=run.id)), data={"on": "yes", "language": "en"}).status_code for path in PRESSES
    }

    # then
    db.session.expire_all()
    assert (codes, made.state, made.announces, remote.present()) == ({404}, MirrorState.ACTIVE, False, ["ada"])


def test_a_community_manager_sets_it_up_and_reads_numbers_and_no_name(client_of, group, connection, remote, ada, chen, now):
    # given
    here, browser = group(members=[ada]), client_of(chen)
    browser.post(f"/groups/{here.id}/channels", data={**TERMS, "platform": connection.id})
    made = db.session.query(Channel).one()
    works(made, remote, now=now)

    # when
    look = browser.get(of(made, "/look")).text
    pressing = browser.post(of(made, "/runs"), data={"plan": "anything"})

    # then
    assert ("Come in" in look, ada.name in look, 'name="plan"' in look, pressing.status_code) == (True, False, False, 404)


def test_a_brake_asks_on_the_page_and_a_press_lets_it_go_ahead(client_of, channel, remote, crowd, bo, now):
    # given
    made = channel(members=crowd, most_removed=20)
    pressed(made, remote, bo, now=now)
    for one in crowd[:3]:
        leaves(made, one, now=now)
    works(made, remote, now=now + timedelta(days=1))
    browser = client_of(bo)

    # when
    page, on_group = browser.get(of(made)).text, browser.get(f"/groups/{made.group_id}").text
    browser.post(of(made, "/look"))
    works(made, remote, now=now + timedelta(days=1))
    look = browser.get(of(made, "/look"))
    unread = browser.post(of(made, "/runs"), data={"plan": plan_in(look)}, follow_redirects=True).text
    browser.post(of(made, "/runs"), data={"plan": plan_in(look), "despite": "removals"})
    works(made, remote, now=now + timedelta(days=1))

    # then
    said = "More people would go at once"
    assert (said in page, said in on_group, said in look.text, "A brake holds this" in unread) == (True,) * 4
    assert (len(remote.present()), made.brake) == (7, None)


def test_what_the_platform_says_stands_on_the_page_and_in_the_mail(
    client_of, channel, remote, deliver, smtp_sink, words_of, ada, bo, now
):
    # given
    made = channel(members=[ada])
    remote.always = AccessDenied("The token lacks the right groups:write.")
    works(made, remote, now=now)
    page, address = client_of(bo).get(of(made)).text, bo.email

    # when
    deliver()

    # then
    assert ("groups:write" in page, "has to look at its access" in page) == (True, True)
    (mail,) = smtp_sink.to(address)
    assert "groups:write" in words_of(mail)


def test_a_look_that_waits_for_the_platform_says_so(client_of, channel, remote, ada, bo, now):
    # given
    made = channel(members=[ada])
    remote.always = Unavailable("The platform asks to wait. Foyer goes on by itself.", retry_after=60)

    # when
    works(made, remote, now=now)

    # then
    page = client_of(bo).get(of(made, "/look")).text
    assert ("asks to wait" in page, 'id="progress"' in page) == (True, True)


def test_a_run_is_undone_from_its_page(client_of, channel, remote, ada, bo, now):
    # given
    made = channel(members=[ada])
    run = pressed(made, remote, bo, now=now)
    browser = client_of(bo)

    # when
    undoing = browser.post(of(made, f"/runs/{run.id}/reversal"))
    works(made, remote, now=now)

    # then
    assert (remote.present(), made.state, db.session.get_one(type(run), run.id).state) == (
        [],
        MirrorState.PAUSED,
        RunState.UNDONE,
    )
    assert "to undo an earlier run" in browser.get(undoing.location).text


def test_it_is_changed_rests_goes_on_and_is_taken_off(client_of, channel, remote, ada, bo, now):
    # given
    made, browser = channel(members=[ada]), client_of(bo)
    pressed(made, remote, bo, now=now)

    # when
    browser.post(of(made, "/edit"), data={"rule": "add", "most_removed": "5"})
    browser.post(of(made, "/pause"))
    db.session.expire_all()
    changed = (made.rule.value, made.most_removed, made.state)
    browser.post(of(made, "/resumption"))
    db.session.expire_all()
    went_on = made.state
    browser.post(of(made, "/removal"))

    # then
    assert (changed, went_on) == (("add", 5, MirrorState.PAUSED), MirrorState.ACTIVE)
    assert (db.session.query(Channel).count(), remote.present()) == (0, ["ada"])


def test_who_left_there_reads_that_and_nobody_else_does(client_of, channel, remote, ada, bo, dana, now):
    # given
    made = channel(members=[ada, dana])
    pressed(made, remote, bo, now=now)
    remote.leaves("ada")
    works(made, remote, now=now + timedelta(days=1))

    # when
    own = client_of(ada).get(f"/groups/{made.group_id}").text
    others = client_of(dana).get(f"/groups/{made.group_id}").text
    client_of(bo).post(of(made, "/look"))
    works(made, remote, now=now + timedelta(days=1))
    look = client_of(bo).get(of(made, "/look")).text

    # then
    assert ("You left there; nobody asks you again" in own, "You left there" in others) == (True, False)
    assert ("Some are left alone" in look, ada.name in look) == (True, False)


def test_what_is_kept_about_somebody_is_theirs_to_read_and_goes_with_them(channel, remote, ada, bo, dana, now):
    # given
    made = channel(members=[ada, dana])
    pressed(made, remote, bo, now=now)

    # when
    kept = profile_parts.data_of(ada)
    with transaction():
        erasing.erase(db.session.get_one(Person, ada.id), now=now)

    # then
    assert [(one["platform"], one["account"], one["stands"]) for one in kept["channels"]] == [("The Square", "ada", "brought_in")]
    assert [(one["cause"], one["became"]) for one in kept["channel_changes"]] == [("listed", "done")]
    assert [row.account for row in db.session.query(ChannelPerson)] == ["dana"]


@pytest.mark.parametrize("number", [1, 3], ids=["one", "three"])
def test_pages_take_a_constant_number_of_queries(number, client_of, channel, remote, crowd, count_queries, bo, now):
    # given
    made = channel(members=crowd[:number])
    run = pressed(made, remote, bo, now=now)
    with transaction():
        channels.pause(made.id, now=now)
    browser = client_of(bo)
    browser.get(of(made))

    # when
    counts = []
    for page in ("", f"/runs/{run.id}"):
        with count_queries() as queries:
            browser.get(of(made, page))
        counts.append(len(queries))

    # then
    assert counts == [13, 11]


def test_the_group_of_another_channel_leads_nowhere(client_of, channel, group, ada, bo):
    # given
    made, other = channel(members=[ada]), group(name="Readers")

    # then
    assert client_of(bo).get(f"/groups/{other.id}/channels/{made.id}").status_code == 404


def test_who_cuts_a_platform_off_reads_which_groups_stand_there(client_of, channel, admin, ada):
    # given
    made = channel(members=[ada], name="Readers", visibility="unlisted")

    # when
    page = client_of(admin).get(f"/platforms/{made.platform_id}").text

    # then
    assert ("Readers" in page, "1 group that is not listed" in page) == (False, True)
