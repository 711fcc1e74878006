"""The map of ambassadors says where nobody is near, and nothing of few people."""

import pytest

from champions import register
from champions.coverage import ELSEWHERE, Cell, Colleagues, Helper, Level, heat
from champions.offers import Offer
from tests.infra.pages import text


def levels(colleagues, helpers=()):
    found = heat([Colleagues(*one) for one in colleagues], [Helper(row, frozenset(columns)) for row, columns in helpers])
    return {cell: one.level.value for cell, one in found.cells.items()}


def test_says_where_nobody_is_near_and_where_somebody_is():
    found = levels(
        [("Sales", "Deventer", 10), ("Sales", "Zwolle", 10), ("Hall 1", "Deventer", 50), ("Hall 1", "Zwolle", 10)],
        [("Sales", ["Deventer"]), ("Hall 1", ["Deventer", "Zwolle"])],
    )
    assert found == {
        ("Sales", "Deventer"): "near",
        ("Sales", "Zwolle"): "nobody",
        ("Hall 1", "Deventer"): "thin",
        ("Hall 1", "Zwolle"): "near",
    }


@pytest.mark.parametrize("few", [0, 1, 4])
def test_of_few_people_nothing_is_said_and_neither_of_what_gives_them_away(few):
    found = heat(
        [Colleagues("Sales", "Deventer", few), Colleagues("Hall 1", "Deventer", 30), Colleagues("Hall 2", "Deventer", 30)], []
    )
    assert found.whole["Sales"] == Cell(Level.UNSAID, 0)
    assert [found.whole[row].level for row in ("Hall 1", "Hall 2")].count(Level.UNSAID) >= 1


def test_rows_where_nobody_is_near_come_first_and_unknown_ones_last():
    found = heat([Colleagues(row, "", 10) for row in ("Alpha", "", "Beta")], [Helper("Alpha", frozenset([""]))])
    assert found.rows == ["Beta", "", "Alpha"]


def test_small_places_are_put_together_and_reached_together():
    # given: ten places
    colleagues = [("Sales", f"Place {number}", 20 - number) for number in range(10)]

    # when
    found = levels(colleagues, [("Sales", ["Place 9"])])

    # then
    assert (len(found), found["Sales", ELSEWHERE], found["Sales", "Place 0"]) == (9, "near", "nobody")


def test_all_rows_together_and_rows_of_which_nothing_is_said():
    # given: two departments of two each, in a place with others
    colleagues = [("Alpha", "Deventer", 2), ("Beta", "Deventer", 2), ("Gamma", "Deventer", 9), ("Gamma", "Zwolle", 9)]

    # when
    found = heat([Colleagues(*one) for one in colleagues], [Helper("Alpha", frozenset(["Deventer"]))])

    # then
    assert (found.rows, found.few) == ([], ["Alpha", "Beta", "Gamma"])
    assert found.foot == {"Deventer": Cell(Level.NEAR, 1), "Zwolle": Cell(Level.NOBODY, 0)}


def test_page_says_it_in_words(do, client_of, add_person, bo, chen):
    # given: six at each, Field service with Bo, Purchasing with nobody
    for number in range(6):
        add_person(f"Field{number} Worker", department="Field service", location="Deventer")
        add_person(f"Buyer{number} Worker", department="Purchasing", location="Zwolle")
        add_person(f"Adviser{number} Worker", department="Communication", location="Deventer")
    do(register.volunteer, bo, Offer(places=("Deventer",)))
    do(register.welcome, bo.id, by=chen)

    # when
    page = client_of(chen).get("/ambassadors/map")
    other = client_of(chen).get("/ambassadors/map?rows=function&columns=language")

    # then
    assert "Purchasing nobody near" in text(page)
    assert "Field service somebody near (1)" in text(page)
    assert "too few people to say" in text(page)
    assert "Deventer Zwolle All together somebody near (1) nobody near" in text(page)
    assert (other.status_code, "Function by language" in text(other)) == (200, True)


def test_departments_of_a_few_are_named_below_the_table(client_of, add_person, chen):
    # given: a person in each of three departments
    for name in ("Planning", "Quality", "Sales"):
        add_person(f"{name} Colleague", department=name, location="Deventer")

    # when
    _table, _heading, said = text(client_of(chen).get("/ambassadors/map")).partition("Too few people to say")

    # then
    assert said.startswith(" In none of these are there five colleagues")
    assert "Communication Planning Quality Sales Nobody near?" in said


def test_resting_ambassadors_are_not_near(do, client_of, add_person, bo, chen):
    for number in range(6):
        add_person(f"Field{number} Worker", department="Field service", location="Deventer")
    do(register.volunteer, bo, Offer(places=("Deventer",)))
    do(register.welcome, bo.id, by=chen)
    do(register.rest, bo)
    assert "somebody near" not in text(client_of(chen).get("/ambassadors/map"))


def test_map_is_for_community_managers(client, client_of, ada, dana, admin, reports_to):
    reports_to(ada, dana)  # a line manager is nobody here
    codes = [client_of(person).get("/ambassadors/map").status_code for person in (ada, dana, admin)]
    assert (codes, client.get("/ambassadors/map").status_code) == ([403, 403, 200], 303)
