"""Opens the package to the application: pages, API, renderers, the inbox's answer address, what happens on a timer."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from config import settings
from database import alone, db, transaction
from jobs import job
from look import language
from mail import inbox, signals
from mail.models import OutgoingMail
from people import profile_parts
from people import signals as people_signals
from people.models import Person
from sessions import (
    api,
    api_interests,
    api_mail,
    departures,
    erasures,
    feeds,
    interests,
    jobs_attendance,
    mails,
    mails_cohosts,
    mails_missed,
    mails_proposals,
    my_data,
    queries_checkin,
    queries_interests,
    queries_roster,
    reminders,
    replies,
    told,
    views_answering,
    views_answers,
    views_calendar,
    views_checkin,
    views_cohosts,
    views_feeds,
    views_here,
    views_home,
    views_incoming,
    views_interests,
    views_inviting,
    views_planning,
    views_proposals,
    views_roster,
    views_roster_file,
    views_session,
    words_agenda,
)
from sessions.busy import setup as busy
from sessions.courses import setup as courses
from sessions.feedback import setup as feedback
from sessions.kits import setup as kits
from sessions.living import setup as living
from sessions.models import ScheduledSession
from sessions.polls import setup as polls
from sessions.rounds import setup as rounds
from sessions.series import setup as series
from sessions.views import blueprint

PAGES = (
    views_home,
    views_calendar,
    views_session,
    views_answers,
    views_feeds,
    views_planning,
    views_inviting,
    views_cohosts,
    views_interests,
    views_roster,
    views_roster_file,
    views_checkin,
    views_here,
    views_incoming,
    views_proposals,
)
JOBS = (jobs_attendance,)
API = (api, api_interests, api_mail)  # importing them hangs their pages and endpoints on the blueprints


def init_app(app: Flask) -> None:
    """Everything of this package that the application calls is registered."""
    mails.register()
    mails_proposals.register()
    mails_missed.register()
    mails_cohosts.register()
    my_data.register()
    app.register_blueprint(blueprint)
    app.jinja_env.globals["standing_words"] = words_agenda.standing_words
    app.extensions["answers_together"] = views_answering.make()
    polls.init_app(app)
    series.init_app(app)
    courses.init_app(app)
    living.init_app(app)
    kits.init_app(app)
    rounds.init_app(app)
    feedback.init_app(app)
    # The answer page is opened from mails, signed in or not: its link is the key, and no cookie of ours lends it any power.
    app.extensions["csrf"].exempt(views_answers.record)
    app.extensions["csrf"].exempt(views_interests.by_link)
    profile_parts.register_part("sessions/_attendance_part.html", lambda person: {"visits": queries_checkin.own(person)})
    app.extensions["csrf"].exempt(views_cohosts.answer)
    profile_parts.register_part("sessions/_feed_part.html", lambda person: {"feed_url": feeds.address_of(person)})
    profile_parts.register_part("sessions/_interests_part.html", _asked_for)
    busy.init_app(app)
    profile_parts.register_leaving("sessions/_leaving_part.html", _left_behind)
    inbox.register_address("rsvp", exists=replies.token_exists, handle=replies.handle, prefetch=replies.prefetch)
    inbox.register_topic("session", describe=describe_topics)
    signals.mail_sent.connect(_on_mail_sent)
    signals.mail_bounced.connect(_on_mail_bounced)
    signals.mail_failed.connect(_on_mail_failed)
    _listen()


def _listen() -> None:
    people_signals.person_deactivated.connect(_on_person_deactivated)
    people_signals.person_reactivated.connect(_on_person_reactivated)
    people_signals.person_erased.connect(_on_person_erased)
    people_signals.people_renamed.connect(_on_people_renamed)


@job("sessions.reminders", every_minutes=5)
def post_reminders() -> None:
    """Reminders and nudges that are due are on their way."""
    with transaction():
        alone("sessions.reminders")  # of two workers the second finds what the first has posted
        reminders.post_due(now=datetime.now(UTC))


def describe_topics(topics: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Title and address of each `session:ID`, for the mail page."""
    numbers = [number for kind, _colon, number in (topic.partition(":") for topic in topics) if kind == "session"]
    ids = [int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 10]
    rows = db.session.execute(select(ScheduledSession.id, ScheduledSession.title).where(ScheduledSession.id.in_(ids)))
    return {f"session:{id_}": (title, f"{settings().base_url}/sessions/{id_}") for id_, title in rows}


def _asked_for(person: Person) -> dict[str, Any]:
    found = interests.list_of(person)
    return {"interests": found, "titles": queries_interests.titles_of({one.topic for one in found}, language())}


def _left_behind(person: Person) -> dict[str, list[ScheduledSession]]:
    return {"hosted": queries_roster.hosted_ahead(person, now=datetime.now(UTC))}


def _on_mail_sent(_sender: object, *, mails: Sequence[OutgoingMail], now: datetime) -> None:
    told.keep(mails, now=now)


def _on_mail_bounced(_sender: object, *, mail: OutgoingMail, error: str, now: datetime) -> None:
    told.came_back(mail, error=error, now=now)


def _on_mail_failed(_sender: object, *, mail: OutgoingMail, error: str, now: datetime) -> None:
    told.came_back(mail, error=error, now=now)


def _on_person_deactivated(_sender: object, *, person: Person) -> None:
    departures.give_up_seats(person, now=datetime.now(UTC))
    interests.refresh(person)


def _on_person_reactivated(_sender: object, *, person: Person) -> None:
    departures.put_calendar_right(person, now=datetime.now(UTC))
    interests.refresh(person)


def _on_people_renamed(_sender: object, *, names: Mapping[str, str]) -> None:
    erasures.sign_anew(names)


def _on_person_erased(_sender: object, *, person: Person, now: datetime) -> None:  # noqa: ARG001
    erasures.leave_others_theirs(person)
