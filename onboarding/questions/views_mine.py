"""My page of questions: what I asked and said I would answer, decisions about what I wrote, and which mails I would like."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions.mentorships.forms_week import MailForm
from database import transaction
from onboarding.questions import moderation, preferences, queries, weekly
from onboarding.questions.forms import AppealForm
from onboarding.questions.views import SAYING, blueprint, today, unknown_values
from people.current import me
from people.errors import PeopleError
from security import signed_in


@blueprint.get("/me/questions")
@signed_in
def mine() -> str:
    """All of it is mine alone."""
    return _mine(AppealForm(formdata=None))


@blueprint.post("/me/questions/mentions")
@signed_in
def choose_mentions() -> Response:
    """A mail when a colleague calls me, or none."""
    with transaction():
        preferences.hear_mentions(me(), wanted=request.form.get("wanted") == "yes")
    flash(_("Saved."), "success")
    return redirect(url_for("questions.mine", _anchor="mails"), 303)


@blueprint.post("/me/questions/mail")
@signed_in
def choose_mail() -> Response:
    """A mail a week at this hour, or none."""
    form = MailForm()
    if form.validate_on_submit():
        with transaction():
            if form.day is None:
                weekly.stop(me())
            else:
                weekly.choose(me(), form.day, form.hour.data, now=datetime.now(UTC))
        flash(_("No weekly mail.") if form.day is None else _("Saved."), "success")
    return redirect(url_for("questions.mine", _anchor="mails"), 303)


@blueprint.post("/questions/holds/<int:hold_id>/appeal")
@signed_in
def appeal(hold_id: int) -> str | tuple[str, int] | Response:
    """I see it otherwise, once."""
    form = AppealForm()
    if not form.validate():
        return _mine(form), 422
    try:
        with transaction():
            moderation.appeal(hold_id, form.words.data or "", by=me(), now=datetime.now(UTC))
    except PeopleError as error:
        if not error.field:
            raise
        form.complain(error)
        return _mine(form), 422
    flash(_("Somebody else looks at it, and has the last word. You hear of it by mail."), "success")
    return redirect(url_for("questions.mine"), 303)


def _mine(form: AppealForm) -> str:
    person = me()
    chosen = preferences.of(person.id)
    mail = MailForm(formdata=None, weekday=-1, hour=9)
    if chosen is not None and chosen.weekday is not None:
        mail = MailForm(formdata=None, weekday=chosen.weekday, hour=chosen.hour)
    return render_template(
        "questions/mine.html",
        asked=queries.asked_by(person),
        promised=queries.promised_by(person),
        holds=queries.held_of(person),
        hears_mentions=chosen is None or chosen.hears_mentions,
        mail_form=mail,
        appeal_form=form,
        today=today(),
        **unknown_values(),
        **SAYING,
    )
