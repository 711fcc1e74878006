"""The whole way of a round in a browser: forty people sign up in many ways, meet twice, say how it was, and are offered what comes next."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import select

from database import db
from people.models import Person
from sessions import jobs_attendance
from sessions.feedback.setup import ask_and_close
from sessions.models import ScheduledSession
from sessions.rounds import jobs_rounds
from sessions.rounds.models import SignUp
from tests.browser.walks import press
from tests.infra.sign_ups import round_link, sign_up_of

CROWD, HOSTS, EVERYBODY = 42, 6, 40
PHONE = {"width": 375, "height": 800}


class Met(NamedTuple):
    """A date, whatever becomes of the session it was read in."""

    id: int
    starts_at: datetime
    ends_at: datetime


@pytest.fixture
def time_goes_on(deliver, clock):
    """`time_goes_on(moment)`: the house has done what is due by then, and the mails are there."""

    def until(moment: datetime) -> None:
        db.session.rollback()
        clock.move_to(moment)
        ask_and_close()
        jobs_attendance.post_next_dates()
        deliver()

    return until


@pytest.fixture
def open_letter():
    """The newest mail of this subject to this address, opened in the demo's Postbox; the frame with its words."""

    def opened(page, email: str, subject: str):
        page.goto(f"/postbox?recipient={email}")
        press(page, subject, role="link", exact=False)
        return page.frame_locator("iframe")

    return opened


def sign_up_in(page, wish: str) -> str:
    """Somebody says when and where they can on the page in front of them; what the page says then."""
    for at in ("Tuesday 16:00", "Thursday 16:00", "Canteen", "Workshop"):
        page.get_by_label(at).check()
    page.get_by_label("What would you like to be able to do?").fill(wish)
    press(page, "Sign up")
    return page.get_by_role("status").inner_text()


def tick(phone, session_id: int, names: Sequence[str]) -> None:
    phone.goto(f"/sessions/{session_id}/check-in")
    for name in names:  # each has arrived before the clock moves on: the token of the form is good for an hour
        with phone.expect_response("**/ticks"):
            phone.get_by_label(name).check()
    phone.get_by_text("Saved.").wait_for()


def members_of(sign_up: SignUp) -> list[Person]:
    query = select(Person).join(SignUp, SignUp.person_id == Person.id).where(SignUp.group_id == sign_up.group_id)
    return list(db.session.scalars(query.order_by(Person.name)))


def figures_of(page) -> dict[str, str]:
    terms, said = page.locator("#after + dl dt").all_inner_texts(), page.locator("#after + dl dd").all_inner_texts()
    return dict(zip(terms, said, strict=True))


@pytest.mark.settings(demo=True, smtp_url="")
def test_forty_people_sign_up_meet_twice_and_say_how_it_was(
    ada, bo, chen, dana, admin, colleagues, round_, sign_up, window, deliver, time_goes_on, open_letter
):
    # given: an open round, which Ada knows from a mail, Dana from a poster, Bo from the page of rounds
    crowd = colleagues(CROWD)
    made = round_(hosts=crowd[:HOSTS], smallest=6, largest=10)
    page, phone = window(chen), window(**PHONE)
    page.goto(f"/rounds/{made.id}/people")
    page.get_by_label("Names or addresses").fill("Ada Okafor")
    press(page, "Look at the names")
    press(page, "Tell 1 person")
    page.goto(f"/rounds/{made.id}/poster")
    poster = page.get_by_text("/join/").first.inner_text().rpartition("/join/")[2]
    deliver()

    # when: they sign up on their phones; the others have done so before
    open_letter(phone, ada.email, "Would you like to join? Getting started").get_by_role("link", name="Say when I can").click()
    phone.wait_for_url("**/r/*")
    noted = [sign_up_in(phone, "Share a plan")]
    for person, start in ((dana, f"/join/{poster}"), (bo, "/rounds")):
        own = window(person, **PHONE)
        own.goto(start)
        if start == "/rounds":
            press(own, "Getting started", role="link", exact=False)
        noted.append(sign_up_in(own, "Find who knows what"))
    for person in (admin, *crowd[HOSTS:]):
        sign_up(made, person, wish="Find a colleague by what they know")

    # when: Chen has groups put together, changes one by hand, asks everybody and publishes
    page.goto(f"/rounds/{made.id}")
    press(page, "Close sign-up and put groups together")
    db.session.rollback()  # the test had looked before; now it sees what the server wrote since
    jobs_rounds.compose_all()
    page.goto(f"/rounds/{made.id}")
    composed = page.get_by_role("row", name="in a group").get_by_role("cell").first.inner_text()
    press(page, "Move P041", role="link", exact=False)
    press(page, "Take out of the group")
    page.get_by_role("heading", name="In no group").wait_for()
    press(page, "Take back: P041", exact=False)
    press(page, f"Ask {EVERYBODY} people about their place", role="link")
    press(page, f"Ask {EVERYBODY} people")
    phone.goto(round_link(made, ada))
    press(phone, "Yes, it suits me Your place is kept")
    page.goto(f"/rounds/{made.id}/publication")
    press(page, "Publish the groups")
    deliver()

    # when: Ada's group says yes, meets, and meets again without her
    kept = sign_up_of(made, ada)
    series_id, people = kept.group.series_id, members_of(kept)
    names, emails = [one.name for one in people], [one.email for one in people]
    query = select(ScheduledSession).where(ScheduledSession.series_id == series_id).order_by(ScheduledSession.starts_at)
    first, second, *_later = [Met(one.id, one.starts_at, one.ends_at) for one in db.session.scalars(query).unique()]
    host = kept.group.host.person
    for person in people:
        own = window(person, **PHONE)
        own.goto(f"/series/{series_id}")
        press(own, "Yes, I’ll come To all six dates ahead")
    time_goes_on(first.starts_at)
    door = window(db.session.merge(host, load=False), **PHONE)
    tick(door, first.id, names)
    time_goes_on(first.ends_at + timedelta(hours=20))
    asked = open_letter(phone, emails[names.index("Ada Okafor")], "How was it?")
    offered = asked.get_by_text("Just reply to this mail").or_(asked.get_by_text("If you like to go on")).count()
    for email in emails[:5]:
        open_letter(phone, email, "How was it?").get_by_role("link", name="Say how it was").click()
        phone.wait_for_url("**/f/*")
        phone.get_by_role("radio", name="Yes").first.check()
        press(phone, "Send my answers")
    time_goes_on(second.starts_at)
    tick(door, second.id, [name for name in names if name != "Ada Okafor"])
    press(door, "Everybody who came is ticked: close the check-in", role="link")
    missed = door.locator("main li").all_inner_texts()
    press(door, "Yes, close the check-in")
    time_goes_on(second.ends_at + timedelta(hours=17))
    kindly = open_letter(phone, emails[names.index("Ada Okafor")], "The next date:").locator("body").inner_text()

    # when: two weeks later Chen looks at what came of it, and so does the host at what was said
    time_goes_on(second.ends_at + timedelta(days=15))
    manager, host_again = window(db.session.merge(chen, load=False)), window(db.session.merge(host, load=False), **PHONE)
    manager.goto(f"/rounds/{made.id}")
    host_again.goto(f"/sessions/{first.id}/feedback")
    said = host_again.locator("main section").first.inner_text()

    # then: everybody had a place, and was told the next step; what was said is read without anybody's name
    assert (noted, composed) == (["It is noted. We write as soon as we have a group to propose."] * 3, str(EVERYBODY))
    assert (offered, missed) == (1, ["Ada Okafor"])
    assert "We missed you at Getting started (3) on Tuesday 19 January. Things come up, and no reason is needed." in kindly
    assert "The next date is Tuesday 26 January, 16:00–17:00. You have a seat there." in kindly
    assert said == "Would you recommend this to a colleague?\n\nMore than half of the 5 people who answered said yes."
    assert figures_of(manager) == {
        "Signed up": "40",
        "In a group": "40",
        "On the waiting list": "0",
        "Came at least once": "Too few to say anything without pointing at somebody.",
        "Came back": "more than half of those who came",
        "Would recommend it": "more than half, at 1 of 1 date",
        "Can do now": "Not before ten people have written it down.",
    }
