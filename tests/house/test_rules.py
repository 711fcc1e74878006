"""What every file of the house keeps to."""

import ast
from pathlib import Path

from tests.infra.sources import ROOT, calls, files, shipped, tree

CLOCKS = {
    "date.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "time.time",
}
WITH_A_CLOCK = {"views", "api", "commands", "jobs", "setup", "mails"}
LONGEST = 350
# Put together here, so that this file does not name them.
OF_A_MACHINE = ["/" + "work/", "/tmp/" + "plan", "." + "library", "pypi" + ".org", "python" + "hosted", "deb.debian" + ".org"]
WRITTEN = {".py", ".html", ".css", ".js", ".md"}


def rules() -> list[Path]:
    """Concept files, queries and models of the packages."""
    return [name for name in shipped() if len(name.parts) > 1 and name.stem.split("_")[0] not in WITH_A_CLOCK]


def test_only_transaction_commits():
    # when
    committing = [
        (str(name), call, line)
        for name in shipped()
        for call, line in calls(name)
        if call.split(".")[-1] in {"commit", "begin", "begin_nested"} and name != Path("database.py")
    ]

    # then
    assert committing == []


def test_rules_do_not_open_transactions():
    # when
    opening = [
        (str(name), line) for name in rules() for call, line in calls(name) if call in {"transaction", "database.transaction"}
    ]

    # then
    assert opening == []


def test_rules_do_not_read_the_clock():
    assert [(str(name), call, line) for name in rules() for call, line in calls(name) if call in CLOCKS] == []


def test_files_are_short():
    # when
    written = [name for name in files() if name.suffix in WRITTEN and name.parts[0] != "migrations"]

    # then
    assert [str(name) for name in written if len((ROOT / name).read_text().splitlines()) > LONGEST] == []


def test_no_catch_all_names():
    # when
    vague = {"utils", "helpers", "services", "manager", "managers", "common", "misc"}

    # then
    assert [str(name) for name in shipped() if name.stem in vague] == []


def test_aliases_are_of_one_query():
    """SQLAlchemy fills an alias at its first use: one that two threads share can be half filled for the other."""
    # when
    shared = [
        (str(name), ast.unparse(node))
        for name in shipped()
        for node in tree(name).body
        if isinstance(node, ast.Assign) and "aliased(" in ast.unparse(node)
    ]

    # then
    assert shared == []


def test_no_file_names_this_machine_or_a_registry():
    # when
    named = [(str(name), word) for name in files() for word in OF_A_MACHINE if word.encode() in (ROOT / name).read_bytes()]

    # then
    assert named == []


def test_every_module_says_what_it_is():
    # when
    silent = [str(name) for name in shipped() if name.stem != "__init__" and not ast.get_docstring(tree(name))]

    # then
    assert silent == []
