"""A report as PDF: tagged, with title, language and alternative texts (PDF/UA-1), set by Typst from `report.typ`.

Texts go in as JSON and stay texts: nothing that somebody wrote is read as markup.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).with_name("report.typ")
FAMILY = "Libertinus Serif"  # comes with Typst, so that a report looks the same everywhere


def rendered(document: dict[str, Any], *, form: str = "pdf") -> bytes | list[bytes]:
    """The report; `form` "png": one picture a page, for looking at it.

    A sign that no font has breaks the rule of PDF/UA that every sign is drawn; such a report is still tagged, and does not claim to keep it.
    """
    import typst  # heavy, and loaded where it is needed

    given = {"data": json.dumps({**document, "fonts": [FAMILY, *_others()]})}
    compiler = typst.Compiler(font_paths=_fonts(), sys_inputs=given)
    template = TEMPLATE.read_bytes()
    if form == "png":
        return compiler.compile(template, format="png", ppi=70) or b""
    try:
        return compiler.compile(template, format="pdf", pdf_standards=["ua-1"]) or b""
    except typst.TypstError:
        return compiler.compile(template, format="pdf") or b""


@lru_cache(maxsize=1)
def _fonts() -> Any:
    import typst

    return typst.Fonts()


@lru_cache(maxsize=1)
def _others() -> tuple[str, ...]:
    """What else is there, for signs that the first one has not."""
    wanted = ("Noto Sans", "DejaVu Sans", "Noto Sans CJK SC", "Noto Color Emoji", "Noto Emoji")
    there = set(_fonts().families())
    return tuple(name for name in wanted if name in there)
