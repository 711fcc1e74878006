"""Doors for people who are not known, or known by a link only. What is answered comes here without a cookie; these pages set none, and
write no line of a log.

A person is known at `signature` and `signature_by_link`, which do not see what they sign, and on the page of their link.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import request
from flask_babel import force_locale

from config import settings
from database import transaction
from look import LANGUAGES
from onboarding import views_unknown
from onboarding.surveys import answering, links, questions, surveys
from onboarding.surveys.errors import AlreadyAnswered, SurveyError, SurveyMissing
from onboarding.surveys.views import blueprint, in_words, page
from onboarding.surveys.views_reading import by_me
from people import blind_tokens
from people.current import me
from people.errors import PeopleError
from people.limits import limiter
from people.models import Person
from security import public, signed_in

Answer = dict[str, object] | tuple[dict[str, object], int]
LIMIT = "120 per minute"  # of one address: a company may be behind one


@blueprint.get("/s/<token>")
@public
def link(token: str) -> str:
    """The questions, for whoever has the link. That it was opened is kept nowhere."""
    wave_id, person = links.read(token)
    with force_locale(_language(person)):
        wave = answering.asked(wave_id, person, now=datetime.now(UTC))
        can_say = answering.can_say_department(wave.survey_id, person, wave)
        return page(
            "answer_link.html", wave=wave, person=person, owner=views_unknown.drawer_of(person), can_say=can_say, the_pass=token
        )


@blueprint.post("/s/<token>/stop")
@public
@limiter.limit(LIMIT)
def stop_by_link(token: str) -> tuple[str, int]:
    """This survey asks whoever has the link no more."""
    wave_id, person = links.read(token)
    with force_locale(_language(person)):
        wave = answering.asked(wave_id, person, now=datetime.now(UTC))
        with transaction():
            surveys.stop_asking(wave.survey_id, person)
        return page("stopped.html"), 200


@blueprint.post("/surveys/signature")
@signed_in
@limiter.limit("60 per minute", key_func=by_me)
def signature() -> Answer:
    """My blinded token, signed; or the key to blind it for, where none came yet."""
    return _answered(lambda: _signed(_number("wave"), me()))


@blueprint.post("/s/signature")
@public
@limiter.limit(LIMIT)
def signature_by_link() -> Answer:
    """The same for whoever came by the link of their mail."""

    def work() -> dict[str, object]:
        wave_id, person = links.read(request.form.get("pass", ""))
        if wave_id != _number("wave"):
            raise SurveyMissing("There is no such survey, or it does not ask you.")
        return _signed(wave_id, person)

    return _answered(work)


def _signed(wave_id: int, person: Person) -> dict[str, object]:
    now, blinded = datetime.now(UTC), request.form.get("blinded", "")
    wave = answering.asked(wave_id, person, now=now)
    with transaction():
        numbers = blind_tokens.open_purpose(wave.purpose).public_numbers()
        key: dict[str, object] = {"modulus": f"{numbers.n:x}", "exponent": f"{numbers.e:x}"}
        if not blinded:
            return key
        try:
            raw = bytes.fromhex(blinded)
        except ValueError as error:
            raise SurveyError("Load the page once more.") from error
        try:
            return {**key, "signature": answering.sign(wave_id, person, raw, now=now).hex()}
        except blind_tokens.AlreadyGranted as error:
            return {"elsewhere": in_words(error)}


@blueprint.post("/s/hand-in")
@public
@limiter.limit(LIMIT)
def hand_in() -> Answer:
    """It counts, and nobody can tell whose it is."""

    def work() -> dict[str, object]:
        token = blind_tokens.read(request.form.get("prepared", ""), request.form.get("signature", ""))
        said = {place: request.form.get(f"q{place}", "") for place in range(questions.MOST)}
        with transaction():
            answering.give(_number("wave"), token, said, request.form.get("department", "")[:200], now=datetime.now(UTC))
        return {"done": True}

    return _answered(work)


def _number(name: str) -> int:
    given = request.form.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= 9 else 0


def _answered(work: Callable[[], dict[str, object]]) -> Answer:
    """What `work` says, or in words why not, in the language of the page: no cookie says it here."""
    chosen = request.form.get("language", "")
    liked = request.accept_languages.best_match(LANGUAGES) or settings().language
    with force_locale(chosen if chosen in LANGUAGES else liked):
        try:
            return work()
        except PeopleError as error:
            return {"error": in_words(error), "field": error.field}, _code(error)


def _code(error: PeopleError) -> int:
    if isinstance(error, SurveyMissing):
        return 404
    return 409 if isinstance(error, AlreadyAnswered) else 422


def _language(person: Person) -> str:
    return person.language or settings().language
