"""A round is planned: what it offers, when, where, with whom; opened, closed, called off."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import settings
from database import transaction
from look import language
from people import serving
from people.current import me
from security import manager
from sessions.errors import DetailsInvalid, SessionError
from sessions.rounds import access, days, offers, rounds, words
from sessions.rounds.errors import RoundMissing
from sessions.rounds.forms import HostForm, PlaceForm, RoundForm, TimesForm, form_of
from sessions.rounds.models import Round, RoundState
from sessions.rounds.views import back_to, blueprint, in_words


@blueprint.get("/rounds/new")
@manager
def new() -> str:
    """An empty form, filled with what is likely."""
    access.guard_looking_after(me())
    day = datetime.now(UTC).date() + timedelta(days=35)
    form = RoundForm(
        formdata=None,
        dates=6,
        every_weeks=1,
        minutes=60,
        first_on=day - timedelta(days=day.weekday()),
        timezone=me().timezone or settings().timezone,
        smallest=6,
        largest=10,
    )
    return render_template("rounds/form.html", form=form, round=None, serves=serving.in_form())


@blueprint.post("/rounds")
@manager
def create() -> tuple[str, int] | Response:
    """A draft exists; what people choose from comes next."""
    access.guard_looking_after(me())
    form, chosen, now = RoundForm(), request.form.get(serving.FIELD, ""), datetime.now(UTC)
    if not form.validate():
        return render_template("rounds/form.html", form=form, round=None, serves=serving.in_form(chosen)), 422
    with transaction():
        made = rounds.draft(form.details(), by=me(), now=now)
        serving.choose(serving.Thing.ROUND, made.id, chosen, by=me(), now=now)
    return back_to(
        made, _("The draft is kept. Nobody has been told yet. When and where can groups meet?"), "success", page="rounds.offer"
    )


@blueprint.get("/rounds/<int:round_id>/edit")
@manager
def edit(round_id: int) -> str:
    """The round in its form."""
    found = access.round_of(me(), round_id)
    return render_template("rounds/form.html", form=form_of(found), round=found, serves=None)


@blueprint.post("/rounds/<int:round_id>/edit")
@manager
def change(round_id: int) -> tuple[str, int] | Response:
    """It is as the form says."""
    found = access.round_of(me(), round_id)
    form = RoundForm(before=found)
    if form.validate():
        try:
            with transaction():
                rounds.change(round_id, form.details(), now=datetime.now(UTC))
        except DetailsInvalid as error:
            form.complain(error)
        except SessionError as error:
            return back_to(found, in_words(error), "danger")
        else:
            return back_to(found, _("Saved."), "success")
    return render_template("rounds/form.html", form=form, round=found, serves=None), 422


@blueprint.get("/rounds/<int:round_id>/offer")
@manager
def offer(round_id: int) -> str:
    """Times, places and hosts, and room for more."""
    return _offer(access.round_of(me(), round_id))


def _offer(found: Round, *, times: TimesForm | None = None, place: PlaceForm | None = None, host: HostForm | None = None) -> str:
    return render_template(
        "rounds/offer.html",
        round=found,
        times_form=times or TimesForm(formdata=None),
        place_form=place or PlaceForm(formdata=None),
        host_form=host or _likely_host(found),
        hosts=offers.hosts(found),
        host_times=offers.host_times(found),
        host_places=offers.host_places(found),
        missing=in_words(missing) if (missing := rounds.what_is_missing(found, now=datetime.now(UTC))) else "",
        holidays=days.holidays_of(found, language=language()),
        words=words,
    )


def _likely_host(found: Round) -> HostForm:
    return HostForm(
        formdata=None,
        offered=found,
        times=[one.id for one in found.times],
        places=[one.id for one in found.places],
        languages=list(offers.LANGUAGES),
        most_groups=1,
    )


@blueprint.post("/rounds/<int:round_id>/times")
@manager
def add_times(round_id: int) -> tuple[str, int] | Response:
    """An hour on these days."""
    found, form = access.round_of(me(), round_id), TimesForm()
    if form.validate():
        try:
            with transaction():
                offers.add_times(round_id, form.weekdays.data or (), form.starts.data)
        except DetailsInvalid as error:
            form.complain(error)
        else:
            return back_to(found, _("Added."), "success", page="rounds.offer", anchor="times")
    return _offer(found, times=form), 422


@blueprint.post("/rounds/<int:round_id>/places")
@manager
def add_place(round_id: int) -> tuple[str, int] | Response:
    """One more place."""
    found, form = access.round_of(me(), round_id), PlaceForm()
    if form.validate():
        try:
            with transaction():
                offers.add_place(round_id, form.name.data or "", form.address.data or "")
        except DetailsInvalid as error:
            form.complain(error)
        else:
            return back_to(found, _("Added."), "success", page="rounds.offer", anchor="places")
    return _offer(found, place=form), 422


@blueprint.post("/rounds/<int:round_id>/hosts")
@manager
def put_host(round_id: int) -> tuple[str, int] | Response:
    """This person can host, so much."""
    found = access.round_of(me(), round_id)
    form = HostForm(offered=found)
    if form.validate():
        try:
            with transaction():
                offers.put_host(
                    round_id,
                    form.host_id,
                    form.times.data or (),
                    form.places.data or (),
                    form.languages.data or (),
                    most_groups=form.most_groups.data,
                )
        except DetailsInvalid as error:
            form.complain(error)
        else:
            return back_to(
                found,
                _("Added. They are not told before the groups are settled."),
                "success",
                page="rounds.offer",
                anchor="hosts",
            )
    return _offer(found, host=form), 422


@blueprint.post("/rounds/<int:round_id>/times/<int:time_id>/removal")
@manager
def remove_time(round_id: int, time_id: int) -> Response:
    """The time is gone."""
    return _take_away(round_id, lambda: offers.remove_time(round_id, time_id), "times")


@blueprint.post("/rounds/<int:round_id>/places/<int:place_id>/removal")
@manager
def remove_place(round_id: int, place_id: int) -> Response:
    """The place is gone."""
    return _take_away(round_id, lambda: offers.remove_place(round_id, place_id), "places")


@blueprint.post("/rounds/<int:round_id>/hosts/<int:host_id>/removal")
@manager
def remove_host(round_id: int, host_id: int) -> Response:
    """This person hosts nothing."""
    return _take_away(round_id, lambda: offers.remove_host(round_id, host_id), "hosts")


def _take_away(round_id: int, rule: Callable[[], None], anchor: str) -> Response:
    found = access.round_of(me(), round_id)
    try:
        with transaction():
            rule()
    except SessionError as error:
        return back_to(found, in_words(error), "danger", page="rounds.offer", anchor=anchor)
    return back_to(found, _("Taken away."), "success", page="rounds.offer", anchor=anchor)


@blueprint.post("/rounds/<int:round_id>/opening")
@manager
def opening(round_id: int) -> Response:
    """People can sign up."""
    found = access.round_of(me(), round_id)
    try:
        with transaction():
            rounds.open_(round_id, now=datetime.now(UTC))
    except SessionError as error:
        return back_to(found, in_words(error), "danger", page="rounds.offer")
    return back_to(
        found, _("People can sign up now. Nobody has been told yet: tell them by mail, or hang up the poster."), "success"
    )


@blueprint.post("/rounds/<int:round_id>/closure")
@manager
def closure(round_id: int) -> Response:
    """Nobody new can sign up."""
    return _done(
        round_id,
        lambda now: rounds.close_sign_up(round_id, now=now),
        _("Sign-up is closed. Whoever signed up can still change or withdraw."),
    )


@blueprint.post("/rounds/<int:round_id>/reopening")
@manager
def reopening(round_id: int) -> Response:
    """People can sign up again."""
    return _done(
        round_id, lambda now: rounds.reopen_sign_up(round_id, now=now), _("People can sign up again, until you close it.")
    )


@blueprint.post("/rounds/<int:round_id>/end")
@manager
def end(round_id: int) -> Response:
    """The round is over; its groups go on."""
    return _done(
        round_id,
        lambda now: rounds.close(round_id, now=now),
        _("The round is closed. Its groups go on, and nobody is placed by it any more."),
    )


@blueprint.post("/rounds/<int:round_id>/end/undo")
@manager
def end_undo(round_id: int) -> Response:
    """It is not over after all."""
    return _done(round_id, lambda _now: rounds.reopen(round_id), _("The round is open again: who waits can be placed."))


def _done(round_id: int, rule: Callable[[datetime], Round], said: str) -> Response:
    found = access.round_of(me(), round_id)
    try:
        with transaction():
            rule(datetime.now(UTC))
    except SessionError as error:
        return back_to(found, in_words(error), "danger")
    return back_to(found, said, "success")


@blueprint.get("/rounds/<int:round_id>/cancellation")
@manager
def cancellation_page(round_id: int) -> str:
    """Is this round to go on? Says who would be told."""
    found = access.round_of(me(), round_id)
    if found.state not in rounds.RUNNING | {RoundState.DRAFT}:
        raise RoundMissing("Only a round that takes sign-ups, or that was not published yet, can be called off.")
    return render_template("rounds/cancellation.html", round=found, count=rounds.count_signed_up(found))


@blueprint.post("/rounds/<int:round_id>/cancellation")
@manager
def cancellation(round_id: int) -> Response:
    """It is off; a draft is gone."""
    found = access.round_of(me(), round_id)
    was_draft = found.state is RoundState.DRAFT
    try:
        with transaction():
            if was_draft:
                rounds.discard(round_id)
            else:
                rounds.cancel(round_id, now=datetime.now(UTC))
    except SessionError as error:
        return back_to(found, in_words(error), "danger")
    flash(_("The draft is gone.") if was_draft else _("The round is off. Whoever signed up is being told."), "success")
    return redirect(url_for("rounds.index"), 303)
