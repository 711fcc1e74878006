"""Signing in and out; the first administrator."""

import time
from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from database import db, transaction
from people import passwords, people, sign_in
from people.access import safe_next
from people.current import me, somebody
from people.errors import LinkInvalid, PeopleError
from people.first_start import claim, is_setup_code, nobody_exists
from people.forms import LinkForm, SetupForm, SignInForm
from people.limits import by_address, limiter
from people.models import Person, Role
from people.views import blueprint
from security import public, signed_in
from turnstile import give_way

EVEN_SECONDS = 0.25


@blueprint.get("/sign-in", endpoint="sign_in")
@public
def sign_in_page() -> str | Response:
    """E-mail and password, or a link by mail."""
    if somebody() is not None:
        return redirect(safe_next(request.args.get("next")) or url_for("sessions.home"), 303)
    if nobody_exists():
        return redirect(url_for("people.setup"), 303)
    return render_template("people/sign_in.html", form=SignInForm(formdata=None), link_form=LinkForm(formdata=None))


@blueprint.post("/sign-in")
@public
@limiter.limit("30 per 5 minutes")
@limiter.limit("10 per 5 minutes", key_func=by_address)
def sign_in_with_password() -> tuple[str, int] | Response:
    """The person is signed in if the password is right. Wrong address and wrong password read the same."""
    form = SignInForm()
    if form.validate():
        person = people.by_email(form.email.data)
        right = passwords.is_right(person, form.password.data)
        if right and person is not None and person.active:
            return _welcome(person, safe_next(request.args.get("next")))
        form.password.errors = [_("Address and password do not fit together. A link by mail works without a password.")]
    link_form = LinkForm(formdata=None, email=form.email.data)
    return render_template("people/sign_in.html", form=form, link_form=link_form), 422


@blueprint.post("/sign-in/links")
@public
@limiter.limit("20 per 5 minutes")
@limiter.limit("3 per 5 minutes", key_func=by_address)
def sign_in_links() -> str | tuple[str, int]:
    """A link is on its way, if the address is somebody's. The page says the same either way."""
    form = LinkForm()
    if not form.validate():
        return render_template("people/sign_in.html", form=SignInForm(formdata=None), link_form=form), 422
    begun = time.monotonic()
    with transaction():
        person = people.by_email(form.email.data)
        if person is not None and person.active:
            sign_in.mail_link(person, now=datetime.now(UTC))
    # Writing a link takes longer than finding nobody: the answer comes equally late, so that its time tells nothing either.
    give_way()
    time.sleep(max(0.0, begun + EVEN_SECONDS - time.monotonic()))
    return render_template("people/sign_in_sent.html", email=form.email.data)


@blueprint.get("/sign-in/<token>")
@public
def sign_in_link(token: str) -> str | tuple[str, int]:
    """Asks for one press more: programs that follow links in mails use nothing up."""
    try:
        person = sign_in.person_of(token, now=datetime.now(UTC))
    except LinkInvalid as error:
        return render_template("people/sign_in_link.html", person=None, problem=_(error.template)), 410
    return render_template("people/sign_in_link.html", person=person, token=token, problem="")


@blueprint.post("/sign-in/<token>")
@public
@limiter.limit("30 per 5 minutes")
def sign_in_with_link(token: str) -> Response | tuple[str, int]:
    """The link is used up and its person signed in."""
    try:
        with transaction():
            person = sign_in.use(token, now=datetime.now(UTC))
    except LinkInvalid as error:
        return render_template("people/sign_in_link.html", person=None, problem=_(error.template)), 410
    return _welcome(person, None)


@blueprint.post("/sign-out", endpoint="sign_out")
@public
def sign_out() -> Response:
    """Signed out in this browser."""
    logout_user()
    session.clear()
    flash(_("You are signed out."), "success")
    return redirect(url_for("people.sign_in"), 303)


@blueprint.post("/me/sign-outs")
@signed_in
def sign_out_everywhere() -> Response:
    """Signed out in every browser."""
    with transaction():
        person = db.session.get_one(Person, me().id)
        person.sign_in_version += 1
    logout_user()
    session.clear()
    flash(_("You are signed out everywhere."), "success")
    return redirect(url_for("people.sign_in"), 303)


@blueprint.get("/setup", endpoint="setup")
@public
def setup_page() -> str | Response:
    """Who is the first administrator? Only while nobody exists."""
    if not nobody_exists():
        return redirect(url_for("people.sign_in"), 303)
    return render_template("people/setup.html", form=SetupForm(formdata=None, code=request.args.get("code", "")))


@blueprint.post("/setup")
@public
@limiter.limit("20 per 5 minutes")
def setup_first_administrator() -> tuple[str, int] | Response:
    """The first administrator exists and is signed in."""
    if not nobody_exists():
        return redirect(url_for("people.sign_in"), 303)
    form = SetupForm()
    if form.validate():
        if not is_setup_code(form.code.data):
            form.code.errors = [_("This is not the code from the terminal.")]
            return render_template("people/setup.html", form=form), 422
        try:
            with transaction():
                if not claim():
                    return redirect(url_for("people.sign_in"), 303)
                person = people.add_person(form.email.data, form.name.data, now=datetime.now(UTC), role=Role.ADMINISTRATOR)
                passwords.set_password(person, form.password.data)
        except PeopleError as error:
            form[error.field or "email"].errors = [_(error.template, **error.values)]
        else:
            return _welcome(person, None)
    return render_template("people/setup.html", form=form), 422


def _welcome(person: Person, target: str | None) -> Response:
    session.clear()  # nothing of a visitor's session becomes a person's
    login_user(person, remember=False)
    session.permanent = True
    return redirect(target or url_for("sessions.home"), 303)
