"""My stories, what I was asked about them, and what I asked."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions.errors import ChampionError
from champions.views import in_words
from database import transaction
from onboarding.stories import drafts, queries, questions
from onboarding.stories.views import SAYING, blueprint
from people.current import me
from security import signed_in


@blueprint.get("/me/stories")
@signed_in
def mine() -> str:
    """Newest first."""
    person = me()
    return render_template(
        "stories/mine.html",
        told=queries.of_teller(person),
        received=queries.asked_of(person),
        asked=queries.asked_by(person),
        **SAYING,
    )


@blueprint.post("/me/stories/drafts/<token>")
@signed_in
def decide(token: str) -> Response:
    """My story says this, or does not."""
    said, person = request.form.get("answer", ""), me()
    to = url_for("stories.mine")
    try:
        if said == "yes":
            with transaction():
                to = url_for("stories.story", story_id=drafts.approve(token, by=person, now=datetime.now(UTC)).id)
            flash(_("Your story is out. You can take it back at any time, and it is gone at once."), "success")
        if said == "no":
            with transaction():
                drafts.decline(token, by=person)
            flash(_("Noted, and no reason needed."), "success")
    except ChampionError as error:
        flash(in_words(error), "warning")
    return redirect(to, 303)


@blueprint.post("/me/stories/questions/<int:question_id>")
@signed_in
def answer(question_id: int) -> Response:
    """They get my answer, and my address with it."""
    try:
        with transaction():
            questions.answer(question_id, request.form.get("words", ""), by=me(), now=datetime.now(UTC))
    except ChampionError as error:
        flash(in_words(error), "warning")
    else:
        flash(_("Your answer is on its way."), "success")
    return redirect(url_for("stories.mine") + "#received", 303)


@blueprint.post("/me/stories/questions/<int:question_id>/removal")
@signed_in
def remove_question(question_id: int) -> Response:
    """Gone for both."""
    with transaction():
        questions.remove(question_id, by=me())
    flash(_("It is gone, for both of you."), "success")
    return redirect(url_for("stories.mine"), 303)
