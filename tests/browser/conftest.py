"""What tests in a browser share: windows that notice what goes wrong in them, and a company in the middle of its work."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Response

from people.models import Person
from tests.browser.company import furnish
from tests.browser.company_ambassadors import furnish_ambassadors
from tests.browser.company_channels import furnish_channels
from tests.browser.company_coffee import furnish_coffee
from tests.browser.company_courses import furnish_courses
from tests.browser.company_directories import furnish_directories
from tests.browser.company_discovery import furnish_discovery
from tests.browser.company_evidence import furnish_evidence
from tests.browser.company_feedback import furnish_feedback
from tests.browser.company_goals import furnish_goals
from tests.browser.company_groups import furnish_groups
from tests.browser.company_journeys import furnish_journeys
from tests.browser.company_living import furnish_living
from tests.browser.company_mentorships import furnish_mentorships
from tests.browser.company_mirrors import furnish_mirrors
from tests.browser.company_networks import furnish_networks
from tests.browser.company_pairings import furnish_pairings
from tests.browser.company_participation import furnish_participation
from tests.browser.company_platforms import furnish_platforms
from tests.browser.company_questions import furnish_questions
from tests.browser.company_rounds import GatheringHouse, furnish_rounds
from tests.browser.company_series import furnish_series
from tests.browser.company_stories import furnish_stories
from tests.browser.company_surveys import furnish_surveys
from tests.browser.company_thanks import furnish_thanks
from tests.browser.company_voices import furnish_voices


class Complaints:
    """What a page complained about: scripts, the content policy, files that are missing, hosts that are not ours."""

    def __init__(self, page: Page, own: str) -> None:
        self.own, self.found = own, []
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("console", self._hear)
        page.on("request", self._see)
        page.on("response", self._judge)

    def _hear(self, line: Any) -> None:
        # That a page answered 4xx stands in the console too, and may be meant; whether a file did is judged below.
        if line.type in {"error", "warning"} and not line.text.startswith("Failed to load resource"):
            self.found.append(f"console: {line.text}")

    def _see(self, request: Request) -> None:
        if not request.url.startswith(f"{self.own}/"):
            self.found.append(f"asked elsewhere: {request.url}")

    def _judge(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.found.append(f"{response.status}: {response.url}")


@pytest.fixture
def window(app, chromium, live_server: str, sign_in, clock) -> Iterator[Callable[..., Page]]:
    """`window(ada, width=375, java_script_enabled=False)`: a browser of Ada's own; without a person nobody is signed in."""
    opened: list[tuple[Any, Complaints]] = []

    def open_window(person: Person | None = None, *, width: int = 1440, height: int = 900, **options: Any) -> Page:
        given = {"reduced_motion": "reduce", "locale": "en-GB", "timezone_id": "Europe/Amsterdam", **options}
        context = chromium.new_context(base_url=live_server, viewport={"width": width, "height": height}, **given)
        context.set_default_timeout(30_000)
        if person is not None:
            cookie = sign_in(app.test_client(), person).get_cookie("foyer")
            context.add_cookies([{"name": "foyer", "value": cookie.value, "url": live_server}])
        page = context.new_page()
        opened.append((context, Complaints(page, live_server)))
        return page

    yield open_window
    for context, _complaints in opened:
        context.close()
    assert [found for _context, complaints in opened for found in complaints.found] == []


@pytest.fixture
def house(
    app,
    ada,
    bo,
    chen,
    dana,
    admin,
    colleagues,
    meetup,
    say,
    poll,
    mark,
    weekly,
    say_all,
    change,
    course,
    say_parts,
    group,
    round_,
    sign_up,
    now,
    clock,
    deliver,
    read_in,
) -> GatheringHouse:
    """Sessions in every state, mail that left, came back and waits, imports halfway and done. For `settings(demo=True, smtp_url="")`."""
    people = {"ada": ada, "bo": bo, "chen": chen, "dana": dana, "admin": admin}
    made = furnish(people, colleagues(4), meetup=meetup, say=say, poll=poll, mark=mark, deliver=deliver, read_in=read_in, now=now)
    furnish_ambassadors(people, made.crowd, now=now)
    furnish_mentorships(people, made.crowd, now=now)
    furnish_pairings(people, made.crowd, now=now)
    furnish_coffee(people, now=now)
    with_series = furnish_series(made, weekly=weekly, say=say, say_all=say_all, change=change, now=now)
    with_courses = furnish_courses(with_series, course=course, say_parts=say_parts, now=now)
    with_feedback = furnish_feedback(with_courses, meetup=meetup, say=say, now=now)
    with_groups = furnish_groups(with_feedback, group=group, now=now)
    furnish_networks(people, made.crowd, now=now)
    furnish_mirrors(people, made.crowd, group=group, now=now)
    furnish_platforms(now=now)
    furnish_channels(people, made.crowd, group=group, now=now)
    furnish_discovery(people, now=now)
    furnish_directories(people, now=now)
    furnish_living(people, with_groups.groups["mine"], now=now)
    furnish_questions(people, now=now)
    furnish_thanks(people, with_groups.groups["mine"], now=now)
    furnish_stories(people, now=now)
    furnish_voices(people, made.crowd, now=now)
    furnish_goals(people, with_groups.sessions["lunch"], with_groups.groups["mine"], now=now)
    furnish_evidence(people, now=now)
    furnish_journeys(people, made.crowd, now=now)
    furnish_surveys(people, made.crowd, now=now)
    furnish_participation(people, now=now)
    return furnish_rounds(with_groups, round_=round_, sign_up=sign_up, now=now)
