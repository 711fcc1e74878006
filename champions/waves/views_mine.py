"""My raised hand, the waves I was asked for, and the pages behind the links of mails."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions.errors import ChampionError
from champions.views import gone, in_words
from champions.waves import adopters, queries, waves, words
from champions.waves.forms import HandForm
from champions.waves.models import EarlyAdopter, Hand, WaveAnswer, WavePerson
from champions.waves.views import blueprint
from config import settings
from database import transaction
from people.current import me
from people.models import Person
from security import public, signed_in

ANSWERS = {"yes": WaveAnswer.YES, "no": WaveAnswer.NO}


@blueprint.get("/me/early-adopter")
@signed_in
def hand() -> str:
    """Whether my hand is raised, for what, and what I was asked for."""
    adopter = queries.mine(me().id)
    return _page(HandForm(formdata=None, topics=", ".join(adopter.topics) if adopter else ""))


@blueprint.post("/me/early-adopter")
@signed_in
def raise_hand() -> tuple[str, int] | Response:
    """I like to be asked first."""
    form = HandForm()
    if not form.validate():
        return _page(form), 422
    try:
        with transaction():
            adopters.raise_hand(me(), form.words, now=datetime.now(UTC))
    except ChampionError as error:
        form.complain(error)
        return _page(form), 422
    flash(_("Noted. When something new is tried you may be asked; each time you decide."), "success")
    return redirect(url_for("waves.hand"), 303)


@blueprint.post("/me/early-adopter/withdrawal")
@signed_in
def take_hand_down() -> Response:
    """Nobody asks me any more."""
    with transaction():
        adopters.take_down(me(), now=datetime.now(UTC))
    flash(_("Noted, and no reason needed. Nobody asks again soon."), "success")
    return redirect(url_for("waves.hand"), 303)


def _page(form: HandForm) -> str:
    mine = queries.my_waves(me().id)
    return render_template(
        "waves/hand.html",
        form=form,
        adopter=queries.mine(me().id),
        mine=[(one, waves.path_of(one)) for one in mine],
        days=words.days,
    )


@blueprint.get("/m/early/<token>")
@public
def early(token: str) -> tuple[str, int]:
    """Would you like to try new things first? Yes and no weigh the same."""
    try:
        adopter = adopters.read(token)
    except ChampionError as error:
        return gone(in_words(error))
    with force_locale(_language(adopter.person)):
        if adopter.standing is Hand.DOWN:
            return gone(_("This question is not open any more. Nothing is expected of you."))
        return render_template("waves/early.html", adopter=adopter, letter=words.would_you(adopter), token=token), 200


@blueprint.post("/m/early/<token>")
@public
def answer_early(token: str) -> tuple[str, int] | Response:
    """Yes or no, without signing in."""
    said = request.form.get("answer")
    try:
        adopter = adopters.read(token)
        if said in ANSWERS and adopter.standing is not Hand.DOWN:
            _decide(adopter, yes=said == "yes")
    except ChampionError as error:
        return gone(in_words(error))
    if said == "no":
        with force_locale(_language(adopter.person)):
            return gone(_("Noted, and no reason needed. Nobody asks again soon."), 200)
    return redirect(url_for("waves.early", token=token), 303)


def _decide(adopter: EarlyAdopter, *, yes: bool) -> None:
    with transaction():
        if yes:
            adopters.raise_hand(adopter.person, adopter.topics, now=datetime.now(UTC))
        else:
            adopters.take_down(adopter.person, now=datetime.now(UTC))


@blueprint.get("/m/wave/<token>")
@public
def wave_link(token: str) -> tuple[str, int]:
    """One wave, as one of the people asked sees it."""
    try:
        found = waves.read(token)
    except ChampionError as error:
        return gone(in_words(error))
    return _wave_page(found, token), 200


@blueprint.post("/m/wave/<token>")
@public
def answer_wave(token: str) -> tuple[str, int] | Response:
    """I am in, or not; the later word counts."""
    said = ANSWERS.get(request.form.get("answer", ""))
    try:
        found = waves.read(token)
        if said is not None:
            with transaction():
                waves.answer(found, said, now=datetime.now(UTC))
    except ChampionError as error:
        return gone(in_words(error))
    return redirect(url_for("waves.wave_link", token=token), 303)


@blueprint.post("/m/wave/<token>/feedback")
@public
def say_how_it_was(token: str) -> tuple[str, int] | Response:
    """A sentence for each question; empty takes it back."""
    try:
        found = waves.read(token)
        with transaction():
            waves.give_feedback(found, request.form.getlist("feedback"), now=datetime.now(UTC))
    except ChampionError as error:
        return gone(in_words(error))
    return redirect(url_for("waves.wave_link", token=token) + "#feedback", 303)


def _wave_page(found: WavePerson, token: str) -> str:
    with force_locale(_language(found.person)):
        return render_template(
            "waves/wave_link.html",
            one=found,
            wave=found.wave,
            token=token,
            days=words.days(found.wave),
            paragraphs=words.paragraphs(found.wave.about),
            is_open=found.wave.state in waves.OPEN_TO_ANSWERS,
            takes_feedback=waves.takes_feedback(found, now=datetime.now(UTC)),
        )


def _language(person: Person) -> str:
    return person.language or settings().language
