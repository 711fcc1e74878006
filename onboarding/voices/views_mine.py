"""What I said with my name, and what became of it."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from onboarding.voices import letters, queries, voices
from onboarding.voices.views import blueprint, in_words, page, with_agreed
from people.current import me
from people.errors import PeopleError
from security import signed_in


@blueprint.get("/me/voices")
@signed_in
def mine() -> str:
    """With what waits to go on the board, and what I am asked to answer."""
    said = queries.of_author(me())
    waiting = [(letter, letters.path_of(letter)) for letter in queries.letters_of(me())]
    return page("mine.html", waiting=waiting, to_answer=queries.to_answer(me()), **with_agreed(said))


def _back() -> Response:
    return redirect(url_for("voices.mine"), 303)


@blueprint.post("/me/voices/<int:voice_id>/words")
@signed_in
def write_anew(voice_id: int) -> Response:
    """What was held back says this now."""
    try:
        with transaction():
            voices.write_anew(voices.of_author(voice_id, me()), request.form.get("words", ""))
    except PeopleError as error:
        if not error.field:
            raise
        flash(in_words(error), "danger")
    else:
        flash(_("Somebody takes a second look. You read here what comes of it."), "success")
    return _back()


@blueprint.post("/me/voices/<int:voice_id>/withdrawal")
@signed_in
def withdraw(voice_id: int) -> Response:
    """It is gone."""
    with transaction():
        voices.withdraw(voices.of_author(voice_id, me()))
    flash(_("It is gone, for everybody."), "success")
    return _back()


@blueprint.post("/me/voices/<int:voice_id>/staying")
@signed_in
def choose(voice_id: int) -> Response:
    """Whether the words stay when I am erased."""
    with transaction():
        voices.choose_words_stay(voices.of_author(voice_id, me()), words_stay=request.form.get("words_stay") == "yes")
    flash(_("Noted."), "success")
    return _back()
