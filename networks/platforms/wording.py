"""Words as platforms take them: no longer than they allow, plain where they would read a language of their own, calling nobody."""

import re

MARKS = re.compile(r"[\\`*_~\[\]<>|#!&]")
FIRST_MARKS = re.compile(r"^[ \t]*([-+=](?=\s)|\d+(?=[.)]\s))?", re.MULTILINE)
MENTION = re.compile(r"(?<!\w)@(?=\w)")


def shortened(words: str, longest: int) -> str:
    """On one line, at most `longest` characters."""
    line = " ".join(words.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def without_mentions(words: str) -> str:
    """The words, calling nobody: what looks like @all or @name reads the same and notifies no one."""
    return MENTION.sub("@\u200b", words)


def in_markdown(words: str) -> str:
    """Markdown that reads as the words do (spaces before a line are dropped: they would make it code)."""
    return without_mentions(FIRST_MARKS.sub(_first, MARKS.sub(r"\\\g<0>", words)))


def _first(found: re.Match[str]) -> str:
    mark = found[1] or ""
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}" if mark else ""
