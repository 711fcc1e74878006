"""Opens series to the application: pages, API, what mails are about."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select

from config import settings
from database import db, transaction
from jobs import job
from mail import inbox
from sessions.series import api, groups, my_data, plans, views_answers, views_editing, views_planning, views_rhythm, views_series
from sessions.series.models import Series

PAGES = (
    views_planning,
    views_rhythm,
    views_series,
    views_editing,
    views_answers,
)  # importing them hangs their pages on the blueprint
API = (api,)


def init_app(app: Flask) -> None:
    """Everything of series that the application calls is registered."""
    my_data.register()
    # The page behind the link of a mail: its link is the key, and no cookie of ours lends it any power.
    app.extensions["csrf"].exempt(views_answers.record_by_link)
    app.extensions["csrf"].exempt(views_answers.interest_by_link)
    inbox.register_topic("series", describe=describe_topics)


@job("sessions.group_seats", every_minutes=30)
def call_in() -> None:
    """A seat kept for the sake of a date is another's once that date has begun: nobody has to ask for it first."""
    now = datetime.now(UTC)
    with transaction():
        ids = groups.somebody_waits_in(now=now)
    for series_id in ids:
        with transaction():
            series, _dates = plans.lock(series_id)
            groups.let_go(series, now=now)


def describe_topics(topics: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Title and address of each `series:ID`, for the mail page."""
    numbers = [number for kind, _colon, number in (topic.partition(":") for topic in topics) if kind == "series"]
    ids = [int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 10]
    rows = db.session.execute(select(Series.id, Series.title).where(Series.id.in_(ids)))
    return {f"series:{id_}": (title, f"{settings().base_url}/series/{id_}") for id_, title in rows}
