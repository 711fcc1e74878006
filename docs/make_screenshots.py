"""Takes the screenshots of the README: `./run screenshots`.

The demo company in this process, on a Tuesday morning, in a folder that is thrown away; so they look the same whenever they are taken.
They are drawn in the fonts of the machine: with Debian's fonts-urw-base35 and fonts-inter they look as on most desks.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Literal

import time_machine
from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser, Page, ViewportSize
from sqlalchemy import select
from werkzeug.serving import make_server

import demo
from app import create_app
from config import Settings
from database import db
from mail import jobs_delivery
from people.models import Person
from sessions import links
from sessions.models import Rsvp, ScheduledSession
from tests.infra import chromium
from tests.infra.processes import free_port
from tests.infra.translations import compile_translations

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "screenshots"
TUESDAY = datetime(2026, 12, 1, 8, 40, tzinfo=UTC)
LUNCH = "Lunch and learn: finding who knows what"
BIGGEST = 150_000
DESK, TALL, PHONE = (ViewportSize(width=width, height=height) for width, height in ((1120, 760), (1120, 900), (375, 900)))
Step = Callable[[Page], None]
Scheme = Literal["light", "dark"]


def main() -> int:
    """Writes every picture; the exit status says whether each is small enough to load beside a text."""
    FOLDER.mkdir(exist_ok=True)
    compile_translations()
    with (
        tempfile.TemporaryDirectory() as folder,
        time_machine.travel(TUESDAY, tick=True),
        company(Path(folder)) as (app, address),
        chromium.started() as browser,
    ):
        written = take(app, browser, address)
    for path in written:
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")
    return int(any(path.stat().st_size > BIGGEST for path in written))


@contextmanager
def company(folder: Path) -> Iterator[tuple[Flask, str]]:
    """The demo company with its mail sent, served; the application and its address."""
    for name in [name for name in os.environ if name.startswith("FOYER_")]:
        del os.environ[name]
    port = free_port()
    app = create_app(Settings(_env_file=None, demo=True, instance_dir=folder, bind=f"127.0.0.1:{port}").completed())
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        demo.fill(now=datetime.now(UTC))
        jobs_delivery.deliver_all()
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield app, f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()
        thread.join()
        with app.app_context():
            db.engine.dispose()


def take(app: Flask, browser: Browser, address: str) -> list[Path]:
    """Every picture, in the order of the README."""
    with app.app_context():
        lunch = db.session.scalars(select(ScheduledSession).where(ScheduledSession.title == LUNCH)).one().id
        asked = select(Rsvp).join(Person).where(Rsvp.session_id == lunch, Person.email == f"ada@{demo.DOMAIN}")
        answer = links.answer_path(db.session.scalars(asked).one())

    def shot(
        name: str, path: str, *, who: str = "", window: ViewportSize = DESK, scheme: Scheme = "light", step: Step | None = None
    ) -> Path:
        context = browser.new_context(
            base_url=address, viewport=window, color_scheme=scheme, locale="en-GB", reduced_motion="reduce"
        )
        page = context.new_page()
        if who:
            sign_in(page, who)
        page.goto(path)
        if step:
            step(page)
        page.screenshot(path=FOLDER / name)
        context.close()
        return FOLDER / name

    return [
        shot("home.png", "/", who="ada"),
        shot("answer-phone.png", f"{answer}?answer=yes", window=PHONE),
        shot("session.png", f"/sessions/{lunch}", who="ada", window=TALL),
        shot("roster.png", f"/sessions/{lunch}/roster", who="bo"),
        shot("preview.png", f"/sessions/{lunch}/edit", who="bo", window=TALL, step=move_a_day),
        shot("calendar.png", "/calendar", who="ada", window=TALL),
        shot("evidence.png", "/evidence", who="chen", window=TALL),
        shot("stories.png", "/stories", who="ada", window=TALL),
        shot("home-dark.png", "/", who="ada", window=PHONE, scheme="dark"),
    ]


def sign_in(page: Page, who: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").first.fill(f"{who}@{demo.DOMAIN}")
    page.locator("#password").fill(demo.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")


def move_a_day(page: Page) -> None:
    day = date.fromisoformat(page.get_by_label("Date").input_value()) + timedelta(days=1)
    page.get_by_label("Date").fill(day.isoformat())
    page.get_by_role("button", name="See who hears what").click()
    page.wait_for_selector("text=Save and tell")
    page.evaluate("scrollTo(0, 160)")


if __name__ == "__main__":
    sys.exit(main())
