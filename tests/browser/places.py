"""Every page there is, and who looks at it in which state. A page that is not here fails `test_pages_axe.py`."""

from flask import Flask
from playwright.sync_api import Page

from tests.browser.company_courses import FullHouse
from tests.browser.company_feedback import LivedInHouse
from tests.browser.company_groups import HouseOfGroups
from tests.browser.company_living import notes_of
from tests.browser.company_rounds import GatheringHouse
from tests.browser.company_series import WholeHouse
from tests.browser.places_ambassadors import ambassadors
from tests.browser.places_channels import channels
from tests.browser.places_coffee import coffee
from tests.browser.places_directories import of_directories
from tests.browser.places_discovery import discovery
from tests.browser.places_evidence import evidence
from tests.browser.places_goals import goals
from tests.browser.places_journeys import journeys
from tests.browser.places_mentorships import mentorships
from tests.browser.places_mirrors import mirrors
from tests.browser.places_networks import networks
from tests.browser.places_participation import participation
from tests.browser.places_platforms import platforms
from tests.browser.places_questions import questions
from tests.browser.places_rounds import rounds
from tests.browser.places_stories import stories
from tests.browser.places_surveys import surveys
from tests.browser.places_thanks import thanks
from tests.browser.places_voices import voices
from tests.browser.visit import FILES, Visit

BEFORE_ANYBODY = {"people.setup"}  # with a company in the house it only leads on
MAILS = {"mail.postbox_body"}


def pages(app: Flask) -> set[str]:
    """The endpoint of every page: what answers GET and is no file, no mail and no part of the API."""
    rules = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return {endpoint for endpoint in rules if not endpoint.startswith("api.")} - FILES


def visits(house: GatheringHouse) -> list[Visit]:
    """Each page at least once, in each state in which it looks different."""
    session, lunch, crowd = house.sessions, house.sessions["lunch"], house.crowd
    return [
        Visit("nobody", "people.sign_in", then=a_wrong_password),
        Visit("nobody", "people.sign_in", then=asks_for_a_link),
        Visit("nobody", "people.sign_in_link", {"token": house.sign_in}),
        Visit("nobody", "people.sign_in_link", {"token": "worn-out"}),
        Visit("nobody", "people.address_link", {"token": house.address}),
        Visit("nobody", "people.address_link", {"token": "worn-out"}),
        *[Visit("nobody", "sessions.answer_link", {"token": token, "answer": "yes"}) for token in house.answers.values()],
        Visit("nobody", "sessions.answer_link", {"token": "nobodys"}),
        *[Visit(who, "sessions.home") for who in ("ada", "bo", "chen", "dana")],
        Visit("ada", "sessions.calendar"),
        Visit("chen", "sessions.calendar", {"which": "all"}),
        Visit("dana", "sessions.calendar"),
        *[Visit("ada", "sessions.session", {"session_id": session[name]}) for name in session if name != "draft"],
        *[Visit("chen", "sessions.session", {"session_id": session[name]}) for name in ("lunch", "draft", "cancelled")],
        Visit("chen", "sessions.new", then=saves_nothing),
        Visit("bo", "sessions.edit", {"session_id": lunch}),
        Visit("bo", "sessions.edit", {"session_id": lunch}, then=moves_it),
        Visit("bo", "sessions.invite", {"session_id": lunch}, then=looks_at_names),
        *[Visit("bo", "sessions.roster", {"session_id": session[name]}) for name in ("lunch", "line", "draft", "cancelled")],
        Visit("bo", "sessions.roster_group", {"session_id": lunch, "group": "seated"}),
        *[Visit("bo", "sessions.roster_person", {"session_id": lunch, "person_id": person}) for person in (crowd[0], crowd[2])],
        *[Visit("bo", "sessions.check_in", {"session_id": session[name]}) for name in ("lunch", "line", "over", "draft")],
        Visit("bo", "sessions.check_in", {"session_id": session["over"]}, then=asks_for_a_stranger),
        *[Visit("bo", "sessions.closure_page", {"session_id": session[name]}) for name in ("lunch", "over")],
        *[Visit("bo", "sessions.check_in_code", {"session_id": session[name]}) for name in ("lunch", "now")],
        Visit("bo", "sessions.sheet", {"session_id": lunch}),
        Visit("nobody", "sessions.here_link", {"token": house.code}),
        Visit("nobody", "sessions.here_link", {"token": "worn-out"}),
        Visit("ada", "sessions.here_link", {"token": house.code}, then=says_so),
        Visit("ada", "sessions.here", {"session_id": session["now"]}),
        Visit("nobody", "people.nudges_link", {"token": house.nudges}),
        Visit("nobody", "people.nudges_link", {"token": "worn-out"}),
        Visit("bo", "sessions.reversal_page", {"session_id": lunch, "record_id": house.taken_back}),
        Visit("bo", "sessions.withdrawal_page", {"session_id": lunch, "person_id": crowd[0]}),
        Visit("bo", "sessions.publication_page", {"session_id": session["draft"]}),
        Visit("bo", "sessions.disposal_page", {"session_id": session["draft"]}),
        Visit("bo", "sessions.cancel_page", {"session_id": lunch}),
        Visit("bo", "sessions.incoming"),
        Visit("dana", "sessions.incoming"),
        *[Visit("bo", "sessions.incoming_message", {"incoming_id": number}) for number in house.incoming],
        Visit("bo", "sessions.proposal", {"incoming_id": house.proposed}),
        Visit("chen", "people.index"),
        Visit("chen", "people.index", {"text": "nobody of that name"}),
        Visit("chen", "people.new_person", then=adds_nobody),
        Visit("admin", "people.person", {"person_id": crowd[0]}),
        Visit("chen", "people.deactivation_page", {"person_id": house.people["bo"].id}),
        Visit("chen", "people.imports"),
        *[Visit("chen", "people.import_page", {"import_id": number}) for number in house.imports.values()],
        Visit("ada", "people.profile", then=makes_a_token),
        Visit("ada", "people.my_data"),
        Visit("chen", "mail.index"),
        Visit("chen", "mail.index", {"state": "sent"}),
        Visit("nobody", "mail.postbox"),
        *[Visit("nobody", "mail.postbox_mail", {"mail_id": letter}) for letter in house.letters.values()],
        *formats(house),
        *polls(house),
        *groups(house),
        *mirrors(),
        *channels(),
        *platforms(),
        *series(house),
        *courses(house),
        *feedback(house),
        *ambassadors(house),
        *mentorships(house),
        *coffee(house),
        *networks(house),
        *discovery(house),
        *of_directories(),
        *questions(house),
        *thanks(house),
        *stories(house),
        *surveys(house),
        *participation(),
        *voices(),
        *goals(house),
        *evidence(house),
        *journeys(house),
        *rounds(house),
        Visit("dana", "sessions.roster", {"session_id": lunch}),  # 403 or 404: the page that says so
    ]


def formats(house: FullHouse) -> list[Visit]:
    """Formats, the kits for hosts (of a session that has none, and of one that has), and who is asked to host."""
    session = house.sessions
    return [
        *[Visit(who, "formats.index") for who in ("ada", "chen")],
        *[Visit(who, "formats.format", {"key": "first-steps"}) for who in ("ada", "chen")],
        Visit("chen", "formats.new"),
        Visit("chen", "formats.edit", {"key": "profile-clinic", "language": "nl"}),
        Visit("chen", "sessions.new", {"format": "first-steps"}),
        Visit("bo", "sessions.hosts_page", {"session_id": session["lunch"], "who": "dana@brink-waal.example"}),
        Visit("bo", "sessions.hosts_page", {"session_id": house.third["answered"], "who": "nobody"}),
        *[Visit("nobody", "sessions.host_link", {"token": token}) for token in house.host_links.values()],
        Visit("nobody", "sessions.host_link", {"token": "nobodys"}),
        *[Visit("bo", "formats.kit", {"session_id": session[name]}) for name in ("lunch", "seat")],
    ]


def polls(house: WholeHouse) -> list[Visit]:
    """Date polls, from a draft without dates to the end."""
    (open_, dates), (draft, _), (empty, _) = (house.polls[name] for name in ("open", "draft", "empty"))
    return [
        *[Visit("nobody", "polls.link", {"token": token}) for token in house.marking.values()],
        Visit("nobody", "polls.link", {"token": house.marking["open"]}, then=marks_nothing),
        Visit("nobody", "polls.link", {"token": "nobodys"}),
        *[Visit("ada", "polls.marks", {"poll_id": house.polls[name][0]}) for name in ("open", "shown", "closed")],
        *[Visit(who, "polls.index") for who in ("ada", "chen")],
        *[Visit("bo", "polls.poll", {"poll_id": number}) for number, _dates in house.polls.values()],
        Visit("chen", "polls.new", then=goes_on_to_the_dates),
        Visit("bo", "polls.edit", {"poll_id": open_}),
        *[Visit("bo", "polls.dates_page", {"poll_id": number}) for number in (open_, empty)],
        Visit("chen", "polls.people_page", {"poll_id": open_}, then=looks_at_names),
        *[Visit("bo", "polls.opening_page", {"poll_id": number}) for number in (draft, empty)],
        *[Visit("bo", "polls.choice_page", {"poll_id": open_, "date_id": date}) for date in dates[:2]],
        Visit("bo", "polls.closure_page", {"poll_id": open_}),
        Visit("bo", "polls.disposal_page", {"poll_id": draft}),
    ]


def series(house: WholeHouse) -> list[Visit]:
    """Series, from the rhythm to the end."""
    ids, first = house.series, house.first
    return [
        *[Visit("nobody", "sessions.series_link", {"token": token, "answer": "yes"}) for token in house.whole_answers.values()],
        Visit("nobody", "sessions.series_link", {"token": "nobodys"}),
        *[Visit("ada", "sessions.series", {"series_id": number}) for name, number in ids.items() if name != "draft"],
        *[Visit("bo", "sessions.series", {"series_id": ids[name]}) for name in ("answered", "group", "draft")],
        Visit("ada", "sessions.session", {"session_id": first["group"]}),
        Visit("chen", "sessions.new_series"),
        Visit("chen", "sessions.new_series", then=writes_a_rhythm),
        Visit("chen", "sessions.new_series", then=writes_nonsense),
        Visit("bo", "sessions.series_roster", {"series_id": ids["answered"]}),
        Visit("bo", "sessions.series_publication_page", {"series_id": ids["draft"]}),
        Visit("bo", "sessions.series_disposal_page", {"series_id": ids["draft"]}),
        Visit("bo", "sessions.edit_date", {"session_id": house.third["answered"]}, then=changes_what_follows),
        Visit("bo", "sessions.edit_date", {"session_id": first["draft"]}),
        Visit("bo", "sessions.rhythm_page", {"session_id": house.third["answered"]}, then=looks_at_the_dates),
        Visit("bo", "sessions.cancel_dates_page", {"session_id": first["group"]}),
        Visit("dana", "sessions.series", {"series_id": ids["open"]}),
    ]


def courses(house: FullHouse) -> list[Visit]:
    """Courses, from the first row of the form to the end."""
    ids = house.courses
    return [
        *[Visit("nobody", "courses.link", {"token": token}) for token in house.course_links.values()],
        Visit("nobody", "courses.link", {"token": "nobodys"}),
        *[Visit("ada", "courses.course", {"course_id": ids[name]}) for name in ("answered", "open", "off")],
        *[Visit("bo", "courses.course", {"course_id": ids[name]}) for name in ("answered", "draft")],
        Visit("chen", "courses.new", then=saves_nothing),
        Visit("chen", "courses.new", {"like": ids["answered"]}),
        Visit("chen", "courses.people_page", {"course_id": ids["answered"]}, then=looks_at_names),
        Visit("bo", "courses.publication_page", {"course_id": ids["draft"]}),
        Visit("bo", "courses.disposal_page", {"course_id": ids["draft"]}),
        Visit("bo", "courses.parts_page", {"course_id": ids["answered"]}),
        Visit("bo", "courses.cancel_page", {"course_id": ids["answered"]}),
        Visit("dana", "courses.course", {"course_id": ids["open"]}),
    ]


def feedback(house: LivedInHouse) -> list[Visit]:
    """What people are asked after a date, and what comes of it."""
    dates = {"planned": house.sessions["lunch"], **house.feedback}
    return [
        *[Visit("nobody", "feedback.link", {"token": token}) for token in house.feedback_links.values()],
        Visit("nobody", "feedback.link", {"token": house.feedback_links["open"]}, then=says_how_it_was),
        Visit("nobody", "feedback.link", {"token": "nobodys"}),
        *[Visit("bo", "feedback.feedback", {"session_id": number}) for number in dates.values()],
    ]


def says_how_it_was(page: Page) -> None:
    page.get_by_role("button", name="Send my answers").click()  # nothing was said: the page says so


def writes_too_much(page: Page) -> None:
    page.locator("#lines").fill("one\ntwo\nthree\nfour")
    page.get_by_role("button", name="Save").click()


def groups(house: HouseOfGroups) -> list[Visit]:
    """Groups, from the form to the end, for who belongs, who is asked, who looks after them and who does not."""
    ids = house.groups
    return [
        *[Visit("nobody", "networks.link", {"token": token, "answer": "yes"}) for token in house.group_links.values()],
        Visit("nobody", "networks.link", {"token": "nobodys"}),
        *[Visit(who, "networks.index") for who in ("ada", "bo", "dana")],
        *[Visit("ada", "networks.group", {"group_id": number}) for number in ids.values()],
        *[Visit("bo", "networks.group", {"group_id": ids[name]}) for name in ("mine", "closed")],
        Visit("dana", "networks.group", {"group_id": ids["open"]}),
        Visit("ada", "networks.new", then=makes_a_nameless_group),
        Visit("bo", "networks.edit", {"group_id": ids["mine"]}),
        Visit("bo", "networks.people", {"group_id": ids["mine"]}, then=looks_at_names),
        Visit("bo", "networks.people", {"group_id": ids["invited"]}),
        Visit("bo", "networks.closure_page", {"group_id": ids["mine"]}),
        Visit("bo", "networks.new_meeting", {"group_id": ids["mine"]}, then=writes_too_much),
        Visit("bo", "networks.edit_meeting", {"group_id": ids["mine"], "notes_id": notes_of(ids["mine"])}),
        Visit("bo", "sessions.audiences_page", {"session_id": house.followed[0]}),
        Visit("bo", "sessions.audiences_page", {"session_id": house.followed[0], "group_id": ids["mine"]}),
        Visit(
            "bo", "sessions.audiences_page", {"session_id": house.followed[0], "departments": "Sheet metal", "languages": "en"}
        ),
        Visit("bo", "courses.audiences_page", {"course_id": house.followed_course[0]}),
        Visit("bo", "courses.audience_closure_page", dict(zip(("course_id", "audience_id"), house.followed_course, strict=True))),
        Visit("bo", "sessions.audience_closure_page", dict(zip(("session_id", "audience_id"), house.followed, strict=True))),
    ]


def makes_a_nameless_group(page: Page) -> None:
    page.get_by_role("button", name="Make the group").click()


def writes_a_rhythm(page: Page) -> None:
    page.locator("#title").fill("Soup and a question")
    page.locator("#phrase").fill("every Monday 12:00-13:00 from 8 March 2027, six times")
    page.locator("#hosts").fill("bo@brink-waal.example")
    page.locator("button[value=dates]").click()


def writes_nonsense(page: Page) -> None:
    page.locator("#phrase").fill("every blue moon")
    page.locator("button[value=dates]").click()


def looks_at_the_dates(page: Page) -> None:
    """The rhythm is looked at: nothing is sent by looking."""
    page.click("button[value=dates]")
    page.wait_for_selector("button[value=keep]")


def changes_what_follows(page: Page) -> None:
    page.locator("[name=scope][value=following]").check()
    page.locator("#place").fill("Hall 2")
    page.locator(".preview-end .btn-primary").click()


def marks_nothing(page: Page) -> None:
    page.get_by_role("button", name="Send my marks").click()


def goes_on_to_the_dates(page: Page) -> None:
    page.get_by_role("button", name="On to the dates").click()


def a_wrong_password(page: Page) -> None:
    page.locator("#password").fill("not this one")
    page.locator("form").first.get_by_role("button").click()


def asks_for_a_link(page: Page) -> None:
    page.locator("form").nth(1).get_by_label("E-mail").fill("ada@brink-waal.example")
    page.get_by_role("button", name="Mail me a link").click()


def saves_nothing(page: Page) -> None:
    page.get_by_role("button", name="Keep the draft").click()


def moves_it(page: Page) -> None:
    page.get_by_label("Starts").fill("10:30")  # not when it ends: that would be refused, not previewed
    page.get_by_role("button", name="See who hears what").click()


def says_so(page: Page) -> None:
    page.get_by_role("button", name="I’m here").click()


def asks_for_a_stranger(page: Page) -> None:
    page.get_by_label("Somebody who is not on the list").fill("Nobody Atall")
    page.get_by_role("button", name="They are here").click()


def looks_at_names(page: Page) -> None:
    page.get_by_label("Addresses").fill("dana@brink-waal.example, stranger@brink-waal.example, no address")
    page.get_by_role("button", name="Look at the names").click()


def adds_nobody(page: Page) -> None:
    page.get_by_role("button", name="Add", exact=True).click()


def makes_a_token(page: Page) -> None:
    page.get_by_label("What is it for?").fill("Another script")
    page.get_by_role("button", name="Make a token").click()
