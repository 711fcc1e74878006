"""A buddy: asking one, showing them how it goes, ending it; and what the buddy sees."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import db, transaction
from onboarding.journeys import buddies, following, links, progress, words
from onboarding.journeys.errors import JourneyError
from onboarding.journeys.forms import BuddyForm
from onboarding.journeys.models_following import Buddy, Follower
from onboarding.journeys.views import blueprint, page
from onboarding.journeys.views_following import back_to
from onboarding.journeys.views_mine import mine_page
from people.current import me
from people.forms_naming import one_colleague
from people.limits import limiter
from people.models import Person
from security import signed_in

ANSWERS = {"yes": True, "no": False}


def _by_me() -> str:
    return f"journey-buddy:{me().id}"


@blueprint.post("/journeys/<int:journey_id>/buddy")
@signed_in
@limiter.limit("10 per day", key_func=_by_me, deduct_when=lambda response: response.status_code == 303)
def ask_buddy(journey_id: int) -> tuple[str, int] | Response:
    """A colleague is asked, and says yes, no, or nothing."""
    form, follower = BuddyForm(), following.own(journey_id, me())
    colleague = one_colleague(form.who) if form.validate() else None
    if colleague is None:
        return _again(follower, form)
    name = colleague.name
    try:
        with transaction():
            buddies.ask(journey_id, db.session.get_one(Person, colleague.id), by=me(), now=datetime.now(UTC))
    except JourneyError as error:
        form.complain(error)
        return _again(following.own(journey_id, me()), form)
    flash(
        _(
            "Your question to %(name)s stands. A yes comes to you by mail; a no and silence are fine too, and need no reason.",
            name=name,
        ),
        "success",
    )
    return back_to(journey_id, "buddy")


def _again(follower: Follower, form: BuddyForm) -> tuple[str, int]:
    return mine_page(follower, form), 422


@blueprint.post("/journeys/<int:journey_id>/buddy/showing")
@signed_in
def show_buddy(journey_id: int) -> Response:
    """Whether my buddy sees how it goes."""
    shows = request.form.get("shows") == "yes"
    with transaction():
        buddies.show(journey_id, shows=shows, by=me())
    flash(_("Your buddy sees how it goes.") if shows else _("Only you see how it goes."), "success")
    return back_to(journey_id, "buddy")


@blueprint.post("/journeys/<int:journey_id>/buddy/ending")
@signed_in
def end_buddy(journey_id: int) -> Response:
    """I go on without, or take the question back."""
    with transaction():
        buddies.end(journey_id, by=me())
    flash(_("You go on without a buddy. Nobody is told."), "success")
    return back_to(journey_id, "buddy")


@blueprint.get("/journeys/buddies/<int:buddy_id>")
@signed_in
def accompanied(buddy_id: int) -> str:
    """Whose buddy I am, and how it goes if they show it."""
    buddy = buddies.seen_by(buddy_id, me())
    shown = progress.of(buddy.follower, now=datetime.now(UTC)) if buddy.shows_progress else None
    return page("journeys/accompanied.html", buddy=buddy, shown=shown)


@blueprint.post("/journeys/buddies/<int:buddy_id>")
@signed_in
def answer_as_buddy(buddy_id: int) -> Response:
    """Yes, or no; also later."""
    said = ANSWERS.get(request.form.get("answer", ""))
    if said is not None:
        with transaction():
            buddies.answer(buddy_id, says_yes=said, by=me(), now=datetime.now(UTC))
        flash(_("Noted: you go along.") if said else _("Noted. A reason is not needed."), "success")
    return redirect(url_for("journeys.index", _anchor="accompanied"), 303)


def asked_page(buddy: Buddy, token: str) -> str:
    """The page behind the link of the mail, in the language of the moment."""
    return render_template(
        "journeys/buddy.html",
        buddy=buddy,
        token=token,
        letter=words.asked(buddy),
        said="" if buddy.state.value == "asked" else buddy.state.value,
        path=links.path_of_buddy(buddy),
    )
