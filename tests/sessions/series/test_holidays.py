"""Public holidays beside planned dates."""

from datetime import date

from sessions.series import holidays

EASTER_MONDAY, EPIPHANY, PLAIN = date(2027, 3, 29), date(2027, 1, 6), date(2027, 1, 5)
ALL = (EASTER_MONDAY, EPIPHANY, PLAIN)


def test_days_are_named_in_the_language_of_the_reader():
    assert holidays.named(ALL, ("NL",), language="en") == {EASTER_MONDAY: "Easter Monday"}
    assert holidays.named(ALL, ("NL",), language="nl") == {EASTER_MONDAY: "Tweede paasdag"}


def test_part_of_a_country_has_days_of_its_own_and_the_first_place_names_what_both_keep():
    # when
    found = holidays.named(ALL, ("NL", "DE-BY"), language="nl")

    # then: no Dutch names are known of Bavaria
    assert found == {EASTER_MONDAY: "Tweede paasdag", EPIPHANY: "Epiphany"}


def test_without_places_no_day_is_special():
    assert holidays.named(ALL, (), language="en") == {}


def test_places_of_the_setting():
    assert [holidays.places(setting) for setting in ("NL", "nl, DE-BY", "none", "")] == [("NL",), ("NL", "DE-BY"), (), ()]
