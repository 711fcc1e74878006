"""The page of a mentorship: read by its two people and by nobody else, whatever their role."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from champions.errors import ChampionError
from champions.mentorships import departures, meetings, outings, queries, records, words, words_meetings
from champions.mentorships.forms import CheckInForm, EndForm, NextForm, WishForm, WordsForm, next_form
from champions.mentorships.models_meetings import is_ahead
from champions.mentorships.views import blueprint, my_zone
from champions.views import in_words, row_number
from database import db, transaction
from people import naming
from people.current import me
from people.models import Person
from security import signed_in
from sessions.errors import SessionError

Page = tuple[str, int] | Response


@blueprint.get("/mentorships/<int:mentorship_id>")
@signed_in
def record(mentorship_id: int) -> str:
    """What the two keep together."""
    return _page(mentorship_id)


@blueprint.post("/mentorships/<int:mentorship_id>/wish")
@signed_in
def reword_wish(mentorship_id: int) -> Page:
    """The mentee says anew what they would like to be able to do."""
    form = WishForm()
    return _saved(
        mentorship_id, form, lambda person, _now: records.reword_wish(mentorship_id, form.words.data, by=person), _("Saved.")
    )


@blueprint.post("/mentorships/<int:mentorship_id>/plan")
@signed_in
def plan(mentorship_id: int) -> Page:
    """The next step, and when the two meet."""
    form, zone = NextForm(), my_zone()
    return _saved(
        mentorship_id,
        form,
        lambda person, now: records.plan(mentorship_id, form.comes_next(zone), by=person, now=now),
        _("Saved. You both see it here, and a meeting in your calendars."),
    )


@blueprint.post("/mentorships/<int:mentorship_id>/check-ins")
@signed_in
def check_in(mentorship_id: int) -> Page:
    """Two lines after the two met."""
    form, today = CheckInForm(), datetime.now(UTC).astimezone(my_zone()).date()
    return _saved(
        mentorship_id,
        form,
        lambda person, now: records.check_in(
            mentorship_id, form.words.data, by=person, met_on=form.met_on.data, today=today, now=now, going=form.chosen
        ),
        _("Written down. You both read it, and nobody else."),
    )


@blueprint.post("/mentorships/<int:mentorship_id>/check-ins/<int:check_in_id>")
@signed_in
def correct(mentorship_id: int, check_in_id: int) -> Page:
    """It says this instead."""
    form = WordsForm()
    return _saved(
        mentorship_id,
        form,
        lambda person, _now: records.correct(mentorship_id, check_in_id, form.words.data, by=person),
        _("Saved."),
    )


@blueprint.post("/mentorships/<int:mentorship_id>/check-ins/<int:check_in_id>/removal")
@signed_in
def delete(mentorship_id: int, check_in_id: int) -> Page:
    """It is gone for both."""
    return _done(
        mentorship_id, lambda person, _now: records.delete(mentorship_id, check_in_id, by=person), _("Deleted, for both of you.")
    )


@blueprint.post("/mentorships/<int:mentorship_id>/ending")
@signed_in
def end(mentorship_id: int) -> Page:
    """It is over, with a closing word if they like."""
    form, today = EndForm(), datetime.now(UTC).astimezone(my_zone()).date()
    return _saved(
        mentorship_id,
        form,
        lambda person, now: records.end(mentorship_id, form.words.data or "", by=person, today=today, now=now),
        _("It has ended. The other one hears it by mail."),
    )


@blueprint.post("/mentorships/<int:mentorship_id>/handover")
@signed_in
def hand_over(mentorship_id: int) -> Page:
    """Another ambassador would go on; the mentee is asked first."""
    ids, unclear = naming.find_people(request.form.get("who", ""))
    if len(ids) != 1 or unclear:
        flash(_("Nobody, or more than one, is called that. Try the e-mail address."), "warning")
        return redirect(url_for("mentorships.record", mentorship_id=mentorship_id), 303)
    return _done(
        mentorship_id,
        lambda person, now: departures.hand_over(mentorship_id, ids[0], by=person, now=now),
        _("Your mentee is asked first. Until everybody says yes, everything stays as it is."),
    )


@blueprint.post("/mentorships/<int:mentorship_id>/outings")
@signed_in
def come_with_me(mentorship_id: int) -> Page:
    """I would go to a session together with the other one."""
    session_id = request.form.get("session", 0, type=row_number)
    return _done(
        mentorship_id,
        lambda person, now: outings.ask(mentorship_id, session_id, by=person, now=now),
        _("The other one is asked. Once they say yes, you both have a seat or wait together."),
    )


@blueprint.post("/mentorships/<int:mentorship_id>/outings/<int:outing_id>")
@signed_in
def go_along(mentorship_id: int, outing_id: int) -> Page:
    """I am asked to come along: yes, or no."""
    yes = request.form.get("answer") == "yes"
    return _done(
        mentorship_id,
        lambda person, now: outings.answer(mentorship_id, outing_id, by=person, yes=yes, now=now),
        _("You go together. Your calendars are told how it stands.") if yes else _("Noted, and no reason needed."),
    )


@blueprint.post("/mentorships/<int:mentorship_id>/removal")
@signed_in
def erase(mentorship_id: int) -> Response:
    """The mentee wants nothing of it to be kept."""
    try:
        with transaction():
            records.erase(mentorship_id, by=db.session.get_one(Person, me().id))
    except ChampionError as error:
        flash(in_words(error), "warning")
    else:
        flash(_("All of it is deleted."), "success")
    return redirect(url_for("mentorships.mine"), 303)


def _saved(mentorship_id: int, form: FlaskForm, rule: Callable[[Person, datetime], object], said: str) -> Page:
    """The form that something is wrong with comes back as it was filled in; who may not read the record gets no form at all."""
    records.read(mentorship_id, me())
    if not form.validate():
        return _page(mentorship_id, form), 422
    return _done(mentorship_id, rule, said, form=form)


def _done(mentorship_id: int, rule: Callable[[Person, datetime], object], said: str, *, form: FlaskForm | None = None) -> Page:
    try:
        with transaction():
            rule(db.session.get_one(Person, me().id), datetime.now(UTC))
    except SessionError as error:
        flash(_(error.template, **error.values), "warning")
        return redirect(url_for("mentorships.record", mentorship_id=mentorship_id), 303)
    except ChampionError as error:
        records.read(mentorship_id, me())
        if form is None or error.field not in form:
            flash(in_words(error), "warning")
            return redirect(url_for("mentorships.record", mentorship_id=mentorship_id), 303)
        form.complain(error)
        return _page(mentorship_id, form), 422
    flash(said, "success")
    return redirect(url_for("mentorships.record", mentorship_id=mentorship_id), 303)


def _page(mentorship_id: int, wrong: FlaskForm | None = None) -> str:
    person, zone = me(), my_zone()
    records.read(mentorship_id, person)
    found = queries.in_full(mentorship_id)
    given = {type(wrong): wrong} if wrong else {}
    now = datetime.now(UTC)
    together = queries.outings(found, person, now=now)
    seats = meetings.seats_of(found) if is_ahead(found, now) else ()
    return render_template(
        "mentorships/record.html",
        mentorship=found,
        is_mentee=person.id == found.mentee_id,
        other=words.name_of_ambassador(found) if person.id == found.mentee_id else found.mentee.name,
        other_person=found.ambassador if person.id == found.mentee_id else found.mentee,
        wish_form=given.get(WishForm) or WishForm(formdata=None, words=found.wish),
        next_form=given.get(NextForm) or next_form(found, zone),
        seats=seats,
        mine=next((seat for seat in seats if seat.person_id == person.id), None),
        theirs=next((seat for seat in seats if seat.person_id != person.id), None),
        answer_words=words_meetings.answer_words,
        my_answer_words=words_meetings.my_answer_words,
        now=now,
        check_in_form=given.get(CheckInForm) or CheckInForm(formdata=None, met_on=now.astimezone(zone).date(), going=""),
        end_form=given.get(EndForm) or EndForm(formdata=None),
        going_words=words.going_words(),
        day_words_of=words.day_words,
        together=together,
        shareable=queries.sessions_to_share(person, {one.outing.session_id for one in together}, now=now)
        if found.goes_on
        else (),
        zone=zone,
    )
