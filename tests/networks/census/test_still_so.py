"""Is this still so? Once a month at most, and only whoever keeps together what is a group here."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from networks.census import keepers, links, networks, still_so
from networks.errors import LinkInvalid
from people import nudges
from people.models import Nudge
from tests.infra.networks import fresh
from tests.infra.pages import text

TOLD = {"mirrored": "Noted: it is still so.", "sleeping": "It sleeps until you say that it meets again."}


@pytest.fixture
def mirrored(offline, group, ada, now):
    """`mirrored("Soup", keeper=bo)`: it is a group here as well. Ada keeps it, and confirmed it today."""

    def build(name="Thursday lunch", keeper=ada, **changes):
        made = offline(name, by=keeper, keeper=keeper, **changes)
        here = group(name=name)
        with transaction():
            networks.is_mirrored(made, here, now=now)
        return made

    return build


@pytest.fixture
def asks(now):
    """`asks(31)`: how many are asked when so many days have gone by."""

    def at(days: float) -> int:
        with transaction():
            return still_so.post_due(now=now + timedelta(days=days))

    return at


def link_of(person, days, now) -> str:
    db.session.rollback()
    return links.still_path(still_so.of_person(person, now + timedelta(days=days)))


def test_once_a_month_at_most_whoever_keeps_it_is_asked(mirrored, asks, offline, ada, bo):
    # given
    mirrored()
    offline("Kept and no group here", by=bo, keeper=bo)

    # then
    assert [asks(days) for days in (29, 31, 32, 60, 62, 62)] == [0, 1, 0, 0, 1, 0]
    assert [(one.person_id, one.kind) for one in db.session.scalars(select(Nudge))] == [(ada.id, "networks.still_so")]


def test_two_networks_of_one_keeper_are_one_mail(mirrored, asks, deliver, smtp_sink, words_of, clock, ada, now):
    # given
    mirrored("Soup table")
    mirrored("Guild")

    # when
    asks(31)
    clock.shift(timedelta(days=31, hours=1))
    deliver()

    # then
    (mail,) = [one for one in smtp_sink.to(ada.email) if one.message["Subject"] == "Is this still so?"]
    words = words_of(mail)
    assert [part in words for part in ("Soup table: every week", "Guild: every week", "/n/still/", "Pause these mails")] == [
        True
    ] * 4


def test_one_that_became_a_group_later_waits_for_the_next_month(mirrored, asks, now):
    # given
    mirrored("Soup table")

    # when
    first = asks(31)
    mirrored("Guild")

    # then
    assert (first, asks(40), asks(62)) == (1, 0, 1)


@pytest.mark.parametrize(
    "quiet",
    [
        pytest.param(lambda ada, network, now: setattr(ada, "wants_nudges", False), id="wants-none"),
        pytest.param(lambda ada, network, now: nudges.pause(ada, (now + timedelta(days=90)).date(), now=now), id="paused"),
        pytest.param(lambda ada, network, now: setattr(ada, "active", False), id="has-left"),
        pytest.param(lambda ada, network, now: networks.put_to_sleep(network.id, now=now), id="sleeps"),
        pytest.param(lambda ada, network, now: networks.close(network.id, now=now), id="ended"),
        pytest.param(lambda ada, network, now: networks.mirror_ended(network, now=now), id="no-group"),
        pytest.param(lambda ada, network, now: keepers.give_up(network.id, by=ada, now=now), id="keeps-it-no-more"),
        pytest.param(
            lambda ada, network, now: networks.confirm(network.id, by=ada, now=now + timedelta(days=10)), id="confirmed-since"
        ),
        pytest.param(
            lambda ada, network, now: nudges.record_many([ada.id] * 4, "other", now=now + timedelta(days=20)), id="has-had-enough"
        ),
    ],
)
def test_nobody_is_pressed(mirrored, asks, ada, now, quiet):
    # given
    network = mirrored()

    # when
    with transaction():
        quiet(ada, fresh(network), now)

    # then
    assert asks(31) == 0


def test_what_was_answered_or_paused_by_then_does_not_leave(mirrored, asks, deliver, smtp_sink, clock, ada, bo, now):
    # given
    first, _other = mirrored("Soup table"), mirrored("Guild", keeper=bo)
    asks(31)

    # when
    with transaction():
        networks.confirm(first.id, by=ada, now=now + timedelta(days=31, minutes=1))
        bo.wants_nudges = False
    clock.shift(timedelta(days=31, hours=1))
    deliver()

    # then
    assert [one for person in (ada, bo) for one in smtp_sink.to(person.email) if "still so" in one.message["Subject"]] == []


@pytest.mark.parametrize(
    ("pressed", "becomes"),
    [
        pytest.param(["yes"], "mirrored", id="yes"),
        pytest.param(["no"], "sleeping", id="no-longer"),
        pytest.param(["no", "yes"], "mirrored", id="the-later-word-counts"),
    ],
)
def test_the_link_answers_without_signing_in(client, mirrored, asks, clock, ada, now, pressed, becomes):
    # given
    network = mirrored()
    asks(31)
    clock.shift(timedelta(days=31, hours=1))
    path = link_of(ada, 31, now)

    # when
    opened = client.get(f"{path}?answer=yes")
    before = fresh(network).confirmed_at
    for answer in pressed:
        answered = client.post(path, data={"answer": answer, "network": network.id}, follow_redirects=True)

    # then
    assert (opened.status_code, before, "Press it once more here" in text(opened)) == (200, now, True)
    assert (fresh(network).state.value, answered.status_code, TOLD[becomes] in text(answered)) == (
        becomes,
        200,
        True,
    )
    assert asks(60) == 0


def test_a_link_is_for_its_question_and_its_networks(client, mirrored, asks, ada, bo, now):
    # given
    network, other = mirrored(), mirrored("Guild", keeper=bo)
    asks(31)
    path = link_of(ada, 31, now)

    # when
    codes = [
        client.post(path, data={"answer": "no", "network": other.id}).status_code,
        client.post(path, data={"answer": "perhaps", "network": network.id}).status_code,
        client.post(path, data={"answer": "no"}).status_code,
        client.get(f"{path}x").status_code,
    ]
    with transaction():
        keepers.give_up(network.id, by=ada, now=now)
    codes.append(client.post(path, data={"answer": "no", "network": network.id}).status_code)

    # then
    assert (codes, fresh(network).state.value, fresh(other).state.value) == ([409, 400, 400, 404, 404], "mirrored", "mirrored")
    with pytest.raises(LinkInvalid):
        links.read_still(path.rpartition("/")[2])
