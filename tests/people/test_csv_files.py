from io import BytesIO

import pytest

from people import csv_files
from people.csv_files import Shape
from people.errors import PeopleError
from tests.people.conftest import file_of

TABLE = "E-mail;Naam;Afdeling\r\nada@example.org;Zoë Öztürk;R&D\r\nbo@example.org;Łukasz;Kwaliteit\r\n"
ROWS = [(2, ["ada@example.org", "Zoë Öztürk", "R&D"]), (3, ["bo@example.org", "Łukasz", "Kwaliteit"])]


def read(file):
    shape = csv_files.shape_of(file)
    return shape, list(csv_files.rows_of(file, shape))


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_any_unicode_is_read(encoding, found):
    assert read(file_of(TABLE, encoding)) == (Shape(found, ";", ("E-mail", "Naam", "Afdeling"), True, 0), ROWS)


def test_big_endian_with_its_mark_is_read():
    assert read(BytesIO(b"\xfe\xff" + TABLE.encode("utf-16-be")))[1] == ROWS


def test_what_is_no_unicode_is_read_as_windows_writes_it():
    # given
    table = "mail;name\nzoe@example.org;Zoë “Zo” Müller – €\n"

    # when
    shape, rows = read(file_of(table, "cp1252"))

    # then
    assert (shape.encoding, rows) == ("cp1252", [(2, ["zoe@example.org", "Zoë “Zo” Müller – €"])])


def test_an_odd_letter_far_down_decides_the_encoding():
    # given
    table = "mail;name\n" + "ada@example.org;Ada\n" * 20_000 + "zoe@example.org;Zoë\n"

    # when
    shape, rows = read(file_of(table, "cp1252"))

    # then
    assert (shape.encoding, rows[-1], len(rows)) == ("cp1252", (20_002, ["zoe@example.org", "Zoë"]), 20_001)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_usual_separator_and_line_end_is_found(separator, end):
    # given
    lines = [["mail", "name", "team"], ["ada@example.org", "Ada", "A"], ["bo@example.org", "Bo", ""]]

    # when
    shape, rows = read(file_of(end.join(separator.join(line) for line in lines)))

    # then
    assert (shape.separator, rows) == (separator, [(2, lines[1]), (3, lines[2])])


@pytest.mark.parametrize(
    ("table", "separator"),
    [
        ("name;mail;address\nOkafor, Ada;a@x.org;Kade 1, Deventer\nLindqvist, Bo;b@x.org;Kade 2, Deventer\n", ";"),
        ("name;mail;team;site;job\nOkafor, Ada;a@x.org;A;B\nLindqvist, Bo;b@x.org;A;B;C\nPetrov, Dana;d@x.org\n", ";"),
        ('mail,name\na@x.org,"Okafor; Ada; Dr."\nb@x.org,"Lindqvist; Bo; Ir."\n', ","),
        ("mail\tname\na@x.org\tOkafor, Ada\n", "\t"),
        ("mail\na@x.org\nb@x.org\n", ","),
    ],
)
def test_a_separator_is_told_from_punctuation(table, separator):
    assert csv_files.shape_of(file_of(table)).separator == separator


@pytest.mark.parametrize(
    ("told", "separator"), [("sep=;", ";"), ("SEP=,", ","), ("sep=\t", "\t"), ("sep=|", "|"), ("sep=#", "#")]
)
def test_what_excel_says_about_the_separator_counts(told, separator):
    # given
    table = f"{told}\r\nmail{separator}name\r\na@x.org{separator}Ada\r\n"

    # then
    assert read(file_of(table)) == (Shape("utf-8", separator, ("mail", "name"), True, 1), [(3, ["a@x.org", "Ada"])])


def test_quotations_hold_separators_line_ends_and_quotes():
    # given
    table = 'mail,name,address\na@x.org,"Ada ""Queen"" Okafor","Kade 1,\nDeventer"\n\nb@x.org,Bo,\n'

    # then
    assert read(file_of(table))[1] == [
        (2, ["a@x.org", 'Ada "Queen" Okafor', "Kade 1,\nDeventer"]),
        (5, ["b@x.org", "Bo", ""]),
    ]


def test_headings_may_run_over_lines():
    # given
    table = '"E-mail\naddress";"Full\nname"\na@x.org;Ada\n'

    # when
    shape, rows = read(file_of(table))

    # then
    assert (shape.columns, csv_files.guess(shape.columns), rows) == (
        ("E-mail address", "Full name"),
        {"email": 0, "name": 1},
        [(4, ["a@x.org", "Ada"])],
    )


@pytest.mark.parametrize("place", ['b@x.org;Bo "B" B', 'b@x.org;5" screen', 'b@x.org;"Bo" B'])
def test_quotes_in_the_middle_are_letters_like_others(place):
    # when
    _shape, rows = read(file_of(f"mail;name\na@x.org;Ada\n{place}\nc@x.org;Chen\n"))

    # then
    assert [row[0] for _line, row in rows] == ["a@x.org", "b@x.org", "c@x.org"]


@pytest.mark.parametrize("more", [1, 5, 30_000])
def test_a_quotation_that_never_ends_is_told_by_its_line(more):
    """The rest of the file would have been taken for one cell, and everybody in it left out without a word."""
    # given
    table = 'mail;name\na@x.org;Ada\nb@x.org;"Bo\n' + "c@x.org;Chen\n" * more

    # when
    with pytest.raises(PeopleError) as refused:
        read(file_of(table))

    # then
    assert (refused.value.values, "quotation mark" in refused.value.message) == ({"line": 3}, True)


def test_no_headings_give_numbered_columns():
    # when
    shape, rows = read(file_of("a@x.org;Ada\nb@x.org;Bo\n"))

    # then
    assert (shape.columns, shape.has_headings, rows) == (
        ("Column 1", "Column 2"),
        False,
        [(1, ["a@x.org", "Ada"]), (2, ["b@x.org", "Bo"])],
    )


def test_headings_without_words_are_numbered_too():
    assert csv_files.shape_of(file_of("mail;;name; \na@x.org;1;Ada;2\n")).columns == ("mail", "Column 2", "name", "Column 4")


def test_empty_lines_and_columns_before_the_headings_are_passed_over():
    # given
    table = "\r\n;;\r\nmail;name;team\r\n;;\r\na@x.org;Ada;A\r\n \r\n"

    # then
    assert read(file_of(table)) == (Shape("utf-8", ";", ("mail", "name", "team"), True, 0), [(5, ["a@x.org", "Ada", "A"])])


def test_ragged_rows_are_given_as_they_are():
    # when
    _shape, rows = read(file_of("mail;name;team\na@x.org\nb@x.org;Bo;B;more;and more\nc@x.org\nd@x.org\n"))

    # then
    assert rows == [(2, ["a@x.org"]), (3, ["b@x.org", "Bo", "B", "more", "and more"]), (4, ["c@x.org"]), (5, ["d@x.org"])]


def test_nul_characters_are_dropped():
    assert read(file_of("mail;name\na@x.org;A\x00da\n"))[1] == [(2, ["a@x.org", "Ada"])]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "This file is empty."),
        (b"\xef\xbb\xbf", "This file is empty."),
        (b"\n\r\n  \n", "This file is empty."),
        (b"\x00\x00\x00\x00", "This file is empty."),
        (b";;;\n;;;\n", "This file is empty."),
        (b"sep=;\n", "This file holds no lines."),
        (b"PK\x03\x04\x14\x00\x06\x00", "This is a spreadsheet. Save it as CSV, and choose that file."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is a spreadsheet. Save it as CSV, and choose that file."),
    ],
)
def test_what_is_no_table_is_refused_with_words(content, message):
    with pytest.raises(PeopleError) as refused:
        csv_files.shape_of(BytesIO(content))

    # then
    assert refused.value.message == message


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 50,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 20,
        b"\xff\xfe\x00\x00m\x00\x00\x00",
        b"\xff\xfe\x00\xd8;\x00",
        b"a" * 70_000,
        b'"' * 70_000,
        b";" * 70_000 + b"\nx",
        b"\r" * 5_000 + b"x;y",
        b"mail;name\n" + b'"a";' * 5_000,
    ],
    ids=range(10),
)
def test_whatever_is_sent_ends_in_rows_or_in_words(content):
    # when
    try:
        widest, said = max((len(cells) for _line, cells in read(BytesIO(content))[1]), default=0), ""
    except PeopleError as error:
        widest, said = 0, error.message

    # then
    assert (widest <= csv_files.MOST_COLUMNS, said == said.strip()) == (True, True)


def test_a_cell_is_cut_before_it_grows_beyond_any_column():
    assert read(file_of("mail;name\na@x.org;" + "x" * 50_000 + "\n"))[1] == [(2, ["a@x.org", "x" * 1000])]


@pytest.mark.parametrize("content", ["x" * 200_000, "x" * 3_000_000])
def test_a_line_without_end_is_refused_by_its_number(content):
    # when
    with pytest.raises(PeopleError) as refused:
        read(file_of(f"mail;name\na@x.org;Ada\nb@x.org;{content}\n"))

    # then
    assert refused.value.values == {"line": 3}


def test_the_file_can_be_used_again_afterwards():
    # given
    file = file_of(TABLE)

    # when
    read(file)

    # then
    assert (file.closed, file.seek(0)) == (False, 0)


@pytest.mark.parametrize(
    ("headings", "guessed"),
    [
        (["E-mail", "Name"], {"email": 0, "name": 1}),
        (["Voornaam", "Achternaam", "E-mailadres"], {"first_name": 0, "last_name": 1, "email": 2}),
        (
            ["Vorname", "Nachname", "E-Mail-Adresse", "Abteilung", "Standort"],
            {"first_name": 0, "last_name": 1, "email": 2, "department": 3, "location": 4},
        ),
        (["userPrincipalName", "displayName", "jobTitle", "officeLocation"], {"email": 0, "name": 1, "function": 2}),
        (
            ["NAAM", "FUNCTIE", "AFDELING", "VESTIGING", "TAAL", "TIJDZONE", "MAIL"],
            {"name": 0, "function": 1, "department": 2, "location": 3, "language": 4, "timezone": 5, "email": 6},
        ),
        (["Name", "E mail", "name"], {"name": 0, "email": 1}),
        (["Skeptic", "Attitude", "Score", "Notes"], {}),
        (["Column 1", "Column 2"], {}),
    ],
)
def test_headings_say_which_column_is_what(headings, guessed):
    assert csv_files.guess(headings) == guessed
