import pytest
from sqlalchemy import func, select

from database import db
from people.models import ImportState, PeopleImport

TABLE = "mail;name;team\neve@x.org;Eve;Quality\nnonsense;Bad;\nada@brink-waal.example;;Quality\n"
TOLD = """\
1 new, 1 changed, 0 unchanged, 1 refused, of 3 lines (utf-8, separated by ';').
  line 3: This is not an e-mail address: nonsense
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "staff.csv"
    path.write_text(TABLE)
    return path


def import_(runner, file, *options, **more):
    return runner.invoke(args=["people", "import", str(file), *options], **more)


def test_a_file_is_imported_after_a_yes(runner, file, ada, everybody):
    # when
    result = import_(runner, file, input="y\n")

    # then
    assert result.output == TOLD + "Import? [y/N]: y\nDone: 1 added, 1 changed, 0 unchanged, 1 refused.\n"
    assert everybody("email", "name", "department") == [(ada.email, "Ada Okafor", "Quality"), ("eve@x.org", "Eve", "Quality")]


def test_a_script_says_yes_ahead(runner, file, ada, everybody):
    # when
    result = import_(runner, file, "--yes")

    # then
    assert (result.output, result.exit_code) == (TOLD + "Done: 1 added, 1 changed, 0 unchanged, 1 refused.\n", 0)
    assert len(everybody("email")) == 2


@pytest.mark.parametrize(("options", "given"), [(["--dry-run"], ""), (["--dry-run", "--yes"], ""), ([], "n\n"), ([], "\n")])
def test_without_a_yes_nothing_is_changed_or_kept(runner, file, ada, everybody, options, given):
    # when
    result = import_(runner, file, *options, input=given)

    # then
    assert (result.output.startswith(TOLD), result.output.endswith("Nothing was changed.\n"), result.exit_code) == (True, True, 0)
    assert everybody("email", "department") == [(ada.email, "Door seals")]
    assert db.session.scalar(select(func.count()).select_from(PeopleImport)) == 0


def test_columns_are_named_where_headings_do_not_say(runner, tmp_path, everybody):
    # given
    file = tmp_path / "odd.csv"
    file.write_text("Kontakt|Wie heißt es\neve@x.org|Eve\n", encoding="cp1252")

    # when
    result = import_(runner, file, "--yes", "--column", "email=Kontakt", "--column", "name=Wie heißt es")

    # then
    assert (result.exit_code, everybody("email", "name")) == (0, [("eve@x.org", "Eve")])
    assert "(cp1252, separated by '|')" in result.output


@pytest.mark.parametrize("column", ["email=Nothing", "role=mail", "email", "=mail", "skeptic=team"])
def test_a_column_that_does_not_fit_is_explained(runner, file, everybody, column):
    # when
    result = import_(runner, file, "--yes", "--column", column)

    # then
    assert (result.exit_code, result.output.startswith(f"Error: {column} does not fit. Fields: email, name, ")) == (1, True)
    assert (everybody("email"), db.session.scalar(select(func.count()).select_from(PeopleImport))) == ([], 0)


def test_a_file_whose_addresses_nobody_points_at_is_refused(runner, tmp_path):
    # given
    file = tmp_path / "odd.csv"
    file.write_text("a;b\n1;2\n")

    # when
    result = import_(runner, file, "--yes")

    # then
    assert (result.exit_code, result.output.startswith("Error: Say which column holds the e-mail addresses")) == (1, True)


def test_a_file_that_is_not_there_is_said_so(runner, tmp_path):
    assert import_(runner, tmp_path / "none.csv").exit_code == 2


def test_an_import_of_somebody_else_is_left_to_the_worker(runner, file, begin, ada):
    # given
    other = begin("mail;name\nother@x.org;Other\n")

    # when
    import_(runner, file, "--yes")

    # then
    assert db.session.get(PeopleImport, other.id).state is ImportState.MAPPING
