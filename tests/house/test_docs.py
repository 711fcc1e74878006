"""The docs are compared with what they describe."""

import re
from collections.abc import Iterator

import click
import pytest

from config import Settings
from tests.infra.sources import ROOT, files

FLASKS_OWN = {"run", "shell", "routes", "db"}
PAGES = [name for name in files() if name.suffix == ".md"]


def test_every_setting_is_documented_and_every_documented_setting_exists():
    # given
    page = (ROOT / "docs/settings.md").read_text()

    # when
    rows = dict(re.findall(r"^\| `(FOYER_\w+)` \|[^|]*\| (.*) \|$", page, re.MULTILINE))

    # then
    assert rows == {f"FOYER_{name.upper()}": field.description for name, field in Settings.model_fields.items()}


def test_settings_named_anywhere_in_the_docs_exist():
    # given
    known = {f"FOYER_{name.upper()}" for name in Settings.model_fields}

    # when
    named = {(str(name), word) for name in PAGES for word in re.findall(r"FOYER_[A-Z_]+\b", (ROOT / name).read_text())}

    # then
    assert {
        (name, word) for name, word in named if word not in known and not word.startswith(("FOYER_TEST_", "FOYER_BENCH_"))
    } == set()


def test_every_command_is_documented(app):
    # given
    page = (ROOT / "docs/commands.md").read_text()

    # then
    assert [command for command in commands(app.cli) if not re.search(rf"\./run flask {command}\b", page)] == []


def test_commands_named_anywhere_in_the_docs_exist(app):
    # given
    known = [*commands(app.cli), *FLASKS_OWN]

    # when
    named = {
        (str(name), line)
        for name in PAGES
        for line in re.findall(r"\./run flask ([a-z][a-z -]*[a-z])", (ROOT / name).read_text())
    }

    # then
    assert {(name, line) for name, line in named if not any(f"{line} ".startswith(f"{command} ") for command in known)} == set()


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_between_pages_lead_somewhere(page):
    # when
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", (ROOT / page).read_text())

    # then
    assert [target for target in targets if not (ROOT / page).parent.joinpath(target).exists()] == []


def commands(group: click.Group, prefix: str = "") -> Iterator[str]:
    """Every command of ours, as it is typed after `./run flask`."""
    for name, command in sorted(group.commands.items()):
        if not prefix and name in FLASKS_OWN:
            continue
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix}{name} ")
        else:
            yield prefix + name
