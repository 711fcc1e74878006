"""Whom a poll asks: by address, by name, by team, with a look at the names first."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from database import transaction
from people import naming
from people.current import me
from people.naming import Look, Pasted
from security import hosts
from sessions import audiences
from sessions.audiences import Audience
from sessions.errors import SessionError
from sessions.forms_inviting import InviteForm, audience_of, invite_form
from sessions.polls import access, asking, polls
from sessions.polls.models import Poll, PollState
from sessions.polls.views import back_to, blueprint, in_words

UNKNOWN_SHOWN = 50


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
    poll, form = access.poll_of(me(), poll_id), invite_form()
    if not form.validate():
        return _page(poll, form), 422
    pasted = naming.with_colleagues(naming.read_addresses(form.addresses.data or ""))
    audience = audience_of(form, pasted)
    if not audience.emails and not audience.has_filter:
        if not (pasted.unreadable or pasted.unclear):
            flash(_("Nobody is named yet. Write names or addresses, or choose a department, function or location."), "warning")
        return _page(poll, form, pasted=pasted), 422
    if request.form.get("do") != "ask":
        return _page(poll, form, pasted=pasted, look=audiences.look_past(asking.ids_of(poll), audience))
    return _ask(poll, audience, pasted)


def _ask(poll: Poll, audience: Audience, pasted: Pasted) -> Response:
    now, add_unknown = datetime.now(UTC), me().may_manage and request.form.get("add_unknown") == "yes"
    try:
        with transaction():
            if add_unknown:
                audiences.add_unknown(audience, pasted, now=now)
            asked = asking.ask(poll.id, audiences.person_ids(audience), now=now)
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
    return render_template(
        "polls/people.html",
        poll=poll,
        form=form,
        people=people,
        look=look,
        unreadable=pasted.unreadable[:UNKNOWN_SHOWN] if pasted else (),
        unknown_shown=UNKNOWN_SHOWN,
        unclear=pasted.unclear if pasted else {},
        alike_shown=naming.ALIKE_SHOWN,
    )


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
