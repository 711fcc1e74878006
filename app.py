"""create_app(): the only file that knows every package."""

import light  # noqa: F401  # before structlog and huey

from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, request
from flask.templating import Environment
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.local import LocalProxy
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Rule

import api
import champions.setup
import cursors  # noqa: F401  # before the first connection
import look
import mail.setup
import networks.setup
import onboarding.setup
import people.setup
import phrases
import preparation
import security
import sessions.setup
from config import Settings
from database import db, repeated
from turnstile import PLACES, PLACES_ON_ONE_CORE, Turnstile

csrf = CSRFProtect()


class RowNumber(IntegerConverter):
    """`<int:...>` in an address: up to a billion rows. What no database could hold as a number of a row leads nowhere: 404."""

    regex = r"\d{1,9}"


class Address(Rule):
    """What builds an address out of its parts is made when the first one is built: there are 800, and 4 MB of it."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        return Address._first_unknown if append_unknown else Address._first

    def _first(self, **values: Any) -> tuple[str, str]:
        self._build = super()._compile_builder(False).__get__(self)
        return self._build(**values)

    def _first_unknown(self, **values: Any) -> tuple[str, str]:
        self._build_unknown = super()._compile_builder(True).__get__(self)
        return self._build_unknown(**values)


class Foyer(Flask):
    """A request whose transaction had to give way to another one in the database is answered all the same."""

    jinja_environment: type[Environment] = phrases.Templates
    url_rule_class = Address

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """As it is. Flask looks at every hook of every request to see whether it is a coroutine: none is."""
        return func

    def dispatch_request(self) -> ResponseReturnValue:
        return repeated(super().dispatch_request, before_repeat=_rewind_uploads)


def _rewind_uploads() -> None:
    for upload in request.files.values():
        upload.seek(0)


def create_app(settings: Settings | None = None, *, statements: int = 64) -> Flask:
    """The whole application. Raises ConfigError when the settings do not allow a start.

    `statements`: how many that were asked of the database are kept ready for the next time, half as many again at most; 80 kB each.
    """
    settings = settings or Settings.load()
    _configure_log(settings)
    app = Foyer(__name__, instance_path=str(settings.instance_dir.resolve()), static_folder=None)
    app.config.from_mapping(
        FOYER=settings,
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings, statements),
        SESSION_COOKIE_NAME="foyer",
        SESSION_REFRESH_EACH_REQUEST=False,  # security.CookieSessions does, once a day
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        MAX_CONTENT_LENGTH=security.MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=security.MOST_BYTES,
    )
    app.jinja_env.undefined = StrictUndefined
    app.url_map.converters["int"] = RowNumber
    db.init_app(app)
    app.extensions["migrate"] = LocalProxy(lambda: _migrations(app))
    app.before_request(security.bound_bodies)  # first of all: the token of a form is looked for in its body
    csrf.init_app(app)
    _register(app)
    if hops := settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    places = PLACES_ON_ONE_CORE if settings.stays_on_one_core else PLACES
    app.wsgi_app = Turnstile(app.wsgi_app, places)  # type: ignore[method-assign]
    return app


def _migrations(app: Flask) -> Any:
    """What `flask db` asks for. Alembic weighs 20 MB, and who serves or works migrates nothing."""
    from flask_migrate import Migrate

    folder = Path(__file__).parent / "migrations"
    Migrate(app, db, directory=str(folder), render_as_batch=True, compare_type=True)  # stands in our place from now on
    return app.extensions["migrate"]


def _configure_log(settings: Settings) -> None:
    """Lines for people and journals. Tracebacks without the values of variables: a log is no place for what people write, or for secrets."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(settings.log_level),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ],
    )


def _engine_options(settings: Settings, statements: int) -> dict[str, Any]:
    pool = {
        "pool_size": 5,
        "max_overflow": settings.web_threads,  # one for every thread: who only reads must not wait for those who wait to write
        "pool_use_lifo": True,  # few are in use at a time, and each that was keeps the tables in memory
        "query_cache_size": statements,
        "hide_parameters": True,  # what people write stands in no error
    }
    if settings.database_url.startswith("sqlite"):
        return {**pool, "connect_args": {"timeout": 30}}
    return {**pool, "isolation_level": "AUTOCOMMIT"}  # until transaction() begins one: see engines.py


def _register(app: Flask) -> None:
    """Each part opens itself, from the bottom of the layers to the top."""
    look.init_app(app)
    security.init_app(app)
    mail.setup.init_app(app)
    people.setup.init_app(app)
    networks.setup.init_app(app)
    sessions.setup.init_app(app)
    champions.setup.init_app(app)
    onboarding.setup.init_app(app)
    api.init_app(app)
    preparation.init_app(app)
