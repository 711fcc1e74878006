"""Addresses as people paste them."""

import pytest

from people import naming
from people.naming import Pasted


@pytest.mark.parametrize(
    ("text", "names", "unreadable"),
    [
        ("", {}, ()),
        ("Ada@Example.org", {"ada@example.org": ""}, ()),
        ("a@example.org, b@example.org;c@example.org\nd@example.org", dict.fromkeys("abcd", ""), ()),
        ("a@example.org b@example.org", dict.fromkeys("ab", ""), ()),
        ("Ada Okafor <a@example.org>, Bo <b@example.org>", {"a": "Ada Okafor", "b": "Bo"}, ()),
        ('"Okafor, Ada" <a@example.org>; <b@example.org>', {"a": "Okafor, Ada", "b": ""}, ()),
        ("a@example.org\tA@example.org", {"a": ""}, ()),
        ("nobody, a@example.org", {"a": ""}, ("nobody",)),
    ],
)
def test_addresses_are_read_as_people_paste_them(text, names, unreadable):
    # when
    pasted = naming.read_addresses(text)

    # then
    assert pasted == Pasted({key if "@" in key else f"{key}@example.org": name for key, name in names.items()}, unreadable)


def test_a_long_line_of_addresses_is_read_in_one_go():
    # given
    addresses = [f"p{number}@example.org" for number in range(5_000)]

    # when
    pasted = naming.read_addresses(", ".join(addresses))

    # then
    assert pasted == Pasted(dict.fromkeys(addresses, ""), ())


def test_only_so_many_names_are_looked_up(app, ada, count_queries):
    # given
    pasted = naming.read_addresses("\n".join([*(f"Nobody{number}" for number in range(200)), "Ada"]))

    # when
    with count_queries() as queries:
        found = naming.with_colleagues(pasted)

    # then: the last of them is one too many
    assert (found, len(queries)) == (pasted, naming.NAMES_LOOKED_UP)
