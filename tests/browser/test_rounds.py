"""A round of training groups, from the first word to published groups: with JavaScript and without, on a phone by those who sign up."""

import pytest
from sqlalchemy import select

from database import db
from sessions.rounds import jobs_rounds, rounds
from sessions.rounds.models import Round, RoundState
from sessions.series.models import Series
from tests.browser.walks import press
from tests.infra.sign_ups import round_link, sign_up_of


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.settings(demo=True, smtp_url="")
def test_round_becomes_groups(script, ada, bo, chen, dana, colleagues, sign_up, window, deliver):
    # given
    page = window(chen, java_script_enabled=script)
    crowd = colleagues(6)

    # when: Chen plans and opens the round, and tells Ada
    page.goto("/rounds/new")
    page.get_by_label("Title").fill("Getting started")
    page.get_by_label("People in a group, at least").fill("3")
    page.get_by_label("At most", exact=True).fill("5")
    page.get_by_label("Groups begin in the week from").fill("2027-01-11")
    press(page, "On to times and places")
    page.get_by_label("Tuesday", exact=True).check()
    page.get_by_label("Thursday", exact=True).check()
    page.get_by_label("Starts").fill("16:00")
    press(page, "Add this time")
    page.get_by_label("Place", exact=True).fill("Canteen")
    press(page, "Add this place")
    for host in (bo, dana):
        page.get_by_label("Host", exact=True).fill(host.email)
        press(page, "Add this host")
    press(page, "Open sign-up")
    page.get_by_role("link", name="Tell people").click()
    page.get_by_label("Names or addresses").fill("Ada Okafor")
    press(page, "Look at the names")
    press(page, "Tell 1 person")
    deliver()

    # when: Ada signs up from her mail, on a phone; the others in their own ways
    phone = window(width=375, height=800, java_script_enabled=script)
    phone.goto("/postbox?recipient=ada@brink-waal.example")
    phone.get_by_role("link", name="Would you like to join? Getting started").click()
    phone.frame_locator("iframe").get_by_role("link", name="Say when I can").click()
    phone.wait_for_url("**/r/*")
    press(phone, "Sign up")
    at_its_field = phone.get_by_role("group", name="When", exact=True).get_by_text("Choose at least one time at which you can.")
    missing = at_its_field.is_visible()
    phone.get_by_label("Tuesday 16:00").check()
    phone.get_by_label("Canteen").check()
    phone.get_by_label("What would you like to be able to do?").fill("Share a plan")
    phone.get_by_label("I would rather come with").fill(crowd[0].email)
    press(phone, "Sign up")
    noted = phone.get_by_role("status").inner_text()
    made = db.session.scalars(select(Round)).one()
    for number, person in enumerate(crowd):
        sign_up(made, person, times=[number % 2], places=[0])

    # when: Chen has groups put together, moves somebody and takes it back, and asks everybody
    page.goto(f"/rounds/{made.id}")
    press(page, "Close sign-up and put groups together")
    jobs_rounds.compose_all()
    page.goto(f"/rounds/{made.id}")
    groups = page.get_by_role("heading", name="Group").all_inner_texts()
    page.get_by_role("link", name=f"Move {crowd[0].name}").click()
    press(page, "Take out of the group")
    alone = page.get_by_role("heading", name="In no group").count()
    press(page, f"Take back: {crowd[0].name}")
    page.get_by_role("link", name="Ask 7 people about their place").click()
    press(page, "Ask 7 people")

    # when: Ada says yes from her phone, and the groups are published
    phone.goto(round_link(made, ada))
    press(phone, "Yes, it suits me Your place is kept")
    kept = phone.get_by_role("heading", level=1).inner_text()
    page.goto(f"/rounds/{made.id}/publication")
    press(page, "Publish the groups")

    # then
    assert (missing, noted, groups, alone, kept) == (
        True,
        "It is noted. We write as soon as we have a group to propose.",
        ["Group 1", "Group 2"],
        1,
        "Your place is kept",
    )
    db.session.rollback()
    assert db.session.get_one(Round, made.id, populate_existing=True).state is RoundState.PUBLISHED
    assert [series.title for series in db.session.scalars(select(Series).order_by(Series.id))] == [
        "Getting started (1)",
        "Getting started (2)",
    ]
    assert sign_up_of(made, ada).group is not None
    assert rounds.count_signed_up(made) == 7
