"""The census, for community managers: its days and its guide, the poster, what is still unconfirmed; and where the poster leads."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import settings
from database import transaction
from look import date_words, qr_code
from networks.census import censuses, links, queries, words
from networks.census.errors import NetworkMissing
from networks.census.forms import CensusForm
from networks.census.models import Census
from networks.census.views import blueprint, gone, in_words
from networks.errors import GroupError
from paging import paginate
from people.current import me, somebody
from security import manager, public


@blueprint.get("/networks/census")
@manager
def censuses_page() -> str:
    """The one under way or ahead, and those before."""
    return render_template("census/censuses.html", censuses=queries.censuses(), days_words=_days)


@blueprint.get("/networks/census/new")
@manager
def new_census() -> str:
    """Two weeks, from next Monday on."""
    day = censuses.today(datetime.now(UTC))
    monday = day + timedelta(days=7 - day.weekday())
    form = CensusForm(formdata=None, starts_on=monday, ends_on=monday + censuses.TWO_WEEKS)
    return render_template("census/census_form.html", form=form, census=None)


@blueprint.post("/networks/census")
@manager
def plan_census() -> tuple[str, int] | Response:
    """There is a census."""
    form = CensusForm()
    if form.validate():
        try:
            with transaction():
                made = censuses.plan(
                    form.starts_on.data, form.ends_on.data, form.words.data or "", by=me(), now=datetime.now(UTC)
                )
        except GroupError as error:
            form.complain(error)
        else:
            flash(_("The census is planned. Print the poster first."), "success")
            return redirect(url_for("census.census", census_id=made.id), 303)
    return render_template("census/census_form.html", form=form, census=None), 422


@blueprint.get("/networks/census/<int:census_id>")
@manager
def census(census_id: int) -> str:
    """Where it is, and what is to be done now."""
    found, now = censuses.get(census_id), datetime.now(UTC)
    zone = ZoneInfo(settings().timezone)
    begins_at = datetime.combine(found.starts_on, time(0), tzinfo=zone)
    ends_at = datetime.combine(found.ends_on + timedelta(days=1), time(0), tzinfo=zone)
    registered, confirmed = queries.registered_between(begins_at, ends_at)
    return render_template(
        "census/census.html",
        census=found,
        days=_days(found),
        steps=[(step.name, _day(step.on)) for step in censuses.steps(found)],
        at=censuses.step_now(found, now=now),
        has_begun=found.starts_on <= censuses.today(now),
        is_over=found.ends_on < censuses.today(now),
        registered=registered,
        confirmed=confirmed,
    )


def _day(day: date) -> str:
    """'Monday 7 December'"""
    return date_words(datetime.combine(day, time(12), tzinfo=UTC), "UTC")


def _days(found: Census) -> str:
    return str(_("%(first)s to %(last)s", first=_day(found.starts_on), last=_day(found.ends_on)))


@blueprint.get("/networks/census/<int:census_id>/edit")
@manager
def edit_census(census_id: int) -> str:
    """Its days and words in a form."""
    found = censuses.get(census_id)
    form = CensusForm(formdata=None, starts_on=found.starts_on, ends_on=found.ends_on, words=found.words)
    return render_template("census/census_form.html", form=form, census=found)


@blueprint.post("/networks/census/<int:census_id>/edit")
@manager
def change_census(census_id: int) -> tuple[str, int] | Response:
    """It is as the form says."""
    found, form = censuses.get(census_id), CensusForm()
    if form.validate():
        try:
            with transaction():
                censuses.change(census_id, form.starts_on.data, form.ends_on.data, form.words.data or "", now=datetime.now(UTC))
        except GroupError as error:
            form.complain(error)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("census.census", census_id=census_id), 303)
    return render_template("census/census_form.html", form=form, census=found), 422


@blueprint.post("/networks/census/<int:census_id>/disposal")
@manager
def discard_census(census_id: int) -> Response:
    """It never was."""
    try:
        with transaction():
            censuses.discard(census_id, now=datetime.now(UTC))
    except NetworkMissing:
        raise
    except GroupError as error:
        flash(in_words(error), "danger")
        return redirect(url_for("census.census", census_id=census_id), 303)
    flash(_("The census is gone."), "success")
    return redirect(url_for("census.censuses_page"), 303)


@blueprint.get("/networks/census/<int:census_id>/poster")
@manager
def poster(census_id: int) -> str:
    """To print and hang up."""
    found = censuses.get(census_id)
    address = settings().base_url + links.poster_path(found)
    return render_template("census/poster.html", census=found, address=address, qr=qr_code(address), days=_days(found))


@blueprint.get("/networks/unconfirmed")
@manager
def unconfirmed() -> str:
    """What was seen and nobody keeps, with who was asked."""
    page = paginate(queries.unconfirmed(), request.args.get("page", 1, type=int))
    return render_template(
        "census/unconfirmed.html", page=page, lines=queries.with_asks(page.items), meets_words=words.meets_words
    )


@blueprint.get("/n/census/<token>")
@public
def poster_link(token: str) -> tuple[str, int] | Response:
    """Where the poster leads: what it is about, and the way to the form. Never who registered what."""
    try:
        found = censuses.of_poster(token)
    except NetworkMissing as error:
        return gone(in_words(error))
    if somebody() is not None:
        return redirect(url_for("census.new"), 303)
    return render_template("census/join.html", census=found, days=_days(found)), 200
