"""The pages behind the links of mails, without signing in: a story, words that wait for its teller, a question to them."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps

from flask import redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions.errors import ChampionError
from champions.views import gone, in_words
from config import settings
from database import transaction
from onboarding.stories import access, drafts, links, questions, stories
from onboarding.stories.forms import AnswerForm
from onboarding.stories.models import StoryQuestion
from onboarding.stories.views import SAYING, blueprint
from people.models import Person
from security import public

Page = tuple[str, int] | Response


def _or_gone(view: Callable[[str], Page]) -> Callable[[str], Page]:
    """A link that leads nowhere any more says so."""

    @wraps(view)
    def answered(token: str) -> Page:
        try:
            return view(token)
        except ChampionError as error:
            return gone(in_words(error))

    return answered


@blueprint.get("/m/story/<token>")
@public
@_or_gone
def read(token: str) -> Page:
    """A story, as long as colleagues can read it. That it was opened is kept nowhere."""
    opened = links.read_story(token, now=datetime.now(UTC))
    with force_locale(opened.language):
        return render_template(
            "stories/link.html",
            story=opened.story,
            shared=opened.likenesses,
            photo=access.photo_for_all(opened.story),
            token=token,
            **SAYING,
        ), 200


@blueprint.get("/m/story/draft/<token>")
@public
@_or_gone
def draft_link(token: str) -> Page:
    """May my story say this?"""
    draft = links.read_draft(token)
    with force_locale(_language(draft.story.by)):
        return render_template("stories/draft_link.html", draft=draft, story=draft.story, token=token, **SAYING), 200


@blueprint.post("/m/story/draft/<token>")
@public
@_or_gone
def answer_draft(token: str) -> Page:
    """Yes to exactly these words, or no."""
    draft, said = links.read_draft(token), request.form.get("answer", "")
    teller = draft.story.by
    with force_locale(_language(teller)):
        if said == "yes":
            with transaction():
                here = url_for("stories.story", story_id=drafts.approve(draft.token, by=teller, now=datetime.now(UTC)).id)
            told = _("Your story is out. You can take it back at any time on your own page, and it is gone at once.")
            return gone(told, 200, onward=(here, _("To your story")))
        if said == "no":
            with transaction():
                drafts.decline(draft.token, by=teller)
            return gone(_("Noted, and no reason needed."), 200)
    return redirect(url_for("stories.draft_link", token=token), 303)


@blueprint.get("/m/story/question/<token>")
@public
@_or_gone
def question_link(token: str) -> Page:
    """What a colleague asks me."""
    question = links.read_question(token)
    with force_locale(_language(question.story.by)):
        return _asked(question, token, AnswerForm(formdata=None, meta={"csrf": False})), 200


@blueprint.post("/m/story/question/<token>")
@public
@_or_gone
def answer_question(token: str) -> Page:
    """They get my answer; or no more questions reach me."""
    question = links.read_question(token)
    teller = question.story.by
    with force_locale(_language(teller)):
        if request.form.get("stop"):
            with transaction():
                stories.take_questions(question.story_id, wanted=False, by=teller)
            return gone(_("No more questions about this story reach you. You can change it on its page."), 200)
        form = AnswerForm(meta={"csrf": False})
        if not form.validate():
            return _asked(question, token, form), 422
        try:
            with transaction():
                questions.answer(question.id, form.words.data or "", by=teller, now=datetime.now(UTC))
        except ChampionError as error:
            form.complain(error)
            return _asked(question, token, form), 422
        onward = (url_for("stories.mine"), _("Your stories and questions"))
        return gone(_("Your answer is on its way. They can write back to you."), 200, onward=onward)


def _asked(question: StoryQuestion, token: str, form: AnswerForm) -> str:
    return render_template(
        "stories/question_link.html", question=question, story=question.story, token=token, form=form, **SAYING
    )


def _language(person: Person) -> str:
    return person.language or settings().language
