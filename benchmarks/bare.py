"""The baseline of pages and answers: Flask, Jinja and SQLAlchemy as a tutorial has them, behind the same gunicorn, on the same database.

No sign-in, no translation, no policy, no outbox: what is left when everything that Foyer does is taken away.
"""

from datetime import UTC, datetime

from flask import Flask, redirect, render_template, request
from jinja2 import DictLoader
from sqlalchemy import DateTime, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.wrappers import Response

from config import Settings
from database import db


class Base(DeclarativeBase):
    pass


class BareAnswer(Base):
    __tablename__ = "bare_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int]
    answer: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


LAYOUT = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ title }}</title><link rel="stylesheet" href="{{ url_for("static", filename="page.css") }}"></head>
<body>
<header><a href="{{ url_for("home") }}">{{ title }}</a><a href="{{ url_for("page", size=5000) }}">A short page</a></header>
<main>
{% block content %}{% endblock %}
</main>
</body>
</html>
"""
PAGE = """{% extends "layout.html" %}
{% block content %}
<h1>{{ title }}</h1>
<table>
<thead><tr><th>Name</th><th>Department</th><th>Place</th></tr></thead>
<tbody>
{% for row in rows %}
<tr><th scope="row"><a href="{{ url_for("home", number=row.number) }}">{{ row.name }}</a><span class="sub">{{ row.email }}</span></th>
<td>{{ row.function }}<span class="sub">{{ row.department }}</span></td><td>{{ row.place }}</td></tr>
{% endfor %}
</tbody>
</table>
{% endblock %}
"""
FRAME, ROW = 450, 220  # bytes, about


def create_app(settings: Settings | None = None) -> Flask:
    settings = settings or Settings.load()
    app = Flask("bare")
    app.jinja_loader = DictLoader({"layout.html": LAYOUT, "page.html": PAGE})
    app.config.update(SQLALCHEMY_DATABASE_URI=settings.database_url, SECRET_KEY="bare")
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(settings)
    db.init_app(app)
    with app.app_context():
        Base.metadata.create_all(db.engine)
    app.add_url_rule("/answer", view_func=answer, methods=["POST"])
    app.add_url_rule("/page/<int:size>", view_func=page)
    app.add_url_rule("/", view_func=home)
    return app


def _engine_options(settings: Settings) -> dict[str, object]:
    """Neither side asks the server, before each use of a connection, whether it is there."""
    if settings.database_url.startswith("sqlite"):
        return {"connect_args": {"timeout": 30}}
    return {"pool_size": 5, "max_overflow": settings.web_threads}


def answer() -> Response:
    """One row, committed."""
    db.session.add(BareAnswer(person=int(request.form["person"]), answer=request.form["answer"], at=datetime.now(UTC)))
    db.session.commit()
    return redirect("/page/1000", 303)


def home() -> str:
    return "Nothing here."


def page(size: int) -> str:
    """A list of about `size` bytes."""
    rows = [
        {
            "number": number,
            "name": f"Person {number:04} of the list",
            "email": f"person.{number:04}@brink-waal.example",
            "function": f"Function {number % 60:02}",
            "department": f"Department {number % 40:02}",
            "place": "Deventer",
        }
        for number in range(max(1, (size - FRAME) // ROW))
    ]
    return render_template("page.html", title="A plain page", rows=rows)
