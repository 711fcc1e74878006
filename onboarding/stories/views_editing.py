"""Words for the stories of others: proposed by community managers, written down by ambassadors; and which stories are missing."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions.errors import ChampionError
from database import db, transaction
from onboarding.stories import access, drafts, forms, inviting, missing, queries, stories
from onboarding.stories.errors import StoryMissing
from onboarding.stories.forms import ForColleagueForm, TellingForm
from onboarding.stories.views import SAYING, blueprint
from people.current import me
from people.forms_naming import one_colleague
from people.models import Person
from security import manager, signed_in

Page = str | Response | tuple[str, int]


@blueprint.get("/stories/for-a-colleague")
@signed_in
def for_colleague() -> str:
    """What somebody told me, written down."""
    _guard()
    return render_template("stories/for_colleague.html", form=ForColleagueForm(formdata=None))


@blueprint.post("/stories/for-a-colleague")
@signed_in
def write_down() -> Page:
    """The colleague decides; nobody else reads it before."""
    _guard()
    form = ForColleagueForm()
    person = one_colleague(form.who) if form.validate() else None
    if person is None:
        return render_template("stories/for_colleague.html", form=form), 422
    name = person.name
    try:
        with transaction():
            drafts.write_down(db.session.get_one(Person, person.id), form.telling, by=me(), now=datetime.now(UTC))
    except ChampionError as error:
        form.complain(error)
        return render_template("stories/for_colleague.html", form=form), 422
    flash(_("%(name)s gets it by mail. Nobody else reads it before their yes.", name=name), "success")
    return redirect(url_for("stories.index"), 303)


@blueprint.get("/stories/<int:story_id>/proposal")
@signed_in
def proposal(story_id: int) -> str:
    """The story as it stands, to say it better."""
    place = access.place_to_propose(me(), story_id)
    return render_template("stories/proposal.html", story=place.story, form=forms.draft_form_of(place.story))


@blueprint.post("/stories/<int:story_id>/proposal")
@signed_in
def propose(story_id: int) -> Page:
    """The teller is asked; until then it says what it said."""
    story, form = access.place_to_propose(me(), story_id).story, TellingForm()
    name = story.by.name
    if not form.validate():
        return render_template("stories/proposal.html", story=story, form=form), 422
    try:
        with transaction():
            drafts.propose(story_id, form.telling, by=me(), now=datetime.now(UTC))
    except ChampionError as error:
        form.complain(error)
        return render_template("stories/proposal.html", story=story, form=form), 422
    flash(_("%(name)s gets it by mail. The story says what it said until their yes.", name=name), "success")
    return redirect(url_for("stories.story", story_id=story_id), 303)


@blueprint.post("/stories/<int:story_id>/takedown")
@manager
def take_off(story_id: int) -> Response:
    """Colleagues read it no more."""
    with transaction():
        stories.take_off(story_id, by=me(), now=datetime.now(UTC))
    flash(_("It is off the page. Its teller keeps it, and reads that it was taken off."), "success")
    return redirect(url_for("stories.index"), 303)


@blueprint.get("/stories/editing")
@manager
def editing() -> str:
    """What tellers let us read first, and what is missing."""
    return render_template("stories/editing.html", waiting=queries.wanting_an_editor(me()), gaps=missing.gaps(), **SAYING)


@blueprint.post("/stories/missing")
@manager
def invite() -> Response:
    """Ambassadors near by hear of it."""
    with transaction():
        inviting.invite(request.form.get("gap", ""), by=me(), now=datetime.now(UTC))
    flash(_("Ambassadors near by hear of it, as far as they like such mails. It stands on their own pages too."), "success")
    return redirect(url_for("stories.editing"), 303)


def _guard() -> None:
    if not drafts.may_write_down(me()):
        raise StoryMissing(
            "Community managers and ambassadors write down what colleagues tell them. Tell your own story instead."
        )
