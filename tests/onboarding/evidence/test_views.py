"""The pages of evidence: who reads and who writes, and how many queries they take."""

import re
from datetime import timedelta

import pytest

from onboarding.evidence import measuring
from onboarding.evidence.models import Side
from onboarding.goals.models import Part


def test_everybody_reads_the_sentence_and_who_writes_finds_where_to_go_on(client_of, compared, ada, chen):
    # when
    hers, his = (client_of(one).get(f"/evidence/goals/{compared}").text for one in (ada, chen))

    # then
    assert all("That points to an effect for the better." in page for page in (hers, his))
    assert ("Plan another round" in hers, 'href="/rounds"' in hers, 'href="/rounds"' in his) == (True, False, True)


def test_the_owner_of_a_goal_finds_its_sentence_in_two_presses(client_of, goal, bo):
    # given
    number = goal("Bo answers for it", owner=bo)

    # then
    assert f'href="/evidence/goals/{number}"' in client_of(bo).get("/").text
    assert "Nothing that was done names this goal yet." in client_of(bo).get("/evidence").text


def test_the_overview_begins_with_the_process_and_leads_to_all_that_is_read(client_of, goal, dana):
    # given
    measure, process = goal("A measure of a plan"), goal("The process", part=Part.PROCESS)

    # when
    links = re.findall(r'href="(/[^"]+)"', client_of(dana).get("/evidence").text.split("<main")[1])

    # then
    read = ["/evidence/reports", "/surveys", "/evidence/participation"]
    assert [one for one in links if one in {f"/evidence/goals/{process}", f"/evidence/goals/{measure}", *read}] == [
        f"/evidence/goals/{process}",
        f"/evidence/goals/{measure}",
        *read,
    ]


@pytest.mark.parametrize("path", ["/evidence/goals/{goal}/groups", "/evidence/groups/{group}"], ids=["groups", "group"])
def test_who_does_not_write_at_the_goal_measures_no_group(client_of, compared, ada, dana, chen, path):
    path = path.format(goal=compared, group=measuring.groups_of(compared)[0].id)
    assert [client_of(one).get(path).status_code for one in (ada, dana, chen)] == [404, 404, 200]


def test_a_group_and_its_weeks_by_hand(client_of, goal, chen, weeks):
    # given
    browser, number = client_of(chen), goal()

    # when
    unnamed = browser.post(f"/evidence/goals/{number}/groups", data={"name": "A", "side": "started", "round": ""})
    made = browser.post(f"/evidence/goals/{number}/groups", data={"name": "A", "side": "waits", "round": ""})
    wrong = browser.post(f"{made.location}/weeks", data={"lines": "2026-11-02;4;3"})
    right = browser.post(f"{made.location}/weeks", data={"lines": weeks(3, lambda week: week)})

    # then
    assert [one.status_code for one in (unnamed, made, wrong, right)] == [422, 303, 422, 303]
    assert "Line 1: A figure of fewer than five people" in wrong.text


def test_the_overview_takes_as_many_queries_for_one_goal_as_for_three(client_of, do, goal, chen, count_queries, now):
    # given
    browser, taken = client_of(chen), []

    # when
    for many in (1, 2):
        for _one in range(many):
            number = goal()
            do(measuring.name_group, number, "A", Side.STARTED, starts_on=now.date() - timedelta(days=9))
        with count_queries() as queries:
            browser.get("/evidence")
        taken.append(len(queries))

    # then
    assert taken[0] == taken[1]
