from io import BytesIO

import pytest

from networks.discovery import lists
from networks.discovery.lists import NoAddressesError, name_of
from networks.discovery.meetings import Dropped
from tests.networks.discovery.by_hand import TOPICS

FIVE = ("ada", "bo", "chen", "eva", "finn")
ADDRESSES = [f"{name}@x.example" for name in FIVE]


def table(text: str | bytes, name: str = "Lunch_table.csv"):
    found, dropped = lists.of_table(BytesIO(text.encode() if isinstance(text, str) else text), name, TOPICS)
    return [(one.name, [person.address for person in one.people]) for one in found], dict(dropped)


def archive(text: str, name: str = "lunch.mbox"):
    found, dropped = lists.of_archive(BytesIO(text.encode()), name, TOPICS)
    return [(one.name, [person.address for person in one.people]) for one in found], dict(dropped)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(ADDRESSES),
        "\r".join(ADDRESSES),
        "; ".join(f"{name.title()} <{name}@X.example>" for name in FIVE),
        ", ".join(f'"{name.title()}, of Line 3" <{name}@x.example>' for name in FIVE),
        ";\n".join(f"{name.title()} <{name}@x.example>" for name in FIVE),
        "Members\n" + "\n".join(ADDRESSES),
        "\n".join(f"EMAIL;TYPE=WORK:{address}" for address in ADDRESSES),
        "\n".join([*ADDRESSES, *ADDRESSES, "no address", "<>", "@x.example"]),
        "Name;E-mail\n" + "\n".join(f"{name};{name}@x.example" for name in FIVE),
        "sep=;\nE-mailadres;Afdeling\n" + "\n".join(f"{name}@x.example;Line 3" for name in FIVE),
        "Nr,Wie,Waar\n" + "\n".join(f"{number},{address},Zuid" for number, address in enumerate(ADDRESSES)),
        "Email,Wie\n" + "\n".join(f",{address}" for address in ADDRESSES),
        "Members for group Lunch table\nEmail address,Nickname,Group status\n" + "\n".join(f"{address},,member" for address in ADDRESSES),
    ],
    ids=["lines", "cr", "outlook", "quoted", "lines-and-signs", "heading", "cards", "twice", "csv", "excel", "unknown-heading", "empty-column", "google"],
)  # fmt: skip
def test_a_list_is_read_however_it_is_written(text):
    assert table(text) == ([("Lunch table", ADDRESSES)], {})


def test_a_list_in_utf_16_is_read():
    assert table("\n".join(ADDRESSES).encode("utf-16")) == ([("Lunch table", ADDRESSES)], {})


def test_a_column_that_names_lists_makes_several_and_the_same_is_dropped_of_them():
    # given
    of_lists = [("Book club", ADDRESSES), ("OR", ADDRESSES), ("Trio", ADDRESSES[:3]), ("Duo", ADDRESSES[:2]),
                ("Everybody", [f"colleague{number}@x.example" for number in range(501)])]  # fmt: skip

    # when
    rows = "\n".join(f"{address},{name}" for name, addresses in of_lists for address in addresses)

    # then
    assert table(f"Email,Group name\n{rows}") == (
        [("Book club", ADDRESSES)],
        {Dropped.TOPIC: 1, Dropped.FEW: 1, Dropped.TWO: 1, Dropped.CROWD: 1},
    )


def test_a_cell_may_hold_all_of_a_list():
    assert table(f'List,Members\nBook club,"{"; ".join(ADDRESSES)}"') == ([("Book club", ADDRESSES)], {})


@pytest.mark.parametrize("text", ["name;function\nBo;baker", "lunch on friday", "a@", '"ada@x.example"'])
def test_what_holds_no_address_is_no_list(text):
    with pytest.raises(NoAddressesError):
        table(text)


def test_only_who_a_mail_is_from_is_read_of_an_archive():
    # given
    mails = [
        f"From {address} Thu Nov 26 10:00:00 2026\nReceived: by x\nFrom: {address.split('@')[0].title()}\n <{address}>\nTo: secret@x.example\n"
        "Subject: lunch\n\nFrom: liar@x.example\nFrom the kitchen\n>From me\nfrom: nobody@x.example\n"
        for address in ADDRESSES
    ]

    # then
    assert archive("\n".join(mails)) == ([("lunch", ADDRESSES)], {})


def test_an_archive_of_few_people_is_no_network():
    assert archive("From a\nFrom: ada@x.example\n\nhello\n\nFrom b\nFrom: bo@x.example\n\nhello") == ([], {Dropped.TWO: 1})


def test_an_archive_about_such_a_topic_is_dropped():
    # given
    mails = "\n\n".join(f"From a\nFrom: {address}" for address in ADDRESSES)

    # then
    assert archive(mails, "works-council.mbox") == ([], {Dropped.TOPIC: 1})


@pytest.mark.parametrize(
    ("file", "name"), [("lunch-table_members.csv", "lunch table members"), ("C:\\lists\\Line 3.TXT", "Line 3"), ("a/b/guild.mbox", "guild"), ("", "")]
)  # fmt: skip
def test_a_list_is_called_like_its_file(file, name):
    assert name_of(file) == name
