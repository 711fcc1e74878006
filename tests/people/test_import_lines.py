import pytest

from people.import_lines import changes, understand, with_people

MAPPING = {"email": 0, "name": 1, "first_name": 2, "last_name": 3, "department": 4, "timezone": 5, "language": 6}


def understood(*cells, mapping=None):
    lines, refused = understand([[7, list(cells)]], MAPPING if mapping is None else mapping)
    return [(line.number, line.email, line.values) for line in lines], refused


def test_line_gives_what_it_holds_in_the_form_it_is_kept():
    assert understood("ADA@x.org", " Ada  Okafor", "", "", "Door\tseals", "Europe/Lisbon", "NL-be") == (
        [(7, "ada@x.org", {"name": "Ada Okafor", "department": "Door seals", "timezone": "Europe/Lisbon", "language": "nl"})],
        {},
    )


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["a@x.org", "", "Ada", "Okafor"], {"name": "Ada Okafor"}),
        (["a@x.org", "", "Ada"], {"name": "Ada"}),
        (["a@x.org", "", "", "Okafor"], {"name": "Okafor"}),
        (["a@x.org", "Ada O.", "Ada", "Okafor"], {"name": "Ada O."}),
        (["a@x.org"], {}),
        (["a@x.org", "", "", "", ""], {}),
    ],
)
def test_name_is_put_together_where_it_stands_in_two_columns(cells, values):
    assert understood(*cells) == ([(7, "a@x.org", values)], {})


@pytest.mark.parametrize(
    ("cells", "refusal"),
    [
        ([""], ["email", "There is no e-mail address on this line.", {}]),
        ([], ["email", "There is no e-mail address on this line.", {}]),
        (["Ada"], ["email", "This is not an e-mail address: %(address)s", {"address": "Ada"}]),
        (["a@x.org", "x" * 201], ["name", "Too long: at most %(longest)s characters.", {"longest": 200}]),
        (["a@x.org", "\u200b"], ["name", "A person needs a name.", {}]),
        (["a@x.org", "Ada", "", "", "", "Mars"], ["timezone", "There is no such time zone: %(zone)s", {"zone": "Mars"}]),
        (
            ["a@x.org", "Ada", "", "", "", "", "de"],
            ["language", "Choose en or nl as language, not %(language)s.", {"language": "de"}],
        ),
    ],
)
def test_line_that_cannot_be_used_says_why(cells, refusal):
    assert understood(*cells) == ([], {"7": refusal})


def test_columns_that_are_not_chosen_are_not_read():
    assert understood("a@x.org", "Ada", mapping={"email": 0}) == ([(7, "a@x.org", {})], {})


def test_one_bad_line_holds_up_no_other():
    # when
    lines, refused = understand([[2, ["a@x.org"]], [3, ["nonsense"]], [4, ["b@x.org"]]], {"email": 0})

    # then
    assert ([line.email for line in lines], list(refused)) == (["a@x.org", "b@x.org"], ["3"])


def test_lines_are_held_against_who_is_known_in_one_query(ada, statements):
    # given
    lines, _refused = understand([[2, [ada.email, "Ada"]], [3, ["new@x.org", "New"]]], {"email": 0, "name": 1})

    # when
    with statements() as sent:
        found = [(line.number, person.name if person else None) for line, person in with_people(lines)]

    # then
    assert (found, len(sent)) == ([(2, "Ada Okafor"), (3, None)], 1)


def test_an_empty_cell_is_no_difference(ada):
    # given
    lines, _refused = understand([[2, [ada.email, "Ada Okafor", "", "", "Quality"]]], MAPPING)

    # then
    assert changes(ada, lines[0]) == {"department": "Quality"}
