"""What is followed, in one place, the same for a session, a series and a course: a look at the people first, and switching it off, with a
question about those invited.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from database import transaction
from networks.access import place_of
from networks.errors import GroupMissing
from networks.models import Group
from people import naming
from people.current import me
from people.directory import Filter
from people.naming import Look
from sessions.answering import question
from sessions.errors import SessionError
from sessions.living import audiences, filters, inviting, lapsed, moves, queries, targets, words
from sessions.living.forms import filter_form, filter_sent
from sessions.living.models import Field
from sessions.living.moves import Move
from sessions.living.targets import Target
from sessions.series.models import Series
from sessions.views import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where people are invited to. `kind`: session, series or course; `back`: the page one came from, by address."""

    kind: str
    target: Target
    title: str
    timezone: str
    is_published: bool
    back: str
    endpoints: str
    arguments: dict[str, int]
    course: Series | None = None  # of which the session is a part
    course_path: str = ""  # of the course's own audiences, for who looks after all of it

    def url(self, page: str, **more: Any) -> str:
        """The address of one of the four pages of audiences."""
        values: dict[str, Any] = {**self.arguments, **more}
        return url_for(f"{self.endpoints}.{page}", **values)


def audiences_page(place: Place) -> str:
    """Which groups and filters are invited; with `group_id`, or a filter, a look at the people of one more."""
    chosen = _source()
    living = queries.audiences_at(place.target)
    names = queries.names_of(living, me())
    return render_template(
        "living/audiences.html",
        place=place,
        living=living,
        titles={one.id: words.title_of(one, names) for one in living},
        counts=queries.counts_of(living, me()),
        exact={one.id: queries.is_exact(one, me()) for one in living},
        of_course=words.titles_at(targets.of_course(place.course), me()) if place.course else [],
        groups=queries.groups_to_invite(place.target, me()),
        lapsed=lapsed.values_of(living),
        lapsed_words=words.lapsed_words,
        moves=moves.asked(living, now=datetime.now(UTC)),
        move_words=words.move_words,
        lists=filters.LISTS,
        form=filter_form(),
        **_looked(place, chosen),
    )


def _looked(place: Place, source: Group | Filter | None) -> dict[str, Any]:
    if source is None:
        return {"source": None}
    is_filter = isinstance(source, Filter)
    return {
        "source": source,
        "look": _look(place, source),
        "called": words.filter_words(source) if isinstance(source, Filter) else source.name,
        "sent": [(filters.LISTS[field], value) for field, value in filters.values_of(source)]
        if isinstance(source, Filter)
        else [("group_id", source.id)],
        "is_filter": is_filter,
        "leaves_out_hidden": isinstance(source, Group) and not source.is_looked_after_by(me()),
    }


def _look(place: Place, source: Group | Filter) -> Look:
    everybody = audiences.people_of(source, me())
    asked = inviting.would_be_asked(place.target, everybody, now=datetime.now(UTC))
    return naming.look_past(set(everybody) - asked, everybody, ())


def open_audience(place: Place) -> Response:
    """The group, or whoever fits the filter, is invited, and followed."""
    source = _source()
    if source is None:
        flash(_("Nobody is named yet. Choose a group, or a department, function, location or language."), "warning")
        return redirect(place.url("audiences_page"), 303)
    try:
        with transaction():
            invited = audiences.open_at(place.target, source, by=me(), now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        called = words.filter_words(source) if isinstance(source, Filter) else source.name
        flash(_opened_words(place, called, invited.invited), "success")
    return redirect(place.url("audiences_page"), 303)


def _opened_words(place: Place, called: str, count: int) -> str:
    followed = _("“%(group)s” is followed from now on.", group=called)
    if not place.is_published:
        told = ngettext(
            "%(num)d person is on the list. They are invited when you publish.",
            "%(num)d people are on the list. They are invited when you publish.",
            count,
        )
    elif place.kind == "course":
        told = ngettext(
            "%(num)d person is invited to every part ahead.", "%(num)d people are invited to every part ahead.", count
        )
    else:
        told = ngettext("%(num)d invitation is on its way.", "%(num)d invitations are on their way.", count)
    return f"{followed} {told}"


def audience_closure_page(place: Place, audience_id: int) -> str:
    """What becomes of those who are invited?"""
    living = [one for one in queries.audiences_at(place.target) if one.id == audience_id and one.ending_at is None]
    if not living:
        abort(404)
    names = queries.names_of(living, me())
    return render_template(
        "living/closure.html",
        place=place,
        audience=living[0],
        title=words.title_of(living[0], names),
        count=queries.counts_of(living, me())[audience_id],
        exact=queries.is_exact(living[0], me()),
    )


def close_audience(place: Place, audience_id: int) -> Response:
    """It is not followed any more."""
    withdraws = request.form.get("those") == "withdrawn"
    try:
        with transaction():
            audiences.switch_off_at(place.target, audience_id, withdraws=withdraws, by=me(), now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        stay = _("Nothing is followed there any more. Whoever is invited stays so.")
        go = _("Nothing is followed there any more. Whoever was invited on that account alone is being told.")
        flash(go if withdraws else stay, "success")
    return redirect(place.url("audiences_page"), 303)


def rename_in_audience(place: Place, audience_id: int) -> Response:
    """What nobody has any more is called something else now, and its people are followed by that name."""
    value_id, value = question(request.form.get("value_id", "")) or 0, request.form.get("value", "")
    try:
        with transaction():
            lapsed.rename(place.target, audience_id, value_id, value, now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("“%(group)s” is followed from now on.", group=value), "success")
    return redirect(place.url("audiences_page"), 303)


def answer_move(place: Place, audience_id: int) -> Response:
    """Several people of it have something else now: its new name, or they have moved."""
    if (field := request.form.get("field", "")) not in set(moves.FIELDS):
        abort(400)
    move, moved = Move(Field(field), request.form.get("value", "")), request.form.get("said") == "moved"
    try:
        with transaction():
            said = lapsed.let_move if moved else lapsed.follow_too
            said(place.target, audience_id, move, now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        gone = _("Noted. Who has moved there is no longer invited, and is told.")
        flash(gone if moved else _("“%(group)s” is followed from now on.", group=move.value), "success")
    return redirect(place.url("audiences_page"), 303)


def _source() -> Group | Filter | None:
    """What was chosen: a group, whose number may be wrong (404), or a filter; None for neither."""
    if request.values.get("group_id"):
        number = question(request.values["group_id"])
        return _group(number) if number or request.method == "POST" else None
    chosen = filter_sent()
    return chosen if filters.values_of(chosen) else None


def _group(group_id: int | None) -> Group:
    """A group whose people the reader may see; any other does not exist here: 404."""
    try:
        place = place_of(me(), group_id or 0, now=datetime.now(UTC))
    except GroupMissing:
        abort(404)
    if not place.sees_people:
        abort(404)
    return place.group
