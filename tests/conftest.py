"""The house in miniature: a database, an application, the cast, and the servers it talks to.

SQLite by default; FOYER_TEST_DATABASE=postgresql runs the same on a PostgreSQL that is started here once for all workers.
A test changes a setting with `@pytest.mark.settings(web_threads=2)`.
"""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from werkzeug.serving import make_server

from app import create_app
from config import Settings
from database import db, transaction
from people.models import Person, Role
from tests.infra import chromium as chromium_server
from tests.infra import dovecot as dovecot_server
from tests.infra import kept, postgres
from tests.infra import slapd as slapd_server
from tests.infra.clients import IsolatedClient, IsolatedRunner
from tests.infra.databases import Databases, PostgresDatabases, SqliteDatabases, settings_for
from tests.infra.dovecot import Dovecot
from tests.infra.processes import free_port
from tests.infra.slapd import Slapd
from tests.infra.smtp_sink import SmtpSink
from tests.infra.translations import compile_translations

pytest_plugins = [
    "tests.infra.answers",
    "tests.infra.at_once",
    "tests.infra.attendance",
    "tests.infra.calendar_server",
    "tests.infra.channels",
    "tests.infra.coffee",
    "tests.infra.courses",
    "tests.infra.groups",
    "tests.infra.goals",
    "tests.infra.handing_on",
    "tests.infra.meetups",
    "tests.infra.mentorships",
    "tests.infra.mirroring",
    "tests.infra.pairings",
    "tests.infra.networks",
    "tests.infra.outcomes",
    "tests.infra.synapse",  # before what imports it
    "tests.infra.platform_doubles.matrix",
    "tests.infra.polls",
    "tests.infra.post",
    "tests.infra.queries",
    "tests.infra.sign_ups",
    "tests.infra.scenes",
    "tests.infra.scim_server",
    "tests.infra.series",
]
LONG = {"test_benchmarks.py", "test_dutch.py", "test_keyboard.py", "test_pages_axe.py"}
SERVER = "FOYER_TEST_POSTGRES_SERVER"
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "settings(**changes): settings that differ for this test")
    kept.keep()
    if hasattr(config, "workerinput"):
        return
    for name in [name for name in os.environ if name.startswith("FOYER_") and not name.startswith("FOYER_TEST_")]:
        del os.environ[name]  # what an operator set in this shell is not the tests' business; workers inherit the rest
    compile_translations()
    if os.environ.get("FOYER_TEST_DATABASE") == "postgresql":
        try:
            cluster = postgres.start()
        except postgres.MissingPostgresError as error:
            raise pytest.UsageError(str(error)) from error
        os.environ[SERVER] = cluster.url("").rstrip("/")
        config.add_cleanup(cluster.stop)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """FOYER_TEST_CASES=first: of the cases of one test only the first, which has every statement run. Races are run in all of theirs.

    The tests of whole processes and of all pages come first: whoever began with one of them at the end would be long at it when the
    others are done.
    """
    items.sort(key=lambda item: item.path.name not in LONG and item.path.parent != Path(__file__).parent)
    if os.environ.get("FOYER_TEST_CASES") != "first":
        return
    names: set[str] = set()
    kept, left = [], []
    for item in items:
        name = item.nodeid.partition("[")[0]
        (left if name in names and "endurance" not in item.path.parts else kept).append(item)
        names.add(name)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


def pytest_report_header() -> str:
    return "database: " + os.environ.get(SERVER, "SQLite")


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Where this worker's databases come from."""
    worker, folder = os.environ.get("PYTEST_XDIST_WORKER", "alone"), tmp_path_factory.mktemp("template")
    server = os.environ.get(SERVER)
    given: Databases = PostgresDatabases(server, worker, folder) if server else SqliteDatabases(folder)
    yield given
    given.close()


@pytest.fixture
def database_url(databases: Databases, tmp_path: Path) -> str:
    """A freshly migrated database without rows."""
    return databases.fresh(tmp_path)


@pytest.fixture
def settings(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Settings:
    """A small production, pointed at the servers this test asks for."""
    changes: dict[str, object] = {}
    if "live_server" in request.fixturenames:
        changes["bind"] = f"127.0.0.1:{free_port()}"
        changes["base_url"] = f"http://{changes['bind']}"
    if "smtp_sink" in request.fixturenames:
        changes["smtp_url"] = request.getfixturevalue("smtp_sink").url
    for marker in reversed(list(request.node.iter_markers("settings"))):
        changes.update(marker.kwargs)
    return settings_for(database_url, tmp_path / "instance", **changes)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application, with a context for the test's own reads and transactions. Requests get contexts of their own."""
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    kept.keep_templates(app)
    app.test_client_class = IsolatedClient
    app.test_cli_runner_class = IsolatedRunner
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
        assert list(db.engine.dispatch.before_cursor_execute) == [], (
            "the engine outlives the test: event.remove what it listens to"
        )


@pytest.fixture
def now() -> datetime:
    """Tuesday 1 December 2026, 10:00 in Amsterdam."""
    return NOW


@pytest.fixture
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    """It is `now`, and time goes on from there. `clock.move_to(...)`, `clock.shift(...)`."""
    with time_machine.travel(now, tick=True) as traveller:
        yield traveller


@pytest.fixture
def client(app: Flask, clock: time_machine.Traveller) -> FlaskClient:
    """A browser without a screen, not signed in, at `now`."""
    return app.test_client()


@pytest.fixture
def runner(app: Flask, clock: time_machine.Traveller) -> FlaskCliRunner:
    """The command line: `runner.invoke(args=["people", "add", ...])`, at `now`."""
    return app.test_cli_runner()


@pytest.fixture
def sign_in() -> Callable[[FlaskClient, Person], FlaskClient]:
    """`sign_in(client, ada)`: the client is Ada from here on."""
    return _sign_in


@pytest.fixture
def client_of(app: Flask, clock: time_machine.Traveller) -> Callable[[Person], FlaskClient]:
    """`client_of(ada)`: a browser of Ada's own, signed in."""
    return lambda person: _sign_in(app.test_client(), person)


def _sign_in(client: FlaskClient, person: Person) -> FlaskClient:
    with client.session_transaction() as cookie:
        cookie["_user_id"] = person.get_id()
        cookie["_fresh"] = True
    return client


@pytest.fixture
def add_person(app: Flask) -> Callable[..., Person]:
    """`add_person("Eve Mulder", role=Role.EMPLOYEE)`: one more colleague, committed."""

    def add(name: str, **columns: object) -> Person:
        values = {"email": f"{name.split(maxsplit=1)[0].lower()}@brink-waal.example", "created_at": NOW, **columns}
        with transaction() as session:
            person = Person(name=name, **values)
            session.add(person)
        return person

    return add


@pytest.fixture
def ada(add_person: Callable[..., Person]) -> Person:
    """An employee."""
    return add_person("Ada Okafor", department="Door seals", function="Fitter", location="Deventer")


@pytest.fixture
def bo(add_person: Callable[..., Person]) -> Person:
    """An employee who is ambassador, and hosts."""
    return add_person("Bo Lindqvist", department="Field service", function="Service engineer", location="Deventer")


@pytest.fixture
def chen(add_person: Callable[..., Person]) -> Person:
    """The community manager."""
    columns = {"department": "Communication", "function": "Communication adviser", "location": "Deventer"}
    return add_person("Chen Meijer", role=Role.COMMUNITY_MANAGER, **columns)


@pytest.fixture
def dana(add_person: Callable[..., Person]) -> Person:
    """The outsider: a colleague who has nothing to do with it."""
    return add_person("Dana Petrov", department="Purchasing", function="Buyer", location="Zwolle")


@pytest.fixture
def admin(add_person: Callable[..., Person]) -> Person:
    """The administrator, and sponsor."""
    columns = {"department": "Management", "function": "Managing director", "location": "Deventer"}
    return add_person("Marieke van der Velde", role=Role.ADMINISTRATOR, **columns)


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """A real SMTP server that keeps what it gets; `settings.smtp_url` points at it."""
    sink = SmtpSink()
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture(scope="session")
def dovecot_running() -> Iterator[Dovecot]:
    server = dovecot_server.start()
    yield server
    server.stop()


@pytest.fixture
def mailbox(request: pytest.FixtureRequest) -> str:
    """The name of a new, empty mailbox on `dovecot`."""
    return f"rsvp{abs(hash(request.node.nodeid))}"


@pytest.fixture
def dovecot(dovecot_running: Dovecot) -> Dovecot:
    """A real IMAP server. `dovecot.url(mailbox)` is for FOYER_IMAP_URL."""
    return dovecot_running


@pytest.fixture(scope="session")
def slapd_running() -> Iterator[Slapd]:
    server = slapd_server.start()
    yield server
    server.stop()


@pytest.fixture
def slapd(slapd_running: Slapd) -> Iterator[Slapd]:
    """A real directory, without people and groups. `slapd.access()` opens it."""
    yield slapd_running
    slapd_running.empty()


@pytest.fixture
def live_server(app: Flask, settings: Settings) -> Iterator[str]:
    """The application behind a real socket, forms guarded as in production; its address, which is also FOYER_BASE_URL."""
    app.config["WTF_CSRF_ENABLED"] = True
    host, _, port = settings.bind.rpartition(":")
    server = make_server(host, int(port), app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield settings.base_url
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """A browser per file of tests. Not longer: while Playwright runs, nothing else in this process may run an asyncio loop."""
    with chromium_server.started() as browser:
        yield browser


@pytest.fixture
def page(chromium, live_server: str):
    """A page on the live server (`page.goto("/")`). A script error or a breach of the content policy fails the test."""
    context = chromium.new_context(base_url=live_server, locale="en-GB", timezone_id="Europe/Amsterdam", reduced_motion="reduce")
    context.set_default_timeout(30_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def page_of(app: Flask, page, live_server: str):
    """`page_of(ada)`: the page, signed in as Ada."""

    def signed_in(person: Person):
        cookie = _sign_in(app.test_client(), person).get_cookie("foyer")
        assert cookie is not None
        page.context.add_cookies([{"name": "foyer", "value": cookie.value, "url": live_server}])
        return page

    return signed_in
