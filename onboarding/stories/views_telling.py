"""Telling one's own story: writing, publishing, taking back, deleting."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions.views import in_words
from database import transaction
from onboarding.stories import access, forms, stories
from onboarding.stories.errors import StoryError, StoryOutdated
from onboarding.stories.views import blueprint
from people.current import me
from security import signed_in

Page = str | Response | tuple[str, int]


@blueprint.get("/stories/new")
@signed_in
def new() -> str:
    """Three prompts."""
    return render_template("stories/form.html", form=forms.new_form(), story=None)


@blueprint.post("/stories")
@signed_in
def tell() -> Page:
    """It is there; nobody else reads it yet."""
    form = forms.new_form()
    if not form.validate():
        return render_template("stories/form.html", form=form, story=None), 422
    try:
        with transaction():
            story_id = stories.tell(me(), form.telling, form.about, now=datetime.now(UTC)).id
    except StoryError as error:
        form.complain(error)
        return render_template("stories/form.html", form=form, story=None), 422
    return redirect(url_for("stories.story", story_id=story_id), 303)


@blueprint.get("/stories/<int:story_id>/edit")
@signed_in
def edit(story_id: int) -> str:
    """My story, as it stands."""
    story = access.own_place(me(), story_id).story
    return render_template("stories/form.html", form=forms.form_of(story), story=story)


@blueprint.post("/stories/<int:story_id>/edit")
@signed_in
def change(story_id: int) -> Page:
    """It says this now."""
    story, form = access.own_place(me(), story_id).story, forms.new_form()
    if not form.validate():
        return render_template("stories/form.html", form=form, story=story), 422
    try:
        with transaction():
            stories.change(story_id, form.telling, form.about, by=me())
    except StoryError as error:
        form.complain(error)
        return render_template("stories/form.html", form=form, story=story), 422
    flash(_("Saved."), "success")
    return _back(story_id)


@blueprint.post("/stories/<int:story_id>/publication")
@signed_in
def publish(story_id: int) -> Response:
    """Colleagues read exactly what I read."""
    try:
        with transaction():
            stories.publish(story_id, seen=request.form.get("seen", ""), by=me(), now=datetime.now(UTC))
    except (StoryOutdated, StoryError) as error:
        flash(in_words(error), "warning")
    else:
        flash(_("Your story is out. You can take it back at any time, and it is gone at once."), "success")
    return _back(story_id)


@blueprint.post("/stories/<int:story_id>/withdrawal")
@signed_in
def withdraw(story_id: int) -> Response:
    """Nobody else reads it any more."""
    with transaction():
        stories.withdraw(story_id, by=me())
    flash(_("Taken back. Nobody but you reads it now."), "success")
    return _back(story_id)


@blueprint.post("/stories/<int:story_id>/removal")
@signed_in
def remove(story_id: int) -> Response:
    """Gone, with what was asked about it."""
    with transaction():
        stories.remove(story_id, by=me())
    flash(_("It is gone."), "success")
    return redirect(url_for("stories.mine"), 303)


@blueprint.post("/stories/<int:story_id>/editor")
@signed_in
def let_edit(story_id: int) -> Response:
    """A community manager may read it first, or may no more."""
    wanted = request.form.get("wanted") == "yes"
    with transaction():
        stories.let_edit(story_id, wanted=wanted, by=me())
    flash(
        _("A community manager may read it and propose words. You decide.") if wanted else _("Nobody else reads it."), "success"
    )
    return _back(story_id)


@blueprint.post("/stories/<int:story_id>/openness")
@signed_in
def take_questions(story_id: int) -> Response:
    """Colleagues may ask me, or may not."""
    wanted = request.form.get("wanted") == "yes"
    with transaction():
        stories.take_questions(story_id, wanted=wanted, by=me())
    flash(_("Colleagues may ask you about it.") if wanted else _("No more questions about it reach you."), "success")
    return _back(story_id)


def _back(story_id: int) -> Response:
    return redirect(url_for("stories.story", story_id=story_id), 303)
