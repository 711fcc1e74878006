"""My ambassador: asking for one, what I am asked, taking it back, looking again."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions import queries as ambassadors
from champions import weeks
from champions import words as ambassador_words
from champions.errors import ChampionError, NotPossible
from champions.mentorships import asking, proposals, queries, words
from champions.mentorships.forms import AskForm, ask_form
from champions.mentorships.models import AskState
from champions.mentorships.views import blueprint, my_zone
from champions.models import Ambassador, Standing
from champions.views import in_words, row_number
from database import db, transaction
from people.current import me
from people.models import Person
from security import signed_in


@blueprint.get("/me/mentorship")
@signed_in
def mine() -> str:
    """Whether I look for an ambassador, about whom I am asked, who accompanies me."""
    person, now = me(), datetime.now(UTC)
    mentorships = queries.of_mentee(person.id)
    return render_template(
        "mentorships/mine.html",
        ask=asking.of(person.id),
        asked=[one for one in queries.asked(person.id, now=now) if one.is_mentee],
        current=next((one for one in mentorships if one.goes_on), None),
        before=[one for one in mentorships if not one.goes_on],
        zone=my_zone(),
        now=now,
        words=words,
        spoken=ambassador_words.language_words,
        times_words=ambassador_words.times_words,
    )


@blueprint.get("/me/mentorship/ask")
@signed_in
def ask_page() -> str | Response:
    """What would you like to be able to do? Who has an ambassador is shown who that is."""
    asked = asking.of(me().id)
    if asked is not None and asked.state is AskState.ACCOMPANIED:
        return redirect(url_for("mentorships.mine"))
    return _page(ask_form(me(), asked))


@blueprint.post("/me/mentorship/ask")
@signed_in
def ask() -> tuple[str, int] | Response:
    """I look for somebody; who came by an ambassador's name asks for that one with the same press."""
    form, now = AskForm(), datetime.now(UTC)
    if not form.validate():
        return _page(form), 422
    wanted = _wanted()
    try:
        with transaction():
            person = db.session.get_one(Person, me().id)
            asking.ask(person, form.wish, now=now)
    except ChampionError as error:
        form.complain(error)
        return _page(form), 422
    flash(_asked_words(wanted, now), "success")
    return redirect(url_for("mentorships.mine"), 303)


def _asked_words(wanted: Ambassador | None, now: datetime) -> str:
    """The wish is kept whatever becomes of the one who was named."""
    if wanted is None:
        return _("Noted. As soon as somebody fits, you hear it, and you decide.")
    try:
        with transaction():
            proposals.ask_for(db.session.get_one(Person, me().id), wanted.person_id, now=now)
    except NotPossible as error:
        return _("Your wish is kept. %(why)s", why=in_words(error))
    return _("%(name)s is asked. You hear within a week how it stands.", name=wanted.person.name)


@blueprint.post("/me/mentorship/withdrawal")
@signed_in
def withdraw() -> Response:
    """I would rather not, or not any more."""
    try:
        with transaction():
            proposals.withdraw(db.session.get_one(Person, me().id), now=datetime.now(UTC))
    except ChampionError as error:
        flash(in_words(error), "warning")
    else:
        flash(_("Taken back. Nothing of it is kept."), "success")
    return redirect(url_for("mentorships.mine"), 303)


@blueprint.post("/me/mentorship/search")
@signed_in
def search() -> Response:
    """My ambassador stopped; I would like another."""
    try:
        with transaction():
            asking.look_again(db.session.get_one(Person, me().id), now=datetime.now(UTC))
    except ChampionError as error:
        flash(in_words(error), "warning")
    else:
        flash(_("Noted. As soon as somebody fits, you hear it, and you decide."), "success")
    return redirect(url_for("mentorships.mine"), 303)


def _wanted() -> Ambassador | None:
    """The ambassador by whose name somebody came here, if they can be asked."""
    found = ambassadors.mine(request.values.get("ambassador", 0, type=row_number) or 0)
    return found if found and found.standing is Standing.ACTIVE and found.person.active and found.person_id != me().id else None


def _page(form: AskForm) -> str:
    return render_template(
        "mentorships/ask.html",
        form=form,
        wanted=_wanted(),
        ask=asking.of(me().id),
        weekdays=[
            (ambassador_words.weekday_words(day), ambassador_words.short_weekday_words(day)) for day in range(weeks.WEEKDAYS)
        ],
        number_of=weeks.number_of,
        parts=range(len(weeks.PARTS)),
        part_words=ambassador_words.part_of_day_words,
    )
