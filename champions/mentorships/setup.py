"""Opens mentorships to the application: pages, mails, the job that lets proposals run out."""

from datetime import UTC, datetime

from flask import Flask

from champions.mentorships import (
    departures,
    jobs,
    mails,
    mails_meetings,
    mails_week,
    meeting_replies,
    meetings,
    meetings_elsewhere,
    my_data,
    queries,
    views_meeting,
    views_mentee,
    views_mentees,
    views_proposals,
    views_record,
    views_waiting,
    views_week,
)
from champions.mentorships.views import blueprint
from mail import inbox
from people import signals
from people.models import Person
from sessions.rounds import accompanied

# Importing them hangs their pages on the blueprint.
PAGES = (views_meeting, views_mentee, views_mentees, views_proposals, views_record, views_waiting, views_week)
JOBS = (jobs,)


def init_app(app: Flask) -> None:
    """Everything of mentorships that the application calls is registered."""
    mails.register()
    mails_week.register()
    mails_meetings.register()
    my_data.register()
    meetings_elsewhere.register()
    accompanied.register(queries.ambassadors_of)
    inbox.register_address("rsvp", mark=meetings.MARK, exists=meeting_replies.token_exists, handle=meeting_replies.handle)
    app.register_blueprint(blueprint)
    # The pages behind the links of mails: the link is the key, and no cookie of ours lends it any power.
    for view in (views_proposals.answer_pair, views_proposals.answer_another, views_week.say_how_it_stands):
        app.extensions["csrf"].exempt(view)
    signals.person_deactivated.connect(_on_person_deactivated)
    signals.person_erased.connect(_on_person_erased)


def _on_person_deactivated(_sender: None, person: Person) -> None:
    departures.person_goes(person, now=datetime.now(UTC))


def _on_person_erased(_sender: None, person: Person, now: datetime) -> None:
    departures.person_goes(person, now=now)
    my_data.forget_words(person)
