"""A person's own page in a round: behind the link of a mail without signing in, or signed in. Opening records nothing, pressing does."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import settings
from database import db, transaction
from people.current import me
from people.models import Person
from security import public, signed_in
from sessions.answering import question
from sessions.errors import DetailsInvalid, LinkInvalid, SessionError
from sessions.rounds import access, explaining, intakes, links, placing, seating, signing_up, words
from sessions.rounds.forms import SignUpForm, sign_up_form
from sessions.rounds.models import PlaceAnswer, Round, RoundGroup, RoundState, SignUp
from sessions.rounds.views import blueprint, in_words, too_late


@dataclass(frozen=True, slots=True)
class Door:
    """Who stands at which round, and whether a link brought them: a mail may be forwarded, so such a page shows less."""

    round: Round
    person: Person
    token: str = ""

    @property
    def layout(self) -> str:
        """What the page stands in."""
        return "bare.html" if self.token else "base.html"

    def url(self, action: str, **values: Any) -> str:
        """`sign_up`, `answer`, `withdrawal` or what belongs to it, by the same door."""
        if self.token:
            return url_for(f"rounds.{action}_by_link", token=self.token, **values)
        return url_for(f"rounds.{action}", round_id=self.round.id, **values)


@blueprint.get("/rounds/<int:round_id>/sign-up")
@signed_in
def sign_up(round_id: int) -> tuple[str, int]:
    """What is offered, and what this person said."""
    return _page(door_of(round_id))


@blueprint.post("/rounds/<int:round_id>/sign-up")
@signed_in
def save_sign_up(round_id: int) -> tuple[str, int] | Response:
    """It counts."""
    return _save(door_of(round_id))


@blueprint.post("/rounds/<int:round_id>/answer")
@signed_in
def answer(round_id: int) -> tuple[str, int] | Response:
    """Yes or no to the group that is proposed."""
    return _answer(door_of(round_id))


def door_of(round_id: int) -> Door:
    found, _kept = access.offered_to(me(), round_id)
    return Door(found, me())


@blueprint.get("/r/<token>")
@public
def sign_up_by_link(token: str) -> tuple[str, int]:
    """The same, behind the link."""
    door = door_by_link(token)
    return door if isinstance(door, tuple) else in_their_language(door, lambda: _page(door))


@blueprint.post("/r/<token>")
@public
def save_sign_up_by_link(token: str) -> tuple[str, int] | Response:
    """It counts."""
    door = door_by_link(token)
    return door if isinstance(door, tuple) else in_their_language(door, lambda: _save(door))


@blueprint.post("/r/<token>/answer")
@public
def answer_by_link(token: str) -> tuple[str, int] | Response:
    """Yes or no."""
    door = door_by_link(token)
    return door if isinstance(door, tuple) else in_their_language(door, lambda: _answer(door))


def door_by_link(token: str) -> Door | tuple[str, int]:
    try:
        holder = links.read(token)
    except LinkInvalid as error:
        return render_template("rounds/gone.html", told=in_words(error)), 404
    return Door(holder.round, holder.person, token)


def in_their_language(door: Door, show: Any) -> Any:
    with force_locale(door.person.language or settings().language):
        return show()


def _save(door: Door) -> tuple[str, int] | Response:
    # The link is the key: no cookie of ours lends its page any power.
    form = SignUpForm(offered=door.round, meta={"csrf": False}) if door.token else SignUpForm(offered=door.round)
    if not form.validate():
        return _page(door, form=form)
    kept = access.sign_up_of(door.round, door.person)
    try:
        with transaction():
            said = form.said(hides=bool(door.token) and kept is not None)
            signing_up.sign_up(door.round.id, db.session.get_one(Person, door.person.id), said, now=datetime.now(UTC))
    except DetailsInvalid as error:
        form.complain(error)
        return _page(door, form=form)
    except SessionError as error:
        return _page(door, problem=error)
    return redirect(door.url("sign_up", noted=1), 303)


def _answer(door: Door) -> tuple[str, int] | Response:
    kept = access.sign_up_of(door.round, door.person)
    try:
        if request.form.get("answer") not in {"yes", "no"}:
            return _page(door)
        with transaction():
            yes = request.form["answer"] == "yes"
            group_id = question(request.form.get("group", ""))
            placing.answer(door.round.id, kept.id if kept else 0, yes=yes, now=datetime.now(UTC), group_id=group_id)
    except SessionError as error:
        return _page(door, problem=error)
    return redirect(door.url("sign_up", answered=request.form["answer"]), 303)


def _page(door: Door, *, form: SignUpForm | None = None, problem: SessionError | None = None) -> tuple[str, int]:
    found, now = door.round, datetime.now(UTC)
    kept = access.sign_up_of(found, door.person)
    takes = kept.takes_changes if kept else found.takes_sign_ups(now)
    if not takes and kept is None:
        return too_late(found, _what_became(found))
    wrong = form is not None and bool(form.errors)
    group = kept.group if kept and kept.group and kept.asked_at and found.state in _SHOWS_PLACE else None
    page = render_template(
        "rounds/sign_up.html",
        layout=door.layout,
        door=door,
        round=found,
        person=door.person,
        kept=kept,
        takes=takes,
        place=_place(kept, group),
        form=form if wrong else _filled(door, kept),
        wish_with=signing_up.wish_to_come_with(kept) if kept and takes else [],
        facts=words.offer_facts(found),
        group=group,
        place_facts=words.place_facts(found, group, next_at=seating.next_date(group, now=now)) if group else (),
        why=_why(found, kept),
        became=_what_became(found) if not takes else "",
        waiting=words.what_waiting_means(found),
        problem=in_words(problem) if problem else "",
    )
    return page, 422 if wrong else 409 if problem else 200


_SHOWS_PLACE = {RoundState.ASKED, RoundState.PUBLISHED}


def _place(kept: SignUp | None, group: RoundGroup | None) -> str:
    """Where somebody stands: `offered`, `kept` (yes, and nothing is settled), `in` a group that exists, `none`, or nothing of it."""
    if kept is None:
        return ""
    if group is None:
        return "none" if kept.round.state is RoundState.PUBLISHED else ""
    if not kept.is_offered:
        return "in"
    return "offered" if kept.answer is PlaceAnswer.NONE else "kept"


def _filled(door: Door, kept: SignUp | None) -> SignUpForm:
    said = signing_up.said_of(kept) if kept else None
    named = [*said.companions, *(said.kept_apart or ())] if said else []
    emails = {person.id: f"{person.name} <{person.email}>" for person in _people(named)}
    return sign_up_form(door.round, said, person=door.person, hides=bool(door.token), names=emails)


def _people(ids: list[int]) -> list[Person]:
    return [person for id_ in ids if (person := db.session.get(Person, id_))]


def _why(found: Round, kept: SignUp | None) -> str:
    """Why this group, to the person; only while they are asked."""
    if kept is None or kept.group is None or not kept.is_offered:
        return ""
    standing = intakes.standing_of(found)
    reasons = explaining.explain(standing.intake, standing.groups).get(kept.person_id, ())
    names = intakes.names_of(key for reason in reasons for key in reason.keys)
    return words.why_here(reasons, names, own=True)


def _what_became(found: Round) -> str:
    if found.state is RoundState.CANCELLED:
        return _("This round was called off.")
    if found.state is RoundState.PUBLISHED:
        return _("The groups are settled. Whoever is in one has an invitation of its own.")
    return _("Sign-up for this is closed. Thank you for your interest.")
