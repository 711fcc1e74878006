"""Answering what one is asked: on one's own page, or from the mail without signing in."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions.errors import ChampionError
from champions.mentorships import answering, asking, links, proposals, queries, words
from champions.mentorships.models import Ask, Mentorship, PairAnswer, Proposal
from champions.mentorships.views import blueprint
from champions.views import gone, in_words
from config import settings
from database import db, transaction
from people.current import me
from people.models import Person
from security import public, signed_in

ANSWERS = {"yes": True, "no": False}


@blueprint.post("/mentorships/proposals/<int:proposal_id>/answer")
@signed_in
def answer(proposal_id: int) -> Response:
    """Yes or no; until it is over the later word counts."""
    yes, person, began = ANSWERS.get(request.form.get("answer", "")), me(), None
    proposal = db.session.get(Proposal, proposal_id)
    is_mentee = proposal is not None and proposal.mentee_id == person.id
    page = url_for("mentorships.mine" if is_mentee else "mentorships.mentees")
    if yes is None:
        return redirect(page, 303)
    try:
        with transaction():
            began = answering.answer(proposal_id, person.id, yes=yes, now=datetime.now(UTC))
    except ChampionError as error:
        flash(in_words(error), "warning")
        return redirect(page, 303)
    flash(_said_words(yes=yes, began=began), "success")
    return redirect(url_for("mentorships.record", mentorship_id=began.id) if began else page, 303)


def _said_words(*, yes: bool, began: Mentorship | None) -> str:
    if began is not None:
        return _("You both said yes: it begins.")
    return _("Noted. It begins once both of you say yes.") if yes else _("Noted, and no reason needed.")


@blueprint.get("/m/pair/<side>/<token>")
@public
def pair(side: str, token: str) -> tuple[str, int]:
    """Would this suit you? Yes and no weigh the same."""
    try:
        proposal, person = links.read(side, token)
    except ChampionError as error:
        return gone(in_words(error))
    return _asked(proposal, person, token)


@blueprint.post("/m/pair/<side>/<token>")
@public
def answer_pair(side: str, token: str) -> tuple[str, int] | Response:
    """Yes or no, without signing in."""
    yes = ANSWERS.get(request.form.get("answer", ""))
    try:
        proposal, person = links.read(side, token)
    except ChampionError as error:
        return gone(in_words(error))
    if yes is not None:
        try:
            with transaction():
                answering.answer(proposal.id, person.id, yes=yes, now=datetime.now(UTC))
        except ChampionError as error:
            with force_locale(person.language or settings().language):
                return gone(in_words(error))
    return redirect(url_for("mentorships.pair", side=side, token=token), 303)


def _asked(proposal: Proposal, person: Person, token: str) -> tuple[str, int]:
    with force_locale(person.language or settings().language):
        [asked] = queries.in_detail([(proposal, person.id)])
        begun = queries.begun_by(proposal)
        if begun is not None:
            page = url_for("mentorships.record", mentorship_id=begun.id)
            said_both = _("You both said yes: it begins. %(name)s hears it too.", name=asked.other.name)
            return gone(said_both, 200, onward=(page, _("Open your page together")))
        waits_for_mentee = proposal.asked_at is None and not asked.is_mentee
        if not proposal.is_open(datetime.now(UTC)) or waits_for_mentee:
            return gone(_("This question is not open any more. Nothing is expected of you."))
        side = "mentee" if asked.is_mentee else "ambassador"
        said = "" if asked.said is PairAnswer.NONE else asked.said.value
        return render_template("mentorships/pair.html", asked=asked, words=words, side=side, token=token, said=said), 200


@blueprint.get("/m/another/<token>")
@public
def another(token: str) -> tuple[str, int]:
    """My ambassador stopped: would I like another?"""
    try:
        ask = links.read_another(token)
    except ChampionError as error:
        return gone(in_words(error))
    with force_locale(ask.person.language or settings().language):
        return render_template("mentorships/another.html", ask=ask, token=token), 200


@blueprint.post("/m/another/<token>")
@public
def answer_another(token: str) -> tuple[str, int] | Response:
    """Yes or no, without signing in."""
    yes = ANSWERS.get(request.form.get("answer", ""))
    try:
        ask = links.read_another(token)
    except ChampionError as error:
        return gone(in_words(error))
    if yes is None:
        return redirect(url_for("mentorships.another", token=token), 303)
    with force_locale(ask.person.language or settings().language):
        return gone(_decided(ask, yes=yes), 200)


def _decided(ask: Ask, *, yes: bool) -> str:
    person, now = ask.person, datetime.now(UTC)
    with transaction():
        if yes:
            asking.look_again(person, now=now)
        else:
            proposals.withdraw(person, now=now)
    return _("Noted. As soon as somebody fits, you hear it, and you decide.") if yes else _("Noted, and no reason needed.")
