import pytest
from sqlalchemy import func, select

from database import db, transaction
from people import import_parts, imports, jobs_imports, people
from people.models import ImportAddress, ImportPart, ImportState, Person, Role
from people.people import Details
from tests.people.conftest import counts, fresh

ADA = "ada@brink-waal.example"


def many(count, start=0, name="Person"):
    return "mail;name;team\n" + "".join(f"p{number:05}@x.org;{name} {number};T{number % 9}\n" for number in range(start, count))


def step(import_, now):
    with transaction():
        return import_parts.work_on_next(import_.id, now=now)


def test_preview_tells_new_changed_unchanged_and_refused(check, ada, bo, everybody):
    # given
    text = (
        "mail;name;team;site\n"
        f"{ADA};Ada Okafor;Quality;\n"  # changed
        "bo@brink-waal.example;;;Deventer\n"  # unchanged
        "eve@x.org;Eve Mulder;Quality;\n"  # new
        "no address;Nobody;;\n"
        "nameless@x.org;;Quality;\n"
        f" {ADA.upper()} ;Ada again;;\n"
    )

    # when
    import_ = check(text)

    # then
    assert counts(import_) == {"lines": 6, "added": 1, "changed": 1, "unchanged": 1, "refused": 3}
    assert import_.preview == {
        "added": [["eve@x.org", "Eve Mulder"]],
        "changed": [[ADA, "Ada Okafor", {"department": ["Door seals", "Quality"]}]],
        "refused": [
            [5, "email", "This is not an e-mail address: %(address)s", {"address": "no address"}],
            [6, "name", "A new person needs a name.", {}],
            [7, "email", "The same address stands on line %(first)s already.", {"first": 2}],
        ],
    }
    assert (import_.state, everybody("email", "department")) == (
        ImportState.CHECKED,
        [(ADA, "Door seals"), ("bo@brink-waal.example", "Field service")],
    )


def test_import_does_what_the_preview_said(bring_in, ada, bo, everybody, now):
    # when
    import_ = bring_in(
        f"mail;name;team\n{ADA};;Quality\nbo@brink-waal.example;Bo Lindqvist;\nZoë@x.org;?;\neve@x.org;Ëve;Quality\n"
    )

    # then
    assert counts(import_) == {"lines": 4, "added": 1, "changed": 1, "unchanged": 1, "refused": 1}
    assert (import_.state, import_.done_at is not None) == (ImportState.DONE, True)
    assert everybody("email", "name", "department", "location", "role", "active", "search_text") == [
        (ADA, "Ada Okafor", "Quality", "Deventer", Role.EMPLOYEE, True, f"ada okafor {ADA}"),
        (
            "bo@brink-waal.example",
            "Bo Lindqvist",
            "Field service",
            "Deventer",
            Role.EMPLOYEE,
            True,
            "bo lindqvist bo@brink-waal.example",
        ),
        ("eve@x.org", "Ëve", "Quality", "", Role.EMPLOYEE, True, "eve eve@x.org"),
    ]


def test_a_new_name_is_found_by_search(bring_in, ada, everybody):
    # when
    bring_in(f"mail;name\n{ADA};Adaeze Ọkáfọ̀r\n")

    # then
    assert everybody("name", "search_text") == [("Adaeze Ọkáfọ̀r", f"adaeze okafor {ADA}")]


def test_nobody_is_deleted_shut_out_or_brought_back(bring_in, ada, chen, add_person, everybody):
    # given
    add_person("Zoe Gone", active=False)

    # when
    bring_in("mail;name;active;role\nzoe@brink-waal.example;Zoe Left;1;administrator\n")

    # then
    assert everybody("email", "name", "active", "role") == [
        (ADA, "Ada Okafor", True, Role.EMPLOYEE),
        ("chen@brink-waal.example", "Chen Meijer", True, Role.COMMUNITY_MANAGER),
        ("zoe@brink-waal.example", "Zoe Left", False, Role.EMPLOYEE),
    ]


def test_the_same_file_again_changes_nothing(bring_in, everybody):
    # given
    bring_in(many(700))
    before = everybody("id", "email", "name", "department")

    # when
    import_ = bring_in(many(700))

    # then
    assert counts(import_) == {"lines": 700, "added": 0, "changed": 0, "unchanged": 700, "refused": 0}
    assert everybody("id", "email", "name", "department") == before


def test_an_address_twice_counts_once_however_far_apart(bring_in, everybody):
    # given
    text = many(1100) + "p00000@x.org;Late;\nP00499@X.org;Late;\np01099@x.org;Late;\n"

    # when
    import_ = bring_in(text)

    # then
    assert counts(import_) == {"lines": 1103, "added": 1100, "changed": 0, "unchanged": 0, "refused": 3}
    assert [(line, values) for line, _field, _why, values in import_.preview["refused"]] == [
        (1102, {"first": 2}),
        (1103, {"first": 501}),
        (1104, {"first": 1101}),
    ]
    assert {name for (name,) in everybody("name") if "Late" in name} == set()


@pytest.mark.parametrize("parts", [1, 2, 4, 5])
def test_a_worker_that_is_killed_leaves_the_rest_to_the_next(begin, everybody, now, parts):
    """Check and import of 1,100 lines are four steps each; each step is a transaction."""
    # given
    import_ = begin(many(1100) + "p00000@x.org;Late;\n")
    with transaction():
        imports.choose_columns(import_.id, import_.mapping)
    for _ in range(min(parts, 4)):
        step(import_, now)
    if parts == 5:
        with transaction():
            imports.confirm(import_.id)
        step(import_, now)
    db.session.remove()

    # when
    jobs_imports.work_on_all()
    if fresh(import_).state is ImportState.CHECKED:
        with transaction():
            imports.confirm(import_.id)
        jobs_imports.work_on_all()

    # then
    assert counts(fresh(import_)) == {"lines": 1101, "added": 1100, "changed": 0, "unchanged": 0, "refused": 1}
    assert (fresh(import_).state, len(everybody("email"))) == (ImportState.DONE, 1100)


def test_a_step_that_fails_leaves_no_trace(begin, everybody, now):
    # given
    import_ = begin(many(600))
    with transaction():
        imports.choose_columns(import_.id, import_.mapping)

    # when
    def killed():
        with transaction():
            import_parts.work_on_next(import_.id, now=now)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    jobs_imports.work_on(import_.id)

    # then
    assert counts(fresh(import_)) == {"lines": 600, "added": 600, "changed": 0, "unchanged": 0, "refused": 0}


def test_two_workers_share_an_import(begin, at_once, everybody):
    # given
    import_ = begin(many(3000) + "p00000@x.org;Late;\np02999@x.org;Late;\n")
    with transaction():
        imports.choose_columns(import_.id, import_.mapping)

    # when
    at_once(*[lambda: jobs_imports.work_on(import_.id)] * 2)
    checked = counts(fresh(import_))
    with transaction():
        imports.confirm(import_.id)
    at_once(*[lambda: jobs_imports.work_on(import_.id)] * 2)

    # then
    assert checked == {"lines": 3002, "added": 3000, "changed": 0, "unchanged": 0, "refused": 2}
    assert (counts(fresh(import_)), len(everybody("email"))) == (checked, 3000)


def test_two_workers_who_take_turns_know_what_the_other_met(begin, now):
    # given
    import_ = begin(many(1400) + "p00600@x.org;Late;\n")
    with transaction():
        imports.choose_columns(import_.id, import_.mapping)

    # when
    while step(import_, now):
        db.session.remove()  # as another process would: nothing is remembered

    # then
    assert [(line, values) for line, _field, _why, values in fresh(import_).preview["refused"]] == [(1402, {"first": 602})]


def test_who_was_added_meanwhile_is_left_as_they_are(check, everybody, now):
    """Between the preview and the yes somebody adds a person by hand, with more than the file knows."""
    # given
    import_ = check("mail;name\neve@x.org;Eve\nfay@x.org;Fay\n")
    with transaction():
        people.put_person("eve@x.org", Details(name="Eve", department="By hand"), now=now)
        imports.confirm(import_.id)

    # when
    jobs_imports.work_on(import_.id)

    # then
    assert counts(fresh(import_)) == {"lines": 2, "added": 1, "changed": 0, "unchanged": 1, "refused": 0}
    assert everybody("email", "department") == [("eve@x.org", "By hand"), ("fay@x.org", "")]


def test_a_file_forgotten_while_it_is_checked_ends_the_work(begin, now):
    # given
    import_ = begin(many(1100))
    with transaction():
        imports.choose_columns(import_.id, import_.mapping)
    step(import_, now)

    # when
    with transaction():
        imports.discard(import_.id)

    # then
    assert (step(import_, now), imports.unfinished()) == (False, [])


def test_nothing_of_the_file_is_kept_but_who_was_refused(bring_in, ada):
    # when
    import_ = bring_in(f"mail;name;salary\n{ADA};Ada O.;9999\neve@x.org;Eve;8888\nnonsense;Bad;7777\n")

    # then
    left = [db.session.scalar(select(func.count()).select_from(model)) for model in (ImportPart, ImportAddress)]
    assert (left, list(import_.preview), imports.first_lines(import_, 3)) == ([0, 0], ["refused"], [])
    assert "7777" not in str(import_.preview)


def test_preview_stays_short_however_much_there_is(check):
    # when
    import_ = check(many(900) + "nonsense;x;\n" * 900)

    # then
    assert (counts(import_)["refused"], len(import_.preview["refused"]), len(import_.preview["added"])) == (900, 200, 20)
    assert [entry[0] for entry in import_.preview["refused"]] == list(range(902, 1102))


def test_a_part_takes_a_constant_number_of_statements(begin, statements, now):
    # given
    import_ = begin(many(1500))
    with transaction():
        imports.choose_columns(import_.id, import_.mapping)
    sent_for = []

    # when
    for _ in range(3):
        with statements() as sent:
            step(import_, now)
        sent_for.append(len(sent))

    # then
    assert (len(set(sent_for)), max(sent_for) <= 10) == (1, True)


def test_whole_import_fits_the_words_of_the_database(check, now):
    """Odd but legal: everything in one file."""
    # given
    text = "mail;name\n" + "".join(
        f"odd{number}@x.org;{name}\n"
        for number, name in enumerate(
            ["x" * 200, "ﷺ" * 200, "👩‍🔧" * 20, "a\u202eb", "O'Neill; -- ".replace(";", ","), '"""q"""']
        )
    )
    import_ = check(text)
    with transaction():
        imports.confirm(import_.id)

    # when
    jobs_imports.work_on(import_.id)

    # then
    assert counts(fresh(import_)) == {"lines": 6, "added": 6, "changed": 0, "unchanged": 0, "refused": 0}
    assert [name[:5] for name in db.session.scalars(select(Person.name).order_by(Person.email))] == [
        "xxxxx",
        "ﷺﷺﷺﷺﷺ",
        "👩‍🔧👩‍",
        "ab",
        "O'Nei",
        '"q"',
    ]
