"""Groups are put together, looked at, adjusted by hand, sent to each person to say yes or no, and published."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from database import db, transaction
from look import language
from people.current import me
from people.naming import NAMES_SHOWN
from security import manager, signed_in
from sessions.errors import SessionError
from sessions.forms import number_sent
from sessions.rounds import access, days, intakes, placing, proposing, publishing, queries, words
from sessions.rounds.errors import RoundClosed, RoundMissing
from sessions.rounds.models import Round, RoundState, SignUp
from sessions.rounds.views import back_to, blueprint, in_words


@blueprint.post("/rounds/<int:round_id>/composition")
@manager
def composition(round_id: int) -> Response:
    """The worker puts groups together."""
    found = access.round_of(me(), round_id)
    resemblance = request.form.get("resemblance", 60, type=int)
    try:
        with transaction():
            keeps_pairs = request.form.get("keeps_pairs") == "yes"
            proposing.compose(round_id, resemblance=resemblance, keeps_pairs=keeps_pairs, now=datetime.now(UTC))
    except SessionError as error:
        return back_to(found, in_words(error), "danger")
    return redirect(url_for("rounds.round", round_id=round_id), 303)


@blueprint.get("/rounds/<int:round_id>/sign-ups/<int:sign_up_id>")
@manager
def move_page(round_id: int, sign_up_id: int) -> str:
    """Where this person is, and the groups they fit into. Why not the others is not said."""
    found = access.round_of(me(), round_id)
    kept = db.session.get(SignUp, sign_up_id)
    if kept is None or kept.round_id != found.id or not _can_be_moved(found, kept):
        raise RoundMissing("This person is not in the round any more.")
    standing = intakes.standing_of(found)
    sizes = {row.id: len(group.members) for row, group in zip(standing.rows, standing.groups, strict=True)}
    late = found.published_at is not None
    fitting = placing.suiting(found, kept, now=datetime.now(UTC)) if late else placing.by_hand(standing, kept)
    rows = {row.id: row for row in standing.rows}
    return render_template(
        "rounds/move.html",
        round=found,
        kept=kept,
        fitting=[rows[id_] for id_ in fitting],
        sizes=sizes,
        others=len(rows) - len(fitting) - (1 if kept.group_id else 0),
        words=words,
    )


def _can_be_moved(found: Round, kept: SignUp) -> bool:
    return found.state in placing.BY_HAND or (kept.group_id is None and kept.waits and not found.is_closed)


@blueprint.post("/rounds/<int:round_id>/sign-ups/<int:sign_up_id>/group")
@manager
def move(round_id: int, sign_up_id: int) -> Response:
    """They are in that group now, or in none; once groups exist, who waits is asked about that one."""
    sent = request.form.get("group")
    group_id = None if sent is None else number_sent(sent) or 0  # what is no number of a group is none to move to
    if access.round_of(me(), round_id).published_at:
        return _done(
            round_id,
            lambda now: _name(placing.offer(round_id, sign_up_id, group_id or 0, now=now)),
            _("%(name)s is being asked about this group, and is in it once they say yes."),
        )
    said = (
        _("%(name)s is in another group now. Nobody is told before you ask them.")
        if group_id
        else _("%(name)s is in no group now.")
    )
    return _done(round_id, lambda _now: _name(placing.move(round_id, sign_up_id, group_id)), said)


@blueprint.post("/rounds/<int:round_id>/moves/undo")
@manager
def undo(round_id: int) -> Response:
    """The last move is taken back."""
    return _done(round_id, lambda _now: _name(placing.undo(round_id)), _("%(name)s is back where they were."))


def _name(kept: SignUp) -> str:
    return kept.person.name


def _done(round_id: int, rule: Callable[[datetime], str], said: str) -> Response:
    found = access.round_of(me(), round_id)
    try:
        with transaction():
            name = rule(datetime.now(UTC))
    except SessionError as error:
        return back_to(found, in_words(error), "danger")
    return back_to(found, said % {"name": name}, "success")


@blueprint.get("/rounds/<int:round_id>/asking")
@manager
def asking_page(round_id: int) -> str:
    """Who would be asked what, before anybody is."""
    found = access.round_of(me(), round_id)
    waiting = _guarded(found)
    first = next((kept for kept in waiting if kept.group), None)
    return render_template(
        "rounds/asking.html",
        round=found,
        waiting=waiting,
        board=queries.board(found),
        names_shown=NAMES_SHOWN,
        letter=words.place(found, first.group) if first and first.group else None,
    )


def _guarded(found: Round) -> list[SignUp]:
    waiting = proposing.to_ask(found) if found.state in placing.BY_HAND else []
    if not waiting:
        raise RoundClosed("Everybody who has a place was asked about it already.")
    return waiting


@blueprint.post("/rounds/<int:round_id>/asking")
@manager
def asking(round_id: int) -> Response:
    """They are asked."""
    found = access.round_of(me(), round_id)
    try:
        with transaction():
            count = proposing.ask(round_id, now=datetime.now(UTC))
    except SessionError as error:
        return back_to(found, in_words(error), "danger")
    return back_to(found, ngettext("%(num)d person is being asked.", "%(num)d people are being asked.", count), "success")


@blueprint.get("/rounds/<int:round_id>/publication")
@manager
def publication_page(round_id: int) -> str:
    """What publishing does, and who is told what."""
    found = access.round_of(me(), round_id)
    planned = publishing.outlook(found, now=datetime.now(UTC))
    people = [kept for _row, sign_ups in planned.groups for kept in sign_ups]
    return render_template(
        "rounds/publication.html",
        round=found,
        planned=planned,
        problem=in_words(planned.problem) if planned.problem else "",
        sure=sum(1 for kept in people if kept.answer.value == "yes"),
        invited=len(people),
        holidays=days.holidays_of(found, language=language()),
        words=words,
    )


@blueprint.post("/rounds/<int:round_id>/publication")
@manager
def publication(round_id: int) -> Response:
    """Groups and series exist."""
    found = access.round_of(me(), round_id)
    try:
        with transaction():
            publishing.publish(round_id, by=me(), now=datetime.now(UTC))
    except SessionError as error:
        return back_to(found, in_words(error), "danger")
    return back_to(found, _("The groups are published. Everybody in one is invited in their own calendar."), "success")


@blueprint.get("/rounds/<int:round_id>/hosted")
@signed_in
def hosted(round_id: int) -> str:
    """For a host: who is in their groups, and what they would like to be able to do."""
    found = access.existing(round_id)
    groups = queries.groups_hosted(found, me()) if found.state is RoundState.PUBLISHED else []
    if not groups:
        raise RoundMissing("There is no such round, or you host nothing in it.")
    return render_template("rounds/hosted.html", round=found, groups=groups, words=words, rhythm=words.rhythm_words(found))
