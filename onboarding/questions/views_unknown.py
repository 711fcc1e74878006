"""Doors for somebody whom nobody knows: a question under a pseudonym, and the way back to it. They ask for no cookie and set none, and
write no line of a log. A person is known at one of them only, `signature`, which does not see what it signs.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import render_template, request, url_for
from flask_babel import gettext as _

from champions.errors import ChampionError
from champions.forms import split_words
from champions.views import in_words, row_number
from database import transaction
from onboarding.questions import pseudonyms, queries
from onboarding.questions.asking import Asked
from onboarding.questions.errors import QuestionError, QuestionMissing
from onboarding.questions.models import Question
from onboarding.questions.views import SAYING, blueprint, by_me, today
from onboarding.questions.words import elsewhere_words
from onboarding.views_unknown import LIMIT, token, tongue
from people import blind_tokens
from people.current import me
from people.errors import PeopleError
from people.limits import limiter
from security import public, signed_in

Answer = dict[str, object] | tuple[dict[str, object], int]


def _answered(work: Callable[[], dict[str, object]]) -> Answer:
    """What `work` says, or in words why not."""
    with tongue():
        try:
            return work()
        except QuestionMissing as error:
            return {"error": in_words(error), "field": ""}, 404
        except ChampionError as error:
            return {"error": in_words(error), "field": error.field}, 422
        except PeopleError as error:
            return {"error": _(error.template, **error.values), "field": error.field}, 422


@blueprint.post("/questions/signature")
@signed_in
@limiter.limit("120 per minute", key_func=by_me)
def signature() -> Answer:
    """My blinded token, signed; or the key to blind it for, where none came yet."""
    return _answered(_signed)


def _signed() -> dict[str, object]:
    purpose, blinded = request.form.get("purpose", ""), request.form.get("blinded", "")
    with transaction():
        person = me()
        if purpose not in pseudonyms.purposes_of(person, today()):
            raise QuestionError("Load the page once more.")
        numbers = blind_tokens.open_purpose(purpose).public_numbers()
        key: dict[str, object] = {"modulus": f"{numbers.n:x}", "exponent": f"{numbers.e:x}"}
        if not blinded:
            return key
        try:
            return {**key, "signature": blind_tokens.sign(purpose, person, bytes.fromhex(blinded)).hex()}
        except ValueError as error:
            raise QuestionError("Load the page once more.") from error
        except blind_tokens.AlreadyGranted:
            return {"elsewhere": elsewhere_words()}


@blueprint.post("/q/hand-in")
@public
@limiter.limit(LIMIT)
def hand_in() -> Answer:
    """The question stands there, under a pseudonym."""

    def work() -> dict[str, object]:
        form = request.form
        group_id = form.get("where", type=row_number)
        if form.get("where") and group_id is None:
            raise QuestionError("Choose one of your groups, or every colleague.", field="where")
        asked = Asked(
            title=form.get("title", ""),
            text=form.get("text", ""),
            topics=split_words(form.get("topics", "")),
            group_id=group_id,
            only_group=form.get("only_group") == "y",
        )
        handed_in = token()
        with transaction():
            question, secret = pseudonyms.ask(asked, form.get("pseudonym", ""), handed_in, now=datetime.now(UTC))
            number, title = question.id, question.title
        return {
            "number": number,
            "title": title,
            "url": url_for("questions.question", question_id=number),
            "secret": secret,
            "link": url_for("questions.back", _external=True, _anchor=secret),
        }

    return _answered(work)


@blueprint.get("/q/back")
@public
def back() -> str:
    """Where the private link leads. The key stands behind the # of its address, which browsers send to nobody."""
    return _back()


@blueprint.post("/q/back")
@public
@limiter.limit(LIMIT)
def look_back() -> tuple[str, int]:
    """What colleagues answered."""
    with tongue():
        return _of_asker(request.form.get("secret", ""))


@blueprint.post("/q/back/help")
@public
@limiter.limit(LIMIT)
def mark_unknown() -> tuple[str, int]:
    """This helped, or not after all."""
    reply = request.form.get("reply", 0, type=row_number)
    helped = request.form.get("helped") == "yes"
    return _done(lambda secret, now: pseudonyms.mark(secret, reply, helped=helped, now=now))


@blueprint.post("/q/back/additions")
@public
@limiter.limit(LIMIT)
def add_unknown() -> tuple[str, int]:
    """Something more, below what was asked."""
    words = request.form.get("words", "")
    return _done(lambda secret, now: pseudonyms.add(secret, words, now=now))


@blueprint.post("/q/back/words")
@public
@limiter.limit(LIMIT)
def edit_unknown() -> tuple[str, int]:
    """It reads like this from now on."""
    title, text = request.form.get("title", ""), request.form.get("text", "")
    return _done(lambda secret, now: pseudonyms.edit(secret, title, text, now=now))


@blueprint.post("/q/back/appeal")
@public
@limiter.limit(LIMIT)
def appeal_unknown() -> tuple[str, int]:
    """Somebody else should look at what is held back."""
    words = request.form.get("words", "")
    return _done(lambda secret, now: pseudonyms.appeal(secret, words, now=now))


@blueprint.post("/q/back/removal")
@public
@limiter.limit(LIMIT)
def take_back_unknown() -> tuple[str, int]:
    """It is gone."""
    with tongue():
        try:
            with transaction():
                pseudonyms.take_back(request.form.get("secret", ""))
        except QuestionMissing as error:
            return _back(wrong=in_words(error)), 404
        return _back(told="gone"), 200


def _done(work: Callable[[str, datetime], None]) -> tuple[str, int]:
    """The page of who asked after `work`, or with what is wrong and what they typed."""
    secret = request.form.get("secret", "")
    with tongue():
        try:
            with transaction():
                work(secret, datetime.now(UTC))
        except ChampionError as error:
            return _of_asker(secret, in_words(error))
        return _of_asker(secret)


def _of_asker(secret: str, wrong: str = "") -> tuple[str, int]:
    try:
        with transaction():
            number = pseudonyms.of_secret(secret).id
        return _back(queries.one(number), secret, wrong=wrong), 422 if wrong else 200
    except QuestionMissing as error:
        return _back(wrong=in_words(error)), 404


def _back(question: Question | None = None, secret: str = "", *, told: str = "", wrong: str = "") -> str:
    return render_template(
        "questions/back.html",
        question=question,
        replies=queries.answers_to(question) if question is not None else [],
        hold=queries.hold_on(question) if question is not None and question.held else None,
        secret=secret,
        told=told,
        wrong=wrong,
        typed=request.form if wrong else {},
        today=today(),
        **SAYING,
    )
