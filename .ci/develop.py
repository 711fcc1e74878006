"""What developers run: `./run test`, `check`, `lock`, `bench`, `screenshots`. `./run` has installed everything before."""

import os
import subprocess
import sys

HOUSE = "tests/house/"
CHECKS = {
    "format": "ruff format --check .",
    "lint": "ruff check .",
    "types": "mypy .",
    "import contracts": "lint-imports",
    "templates": "djlint templates --lint --quiet",
    "migrations": f"pytest -q {HOUSE}test_migrations.py",
    "house rules": f"pytest -q {HOUSE}test_layers.py {HOUSE}test_rules.py",
    "docs": f"pytest -q {HOUSE}test_docs.py",
    "translations": f"pytest -q {HOUSE}test_translations.py",
}
# Once, on SQLite: what a browser makes of a page and what knows no database are the same on both; of benchmarks it is only
# asked whether they run. The main job is walked in the browser on both.
ONCE = (
    "benchmarks",
    "browser/test_dutch.py",
    "browser/test_flows.py",
    "browser/test_keyboard.py",
    "browser/test_pages_axe.py",
    "browser/test_pages_fit.py",
    "browser/test_preferences.py",
    "browser/test_stylesheet.py",
    "calendars",
    "house/test_docs.py",
    "house/test_layers.py",
    "house/test_rules.py",
    "house/test_translations.py",
    "people/test_csv_files.py",
    "people/test_passwords.py",
    "people/test_progress_js.py",
    "test_config.py",
)
LOCKS = {"requirements": "requirements.in", "requirements-dev": "requirements-dev.in", "requirements-uv": "-"}
COMPILE = "uv pip compile --generate-hashes --no-header --quiet --python-version 3.11"


def main(command: str, *args: str) -> int:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # the test tools, compiled anew for every worker, cost seconds
    return COMMANDS[command](*args)


def test(*args: str) -> int:
    if args:
        return call("pytest", *args)
    once = "".join(f" --ignore=tests/{name}" for name in ONCE)
    suites = {"sqlite": "pytest -n auto -q", "postgresql": f"pytest -n auto -q{once}"}
    return summary({name: named(f"the suite on {name}", line, FOYER_TEST_DATABASE=name) for name, line in suites.items()})


def check() -> int:
    return summary({name: named(name, line) for name, line in CHECKS.items()})


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
