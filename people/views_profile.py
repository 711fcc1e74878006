"""One's own page: how Foyer speaks to me, what it may send, how I sign in, what it keeps."""

import json
from datetime import UTC, datetime

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_login import login_user
from werkzeug.wrappers import Response

from config import settings
from database import db, transaction
from people import addresses, nudges, passwords, people, profile_parts, reporting_lines, tokens
from people.current import me
from people.errors import PeopleError
from people.forms import AddressForm, PasswordForm, ProfileForm, RemindersForm, TokenForm
from people.limits import limiter
from people.models import Person, Theme
from people.people import Details
from people.views import blueprint
from security import signed_in


@blueprint.get("/me", endpoint="profile")
@signed_in
def profile() -> str:
    """Everything of one's own on one page."""
    return page()


def page(
    *, status_form: ProfileForm | RemindersForm | PasswordForm | TokenForm | AddressForm | None = None, new_token: str = ""
) -> str:
    """The page, with the form that something is wrong with as it was filled in."""
    person = me()
    hours = (person.quiet_from_hour, person.quiet_until_hour)
    given = {type(status_form): status_form} if status_form else {}
    return render_template(
        "people/profile.html",
        manager=reporting_lines.of(person),
        form=given.get(ProfileForm)
        or ProfileForm(
            formdata=None, kept=person.timezone, timezone=person.timezone, language=person.language, theme=person.theme.value
        ),
        reminders=given.get(RemindersForm)
        or RemindersForm(
            formdata=None,
            wants_reminders=person.wants_reminders,
            wants_nudges=person.wants_nudges,
            nudges_paused_until=nudges.paused_until(person, now=datetime.now(UTC)),
            quiet_from_hour="" if hours[0] is None else str(hours[0]),
            quiet_until_hour="" if hours[1] is None else str(hours[1]),
        ),
        password_form=given.get(PasswordForm) or PasswordForm(formdata=None),
        token_form=given.get(TokenForm) or TokenForm(formdata=None),
        address_form=given.get(AddressForm) or AddressForm(formdata=None),
        addresses=addresses.list_of(person),
        tokens=tokens.tokens_of(person),
        new_token=new_token,
        parts=profile_parts.parts_of(person),
        company=settings(),
    )


@blueprint.post("/me")
@signed_in
def save_profile() -> tuple[str, int] | Response:
    """Time zone, language and theme hold."""
    form = ProfileForm(kept=me().timezone)
    if not form.validate():
        return page(status_form=form), 422
    with transaction():
        person = db.session.get_one(Person, me().id)
        people.update_person(person, Details(timezone=form.timezone.data or "", language=form.language.data or ""))
        person.theme = Theme(form.theme.data)
    flash(_("Saved."), "success")
    return redirect(url_for("people.profile"), 303)


@blueprint.post("/me/reminders")
@signed_in
def save_reminders() -> tuple[str, int] | Response:
    """What may be sent, and the quiet hours, hold."""
    form = RemindersForm()
    if not form.validate():
        return page(status_form=form), 422
    try:
        with transaction():
            person = db.session.get_one(Person, me().id)
            person.wants_reminders, person.wants_nudges = form.wants_reminders.data, form.wants_nudges.data
            person.quiet_from_hour, person.quiet_until_hour = _hour(form.quiet_from_hour.data), _hour(form.quiet_until_hour.data)
            nudges.pause(person, form.nudges_paused_until.data, now=datetime.now(UTC))
    except PeopleError as error:
        form.nudges_paused_until.errors = [_(error.template)]
        return page(status_form=form), 422
    flash(_("Saved."), "success")
    return redirect(url_for("people.profile") + "#reminders", 303)


def _hour(value: str | None) -> int | None:
    return int(value) if value else None


@blueprint.post("/me/password")
@signed_in
@limiter.limit("10 per 5 minutes")
def save_password() -> tuple[str, int] | Response:
    """The new password holds; other browsers are signed out."""
    form = PasswordForm()
    person = me()
    fine = form.validate()
    if person.password_hash and not form.current.errors and not passwords.is_right(person, form.current.data or ""):
        form.current.errors = [_("This is not your current password.")]
        fine = False
    if not fine:
        return page(status_form=form), 422
    with transaction():
        person = db.session.get_one(Person, person.id)
        passwords.set_password(person, form.password.data)
        person.sign_in_version += 1
    login_user(person)
    session.permanent = True
    flash(_("The new password holds. Other browsers are signed out."), "success")
    return redirect(url_for("people.profile"), 303)


@blueprint.post("/me/tokens")
@signed_in
def make_token() -> tuple[str, int] | str:
    """A new token, shown once."""
    form = TokenForm()
    if not form.validate():
        return page(status_form=form), 422
    with transaction():
        secret = tokens.issue(me(), form.label.data, now=datetime.now(UTC))
    return page(new_token=secret)


@blueprint.post("/me/tokens/<int:token_id>/revocation")
@signed_in
def revoke_token(token_id: int) -> Response:
    """The token acts for nobody any more."""
    try:
        with transaction():
            tokens.revoke(token_id, person=me(), now=datetime.now(UTC))
    except PeopleError as error:
        flash(_(error.template, **error.values), "danger")
    else:
        flash(_("The token is revoked. Programs that used it are shut out."), "success")
    return redirect(url_for("people.profile") + "#tokens", 303)


@blueprint.get("/me/data", endpoint="my_data")
@signed_in
def my_data() -> str:
    """What Foyer keeps about the reader, to read."""
    return render_template("people/my_data.html", person=me(), data=profile_parts.data_of(me()))


@blueprint.get("/me/data.json")
@signed_in
def my_data_file() -> FlaskResponse:
    """The same as a file to take along."""
    body = json.dumps(profile_parts.data_of(me()), ensure_ascii=False, indent=2, default=str)
    headers = {"Content-Disposition": 'attachment; filename="foyer-about-me.json"'}
    return FlaskResponse(body, content_type="application/json", headers=headers)
