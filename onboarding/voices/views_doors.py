"""Where the poster leads, and the link of our answer to a mail."""

from datetime import UTC, datetime

from flask import redirect, request, url_for
from flask_babel import force_locale
from werkzeug.wrappers import Response

from config import settings
from database import transaction
from look import language
from onboarding.voices import letters, passes
from onboarding.voices.errors import LinkInvalid
from onboarding.voices.forms import VoiceForm
from onboarding.voices.models import Kind, VoiceLetter
from onboarding.voices.views import blueprint, gone, in_words, page, with_agreed
from people.current import somebody
from security import public


@blueprint.get("/v")
@public
def poster_link() -> str | Response:
    """What it is about, and the way to the form."""
    if somebody() is not None:
        return redirect(url_for("voices.new"), 303)
    return page("join.html", addresses=[letters.address_of(kind, language()) for kind in Kind])


@blueprint.get("/v/letter/<token>")
@public
def letter_link(token: str) -> tuple[str, int]:
    """What came by mail, and what may become of it. Opening it does nothing."""
    try:
        found = letters.read(token)
    except LinkInvalid as error:
        return gone(in_words(error))
    with force_locale(found.person.language or settings().language):
        return page("letter.html", letter=found, token=token), 200


@blueprint.post("/v/letter/<token>")
@public
def answer_letter(token: str) -> tuple[str, int] | Response:
    """On the board with my name now, under a pseudonym, or never."""
    try:
        found = letters.read(token)
        with force_locale(found.person.language or settings().language):
            return _as_chosen(found, token, request.form.get("choice", ""))
    except LinkInvalid as error:
        return gone(in_words(error))


def _as_chosen(found: VoiceLetter, token: str, choice: str) -> tuple[str, int] | Response:
    if choice == "now":
        with transaction():
            voice = letters.publish(found.id, now=datetime.now(UTC))
        return page("letter_done.html", voice=voice), 200
    if choice == "never":
        with transaction():
            letters.take_back(found.id)
        return page("letter_done.html", voice=None), 200
    if choice == "pseudonym":
        person, kind = found.person, found.kind
        with transaction():
            words = letters.take_back(found.id)
        form = VoiceForm(formdata=None, kind=kind.value, words=words, way="pseudonym")
        values = {**with_agreed([], person), "signature_url": url_for("voices.signature_by_link")}
        return page("letter_pseudonym.html", form=form, the_pass=passes.pass_of(person), **values), 200
    return redirect(url_for("voices.letter_link", token=token), 303)
