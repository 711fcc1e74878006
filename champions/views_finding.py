"""Finding an ambassador, and thinking of somebody who would be one."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions import queries, register, words
from champions.errors import ChampionError
from champions.forms import SuggestionForm
from champions.mentorships import asking
from champions.mentorships.models import AskState
from champions.models import Ambassador
from champions.queries import Wanted
from champions.views import blueprint
from database import db, transaction
from people.current import me
from people.forms_naming import one_colleague
from people.models import Person
from security import signed_in


@blueprint.get("/ambassadors")
@signed_in
def index() -> str:
    """Everybody who takes questions, by what they offer."""
    wanted = Wanted(*(request.args.get(name, "")[:100].strip() for name in ("topic", "place", "language")))
    everybody, asked = queries.active(), asking.of(me().id)
    return render_template(
        "champions/index.html",
        wanted=wanted,
        ambassadors=queries.found(wanted, everybody),
        everybody=everybody,
        topics=_offered(everybody, "topics"),
        places=_offered(everybody, "places"),
        languages=sorted({code for one in everybody for code in one.languages}, key=words.language_words),
        language_words=words.language_words,
        spoken=words.spoken,
        times_words=words.times_words,
        mine=queries.mine(me().id),
        is_accompanied=asked is not None and asked.state is AskState.ACCOMPANIED,
    )


def _offered(ambassadors: list[Ambassador], name: str) -> list[str]:
    """Each word once, whatever its capitals."""
    return sorted({word.casefold(): word for one in ambassadors for word in getattr(one, name)}.values(), key=str.casefold)


@blueprint.get("/ambassadors/suggestion")
@signed_in
def suggestion() -> str:
    """Whom do you think of?"""
    return render_template("champions/suggestion.html", form=SuggestionForm(formdata=None))


@blueprint.post("/ambassadors/suggestion")
@signed_in
def suggest() -> tuple[str, int] | Response:
    """That person is asked, and reads why and by whom."""
    form = SuggestionForm()
    person = one_colleague(form.who) if form.validate() else None
    if person is None:
        return render_template("champions/suggestion.html", form=form), 422
    name = person.name
    try:
        with transaction():
            register.suggest(db.session.get_one(Person, person.id), form.words.data or "", by=me(), now=datetime.now(UTC))
    except ChampionError as error:
        form.complain(error)
        return render_template("champions/suggestion.html", form=form), 422
    flash(_("Thank you. %(name)s decides; you hear of it from them, or not.", name=name), "success")
    return redirect(url_for("champions.index"), 303)
