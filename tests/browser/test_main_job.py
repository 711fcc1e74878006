"""The main job in a browser: plan, invite, answer, wait in line, change, cancel. With JavaScript, without, and by keyboard alone."""

import re
from email import message_from_bytes, policy

import pytest

from calendars import attendee
from database import transaction
from people import passwords
from tests.browser.walks import press
from tests.infra.post import vevent

PASSWORD = "soup-before-slides"
ON_ITS_WAY = "The message to your calendar is still on its way."
TIRELESS = 120


def link_in(mail, words: str) -> str:
    """Where the button with these words leads, as it stands in the mail."""
    html = message_from_bytes(mail.raw, policy=policy.default).get_body(("html",)).get_content()
    return re.search(rf'href="([^"]+)"[^>]*>{words}<', html)[1].replace("&amp;", "&")


def roster(page) -> dict[str, list[str]]:
    """Who stands under which heading, by first name."""
    found = {}
    for section in page.locator("main section:has(table.roster)").all():
        names = section.locator("tbody th a").all_inner_texts()
        found[section.locator("h2").inner_text()] = [name.split()[0] for name in names]
    return found


def told(page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(".told > li").all_inner_texts()]


def plan(page, *, addresses: str) -> int:
    """Chen plans for three seats and publishes; the session's number."""
    press(page, "Plan a session", role="link")
    page.get_by_label("Title").fill("Lunch and learn")
    page.get_by_label("Place").fill("Canteen")
    page.get_by_label("How many seats").fill("3")
    press(page, "Keep the draft")
    page.get_by_label("Addresses").fill(addresses)
    press(page, "Look at the names")
    press(page, "Put 5 people on the list")
    press(page, "Publish and invite")
    return int(re.search(r"/sessions/(\d+)/", page.url)[1])


def answer(page, mail, words: str) -> str:
    """A recipient follows a button of their mail and presses the same once more; what the page says then."""
    page.goto(link_in(mail, words))
    press(page, words, exact=False)
    return page.locator(".alert").inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_main_job_from_planning_to_cancelling(script, chen, colleagues, window, smtp_sink, deliver, invitation_to):
    # given
    people = colleagues(5)
    with transaction():
        passwords.set_password(chen, PASSWORD)
    host, guest = window(java_script_enabled=script), window(java_script_enabled=script, width=375)

    # when: Chen signs in, plans, invites, publishes
    host.goto("/")
    host.get_by_label("E-mail").first.fill(chen.email)
    host.get_by_role("textbox", name="Password").fill(PASSWORD)
    press(host, "Sign in")
    number = plan(host, addresses="\n".join(person.email for person in people))
    deliver()

    # then
    assert roster(host) == {"Not answered": ["P000", "P001", "P002", "P003", "P004"]}
    assert [vevent(invitation_to(person))["METHOD"] for person in people] == ["REQUEST"] * 5

    # when: they answer from their mails, more than there are seats
    said = [answer(guest, invitation_to(person), "Yes, I’ll come") for person in people[:4]]
    said.append(answer(guest, invitation_to(people[4]), "No, thanks"))

    # then
    assert said == [
        *[f"Your seat is kept. We tell your calendar too. {ON_ITS_WAY}"] * 3,
        f"All seats are taken. You are first in line; we write as soon as one frees. {ON_ITS_WAY}",
        f"Noted, and no reason needed. {ON_ITS_WAY}",
    ]

    # when: one of the seated gives the seat back
    deliver()
    answer(guest, invitation_to(people[0]), "No, thanks")
    host.goto(f"/sessions/{number}/roster")

    # then
    assert roster(host) == {"Seated": ["P001", "P002", "P003"]}

    # when: the time changes, and Chen looks first
    deliver()
    host.goto(f"/sessions/{number}/edit")
    host.get_by_label("Starts").fill("11:30")
    press(host, "See who hears what")
    preview = told(host)
    marked = host.locator(".was").all_inner_texts()
    press(host, "Save and tell 5 people")
    deliver()

    # then
    assert preview == [
        "3 with a seat Are sent the change and asked again. The seat stays theirs meanwhile.",
        "2 not coming Are sent the change, so that nothing wrong stands in their calendar. They are not asked again.",
    ]
    assert marked == ["Was 12:00"]
    assert {vevent(invitation_to(person))["DTSTART"][-6:] for person in people} == {"113000"}

    # when: Chen cancels
    press(host, "Cancel it", role="link")
    host.get_by_label("Why it does not take place").fill("The soup is out.")
    press(host, "Cancel the session")
    deliver()

    # then
    assert host.locator("h1 + .lede").inner_text() == "This session does not take place."
    assert {vevent(invitation_to(person))["METHOD"] for person in people[1:4]} == {"CANCEL"}


@pytest.mark.settings(demo=True, smtp_url="")
def test_postbox_shows_the_whole_loop_in_the_demo(ada, bo, meetup, deliver, read_in, lmtp_port, window):
    # given
    session = meetup(invited=[ada], capacity=3)
    deliver()
    page, host = window(), window(bo)

    # when: Ada opens her mail and presses what her calendar shows
    page.goto(f"/postbox?recipient={ada.email}")
    page.get_by_role("link", name=re.compile("Lunch and learn")).click()
    page.get_by_role("button", name="Accept").click()
    said = page.locator(".alert").inner_text()
    read_in()

    # then: her REPLY came in by mail, and the host sees it
    host.goto(f"/sessions/{session.id}/roster")
    assert said == "The calendar has sent its answer, as a mail. Foyer has it."
    assert roster(host) == {"Seated": ["Ada"]}
    assert host.locator(".via-line").all_inner_texts() == ["Own calendar"]

    # when: she follows a button in the mail itself
    page.frame_locator("iframe").get_by_role("link", name="No, thanks").click()
    page.wait_for_url("**/a/**")

    # then
    assert page.get_by_role("heading", level=1).inner_text() == "Your seat is kept"


def test_a_link_scanner_answers_nothing(ada, chen, meetup, deliver, smtp_sink, invitation_to, room, window):
    # given
    session = meetup(invited=[ada])
    deliver()
    page = window()

    # when
    page.goto(link_in(invitation_to(ada), "Yes, I’ll come"))

    # then
    assert page.locator(".alert").inner_text() == "You chose yes in the mail. Press it once more here, and it counts."
    assert room(session) == {"Ada": ("needs-action", "none", None)}


def go_to(page, name: str, *, role: str = "button") -> None:
    """Tab, and only Tab, until this is where one is."""
    wanted = page.get_by_label(name) if role == "field" else page.get_by_role(role, name=name)
    for _ in range(TIRELESS):
        if wanted.first.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {name}")


def test_main_job_by_keyboard_alone(chen, colleagues, window, smtp_sink, deliver, invitation_to, room):
    # given
    (person,) = colleagues(1)
    host, guest = window(chen), window()
    host.goto("/")

    # when: Chen plans and invites
    go_to(host, "Plan a session", role="link")
    host.keyboard.press("Enter")
    host.wait_for_url("**/sessions/new")
    go_to(host, "Title", role="field")
    host.keyboard.type("Lunch and learn")
    go_to(host, "Keep the draft")
    host.keyboard.press("Enter")
    host.wait_for_url("**/invitations")
    go_to(host, "Addresses", role="field")
    host.keyboard.type(person.email)
    go_to(host, "Look at the names")
    host.keyboard.press("Enter")
    host.wait_for_selector("text=The names")
    go_to(host, "Put 1 person on the list")
    host.keyboard.press("Enter")
    host.wait_for_url("**/publication**")
    go_to(host, "Publish and invite")
    host.keyboard.press("Enter")
    host.wait_for_url("**/roster**")
    deliver()

    # when: the recipient answers, with a word
    guest.goto(link_in(invitation_to(person), "Maybe"))
    guest.locator("summary", has_text="Add a word for Chen").evaluate("one => one.id = 'more'")
    for _ in range(TIRELESS):
        if guest.evaluate("document.activeElement.id") == "more":
            break
        guest.keyboard.press("Tab")
    guest.keyboard.press("Space")
    go_to(guest, "A word for Chen", role="field")
    guest.keyboard.type("If the bus comes.")
    guest.keyboard.press("Shift+Tab")
    guest.keyboard.press("Shift+Tab")
    guest.keyboard.press("Shift+Tab")
    guest.keyboard.press("Enter")
    guest.wait_for_url("**noted**")
    host.reload()

    # then
    assert roster(host) == {"Maybe": ["P000"]}
    assert "“If the bus comes.”" in host.locator("tbody th").inner_text()
    assert attendee.calendar_of(invitation_to(person).raw) is not None
