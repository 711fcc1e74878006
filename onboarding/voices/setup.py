"""Opens wishes and concerns to the application."""

from datetime import datetime
from textwrap import shorten

from flask import Flask, url_for
from flask_babel import gettext as _
from sqlalchemy import exists, or_

from mail import inbox
from onboarding import digest_parts
from onboarding.voices import (
    days,
    digest,
    jobs,
    launches,
    letters,
    mails,
    moderation,
    my_data,
    queries,
    views_board,
    views_desk,
    views_doors,
    views_mine,
    views_unknown,
    voices,
    words,
)
from onboarding.voices.models import Launch, Showing, Voice, VoiceReport, VoiceState
from onboarding.voices.views import blueprint
from people import profile_parts, signals
from people.models import Person
from sessions import glances, home_parts
from sessions.home_parts import Part, Waiting

PAGES = (views_board, views_desk, views_doors, views_mine, views_unknown)  # importing them hangs their pages on the blueprint
JOBS = (jobs,)  # ... and gives the worker what happens on a timer
SHORT = 120  # letters of a wish on the home page


def init_app(app: Flask) -> None:
    """Everything of wishes and concerns that the application calls is registered."""
    mails.register()
    my_data.register()
    for token in letters.TOKENS:
        inbox.register_address("rsvp", mark=token, exists=letters.token_exists, handle=letters.handle)
    home_parts.register_part(
        "voices", _at_home, there_is=exists().where(Voice.answerer_id == glances.PERSON, Voice.state == VoiceState.OPEN)
    )
    waits = exists().where(Voice.state == VoiceState.OPEN)
    second_look = exists().where(Voice.showing == Showing.SECOND_LOOK)
    reported = exists().where(VoiceReport.id.is_not(None))
    home_parts.register_part("the board of voices", _to_look_after, there_is=or_(waits, second_look, reported))
    home_parts.register_part("what begins", _before_it_begins, there_is=exists().where(Launch.id.is_not(None)))
    digest_parts.register_part("voices", lambda _person, last: digest.text(last))
    profile_parts.register_part("voices/_profile_part.html", lambda _me: {})
    signals.person_erased.connect(_on_person_erased)
    app.register_blueprint(blueprint)
    # No cookie lends these any power: a token, a key or a link does.
    keys = (views_unknown.hand_in, views_unknown.me_too, views_unknown.signature_by_link, views_unknown.look_back)
    for view in (*keys, views_unknown.write_anew_unknown, views_unknown.withdraw_unknown, views_doors.answer_letter):
        app.extensions["csrf"].exempt(view)


def _at_home(person: Person, now: datetime) -> Part | None:  # noqa: ARG001
    asked = queries.to_answer(person)
    lines = [
        Waiting(
            title=shorten(" ".join(voice.words.split()), SHORT, placeholder=" …"),
            about=_("You are asked to answer"),
            action=_("Answer"),
            url=url_for("voices.voice", voice_id=voice.id),
            by=voice.due_on,
        )
        for voice in asked
    ]
    return Part(waiting=lines)


def _to_look_after(person: Person, now: datetime) -> Part | None:
    """What waits for those who look after the board. No numbers, and nobody's name."""
    if not person.may_manage:
        return None
    lines, desk, today = [], url_for("voices.desk"), days.today(now)
    if queries.is_reported():
        about = _("A colleague thinks that it should not stand there. Until you decide, it stays where it is.")
        lines.append(Waiting(title=_("A wish or concern that was reported"), about=about, action=_("Have a look"), url=desk))
    if any(moderation.may_take_second_look(voice, person) for voice in queries.second_looks()):
        about = _("It was held back, and its author wrote it anew.")
        lines.append(Waiting(title=_("A second look, please"), about=about, action=_("Have a look"), url=desk))
    if (due_on := queries.first_without_answerer(today)) is not None:
        late = _("One waits longer than we promised. Answer it, or ask who can.")
        about = late if due_on < today else _("Nobody is asked yet. Answer it, or ask who can.")
        lines.append(
            Waiting(title=_("Wishes and concerns without an answer"), about=about, action=_("Answer"), url=desk, by=due_on)
        )
    return Part(waiting=lines)


def _before_it_begins(person: Person, now: datetime) -> Part | None:  # noqa: ARG001
    """Before the launch everybody is asked what would help, and what worries them. Afterwards home leads to examples."""
    ahead = launches.planned()
    if not ahead or ahead[0].launches_on <= days.today(now):
        return None
    return Part(template="voices/_home_part.html", values={"launch": ahead[0], "day": words.day_words(ahead[0].launches_on)})


def _on_person_erased(_sender: object, *, person: Person, now: datetime) -> None:  # noqa: ARG001
    voices.forget(person)
