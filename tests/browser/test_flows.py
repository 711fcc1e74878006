"""What else people come for, with JavaScript and without: signing in by mail, importing, recording an answer, the queue, own settings."""

import re

import pytest
from sqlalchemy import select

from database import db
from people import jobs_imports
from people.models import PeopleImport, Person
from tests.browser.company import FILE
from tests.browser.walks import press

with_and_without_script = pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])


@with_and_without_script
def test_a_file_of_people_is_read_looked_at_and_imported(script, ada, chen, window):
    # given
    page = window(chen, java_script_enabled=script)
    page.goto("/people")

    # when
    press(page, "Import a file", role="link", exact=False)
    page.get_by_label("CSV file").set_input_files({"name": "people.csv", "mimeType": "text/csv", "buffer": FILE})
    press(page, "Read the file", exact=False)
    press(page, "Show what would happen", exact=False)
    number = db.session.scalars(select(PeopleImport.id)).one()
    jobs_imports.work_on(number)
    if not script:
        press(page, "Look again", role="link", exact=False)
    page.wait_for_selector("text=This is what would happen.")
    would = page.locator("main table").first.locator("tbody tr").all_inner_texts()
    page.get_by_role("button", name="Import 2 people").click()
    page.wait_for_selector("text=Importing.")
    jobs_imports.work_on(number)
    if not script:
        press(page, "Look again", role="link", exact=False)
    page.wait_for_selector("text=Done.")

    # then
    db.session.rollback()
    assert [line.split("\t") for line in would] == [["New", "1"], ["Changed", "1"], ["Unchanged", "0"], ["Refused", "1"]]
    assert db.session.scalars(select(Person.name).order_by(Person.name)).all() == ["Ada", "Chen Meijer", "Nora Vos"]


@with_and_without_script
@pytest.mark.settings(demo=True, smtp_url="")
def test_a_mailed_link_signs_in(script, ada, deliver, window):
    # given
    page = window(java_script_enabled=script)
    page.goto("/sign-in")

    # when
    page.get_by_role("region", name="Without a password").get_by_label("E-mail").fill(ada.email)
    page.get_by_role("button", name="Mail me a link").click()
    page.wait_for_selector("text=Look into your mail")
    deliver()
    press(page, "Open the demo’s Postbox", role="link", exact=False)
    press(page, "Your link to sign in", role="link", exact=False)
    page.frame_locator("iframe").get_by_role("link", name="Sign in to Foyer").click()
    page.wait_for_url("**/sign-in/*")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")

    # then
    assert page.get_by_role("heading", level=1).inner_text() == "Good morning, Ada."


@with_and_without_script
def test_the_host_records_an_answer_and_takes_it_back(script, ada, bo, meetup, room, window):
    # given
    session = meetup(invited=[ada])
    page = window(bo, java_script_enabled=script)
    page.goto(f"/sessions/{session.id}/roster")

    # when
    press(page, "Ada Okafor", role="link", exact=False)
    page.get_by_label("Yes", exact=True).check()
    press(page, "Record it")
    recorded = room(session)
    page.goto(f"/sessions/{session.id}/people/{ada.id}")
    press(page, "Take this back", role="link")
    press(page, "Take it back")
    db.session.rollback()  # the test had looked before; now it sees what the server wrote since

    # then
    assert recorded == {"Ada": ("accepted", "seated", None)}
    assert room(session) == {"Ada": ("needs-action", "none", None)}


@with_and_without_script
@pytest.mark.settings(demo=True, smtp_url="")
def test_the_host_lets_an_answer_count_that_came_from_another_address(script, house, window):
    # given
    page = window(house.people["bo"], java_script_enabled=script)
    page.goto("/")

    # when
    page.get_by_text("Show all").click()
    press(page, "What we could not read or trust", role="link", exact=False)
    page.get_by_role("row", name=re.compile("another address")).get_by_role("link").click()
    press(page, "It is theirs, let it count", exact=False)
    page.wait_for_url("**/incoming")

    # then
    assert page.locator(".alert").inner_text() == "The answer counts."
    assert page.get_by_role("row", name=re.compile("another address")).count() == 0


@with_and_without_script
def test_a_person_chooses_language_and_quiet(script, ada, window):
    # given
    page = window(ada, java_script_enabled=script)
    page.goto("/me")

    # when
    page.get_by_label("Nudge me").uncheck()
    page.get_by_role("button", name="Save the reminders").click()
    page.wait_for_selector(".alert-success")
    page.get_by_label("Language").select_option("nl")
    press(page, "Save")

    # then
    db.session.expire_all()
    assert (ada.language, ada.wants_nudges) == ("nl", False)
    assert page.locator("html").get_attribute("lang") == "nl"
