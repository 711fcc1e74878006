"""From the lunch table to a room on a real Matrix server, in a browser: a census, a network, its group, a platform, a brake, an undo."""

from datetime import timedelta
from typing import NamedTuple
from urllib.parse import quote

import pytest

from database import db, transaction
from networks import invitations
from networks.channels import jobs as channel_jobs
from networks.mirroring import jobs as mirror_jobs
from networks.platforms import jobs as platform_jobs
from tests.browser.walks import press
from tests.infra.synapse import Account, Synapse

NAMED = ("Eve Mulder", "Finn Bakker", "Gijs Smit", "Hanna Vos")
WITH_ACCOUNT = ("ada", "bo", "eve", "finn", "gijs", "bystander")  # Hanna has none


class Chat(NamedTuple):
    """The Matrix server of the company."""

    url: str
    foyer: Account
    people: dict[str, Account]

    def room(self) -> str:
        """The one that Foyer has made."""
        (room_id,) = self.foyer.ask("GET", "/joined_rooms")["joined_rooms"]
        return room_id

    def standing(self) -> dict[str, str]:
        """Who is in the room, or invited."""
        chunk = self.foyer.ask("GET", f"/rooms/{quote(self.room(), safe='')}/members")["chunk"]
        stands = {event["state_key"]: event["content"]["membership"] for event in chunk}
        return {name: stands[one.id] for name, one in self.people.items() if stands.get(one.id) in {"join", "invite"}}


@pytest.fixture
def chat(synapse: Synapse) -> Chat:
    people = {name: synapse.account(f"walk-{name}", f"{name}@brink-waal.example") for name in WITH_ACCOUNT}
    return Chat(synapse.url, synapse.account("walk-foyer", is_admin=True), people)


@pytest.fixture
def worker(deliver, clock):
    """`worker(days=1)`: so much later the worker has done what is due."""

    def work(*, days: int = 0) -> None:
        db.session.rollback()
        clock.shift(timedelta(days=days))
        for job in (platform_jobs.test_platforms, mirror_jobs.run_all, channel_jobs.run_all, deliver):
            job()
        db.session.rollback()

    return work


def begin_census(page) -> str:
    """The address on its poster."""
    page.goto("/networks/census")
    press(page, "Plan a census", role="link")
    page.get_by_label("First day").fill("2026-12-01")
    page.get_by_label("Last day").fill("2026-12-14")
    press(page, "Plan it")
    press(page, "The poster", role="link")
    return page.locator(".poster-code strong").inner_text()


def register(page, poster: str) -> None:
    page.goto(poster)
    page.get_by_label("What people call it").fill("Soup table")
    page.get_by_label("A colleague, who is asked by mail").check()
    page.get_by_label("Name or address of the colleague").fill("Bo Lindqvist")
    press(page, "Register it")


def confirm_with_names(page) -> None:
    page.goto("/networks")
    press(page, "Soup table", role="link")
    press(page, "Yes, I do")
    press(page, "Who belongs to it", role="link")
    page.get_by_label("Names or addresses").fill("\n".join(NAMED))
    press(page, "Look at the names")
    press(page, "Name 4 colleagues")


def make_group_that_follows(page) -> list[str]:
    """The names in the preview of the mirror."""
    press(page, "Soup table", role="link")
    press(page, "Make a group of it", role="link")
    page.get_by_label("Only by invitation").check()
    press(page, "Make the group")
    press(page, "Let it follow a list", role="link")
    page.get_by_label("What the group follows").select_option("Soup table (network)")
    page.get_by_label("takes out whom it brought in").check()
    press(page, "Look at the names")
    named = names_on(page)
    press(page, "Do this for 5 people")
    return named


def names_on(page) -> list[str]:
    """Of a preview, top to bottom, as far as it shows them."""
    return [line.partition("\n")[0] for line in page.locator(".told details[open] li").all_inner_texts()]


def say_yes(page, group: str) -> None:
    page.goto(group)
    press(page, "Yes, I’d like to")


def connect(page, chat: Chat, worker) -> list[str]:
    """What the test of the platform found."""
    page.goto("/platforms")
    press(page, "Connect a platform", role="link")
    press(page, "Matrix", role="link")
    page.get_by_label("What people call it").fill("Chat")
    page.get_by_label("Its address").fill(chat.url)
    page.get_by_label("Access token").fill(chat.foyer.token)
    press(page, "Connect and test")
    worker()
    page.reload()
    told = page.get_by_role("region", name="Works").get_by_role("listitem").all_inner_texts()
    return [line.removeprefix("Works:").strip() for line in told]


def put_on_platform(page, group: str, worker) -> tuple[list[str], list[str]]:
    """The names in the preview, and what became of each."""
    page.goto(group)
    press(page, "Also on a platform", role="link")
    press(page, "Look at the names")
    worker()
    page.reload()
    named = names_on(page)
    press(page, "Do this for 5 people")
    worker()
    page.reload()
    told = page.locator(".people-rows li").all_inner_texts()
    return named, [f"{line[0]} {line[-1]}" for line in map(str.splitlines, told)]


def take_most_off_the_list(page) -> None:
    page.goto("/networks")
    press(page, "Soup table", role="link")
    press(page, "Who belongs to it", role="link")
    for name in NAMED:
        page.get_by_role("listitem").filter(has_text=name).get_by_text("Take off").first.click()
        press(page, f"Take {name} off")


@pytest.mark.settings(demo=True, smtp_url="")
def test_a_lunch_table_comes_to_stand_in_a_room_of_matrix(ada, bo, chen, admin, add_person, window, worker, chat, now):
    # given
    crowd = [add_person(name) for name in NAMED]
    registers, keeps, manages, administers, joins = (window(person) for person in (ada, bo, chen, admin, crowd[0]))

    # when: a census brings the network to light, its keeper names who belongs to it, and a group follows it
    register(registers, begin_census(manages))
    confirm_with_names(keeps)
    followed = make_group_that_follows(keeps)
    group = keeps.url.partition("/mirror")[0]
    say_yes(registers, group)
    say_yes(joins, group)
    with transaction():
        for person in crowd[1:]:
            invitations.accept(int(group.rpartition("/")[2]), person, now=now)

    # when: an administrator connects Matrix, the keeper puts the group there, two accept, and one of them brings a bystander along
    found = connect(administers, chat, worker)
    previewed, became = put_on_platform(keeps, group, worker)
    run, invited = keeps.url, chat.standing()
    for name in ("ada", "bo"):
        chat.people[name].join(chat.room())
    chat.people["bo"].ask("POST", f"/rooms/{quote(chat.room(), safe='')}/invite", {"user_id": chat.people["bystander"].id})
    chat.people["bystander"].join(chat.room())

    # when: most of the list vanishes, then Ada leaves the group, then the keeper takes the first run back
    take_most_off_the_list(keeps)
    worker(days=1)
    keeps.goto(group)
    stopped, untouched = keeps.get_by_role("status").inner_text(), chat.standing()
    registers.goto(group)
    registers.get_by_text("Leave the group").click()
    press(registers, "Leave")
    worker(days=1)
    without_ada = chat.standing()
    keeps.goto(run)
    keeps.get_by_text("Undo this run").click()
    press(keeps, "Yes, undo it")
    worker()

    # then
    assert followed == ["Ada Okafor", *NAMED]
    assert found == ["The access token opens the server.", "Rooms can be made.", "People can be found."]
    assert previewed == ["Ada Okafor", "Bo Lindqvist", *NAMED]
    assert became == [f"{name} was asked by the platform: belongs to the group" for name in previewed[:-1]]
    assert invited == dict.fromkeys(("ada", "bo", "eve", "finn", "gijs"), "invite")
    assert stopped == (
        "More people would go at once than you allow; those of the last seven days count with them. Look at the names first. Look at it"
    )
    assert untouched == {**invited, "ada": "join", "bo": "join", "bystander": "join"}
    assert without_ada == {name: how for name, how in untouched.items() if name != "ada"}
    assert chat.standing() == {"bo": "join", "bystander": "join"}
