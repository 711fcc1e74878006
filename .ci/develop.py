"""What developers run: `./run test`, `check`, `lock`, `bench`, `screenshots`. `./run` has installed everything before."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree as ET

HOUSE = [f"house/test_{name}.py" for name in ("migrations", "layers", "rules", "docs", "translations")]
CHECKS = {
    "format": "ruff format --check .",
    "lint": "ruff check .",
    "types": "mypy .",
    "import contracts": "lint-imports",
    "templates": "djlint templates --lint --quiet",
    "migrations, house rules, docs, translations": " ".join(["pytest -q", *(f"tests/{name}" for name in HOUSE)]),
}
# On PostgreSQL a test runs in the first of its cases: the others differ by what they say, not by what the database is asked.
# Once, on SQLite: what a browser makes of a page and what knows no database are the same on both; of benchmarks it is only
# asked whether they run. The main job is walked in the browser on both. What pages answer is asked of SQLite, for CI has twenty
# minutes; every page is read on both, in two languages, by browser/test_dutch.py, and the rules behind them are tested on both.
ONCE = (
    "api/test_openapi.py",
    "benchmarks",
    "browser/test_asking.py",
    "browser/test_checkin.py",
    "browser/test_courses.py",
    "browser/test_evidence.py",
    "browser/test_flows.py",
    "browser/test_groups.py",
    "browser/test_keyboard.py",
    "browser/test_mentorship.py",
    "browser/test_networks.py",
    "browser/test_pages_axe.py",
    "browser/test_pages_fit.py",
    "browser/test_polls.py",
    "browser/test_platform_walk.py",
    "browser/test_preferences.py",
    "browser/test_round*",
    "browser/test_series.py",
    "browser/test_stylesheet.py",
    "browser/test_voices.py",
    "calendars",
    "champions/test_coffee.py",
    "champions/test_flows.py",
    "champions/test_matching.py",
    "champions/test_views*",
    "champions/*/test_views*",
    "networks/*/test_views*",
    "house/test_access.py",
    "house/test_docs.py",
    "house/test_layers.py",
    "house/test_own_venv.py",
    "house/test_rules.py",
    "house/test_run.py",
    "house/test_translations.py",
    "house/test_weight.py",
    "inbound/test_clients.py",
    "inbound/test_corpus.py",
    "inbound/test_hostile.py",
    "mail/test_commands_imap.py",
    "mail/test_commands_imap_door.py",
    "mail/test_originals.py",
    "mail/test_transports.py",
    "mail/test_views_mail.py",
    "mail/test_views_postbox.py",
    "mail/test_words.py",
    "networks/discovery/test_proposing.py",
    "networks/platforms/test_client.py",
    "networks/platforms/test_discourse.py",
    "networks/platforms/test_graph.py",
    "networks/platforms/test_interruptions.py",
    "networks/platforms/test_matrix*",
    "networks/platforms/test_mattermost.py",
    "networks/platforms/test_scim.py",
    "networks/platforms/test_slack.py",
    "networks/test_views_*",
    "onboarding/*/test_views*",
    "onboarding/evidence/participation/test_views.py",
    "people/test_csv_files.py",
    "people/test_errors.py",
    "people/test_import_memory.py",
    "people/test_overlaps*",
    "people/test_passwords.py",
    "people/test_plain_text.py",
    "people/test_privacy*",
    "people/test_progress_js.py",
    "people/test_views_*",
    "sessions/busy/test_expansion.py",
    "sessions/courses/test_views_*",
    "sessions/feedback/test_views_*",
    "sessions/kits",
    "sessions/living/test_views.py",
    "sessions/polls/test_ranking.py",
    "sessions/polls/test_views_*",
    "sessions/rounds/test_comp*",
    "sessions/rounds/test_explaining.py",
    "sessions/rounds/test_points.py",
    "sessions/rounds/test_qualities.py",
    "sessions/rounds/test_remedies.py",
    "sessions/rounds/test_views*",
    "sessions/series/test_histories.py",
    "sessions/series/test_holidays.py",
    "sessions/series/test_phrases.py",
    "sessions/series/test_rhythms.py",
    "sessions/series/test_views_*",
    "sessions/test_feeds_events.py",
    "sessions/test_feeds_readers.py",
    "sessions/test_instants.py",
    "sessions/test_month.py",
    "sessions/test_precedence.py",
    "sessions/test_promise_2_everywhere.py",
    "sessions/test_trust.py",
    "sessions/test_views_*",
    "test_config.py",
    "test_security.py",
)
CHECKED = "FOYER_TEST_CHECKED"  # set by .ci/run: `check` has run the house's tests, on SQLite
# Twice as many workers as cores: many tests wait for processes, mails, browsers.
# Few tests at a time, or whoever begins with the walks through all pages is long at it when the others are done.
PYTEST = f"pytest -n {2 * (os.cpu_count() or 1)} --maxschedchunk 6 -q --durations=40 --durations-min=2"
ENOUGH = 12  # lines of a failure
LOCKS = {
    "requirements": "requirements.in",
    "requirements-dev": "requirements-dev.in",
    "requirements-uv": "-",
    "requirements-scim": "requirements-scim.in",  # tests/infra/own_venv.py
    "requirements-synapse": "requirements-synapse.in",  # tests/infra/own_venv.py
}
COMPILE = "uv pip compile --generate-hashes --no-header --quiet --python-version 3.11"


def main(command: str, *args: str) -> int:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # the test tools, compiled anew for every worker, cost seconds
    return COMMANDS[command](*args)


def test(*args: str) -> int:
    if args:
        return call("pytest", *args)
    suites = {"sqlite": (_without(HOUSE if os.environ.get(CHECKED) else ()), "all"), "postgresql": (_without(ONCE), "first")}
    results = {}
    for name, (line, cases) in suites.items():
        report = _report(name)
        report.unlink(missing_ok=True)
        settings = {"FOYER_TEST_DATABASE": name, "FOYER_TEST_CASES": cases}
        results[name] = named(f"the suite on {name}", f"{line} --junitxml={report}", **settings)
    for name, code in results.items():
        print("".join(failures(_report(name))) if code else "", end="")
    return summary(results)


def _report(name: str) -> Path:
    return Path(".pytest_cache") / f"{name}.xml"


def failures(report: Path) -> Iterator[str]:
    """What failed, and how it ended, once more at the end: who shows a long log leaves out its middle."""
    if not report.exists():
        return
    for case in ET.parse(report).iter("testcase"):
        for said in [*case.iterfind("failure"), *case.iterfind("error")]:
            ending = "\n".join((said.text or "").splitlines()[-ENOUGH:])
            yield f"\n== {said.tag}: {case.get('classname')}::{case.get('name')}\n{said.get('message')}\n{ending}\n"


def _without(names: Iterable[str]) -> str:
    return PYTEST + "".join(f" --ignore{'-glob' if '*' in name else ''}=tests/{name}" for name in names)


def check() -> int:
    """Two at a time: the types take as long as all else."""
    with ThreadPoolExecutor(2) as pool:
        return summary(dict(zip(CHECKS, pool.map(checked, CHECKS), strict=True)))


def checked(name: str) -> int:
    done = subprocess.run(CHECKS[name].split(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    print(f"\n== {name}: {CHECKS[name]}\n{done.stdout}", end="", flush=True)
    return done.returncode


def lock(*args: str) -> int:
    results = {}
    for name, source in LOCKS.items():
        command = [*COMPILE.split(), *args, source, "--output-file", f"{name}.txt"]
        results[name] = subprocess.run(command, input="uv\n", text=True, check=False).returncode
    return summary(results)


def bench(*args: str) -> int:
    return call(sys.executable, "-m", "benchmarks", *args)


def screenshots() -> int:
    return call(sys.executable, "-m", "docs.make_screenshots")


def named(name: str, line: str, **env: str) -> int:
    print(f"\n== {name}: {line}", flush=True)
    return call(*line.split(), **env)


def call(*command: str, **env: str) -> int:
    return subprocess.run(command, env={**os.environ, **env}, check=False).returncode


def summary(results: dict[str, int]) -> int:
    print("\n" + "\n".join(f"{'FAILED' if code else 'ok    '}  {name}" for name, code in results.items()))
    return 1 if any(results.values()) else 0


COMMANDS = {"test": test, "check": check, "lock": lock, "bench": bench, "screenshots": screenshots}

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
