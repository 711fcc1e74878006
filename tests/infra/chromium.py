"""Debian's Chromium, or its headless shell, driven by Playwright, in both schemes and any width."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

# The shell is Chromium without the windows around its pages: the same pages for half the work.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# Without these Chromium looks up its maker's hosts at every start, which a closed network refuses one by one.
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


class MissingChromiumError(Exception):
    """The machine has no Chromium to start."""


@contextmanager
def started() -> Iterator[Browser]:
    """A headless browser. Raises MissingChromiumError when the program is missing."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not program:
        raise MissingChromiumError(
            "Chromium is missing (Debian: apt-get install chromium-headless-shell): pages are tested in it."
        )
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *sandbox])
        try:
            yield browser
        finally:
            browser.close()
