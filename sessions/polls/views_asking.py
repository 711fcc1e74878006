"""Whom a poll asks: by address, by name, by team, with a look at the names first."""

from datetime import UTC, datetime
from functools import partial

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from database import transaction
from people.current import me
from people.naming import Look, Pasted
from security import hosts
from sessions import audiences, views_audience
from sessions.errors import SessionError
from sessions.forms_inviting import InviteForm, invite_form
from sessions.polls import access, asking, polls
from sessions.polls.models import Poll, PollState
from sessions.polls.views import back_to, blueprint, in_words
from sessions.views_audience import Chosen


@blueprint.get("/polls/<int:poll_id>/people")
@hosts
def people_page(poll_id: int) -> str | Response:
    """Who is asked, and room for more."""
    poll = access.poll_of(me(), poll_id)
    if poll.state is PollState.CLOSED:
        return back_to(poll, _("This poll is closed."))
    return _page(poll, invite_form())


@blueprint.post("/polls/<int:poll_id>/people")
@hosts
def ask_people(poll_id: int) -> tuple[str, int] | str | Response:
    """First a look at the names (`do=look`), then they are asked (`do=ask`)."""
    poll = access.poll_of(me(), poll_id)
    page = partial(_page, poll)
    chosen = views_audience.choose(page, lambda audience: audiences.look_past(asking.ids_of(poll), audience), act="ask")
    return _ask(poll, chosen) if isinstance(chosen, Chosen) else chosen


def _ask(poll: Poll, chosen: Chosen) -> Response:
    now = datetime.now(UTC)
    try:
        with transaction():
            asked = asking.ask(poll.id, chosen.person_ids(now=now), now=now)
    except SessionError as error:
        flash(in_words(error), "danger")
        return redirect(url_for("polls.people_page", poll_id=poll.id), 303)
    flash(_asked_words(poll, asked.asked), "success")
    if asked.too_soon:
        flash(_too_soon_words(asked.too_soon), "warning")
    if poll.state is PollState.DRAFT:
        return redirect(url_for("polls.opening_page", poll_id=poll.id), 303)
    return redirect(url_for("polls.poll", poll_id=poll.id), 303)


def _asked_words(poll: Poll, count: int) -> str:
    if poll.state is PollState.DRAFT:
        return ngettext(
            "%(num)d person is on the list. They are asked when you open the poll.",
            "%(num)d people are on the list. They are asked when you open the poll.",
            count,
        )
    if count == 0:
        return _("They had all been asked already. Nobody hears anything twice.")
    return ngettext("%(num)d person is being asked.", "%(num)d people are being asked.", count)


def _too_soon_words(count: int) -> str:
    return ngettext(
        "%(num)d person was asked again within the last day already, and hears nothing today.",
        "%(num)d people were asked again within the last day already, and hear nothing today.",
        count,
    )


def _page(poll: Poll, form: InviteForm, *, pasted: Pasted | None = None, look: Look | None = None) -> str:
    people = sorted((asked.person for asked in polls.asked_people(poll)), key=lambda person: (person.name, person.id))
    return render_template("polls/people.html", poll=poll, people=people, **views_audience.shown(form, pasted, look))


@blueprint.post("/polls/<int:poll_id>/people/<int:person_id>/removal")
@hosts
def leave_out(poll_id: int, person_id: int) -> Response:
    """This person is not asked any more."""
    access.poll_of(me(), poll_id)
    try:
        with transaction():
            person = asking.leave_out(poll_id, person_id)
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("%(name)s is not asked any more.", name=person.name), "success")
    return redirect(url_for("polls.people_page", poll_id=poll_id), 303)
