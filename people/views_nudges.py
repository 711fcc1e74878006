"""Pausing nudges, behind the link that stands in every one of them. No sign-in needed."""

from datetime import UTC, date, datetime

from dateutil.relativedelta import relativedelta
from flask import redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import settings
from database import transaction
from people import nudges
from people.errors import LinkInvalid, PeopleError
from people.limits import limiter
from people.models import Person
from people.quiet_hours import zone_of
from people.views import blueprint
from security import public

MONTHS = {"1": 1, "3": 3}


@blueprint.get("/nudges/<token>", endpoint="nudges_link")
@public
def nudges_link(token: str) -> str | tuple[str, int]:
    """How long nothing is to come. It says nothing of the person: a mail may have been passed on."""
    try:
        person = nudges.person_of(token)
    except LinkInvalid as error:
        return render_template("people/nudges_gone.html", problem=_(error.template)), 410
    return _page(person, token)


@blueprint.post("/nudges/<token>")
@public
@limiter.limit("30 per 5 minutes")
def pause_nudges(token: str) -> str | tuple[str, int] | Response:
    """No nudge before the chosen day; with `end` they may come again."""
    now = datetime.now(UTC)
    try:
        with transaction():
            person = nudges.person_of(token)
            nudges.pause(person, _chosen(person, now), now=now)
    except LinkInvalid as error:
        return render_template("people/nudges_gone.html", problem=_(error.template)), 410
    except PeopleError as error:
        return _page(nudges.person_of(token), token, problem=error), 422
    return redirect(url_for("people.nudges_link", token=token), 303)


def _chosen(person: Person, now: datetime) -> date | None:
    if "end" in request.form:
        return None
    today = now.astimezone(zone_of(person)).date()
    if months := MONTHS.get(request.form.get("months", "")):
        until: date = today + relativedelta(months=months)
        return until
    try:
        return date.fromisoformat(request.form.get("until", ""))
    except ValueError as error:
        raise PeopleError("Choose how long.", field="nudges_paused_until") from error


def _page(person: Person, token: str, *, problem: PeopleError | None = None) -> str:
    language, now = person.language or settings().language, datetime.now(UTC)
    with force_locale(language):
        return render_template(
            "people/nudges.html",
            token=token,
            language=language,
            paused_until=person.nudges_paused_until if nudges.paused_until(person, now=now) else None,
            zone=zone_of(person),
            problem=_(problem.template) if problem else "",
            until=request.form.get("until", ""),
        )
