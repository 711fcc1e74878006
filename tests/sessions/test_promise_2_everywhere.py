"""Nobody is watched, anywhere: an outsider, a line manager and a curious administrator try every page, file, call of the API and command.

The one who asks sees the same, to the byte, whether or not Eve signed up for a round, was missed, and somebody said how it was.
"""

import re
from datetime import timedelta

import pytest

from database import db, transaction
from people import reporting_lines, tokens
from sessions import checkin, missed
from sessions.feedback import answers, asking, links

HOUR = timedelta(hours=1)
NOBODYS = r'name="csrf_token"[^>]*>|nonce-[\w-]+|nonce="[^"]*"|\d+ (second|minute)s? ago'
KEPT_SECRET = ("token", "secret")  # in an address: whoever has it is the one it was sent to
COMMANDS = (["people", "--help"], ["mail", "--help"], ["people", "erase", "eve@brink-waal.example"], ["people", "import", "-"])


@pytest.fixture
def everywhere(app, runner, client_of, now):
    """`everywhere(dana, round_id=3)`: whatever this person is answered, by address, call and command, with these numbers in addresses."""

    bearers = {}

    def look(person, **numbers):
        browser = client_of(person)
        if person.id not in bearers:
            with transaction():
                bearers[person.id] = {"Authorization": f"Bearer {tokens.issue(person, 'look', now=now)}"}
        values = {"key": "first-steps", "language": "en", "group": "seated", "day": "2026-12-01", "side": "mentee", **numbers}
        seen = {}
        for rule in app.url_map.iter_rules():
            if (
                "GET" not in (rule.methods or ())
                or any(name in KEPT_SECRET for name in rule.arguments)
                or rule.endpoint == "static"
            ):
                continue
            with app.test_request_context():
                address = app.url_map.bind("").build(rule.endpoint, {name: values.get(name, 1) for name in rule.arguments})
            answer = (
                app.test_client().get(address, headers=bearers[person.id])
                if rule.rule.startswith("/api/")
                else browser.get(address)
            )
            seen[address] = (answer.status_code, re.sub(NOBODYS, "", answer.get_data(as_text=True)))
        for command in COMMANDS:
            seen[" ".join(command)] = runner.invoke(args=command, input="n\n").output
        db.session.rollback()
        return seen

    return look


@pytest.mark.parametrize("who", ["outsider", "line manager", "administrator"])
def test_nobody_learns_who_signed_up_who_was_absent_and_who_said_what(
    everywhere, round_, sign_up, meetup, say, ticks, add_person, bo, dana, admin, now, clock, who
):
    # given: a round that takes sign-ups, and a lunch that is over; Eve and five others had a seat at it, and the others came
    eve, *others = [add_person(f"{name} Test") for name in ("Eve", "Finn", "Gus", "Hedda", "Ivo", "Jara")]
    snoop = {"outsider": dana, "line manager": add_person("Lena Lead"), "administrator": admin}[who]
    with transaction():
        reporting_lines.assign(db.session.merge(eve), snoop.email if who == "line manager" else "")
    made = round_(hosts=[bo])
    lunch = meetup(invited=[eve, *others], listed=True, starts_at=now - 5 * HOUR, ends_at=now - 4 * HOUR, at=now - 48 * HOUR)
    for person in (eve, *others):
        say(lunch, person, "accepted", at=now - 48 * HOUR)
    ticks(lunch, *others)
    with transaction():
        asking.post_due(now=now)
    numbers = {"round_id": made.id, "session_id": lunch.id, "person_id": eve.id, "email": eve.email}
    before = everywhere(snoop, **numbers)

    # when: Eve signs up and is missed, and one of the others says how it was
    kept = sign_up(made, eve, wish="Secret wish", kept_apart=[others[0]])
    with transaction():
        checkin.close(lunch.id, by=bo, now=now)
        missed.post_due(now=now)
    with transaction():
        answers.give(links.read(links.new_path(lunch.id, "en").removeprefix("/f/")), {0: "no", 1: "Secret word"}, now=now)
    after = everywhere(snoop, sign_up_id=kept.id, **numbers)

    # then
    assert {address for address in before if before[address] != after.get(address)} == set()
    assert [address for address, answer in after.items() if re.search("Secret (wish|word)", str(answer))] == []
    assert len([address for address in after if address.startswith("/api/")]) > 10
