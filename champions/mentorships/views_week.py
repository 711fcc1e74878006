"""The mails about an ambassador's week: choosing when, and the page behind their links, which answers with one press."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions.errors import AskInvalid, ChampionError
from champions.mentorships import links, records, taps, weekly, words_week
from champions.mentorships.forms import NextForm
from champions.mentorships.forms_week import MailForm
from champions.mentorships.models import Mentorship
from champions.mentorships.views import blueprint
from champions.views import gone, in_words
from config import settings
from database import transaction
from people.current import me
from people.models import Person
from people.quiet_hours import zone_of
from security import public, signed_in

Page = tuple[str, int] | Response


@blueprint.post("/me/mentees/mail")
@signed_in
def choose_mail() -> Response:
    """A mail a week at this hour, or none."""
    form, person = MailForm(), me()
    if form.validate_on_submit():
        with transaction():
            if form.day is None:
                weekly.stop(person.id)
            else:
                weekly.choose(person, form.day, form.hour.data, now=datetime.now(UTC))
        flash(_("No weekly mail.") if form.day is None else _("Saved."), "success")
    return redirect(url_for("mentorships.mentees") + "#mail", 303)


@blueprint.get("/m/mentee/<token>")
@public
def how_it_stands(token: str) -> Page:
    """How does it stand? Opening it records nothing."""
    try:
        mentorship, person = links.read_mentee(token)
    except ChampionError as error:
        return gone(in_words(error))
    with force_locale(person.language or settings().language):
        return _page(mentorship, person, token, NextForm(formdata=None, meta={"csrf": False})), 200


@blueprint.post("/m/mentee/<token>")
@public
def say_how_it_stands(token: str) -> Page:
    """We met, the step is done, we have a date, or it ends; without signing in."""
    try:
        mentorship, person = links.read_mentee(token)
    except ChampionError as error:
        return gone(in_words(error))
    with force_locale(person.language or settings().language):
        try:
            return _answered(mentorship, person, token)
        except ChampionError as error:
            return gone(in_words(error))


def _answered(mentorship: Mentorship, person: Person, token: str) -> Page:
    answer, now, id_ = request.form.get("answer", ""), datetime.now(UTC), mentorship.id
    today = words_week.today_of(person, now)
    if answer == "date":
        return _dated(mentorship, person, token, now)
    if answer == "end":
        name = mentorship.mentee.name
        with transaction():
            records.end(id_, "", by=person, today=today, now=now)
        return gone(_("It has ended, and %(name)s hears it. Thank you for having been there.", name=name), 200)
    with transaction():
        if answer == "met":
            taps.we_met(id_, words_week.met(), by=person, today=today, now=now)
        if answer == "done":
            step = request.form.get("step", "")
            taps.step_done(id_, step, words_week.done(step), by=person, today=today, now=now)
    return redirect(url_for("mentorships.how_it_stands", token=token), 303)


def _dated(mentorship: Mentorship, person: Person, token: str, now: datetime) -> Page:
    form = NextForm(meta={"csrf": False})
    if form.validate():
        comes_next = form.comes_next(zone_of(person))
        try:
            with transaction():
                taps.we_have_a_date(mentorship.id, comes_next, by=person, now=now)
        except AskInvalid as error:
            form.complain(error)
        else:
            return redirect(url_for("mentorships.how_it_stands", token=token), 303)
    return _page(mentorship, person, token, form), 422


def _page(mentorship: Mentorship, person: Person, token: str, form: NextForm) -> str:
    now = datetime.now(UTC)
    at = mentorship.next_meeting_at
    return render_template(
        "mentorships/mentee_link.html",
        mentorship=mentorship,
        form=form,
        token=token,
        meets_at=at if at is not None and at > now else None,
        has_noted=taps.noted_today(mentorship.id, person.id, today=words_week.today_of(person, now)),
        zone=zone_of(person),
    )
