"""One's own standing with a group: join, ask, answer an invitation, leave; on the page, or behind the link of a mail without signing in."""

from datetime import UTC, datetime

from flask import abort, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import settings
from database import transaction
from networks import access, invitations, links, memberships, requests, words
from networks.errors import GroupError, LinkInvalid
from networks.models import Ending, Membership, MembershipState
from networks.views import back_to, blueprint, in_words
from people.current import me
from security import public, signed_in


@blueprint.post("/groups/<int:group_id>/membership")
@signed_in
def come_in(group_id: int) -> Response:
    """I belong to the group, or ask to."""
    now = datetime.now(UTC)
    access.place_of(me(), group_id, now=now)
    try:
        with transaction():
            membership = requests.ask(group_id, me(), now=now)
    except GroupError as error:
        return back_to(group_id, in_words(error), "danger")
    if membership.is_member:
        return back_to(group_id, _("You belong to the group now."))
    return back_to(group_id, _("Who looks after the group is being asked. You hear by mail when you are in."))


@blueprint.post("/groups/<int:group_id>/answer")
@signed_in
def answer(group_id: int) -> Response:
    """What I say to an invitation."""
    now = datetime.now(UTC)
    access.place_of(me(), group_id, now=now)
    try:
        with transaction():
            membership = _say(group_id, now)
    except GroupError as error:
        return back_to(group_id, in_words(error), "danger")
    if membership.is_member:
        return back_to(group_id, _("You belong to the group now."))
    return redirect(url_for("networks.index"), 303)


def _say(group_id: int, now: datetime) -> Membership:
    said = request.form.get("answer")
    if said not in {"yes", "no"}:
        abort(400)
    rule = invitations.accept if said == "yes" else invitations.decline
    return rule(group_id, me(), now=now)


@blueprint.post("/groups/<int:group_id>/request/withdrawal")
@signed_in
def take_back(group_id: int) -> Response:
    """I do not ask any more."""
    now = datetime.now(UTC)
    access.place_of(me(), group_id, now=now)
    with transaction():
        requests.take_back(group_id, me(), now=now)
    return back_to(group_id, _("You do not ask any more."))


@blueprint.post("/groups/<int:group_id>/departure")
@signed_in
def departure(group_id: int) -> Response:
    """I do not belong to it any more; for a day, one press undoes it."""
    now = datetime.now(UTC)
    access.place_of(me(), group_id, now=now)
    with transaction():
        memberships.leave(group_id, me(), now=now)
    return back_to(group_id, _("You have left the group, and nobody asks why."))


@blueprint.post("/groups/<int:group_id>/name")
@signed_in
def name(group_id: int) -> Response:
    """Whether the others read my name."""
    access.place_of(me(), group_id, now=datetime.now(UTC))
    shows = request.form.get("shows") == "yes"
    with transaction():
        memberships.show_name(group_id, me(), shows=shows)
    return back_to(group_id, _("The others read your name again.") if shows else _("The others do not read your name any more."))


@blueprint.get("/g/<token>")
@public
def link(token: str) -> tuple[str, int]:
    """Would I like to belong to this group? Opening records nothing."""
    try:
        membership = links.read(token)
    except LinkInvalid as error:
        return _gone(in_words(error), 404)
    return _in_their_language(membership, token)


@blueprint.post("/g/<token>")
@public
def answer_by_link(token: str) -> tuple[str, int] | Response:
    """Yes or no counts."""
    try:
        membership = links.read(token)
    except LinkInvalid as error:
        return _gone(in_words(error), 404)
    said, now = request.form.get("answer"), datetime.now(UTC)
    rule = {"yes": invitations.accept, "no": invitations.decline}.get(said or "")
    if rule is None:
        abort(400)
    try:
        with transaction():
            rule(membership.group_id, membership.person, now=now)
    except GroupError as error:
        return _in_their_language(membership, token, problem=error)
    return redirect(url_for("networks.link", token=token, noted=1), 303)


def _in_their_language(membership: Membership, token: str, *, problem: GroupError | None = None) -> tuple[str, int]:
    with force_locale(membership.person.language or settings().language):
        now = datetime.now(UTC)
        lately = membership.ended_at is not None and now < membership.ended_at + memberships.UNDO_WITHIN
        declined = membership.ending is Ending.DECLINED and lately
        if membership.state is not MembershipState.INVITED and not membership.is_member and not declined:
            return _gone(_("You are not invited to this group any more."), 410)
        page = render_template(
            "networks/answer.html",
            token=token,
            membership=membership,
            group=membership.group,
            person=membership.person,
            declined=declined,
            noted="noted" in request.args and membership.state is not MembershipState.INVITED,
            wanted=request.args.get("answer", ""),
            problem=in_words(problem) if problem else "",
            looks_after=words.names_of(membership.group),
            who_sees=words.who_sees(membership.group),
        )
        return page, 409 if problem else 200


def _gone(told: str, code: int) -> tuple[str, int]:
    return render_template("networks/answer_gone.html", told=told), code
