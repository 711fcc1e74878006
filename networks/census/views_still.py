"""Is it still so? Answered behind the link of a mail, without signing in."""

from datetime import UTC, datetime

from flask import abort, redirect, render_template, request, url_for
from flask_babel import force_locale
from werkzeug.wrappers import Response

from config import settings
from database import transaction
from networks.census import links, still_so, words
from networks.census.models import NetworkState
from networks.census.still_so import Asked
from networks.census.views import blueprint, gone, in_words
from networks.errors import GroupError, LinkInvalid
from security import public

ANSWERS = {"yes": True, "no": False}


@blueprint.get("/n/still/<token>")
@public
def still_link(token: str) -> tuple[str, int]:
    """What stands there, each with its answers. Opening records nothing."""
    try:
        return _page(links.read_still(token), token)
    except LinkInvalid as error:
        return gone(in_words(error))


@blueprint.post("/n/still/<token>")
@public
def answer_still(token: str) -> tuple[str, int] | Response:
    """It counts, without signing in."""
    said, network_id = ANSWERS.get(request.form.get("answer", "")), request.form.get("network", type=int)
    if said is None or network_id is None:
        abort(400)
    try:
        with transaction():
            still_so.answer(links.read_still(token), network_id, still=said, now=datetime.now(UTC))
    except LinkInvalid as error:
        return gone(in_words(error))
    except GroupError as error:
        return _page(links.read_still(token), token, problem=error)
    return redirect(url_for("census.still_link", token=token, noted=network_id), 303)


def _page(asked: Asked, token: str, *, problem: GroupError | None = None) -> tuple[str, int]:
    with force_locale(asked.person.language or settings().language):
        told = render_template(
            "census/still.html",
            token=token,
            asked=asked,
            noted=request.args.get("noted", type=int),
            wanted=request.args.get("answer", ""),
            problem=in_words(problem) if problem else "",
            sleeps=lambda network: network.state is NetworkState.SLEEPING,
            meets_words=words.meets_words,
        )
        return told, 409 if problem else 200
