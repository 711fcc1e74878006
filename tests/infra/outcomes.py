"""What tests have to say at the end: `tell("name", "outcome")` in a test, and the run ends with a table of them."""

from collections.abc import Callable

import pytest

KEY = "inbound"


@pytest.fixture
def tell(record_property) -> Callable[[str, str], None]:
    """`tell(case, outcome)`: a line of the table. Kept with the report, so that a worker's lines reach the terminal."""
    return lambda case, outcome: record_property(KEY, (case, outcome))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [*terminalreporter.stats.get("passed", []), *terminalreporter.stats.get("failed", [])]
    lines = [told for report in reports for key, told in report.user_properties if key == KEY and report.when == "call"]
    if not lines:
        return
    terminalreporter.section("what came in, and what became of it")
    width = max(len(case) for case, _outcome in lines)
    for case, outcome in lines:
        terminalreporter.write_line(f"{case:<{width}}  {outcome}")
