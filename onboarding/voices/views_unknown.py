"""Doors for somebody whom nobody knows: what is handed in under a pseudonym, "me too", and the way back. They ask for no cookie and set none,
and write no line of a log.

A person is known at one of them only, `signature`, which does not see what it signs.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import request, url_for

from database import transaction
from onboarding.views_unknown import LIMIT, token, tongue
from onboarding.voices import days, me_toos, passes, queries, voices
from onboarding.voices.errors import VoiceError, VoiceMissing
from onboarding.voices.models import Kind, Voice
from onboarding.voices.views import blueprint, in_words, page, today
from onboarding.voices.views_board import by_me
from onboarding.voices.voices import Said
from onboarding.voices.words import elsewhere_words
from people import blind_tokens
from people.current import me
from people.errors import PeopleError
from people.limits import limiter
from people.models import Person
from security import public, signed_in

Answer = dict[str, object] | tuple[dict[str, object], int]


def _answered(work: Callable[[], dict[str, object]]) -> Answer:
    """What `work` says, or in words why not."""
    with tongue():
        try:
            return work()
        except VoiceMissing as error:
            return {"error": in_words(error), "field": ""}, 404
        except blind_tokens.TokenSpent as error:
            return {"error": in_words(error), "field": ""}, 409
        except PeopleError as error:
            return {"error": in_words(error), "field": error.field}, 422


@blueprint.post("/voices/signature")
@signed_in
@limiter.limit("60 per minute", key_func=by_me)
def signature() -> Answer:
    """My blinded token, signed; or the key to blind it for, where none came yet."""
    return _answered(lambda: _signed(me()))


@blueprint.post("/v/signature")
@public
@limiter.limit(LIMIT)
def signature_by_link() -> Answer:
    """The same for whoever came by the link of our answer to their mail."""
    return _answered(lambda: _signed(passes.read(request.form.get("pass", ""))))


def _signed(person: Person) -> dict[str, object]:
    purpose, blinded = request.form.get("purpose", ""), request.form.get("blinded", "")
    if not _is_open(purpose):
        raise VoiceError("Load the page once more.")
    with transaction():
        public_key = blind_tokens.open_purpose(purpose)
        numbers = public_key.public_numbers()
        key: dict[str, object] = {"modulus": f"{numbers.n:x}", "exponent": f"{numbers.e:x}"}
        if not blinded:
            return key
        try:
            raw = bytes.fromhex(blinded)
        except ValueError as error:
            raise VoiceError("Load the page once more.") from error
        try:
            return {**key, "signature": blind_tokens.sign(purpose, person, raw).hex()}
        except blind_tokens.AlreadyGranted:
            return {"elsewhere": elsewhere_words()}


def _is_open(purpose: str) -> bool:
    """Of this quarter, or of one in which something was said that stands on the board: agreeing with it takes a token of that time."""
    return purpose == days.purpose_of(today()) or purpose in {days.purpose_of(day) for day in queries.days_said()}


@blueprint.post("/v/hand-in")
@public
@limiter.limit(LIMIT)
def hand_in() -> Answer:
    """It stands on the board, under a pseudonym."""

    def work() -> dict[str, object]:
        kind = request.form.get("kind", "")
        said = Said(Kind(kind) if kind in set(Kind) else Kind.WISH, request.form.get("words", ""))
        handed_in, pseudonym = token(), request.form.get("pseudonym", "")
        with transaction():
            voice, secret = voices.say_under_pseudonym(said, pseudonym, handed_in, now=datetime.now(UTC))
        return {
            "url": url_for("voices.voice", voice_id=voice.id),
            "secret": secret,
            "link": url_for("voices.back", _external=True, _anchor=secret),
        }

    return _answered(work)


@blueprint.post("/v/me-too")
@public
@limiter.limit(LIMIT)
def me_too() -> Answer:
    """One more says so too, or one fewer."""

    def work() -> dict[str, object]:
        number = request.form.get("voice", "")
        voice_id = int(number) if number.isascii() and number.isdigit() and len(number) <= 9 else 0
        change = me_toos.take_back if request.form.get("undo") else me_toos.agree
        handed_in = token()
        with transaction():
            change(voice_id, handed_in)
        return {"done": True}

    return _answered(work)


@blueprint.get("/v/back")
@public
def back() -> str:
    """Where the private link leads. The key stands behind the # of its address, which browsers send to nobody."""
    return _back()


@blueprint.post("/v/back")
@public
@limiter.limit(LIMIT)
def look_back() -> tuple[str, int]:
    """What became of it."""
    with tongue():
        return _of_author(request.form.get("secret", ""))


@blueprint.post("/v/back/words")
@public
@limiter.limit(LIMIT)
def write_anew_unknown() -> tuple[str, int]:
    """What was held back says this now."""
    secret, wrong = request.form.get("secret", ""), ""
    with tongue():
        try:
            with transaction():
                voices.write_anew(voices.of_secret(secret), request.form.get("words", ""))
        except PeopleError as error:
            wrong = in_words(error)
        return _of_author(secret, wrong)


@blueprint.post("/v/back/withdrawal")
@public
@limiter.limit(LIMIT)
def withdraw_unknown() -> tuple[str, int]:
    """It is gone."""
    secret = request.form.get("secret", "")
    with tongue():
        try:
            with transaction():
                voices.withdraw(voices.of_secret(secret))
        except VoiceMissing as error:
            return _back(wrong=in_words(error)), 404
        return _back(told="gone"), 200


def _of_author(secret: str, wrong: str = "") -> tuple[str, int]:
    try:
        voice = queries.one(voices.of_secret(secret).id)
    except VoiceMissing as error:
        return _back(wrong=in_words(error)), 404
    return _back(voice, secret, wrong=wrong), 422 if wrong else 200


def _back(voice: Voice | None = None, secret: str = "", *, told: str = "", wrong: str = "") -> str:
    return page("back.html", voice=voice, secret=secret, told=told, wrong=wrong)
