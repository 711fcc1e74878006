"""The library: what I am shown and why, all stories, one story, asking its teller."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions.errors import ChampionError
from champions.views import row_number
from database import transaction
from onboarding.stories import access, drafts, missing, queries, questions, starts
from onboarding.stories.forms import QuestionForm
from onboarding.stories.models import StartingQuestion
from onboarding.stories.queries import Wanted
from onboarding.stories.views import SAYING, blueprint, by_me
from people import serving
from people.current import me
from people.limits import limiter
from security import signed_in

Page = str | Response | tuple[str, int]


@blueprint.get("/stories")
@signed_in
def index() -> str:
    """From people like you; then all of them."""
    person, now = me(), datetime.now(UTC)
    wanted = Wanted(*(request.args.get(name, "")[:200] for name in ("function", "place", "question")))
    page = queries.on_the_shelf(wanted, request.args.get("page", 1, type=row_number))
    functions, places = queries.facets()
    return render_template(
        "stories/index.html",
        shown=queries.for_reader(person, now=now),
        start=starts.of(person.id),
        questions=list(StartingQuestion),
        page=page,
        wanted=wanted,
        functions=functions,
        places=places,
        gaps=missing.of_person(person),
        may_write_down=drafts.may_write_down(person),
        **SAYING,
    )


@blueprint.post("/me/stories/start")
@signed_in
def start() -> Response:
    """With which question I start, or none."""
    given = request.form.get("question", "")
    with transaction():
        starts.choose(me(), StartingQuestion(given) if given in set(StartingQuestion) else None)
    flash(_("Noted. Nobody else sees it.") if given else _("Noted: nothing of it is kept."), "success")
    return redirect(url_for("stories.index"), 303)


@blueprint.get("/stories/<int:story_id>")
@signed_in
def story(story_id: int) -> str:
    """One story. That it was opened is kept nowhere."""
    return _page(access.place_of(me(), story_id), QuestionForm(formdata=None))


@blueprint.post("/stories/<int:story_id>/questions")
@signed_in
@limiter.limit("20 per day", key_func=by_me, deduct_when=lambda response: response.status_code == 303)
def ask(story_id: int) -> Page:
    """The teller gets it by mail."""
    place, form = access.place_of(me(), story_id), QuestionForm()
    name = place.story.by.name
    if not form.validate():
        return _page(place, form), 422
    try:
        with transaction():
            questions.ask(story_id, form.words.data or "", by=me(), now=datetime.now(UTC))
    except ChampionError as error:
        form.complain(error)
        return _page(access.place_of(me(), story_id), form), 422
    flash(_("%(name)s gets it by mail. The answer, if one comes, reaches you by mail too.", name=name), "success")
    return redirect(url_for("stories.story", story_id=story_id), 303)


def _page(place: access.Place, form: QuestionForm) -> str:
    shared = queries.likenesses(place.story, place.person) if not place.is_mine else ()
    serves = serving.on_page(serving.Thing.STORY, place.story.id, may_plan=place.is_mine)
    return render_template(
        "stories/story.html", serves=serves, place=place, story=place.story, shared=shared, form=form, **SAYING
    )
