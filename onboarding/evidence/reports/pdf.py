"""A report as PDF: tagged, with title, language and alternative texts (PDF/UA-1), set by Typst from `report.typ`.

In a process of its own (`python -m onboarding.evidence.reports.pdf`): it takes 40 MB, which the web process would keep.
Texts go in as JSON and stay texts: nothing that somebody wrote is read as markup.
"""

import json
import sys
import threading
from pathlib import Path
from typing import Any

import structlog

from child_process import Fault, limit_itself, run_apart
from onboarding.evidence.errors import PaperFailed
from turnstile import give_way

TEMPLATE = Path(__file__).with_name("report.typ")
FAMILY = "Libertinus Serif"  # comes with Typst, so that a report looks the same everywhere
OTHERS = ("Noto Sans", "DejaVu Sans", "Noto Sans CJK SC", "Noto Color Emoji", "Noto Emoji")  # for signs that it has not
SECONDS, MEGABYTES = 60, 500  # of the processor and of memory; the report of the demo takes 0.2 and 70
PATIENCE = 20  # seconds until one's turn: each process sets one report at a time
FAILED = "The PDF could not be made. Try again, or print the page of the report."
_turn = threading.Lock()
log = structlog.get_logger()


def rendered(document: dict[str, Any]) -> bytes:
    """The report. Raises PaperFailed when none came of it."""
    give_way()
    if not _turn.acquire(timeout=PATIENCE):
        raise PaperFailed(FAILED)
    try:
        made = run_apart(__name__, json.dumps(document).encode(), seconds=SECONDS, megabytes=MEGABYTES)
    finally:
        _turn.release()
    if isinstance(made, Fault):
        log.error("report_not_set", ended=made.ended, where=made.where)
        raise PaperFailed(FAILED)
    return made


def _set(document: dict[str, Any]) -> Any:
    """A sign that no font has breaks the rule of PDF/UA that every sign is drawn; such a report is still tagged, and does not claim to keep it."""
    import typst  # heavy, and loaded where it is needed

    fonts = typst.Fonts()
    there = set(fonts.families())
    given = {"data": json.dumps({**document, "fonts": [FAMILY, *(name for name in OTHERS if name in there)]})}
    compiler = typst.Compiler(font_paths=fonts, sys_inputs=given)
    template = TEMPLATE.read_bytes()
    try:
        return compiler.compile(template, format="pdf", pdf_standards=["ua-1"]) or b""
    except typst.TypstError:
        return compiler.compile(template, format="pdf") or b""


def main() -> None:
    """Reads a report from standard input and writes its paper."""
    limit_itself(sys.argv[1:])
    sys.stdout.buffer.write(_set(json.load(sys.stdin.buffer)))


if __name__ == "__main__":
    main()
