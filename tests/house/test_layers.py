"""Imports run one way. import-linter holds what it can name ahead; this holds the single files at the top and every concept file."""

from pathlib import Path

import pytest

from tests.infra.sources import imports, shipped
from unserved import PAGES

# From the bottom to the top; names on one line do not know each other.
LAYERS = [
    {"config", "cores", "turnstile"},
    {"cursors", "engines", "together"},
    {"database"},
    {"child_process", "jobs", "light", "memory", "paging", "phrases", "ready", "unserved"},
    {"rows"},
    {"look", "openapi", "security"},
    {"calendars"},
    {"mail"},
    {"people"},
    {"networks"},
    {"sessions"},
    {"champions"},
    {"onboarding"},
    {"demo_photos"},
    {
        "demo_ambassadors",
        "demo_attendance",
        "demo_coffee",
        "demo_colleagues",
        "demo_courses",
        "demo_discovery",
        "demo_evidence",
        "demo_feedback",
        "demo_goals",
        "demo_groups",
        "demo_journeys",
        "demo_kits",
        "demo_mentorships",
        "demo_mirrors",
        "demo_networks",
        "demo_pairings",
        "demo_participation",
        "demo_polls",
        "demo_proposals",
        "demo_questions",
        "demo_rounds",
        "demo_series",
        "demo_stories",
        "demo_surveys",
        "demo_thanks",
        "demo_voices",
    },
    {"api", "demo", "postbox"},
    {"preparation"},
    {"app"},
    {"gunicorn.conf", "processes"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}

# Inside a package. A file of no name below is a concept: it holds rules.
DOORS = {"views", "api", "commands", "jobs"}
WEB_SIDE = {"access": 3, "current": 3, "limits": 3}  # who asks, whether they may, how often: what views of every package lean on
ROLES = {"models": 0, "queries": 1, "mails": 2, "forms": 3, **WEB_SIDE, **dict.fromkeys(DOORS, 4), "setup": 5, "__init__": 5}
CONCEPT = 1
WEB = {"flask", "wtforms", "flask_wtf", "flask_login", "flask_limiter", "werkzeug"}

FILES = shipped()
PACKAGES = sorted({name.parts[0] for name in FILES if len(name.parts) > 1})


def top(dotted: str) -> str:
    return dotted.split(".", maxsplit=1)[0]


def last(dotted: str) -> str:
    """What is imported, wherever it stands: a sub-package is of the same shape as its package."""
    return dotted.rsplit(".", maxsplit=1)[-1]


def home(name: Path) -> str:
    return name.parts[0] if len(name.parts) > 1 else name.stem


def role(stem: str) -> int:
    """`views_answers.py` is a door as `views.py` is."""
    return ROLES.get(stem, ROLES.get(stem.split("_", maxsplit=1)[0], CONCEPT))


def test_every_top_level_name_has_its_layer():
    assert {home(name) for name in FILES} - set(RANK) == set()


def wrong(found: dict[Path, set[str]]) -> dict[str, set[str]]:
    """The files in which something was found."""
    return {str(name): others for name, others in found.items() if others}


def upward_from(name: Path) -> set[str]:
    here = home(name)
    return {other for other in imports(name) if top(other) in RANK and top(other) != here and RANK[top(other)] >= RANK[here]}


def test_packages_import_downwards_only():
    assert wrong({name: upward_from(name) for name in FILES}) == {}


def siblings_of(name: Path) -> set[str]:
    itself = ".".join(name.with_suffix("").parts)
    return {other for other in imports(name) if top(other) == name.parts[0] and "." in other} - {itself}


def across_from(name: Path) -> set[str]:
    """Views that a view of another kind leans on."""
    if role(name.stem) != role("views"):
        return set()
    kind = name.stem.split("_")[0]
    return {other for other in siblings_of(name) if role(last(other)) == role("views") and last(other).split("_")[0] != kind}


def test_files_of_a_package_import_downwards_only():
    # when
    inside = [name for name in FILES if len(name.parts) > 1]
    upward = {name: {other for other in siblings_of(name) if role(last(other)) > role(name.stem)} for name in inside}
    across = {name: across_from(name) for name in inside}

    # then
    assert (wrong(upward), wrong(across)) == ({}, {})


def test_sessions_know_of_polls_only_what_those_keep_and_read():
    """Polls stand above: they use the rules of sessions, which never use theirs."""
    # when
    others = [name for name in FILES if name.parts[0] == "sessions" and "polls" not in name.parts]
    known = {name: {last(other) for other in imports(name) if other.startswith("sessions.polls.")} for name in others}

    # then
    assert wrong({name: found - {"models", "queries", "setup"} for name, found in known.items()}) == {}


# Inside these packages, from the bottom to the top; what stands flat in them knows none of these.
PARTS = {
    "networks": {"platforms": 1, "census": 1, "directories": 2, "mirroring": 3, "channels": 4, "discovery": 5},
    "onboarding": {"goals": 1, "voices": 2, "stories": 2, "journeys": 2, "questions": 2, "surveys": 3, "evidence": 4},
}


def parts_above(name: Path) -> set[str]:
    package, here = name.parts[0], name.parts[1] if len(name.parts) > 2 else ""
    ranks = PARTS[package]
    parts = {other.split(".")[1] for other in imports(name) if other.startswith(f"{package}.")} & set(ranks)
    return {part for part in parts if part != here and ranks[part] >= ranks.get(here, 0)}


@pytest.mark.parametrize("package", PARTS)
def test_parts_of_a_package_import_downwards_only(package):
    # when
    files = [name for name in FILES if name.parts[0] == package and name.stem != "setup"]

    # then
    assert wrong({name: parts_above(name) for name in files}) == {}


def is_page(dotted: str) -> bool:
    return PAGES.fullmatch(dotted) is not None


def test_only_pages_and_who_opens_them_import_pages():
    """A worker leaves them out: what it runs finds nothing in them."""
    # when
    others = [name for name in FILES if name.stem != "app" and role(name.stem) < role("setup")]
    others = [name for name in others if not is_page(".".join(name.with_suffix("").parts))]

    # then
    assert wrong({name: {other for other in imports(name) if is_page(other)} for name in others}) == {}


def test_rules_reads_and_tables_know_nothing_of_the_web():
    # when
    inner = [name for name in FILES if len(name.parts) > 1 and role(name.stem) <= CONCEPT]

    # then
    assert wrong({name: {top(other) for other in imports(name)} & WEB for name in inner}) == {}
