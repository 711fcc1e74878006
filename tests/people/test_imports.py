import pytest
from sqlalchemy import func, select

from database import db, transaction
from people import import_parts, imports, jobs_imports
from people.errors import PeopleError
from people.models import ImportAddress, ImportPart, ImportState, PeopleImport
from tests.people.conftest import counts, file_of, fresh

TABLE = "mail;name;team\nada@x.org;Ada;A\nbo@x.org;Bo;B\n"


def rows(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_file_is_kept_with_a_guess_and_nothing_is_imported(begin, chen, everybody, now):
    # when
    import_ = begin("E-mail;Naam;Schoenmaat\nada@x.org;Ada;39\nbo@x.org;Bo;44\n", by=chen)

    # then
    kept = {
        name: getattr(import_, name)
        for name in ("file_name", "encoding", "separator", "columns", "mapping", "state", "lines", "created_by_id", "created_at")
    }
    assert kept == {
        "file_name": "people.csv",
        "encoding": "utf-8",
        "separator": ";",
        "columns": ["E-mail", "Naam", "Schoenmaat"],
        "mapping": {"email": 0, "name": 1},
        "state": ImportState.MAPPING,
        "lines": 2,
        "created_by_id": chen.id,
        "created_at": now,
    }
    assert (imports.first_lines(import_, 1), everybody("email")) == ([["ada@x.org", "Ada", "39"]], [(chen.email,)])


@pytest.mark.parametrize(
    ("name", "kept"), [("", "people.csv"), ("a\x00b\u202evsc.csv", "abvsc.csv"), ("x" * 300 + ".csv", "x" * 196 + ".csv")]
)
def test_file_name_is_kept_as_it_can_be_shown(app, now, name, kept):
    # when
    with transaction():
        import_ = imports.start(file_of(TABLE), name, by=None, now=now)

    # then
    assert fresh(import_).file_name == kept


@pytest.mark.parametrize("text", ["", "mail;name\n", "mail;name\n;\n\n", 'mail;name\na@x.org;"Ada\n'])
def test_what_holds_nobody_is_refused_and_nothing_of_it_kept(begin, text):
    # when
    with pytest.raises(PeopleError):
        begin(text)

    # then
    assert (rows(PeopleImport), rows(ImportPart)) == (0, 0)


def test_columns_are_chosen_by_a_person_in_the_end(begin):
    # given
    import_ = begin(TABLE)

    # when
    with transaction():
        imports.choose_columns(import_.id, {"email": 0, "name": 2, "function": 9, "location": -1, "role": 1, "skeptic": 1})

    # then
    assert (fresh(import_).mapping, fresh(import_).state) == ({"email": 0, "name": 2}, ImportState.CHECKING)


@pytest.mark.parametrize("mapping", [{}, {"name": 1}, {"email": 7}, {"email": -1}])
def test_without_addresses_nothing_can_be_compared(begin, mapping):
    # given
    import_ = begin(TABLE)

    # when
    with pytest.raises(PeopleError) as refused, transaction():
        imports.choose_columns(import_.id, mapping)

    # then
    assert (refused.value.field, fresh(import_).state) == ("email", ImportState.MAPPING)


def test_other_columns_begin_the_check_anew(check):
    # given
    import_ = check(
        "work;name;private\nada@x.org;Ada;bo@y.org\nbo@x.org;Bo;ada@x.org\ncy@x.org;Cy;\n", columns={"email": 0, "name": 1}
    )
    before = counts(import_)

    # when
    with transaction():
        imports.choose_columns(import_.id, {"email": 2, "name": 1})
    jobs_imports.work_on(import_.id)

    # then
    assert before == {"lines": 3, "added": 3, "changed": 0, "unchanged": 0, "refused": 0}
    assert counts(fresh(import_)) == {"lines": 3, "added": 2, "changed": 0, "unchanged": 0, "refused": 1}
    assert [entry[0] for entry in fresh(import_).preview["refused"]] == [4]


def test_a_yes_needs_a_preview(begin):
    # given
    import_ = begin(TABLE)

    # then
    for state in (ImportState.MAPPING, ImportState.CHECKING):
        with pytest.raises(PeopleError, match=r"Look at the preview first\."), transaction():
            imports.confirm(import_.id)
        assert fresh(import_).state is state
        if state is ImportState.MAPPING:
            with transaction():
                imports.choose_columns(import_.id, import_.mapping)


def test_a_second_yes_changes_nothing(check, everybody):
    # given
    import_ = check(TABLE)
    with transaction():
        imports.confirm(import_.id)

    # when
    with pytest.raises(PeopleError, match="has begun already"), transaction():
        imports.confirm(import_.id)
    jobs_imports.work_on(import_.id)
    with pytest.raises(PeopleError, match="has begun already"), transaction():
        imports.confirm(import_.id)
    jobs_imports.work_on(import_.id)

    # then
    assert counts(fresh(import_)) == {"lines": 2, "added": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert everybody("email") == [("ada@x.org",), ("bo@x.org",)]


def test_two_who_say_yes_at_once_begin_one_import(check, at_once, everybody):
    # given
    import_ = check(TABLE)

    def confirm():
        with transaction():
            return imports.confirm(import_.id).state

    # when
    found = at_once(confirm, confirm)
    jobs_imports.work_on(import_.id)

    # then
    assert sorted(type(result).__name__ for result in found) == ["ImportState", "PeopleError"]
    assert everybody("email") == [("ada@x.org",), ("bo@x.org",)]


@pytest.mark.parametrize("checked", [False, True])
def test_a_file_is_forgotten_before_its_import(begin, check, everybody, checked):
    # given
    import_ = check(TABLE) if checked else begin(TABLE)

    # when
    with transaction():
        imports.discard(import_.id)

    # then
    assert (rows(PeopleImport), rows(ImportPart), rows(ImportAddress), everybody("email")) == (0, 0, 0, [])


@pytest.mark.parametrize("step", ["columns", "discard"])
@pytest.mark.parametrize("done", [False, True])
def test_once_begun_nothing_can_be_chosen_or_forgotten(check, step, done):
    # given
    import_ = check(TABLE)
    with transaction():
        imports.confirm(import_.id)
    if done:
        jobs_imports.work_on(import_.id)

    # when
    with pytest.raises(PeopleError, match="has begun already"), transaction():
        imports.discard(import_.id) if step == "discard" else imports.choose_columns(import_.id, {"email": 0})

    # then
    assert fresh(import_).state is (ImportState.DONE if done else ImportState.IMPORTING)


@pytest.mark.parametrize("rule", [imports.confirm, imports.discard, lambda id_: imports.choose_columns(id_, {"email": 0})])
def test_an_import_that_is_not_there_is_said_so(app, rule):
    with pytest.raises(PeopleError, match="There is no such import"), transaction():
        rule(4711)


def test_progress_counts_lines_up_to_all(begin, now):
    # given
    import_ = begin("mail;name\n" + "".join(f"p{number}@x.org;P\n" for number in range(1200)))
    with transaction():
        imports.choose_columns(import_.id, import_.mapping)

    # when
    seen = [imports.progress(import_)]
    for _ in range(3):
        with transaction():
            import_parts.work_on_next(import_.id, now=now)
        seen.append(imports.progress(fresh(import_)))

    # then
    assert [(step.done, step.total) for step in seen] == [(0, 1200), (400, 1200), (800, 1200), (1200, 1200)]


def test_wide_files_are_kept_in_shorter_parts(begin):
    # given
    wide = ";".join(["x" * 900] * 100)

    # when
    begin("mail;name;" + ";".join(f"c{number}" for number in range(100)) + "\n" + f"ada@x.org;Ada;{wide}\n" * 7)

    # then
    assert [len(part.rows) for part in db.session.scalars(select(ImportPart).order_by(ImportPart.number))] == [3, 3, 1]
