"""docs/api.md and the pages beside it name every call there is, and their examples work."""

import json
import re
import shlex

from sqlalchemy import select

from champions.thanks import thanks
from champions.thanks.subjects import Subject
from database import db, transaction
from networks.errors import GroupError
from onboarding.errors import OnboardingError
from openapi import blueprint
from people.models import Person
from sessions.errors import SessionError
from sessions.kits import uses
from sessions.models import ScheduledSession
from sessions.rounds import proposing
from tests.infra.sources import ROOT

PAGES = ("api.md", "api-goals.md", "api-groups.md", "api-participation.md", "api-thanks.md", "api-training.md")
PAGE = "\n".join((ROOT / "docs" / name).read_text() for name in PAGES)
ON_NO_API = (
    "networks.census",
    "networks.channels",
    "networks.directories",
    "networks.discovery",
    "networks.mirroring",
    "networks.platforms",
    "onboarding.surveys",
    "onboarding.voices",
)
# In this order the examples tell one story; cancelling comes last though it stands among the sessions.
LAST = "cancellation"


def curls() -> list[list[str]]:
    """Every example on the page, as a shell would split it."""
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in re.split(r"\n(?=curl |\w+=)", block.strip()) if line.startswith("curl ")]
    return sorted((shlex.split(line.replace("\\\n", " ")) for line in lines), key=lambda words: LAST in " ".join(words))


def test_page_names_every_call_and_no_other(app):
    # given
    prefix = blueprint.url_prefix or ""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(f"{prefix}/")]

    # when
    documented = re.findall(r"^### ([A-Z]+ /\S+)$", PAGE, re.MULTILINE)

    # then
    paths = [(rule, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(prefix))) for rule in rules]
    known = [
        f"{method} {re.sub('{(session|series|course|group|round|goal|thanks)_id}', '{id}', path)}"
        for rule, path in paths
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if path != "/openapi.json"
    ]
    assert sorted(documented) == sorted(known)


def test_page_names_every_code_that_a_rule_answers_with():
    # given
    of_pages = {"session", "link-invalid", "link-expired", "edit-conflict", "outdated", "poll", "seat-gone", "group-link-invalid"}
    of_pages |= {"participation-gone", "evidence-missing", "evidence-invalid", "evidence-link", "evidence-paper"}
    # Who came, how it was, and who is in which training group is on no API.
    of_pages |= {"only-hosts", "nobody-there", "room-full", "feedback", "round", "composer-failed"}

    # when
    kinds = {kind for base in (SessionError, GroupError, OnboardingError) for kind in base.__subclasses__()}
    codes = {kind.code for kind in kinds if not kind.__module__.startswith(ON_NO_API)}

    # then
    assert {code for code in codes - of_pages if f"`{code}`" not in PAGE} == set()


def test_every_example_has_a_call_of_its_own_heading():
    assert len(curls()) == len(re.findall(r"^### ", PAGE, re.MULTILINE)) + 1


def test_examples_work_in_the_order_of_the_page(call_as, chen, add_person, weekly, begun, round_, sign_up, propose, now):
    # given
    calling = call_as(chen)
    bo = add_person("Bo Lindqvist", email="bo@example.com")
    dana = add_person("Dana Petrov", email="dana@example.com")
    answers = {}

    # when
    for words in curls():
        method = words[words.index("-X") + 1] if "-X" in words else "GET"
        path = next(word for word in words if word.startswith("$FOYER")).removeprefix("$FOYER")
        if path == "/series/1":  # made on a page: the API makes none
            weekly(invited=[db.session.scalars(select(Person).where(Person.email == "ada@example.com")).one()])
        if path == "/goals/1":  # nor programmes
            begun()
        if path == "/rounds/1":  # and no rounds
            made = round_(hosts=[bo])
        if path == "/rounds/1/sign-up/answer":
            sign_up(made, dana)
            propose(made, [[chen, dana]], hosts=[bo])
            with transaction():
                proposing.ask(made.id, now=now)
        if path == "/thanks/2/sharing":
            with transaction():
                thanks.thank(db.session.get_one(Person, chen.id), "You held the door.", Subject(), by=dana, now=now)
        if path.endswith("/kit"):
            with transaction():
                uses.choose(db.session.get_one(ScheduledSession, 2), "first-steps")
        body = json.loads(words[words.index("-d") + 1]) if "-d" in words else None
        answers[f"{method} {path}"] = calling(method, path, body)

    # then
    assert (
        {call: answer.status for call, answer in answers.items() if answer.status >= 400}
        == {
            # The page withdraws Dana's invitation and answers for Ada while the session is not published yet or no more.
        }
    )
    assert answers["POST /sessions/1/invitations"] == (200, {"invited": 2, "already_invited": 0})


def test_answers_on_the_page_have_the_fields_that_are_answered(
    call_as, chen, add_person, meetup, weekly, course, begun, round_, sign_up, propose
):
    # given
    calling = call_as(chen)
    session = meetup(invited=[add_person("Ada Okafor", email="ada@example.com", department="Door seals")])
    real = [
        calling("GET", "/people/ada@example.com").body,
        calling("GET", f"/sessions/{session.id}").body,
        calling("POST", f"/sessions/{session.id}/invitations", {}).body,
        calling("GET", f"/sessions/{session.id}/rsvps").body,
        calling("GET", f"/series/{weekly().id}").body,
        calling("GET", f"/courses/{course().id}").body,
        calling("GET", f"/goals/{(goal_id := begun().id)}").body,
        calling("PUT", f"/goals/{goal_id}/measurements/2026-11-23", {"value": 9.5}).body,
        group := calling("POST", "/groups", {"name": "Lunch walkers"}).body,
        calling("POST", f"/groups/{group['id']}/members", {"people": ["ada@example.com"]}).body,
        calling("POST", f"/sessions/{session.id}/audiences", {"departments": ["Door seals"]}).body,
        thanked := calling("POST", "/thanks", {"to": "ada@example.com", "words": "You stayed."}).body,
        {**thanked, "state": "shared", "taken_off": False},
        *_of_rounds(calling, round_(hosts=[chen]), add_person, sign_up, propose, chen),
        calling("GET", f"/sessions/{session.id}/rsvps").body["items"][0],
    ]

    # when
    shown = [json.loads(block) for block in re.findall(r"^```json\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)][1:]

    # then
    rsvps = next(one for one in shown if "items" in one)
    assert [set(answer) for answer in [*shown, rsvps["items"][0]]] == [set(answer) for answer in real]


def _of_rounds(calling, made, add_person, sign_up, propose, chen):
    """The round, its groups and one's own sign-up, as they are answered."""
    dana = add_person("Dana Petrov", email="dana@example.com")
    sign_up(made, dana)
    body = {"times": [made.times[0].id], "places": [made.places[0].id], "languages": ["en"], "wish": "Share a plan"}
    own = calling("PUT", f"/rounds/{made.id}/sign-up", {**body, "companions": ["dana@example.com"]}).body
    propose(made, [[dana]], hosts=[chen])
    return [calling("GET", f"/rounds/{made.id}").body, calling("GET", f"/rounds/{made.id}/groups").body, own]
