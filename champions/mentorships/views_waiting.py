"""For community managers: who looks for an ambassador, and proposing somebody by hand. What people wrote is not theirs to read."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions import words as ambassador_words
from champions.errors import ChampionError, MentorshipMissing
from champions.mentorships import asking, pools, proposals, queries, words
from champions.mentorships.models import Ask, AskState, Origin
from champions.mentorships.views import blueprint, my_zone
from champions.views import in_words, row_number
from database import transaction
from people.current import me
from security import manager

MOST_SHOWN = 20


@blueprint.get("/ambassadors/waiting")
@manager
def waiting() -> str:
    """Who looks, longest first."""
    page = queries.looking(request.args.get("page", 1, type=int))
    found = pools.pool(mentee_ids=[ask.person_id for ask in page.items], ambassador_ids=[], now=datetime.now(UTC))
    return render_template("mentorships/waiting.html", page=page, being_asked=found.being_asked, zone=my_zone())


@blueprint.get("/ambassadors/waiting/<int:person_id>")
@manager
def candidates(person_id: int) -> str:
    """Who could accompany this person, the best fit first, and why. Never the reader: that they are missing would tell them something."""
    ask, reader = _ask_of(person_id), me()
    found = pools.pool(mentee_ids=[person_id], now=datetime.now(UTC))
    is_asked, is_mine = person_id in found.being_asked, person_id == reader.id
    ids = [] if is_asked or is_mine else [key for key in found.candidates(person_id) if key != reader.id][:MOST_SHOWN]
    ambassadors = queries.people_of(ids)
    return render_template(
        "mentorships/candidates.html",
        ask=ask,
        is_asked=is_asked,
        is_mine=is_mine,
        candidates=[(ambassadors[key], pools.reasons(ask, ambassadors[key])) for key in ids],
        words=words,
        spoken=ambassador_words.language_words,
    )


@blueprint.post("/ambassadors/waiting/<int:person_id>")
@manager
def propose(person_id: int) -> Response:
    """Both are asked."""
    ambassador_id = request.form.get("ambassador", 0, type=row_number)
    try:
        with transaction():
            proposals.propose(person_id, ambassador_id, origin=Origin.BY_HAND, by=me(), now=datetime.now(UTC))
    except ChampionError as error:
        flash(in_words(error), "warning")
        return redirect(url_for("mentorships.candidates", person_id=person_id), 303)
    flash(_("Both are asked by mail. It begins once both say yes; you hear nothing of a no."), "success")
    return redirect(url_for("mentorships.waiting"), 303)


def _ask_of(person_id: int) -> Ask:
    found = asking.of(person_id)
    if found is None or found.state is not AskState.LOOKING or not found.person.active:
        raise MentorshipMissing("This person is not looking for an ambassador any more.")
    return found
