"""create_app(): the only file that knows every package."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from config import Settings
from database import db

PACKAGES = ("calendars", "look", "mail", "people", "security", "sessions")
migrate = Migrate()
csrf = CSRFProtect()


def create_app(settings: Settings | None = None) -> Flask:
    """The whole application. Raises ConfigError when the settings do not allow a start."""
    settings = settings or Settings.load()
    app = Flask(__name__, instance_path=str(settings.instance_dir.resolve()), static_folder=None)
    app.config.from_mapping(
        FOYER=settings,
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        SESSION_COOKIE_NAME="foyer",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        MAX_CONTENT_LENGTH=50_000_000,
        MAX_FORM_MEMORY_SIZE=5_000_000,
    )
    app.jinja_env.undefined = StrictUndefined
    db.init_app(app)
    folder = Path(__file__).parent / "migrations"
    migrate.init_app(app, db, directory=str(folder), render_as_batch=True, compare_type=True)
    csrf.init_app(app)
    _register(app)
    return app


def _engine_options(settings: Settings) -> dict[str, Any]:
    if settings.database_url.startswith("sqlite"):
        return {"connect_args": {"timeout": 30}}
    return {"pool_pre_ping": True, "pool_size": 5, "max_overflow": settings.web_threads}


def _register(app: Flask) -> None:
    """While the house is being built: whatever stands is opened, in layer order."""
    for name in ("look", "security", "mail.setup", "people.setup", "sessions.setup", "api", "demo", "preparation"):
        try:
            module = import_module(name)
        except ImportError as error:
            if error.name and (name.startswith(error.name) or error.name.split(".")[0] in PACKAGES):
                print(f"{name} is not there yet: {error}", file=sys.stderr)  # noqa: T201
                continue
            raise
        module.init_app(app)
