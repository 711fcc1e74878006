"""The pages of coffee: which circles there are, how I take part, and the page of one coffee behind the link of its mail."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions import coffee_guests, coffee_links, coffee_meetings, coffee_words, queries_coffee, weeks, words, words_commitments
from champions.coffee_errors import CoffeeLinkInvalid, CoffeeMissing
from champions.errors import ChampionError
from champions.forms_coffee import TakingPartForm, taking_part_form
from champions.models_coffee import CoffeeCircle, CoffeeSeat
from config import settings
from database import transaction
from people.current import me
from people.quiet_hours import zone_of
from security import public, signed_in
from sessions.models import Answer

blueprint = Blueprint("coffee", __name__)
ANSWERS = {"yes": Answer.ACCEPTED, "maybe": Answer.TENTATIVE, "no": Answer.DECLINED}


def in_words(error: ChampionError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)


@blueprint.errorhandler(ChampionError)
def coffee_error(error: ChampionError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, CoffeeMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code


def circle_of(circle_id: int) -> CoffeeCircle:
    """The circle. Raises CoffeeMissing."""
    found = queries_coffee.circle(circle_id)
    if found is None:
        raise CoffeeMissing("There is no such circle.")
    return found


@blueprint.get("/coffee")
@signed_in
def index() -> str:
    """My coffees, and every circle there is."""
    now = datetime.now(UTC)
    return render_template(
        "champions/coffee.html",
        circles=queries_coffee.circles(with_ended=me().may_manage),
        mine=queries_coffee.mine(me()),
        coffees=queries_coffee.my_coffees(me(), now=now),
        coffee_words=coffee_words,
        rhythm_words=words_commitments.rhythm_words,
        day_words_of=words_commitments.day_words,
        path_of=coffee_links.path_of,
        weekday_words=words.weekday_words,
        zone=zone_of(me()),
        today=now.astimezone(zone_of(me())).date(),
        now=now,
    )


@blueprint.get("/coffee/<int:circle_id>")
@signed_in
def circle(circle_id: int) -> str:
    """One circle: how it goes, and how I take part."""
    found, guest = circle_of(circle_id), coffee_guests.guest_in(circle_id, me())
    return _circle_page(found, taking_part_form(me(), guest, today=datetime.now(found.zone).date()))


@blueprint.post("/coffee/<int:circle_id>")
@signed_in
def take_part(circle_id: int) -> tuple[str, int] | Response:
    """I take part like this."""
    found, form, person = circle_of(circle_id), TakingPartForm(), me()
    is_new = coffee_guests.guest_in(circle_id, person) is None
    if not form.validate():
        return _circle_page(found, form), 422
    try:
        with transaction():
            coffee_guests.take_part(circle_id, person, form.wishes, now=datetime.now(UTC))
    except ChampionError as error:
        form.complain(error, in_words(error))
        return _circle_page(found, form), 422
    flash(_("Good to have you. You hear when somebody was found for you.") if is_new else _("Saved."), "success")
    return redirect(url_for("coffee.circle", circle_id=circle_id), 303)


@blueprint.post("/coffee/<int:circle_id>/leaving")
@signed_in
def stop(circle_id: int) -> Response:
    """I take part no more."""
    person = me()
    try:
        with transaction():
            coffee_guests.stop(circle_id, person)
    except ChampionError as error:
        flash(in_words(error), "warning")
    else:
        flash(_("You take part no more. What you said of your week is forgotten."), "success")
    return redirect(url_for("coffee.index"), 303)


def _circle_page(found: CoffeeCircle, form: TakingPartForm) -> str:
    now = datetime.now(UTC)
    return render_template(
        "champions/coffee_circle.html",
        form=form,
        circle=found,
        guest=coffee_guests.guest_in(found.id, me()),
        told=queries_coffee.told_of(found, now=now) if me().may_manage else None,
        coffee_words=coffee_words,
        rhythm_words=words_commitments.rhythm_words,
        day_words_of=words_commitments.day_words,
        weekday_words=words.weekday_words,
        weekdays=[(words.weekday_words(day), words.short_weekday_words(day)) for day in range(weeks.WEEKDAYS)],
        number_of=weeks.number_of,
        parts=range(len(weeks.PARTS)),
        part_words=words.part_of_day_words,
        today=now.astimezone(found.zone).date(),
    )


@blueprint.get("/k/<token>")
@public
def coffee(token: str) -> tuple[str, int]:
    """One coffee of mine. Opening it records nothing; `?met=` is what was pressed in the mail."""
    try:
        seat = coffee_links.read(token)
    except CoffeeLinkInvalid as error:
        return render_template("champions/coffee_gone.html", told=in_words(error)), 404
    return _coffee_page(seat, token)


@blueprint.post("/k/<token>/answer")
@public
def answer(token: str) -> tuple[str, int] | Response:
    """Yes, maybe, not this time; or another time."""
    said = request.form.get("answer", "")
    if said == "another":
        return _done(token, lambda seat, now: coffee_meetings.move(seat.id, now=now))
    if said not in ANSWERS:
        return redirect(url_for("coffee.coffee", token=token), 303)
    return _done(token, lambda seat, now: coffee_meetings.record_answer(seat.id, ANSWERS[said], now=now))


@blueprint.post("/k/<token>/met")
@public
def met(token: str) -> tuple[str, int] | Response:
    """Whether we met."""
    said = request.form.get("met", "")
    if said not in {"yes", "no"}:
        return redirect(url_for("coffee.coffee", token=token), 303)
    return _done(token, lambda seat, now: coffee_meetings.say_whether_met(seat.id, said == "yes", now=now))


def _done(token: str, rule: Callable[[CoffeeSeat, datetime], object]) -> tuple[str, int] | Response:
    try:
        seat = coffee_links.read(token)
    except CoffeeLinkInvalid as error:
        return render_template("champions/coffee_gone.html", told=in_words(error)), 404
    try:
        with transaction():
            rule(seat, datetime.now(UTC))
    except ChampionError as error:
        return _coffee_page(coffee_links.read(token), token, problem=error)
    return redirect(url_for("coffee.coffee", token=token, noted=1), 303)


def _coffee_page(seat: CoffeeSeat, token: str, *, problem: ChampionError | None = None) -> tuple[str, int]:
    now, wanted = datetime.now(UTC), request.args.get("met", "")
    with force_locale(seat.person.language or settings().language):
        page = render_template(
            "champions/coffee_one.html",
            seat=seat,
            meeting=seat.meeting,
            token=token,
            open=seat.meeting.is_open(now) and len(seat.meeting.coming) + (seat.answer is Answer.DECLINED) > 1,
            asks=seat.meeting.cancelled_at is None and seat.meeting.starts_at <= now and seat.answer is not Answer.DECLINED,
            wanted=wanted if wanted in {"yes", "no"} else "",
            noted="noted" in request.args,
            problem=in_words(problem) if problem else "",
            coffee_words=coffee_words,
            zone=zone_of(seat.person),
            language=seat.person.language or settings().language,
        )
    return page, 409 if problem else 200
