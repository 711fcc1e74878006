"""The words of which none may stand in a title, for community managers."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from networks.discovery import word_lists
from networks.discovery.errors import HandOverInvalid
from networks.discovery.forms import WordsForm
from networks.discovery.views import blueprint
from security import manager


@blueprint.get("/networks/discovery/words")
@manager
def word_list() -> str:
    """The list as it counts now."""
    return _page(WordsForm(formdata=None, words="\n".join(word_lists.words())))


def _page(form: WordsForm) -> str:
    return render_template("discovery/words.html", form=form, is_changed=word_lists.is_changed())


@blueprint.post("/networks/discovery/words")
@manager
def change_words() -> tuple[str, int] | Response:
    """This list counts for whatever is read from now on."""
    form = WordsForm()
    if not form.validate():
        return _page(form), 422
    try:
        with transaction():
            word_lists.change(form.words.data or "", now=datetime.now(UTC))
    except HandOverInvalid as error:
        form.complain(error)
        return _page(form), 422
    flash(_("Saved. It counts for whatever is read from now on."), "success")
    return redirect(url_for("discovery.word_list"), 303)


@blueprint.post("/networks/discovery/words/reset")
@manager
def reset_words() -> Response:
    """The list that comes with Foyer counts again."""
    with transaction():
        word_lists.reset()
    flash(_("The list that comes with Foyer counts again."), "success")
    return redirect(url_for("discovery.word_list"), 303)
