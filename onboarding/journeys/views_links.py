"""The pages behind links of mails: my next step, and the question whether I would be a buddy. The link is the key."""

from datetime import UTC, datetime

from flask import redirect, request, url_for
from flask_babel import force_locale
from werkzeug.wrappers import Response

from champions.views import gone
from config import settings
from database import transaction
from onboarding.journeys import buddies, following, links, marks, progress, texts
from onboarding.journeys.errors import JourneyError
from onboarding.journeys.models_following import Follower
from onboarding.journeys.views import blueprint, in_words, page
from onboarding.journeys.views_buddies import ANSWERS, asked_page
from onboarding.journeys.views_following import KINDS
from security import public


@blueprint.get("/j/step/<token>")
@public
def step_link(token: str) -> tuple[str, int]:
    """The one step that comes next."""
    try:
        follower = links.follower_of(token)
    except JourneyError as error:
        return gone(in_words(error))
    with force_locale(texts.language_of(follower.person)):
        state = progress.of(follower, now=datetime.now(UTC))
        return page("journeys/step_link.html", progress=state, follower=follower, journey=follower.journey, token=token), 200


@blueprint.post("/j/step/<token>")
@public
def answer_step(token: str) -> tuple[str, int] | Response:
    """Done, not for me, or no more mails; without signing in."""
    try:
        follower = links.follower_of(token)
        with transaction():
            _take(follower, request.form.get("said", ""), request.form.get("step", ""))
    except JourneyError as error:
        return gone(in_words(error))
    return redirect(url_for("journeys.step_link", token=token), 303)


def _take(follower: Follower, said: str, step: str) -> None:
    if said in {"mails", "no-mails"}:
        following.remind(follower.journey_id, follower.person, wanted=said == "mails")
    elif said in KINDS and step.isascii() and step.isdigit() and len(step) <= 9:
        marks.mark(follower.journey_id, int(step), KINDS[said], by=follower.person, now=datetime.now(UTC))


@blueprint.get("/j/buddy/<token>")
@public
def buddy_link(token: str) -> tuple[str, int]:
    """Would I go along?"""
    try:
        buddy = links.buddy_of(token)
    except JourneyError as error:
        return gone(in_words(error))
    with force_locale(buddy.person.language or settings().language):
        return asked_page(buddy, token), 200


@blueprint.post("/j/buddy/<token>")
@public
def answer_buddy(token: str) -> tuple[str, int] | Response:
    """Yes or no, without signing in; the later word counts."""
    said = ANSWERS.get(request.form.get("answer", ""))
    try:
        buddy = links.buddy_of(token)
        if said is not None:
            with transaction():
                buddies.answer(buddy.id, says_yes=said, by=buddy.person, now=datetime.now(UTC))
    except JourneyError as error:
        return gone(in_words(error))
    return redirect(url_for("journeys.buddy_link", token=token), 303)
