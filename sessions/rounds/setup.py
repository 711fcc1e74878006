"""Opens rounds to the application: pages, mails, the job that composes."""

from collections.abc import Sequence

from flask import Flask
from sqlalchemy import select

from config import settings
from database import db
from jobs import wake
from mail import inbox
from sessions.rounds import (
    api,
    going_on,
    jobs_answers,
    jobs_rounds,
    mails,
    my_data,
    views_planning,
    views_proposal,
    views_round,
    views_sign_up,
    views_telling,
    views_withdrawal,
)
from sessions.rounds.models import Round
from sessions.rounds.views import blueprint
from sessions.series import signals as series_signals
from sessions.series.models import Series

PAGES = (
    views_round,
    views_planning,
    views_telling,
    views_sign_up,
    views_withdrawal,
    views_proposal,
)  # importing them hangs their pages on the blueprint
JOBS = (jobs_rounds, jobs_answers)
API = (api,)


def init_app(app: Flask) -> None:
    """Everything of rounds that the application calls is registered."""
    mails.register()
    my_data.register()
    app.register_blueprint(blueprint)
    # The pages behind the link of a mail: the link is the key, and no cookie of ours lends it any power.
    for view in (
        views_sign_up.save_sign_up_by_link,
        views_sign_up.answer_by_link,
        views_withdrawal.withdrawal_by_link,
        views_withdrawal.withdrawal_undo_by_link,
    ):
        app.extensions["csrf"].exempt(view)
    inbox.register_topic("round", describe=describe_topics)
    series_signals.series_answered.connect(_on_series_answered)
    series_signals.series_split.connect(_on_series_split)


def _on_series_split(_sender: object, *, series: Series, new: Series) -> None:
    going_on.follow(series.id, new.id)


def _on_series_answered(_sender: object, **_news: object) -> None:
    wake(jobs_answers.JOB)


def describe_topics(topics: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Title and address of each `round:ID`, for the mail page."""
    numbers = [number for kind, _colon, number in (topic.partition(":") for topic in topics) if kind == "round"]
    ids = [int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 10]
    rows = db.session.execute(select(Round.id, Round.title).where(Round.id.in_(ids)))
    return {f"round:{id_}": (title, f"{settings().base_url}/rounds/{id_}") for id_, title in rows}
