"""The desk of those who look after the board: what waits, answering, putting together, holding back, the poster, launches."""

from datetime import UTC, datetime

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import settings
from database import db, transaction
from look import language, qr_code
from onboarding.voices import answers, launches, letters, merging, moderation, queries
from onboarding.voices.errors import NotPossible, VoiceMissing
from onboarding.voices.forms import AnswerForm, ColleagueForm, LaunchForm, ReasonForm
from onboarding.voices.merging import Pair
from onboarding.voices.models import Kind, VoiceState
from onboarding.voices.views import blueprint, in_words, page, today
from onboarding.voices.views_board import readable, whole
from people import naming
from people.current import me
from people.errors import PeopleError
from people.models import Person
from security import hosts, manager

POSTER_PATH = "/v"


@blueprint.get("/voices/desk")
@manager
def desk() -> str:
    """What waits."""
    return _desk(LaunchForm(formdata=None))


def _desk(form: LaunchForm) -> str:
    return page("desk.html", desk=queries.desk(), timeliness=queries.timeliness(today()), launches=launches.planned(), form=form)


def _to(voice_id: int, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("voices.voice", voice_id=voice_id), 303)


@blueprint.post("/voices/<int:voice_id>/answers")
@hosts
def answer(voice_id: int) -> tuple[str, int] | Response:
    """It is answered, with my name."""
    found, form = readable(voice_id), AnswerForm()
    if not answers.may_answer(found, me()):
        raise VoiceMissing("There is no such wish or concern, or it is not for you to answer it.")
    if form.validate():
        try:
            with transaction():
                state = VoiceState(form.state.data)
                answers.answer(voice_id, state, form.words.data or "", by=me(), now=datetime.now(UTC))
        except PeopleError as error:
            form.complain(error)
        else:
            return _to(voice_id, _("Your answer stands there, for every colleague to read."))
    return whole(readable(voice_id), answer_form=form), 422


@blueprint.post("/voices/<int:voice_id>/answerer")
@manager
def ask(voice_id: int) -> tuple[str, int] | Response:
    """Somebody is asked to answer."""
    form = ColleagueForm()
    person = _colleague(form) if form.validate() else None
    if person is None:
        return whole(readable(voice_id), colleague_form=form), 422
    name = person.name
    with transaction():
        answers.ask(voice_id, db.session.get_one(Person, person.id), now=datetime.now(UTC))
    return _to(voice_id, _("%(name)s is asked by mail.", name=name))


def _colleague(form: ColleagueForm) -> Person | None:
    ids, unclear = naming.find_people(form.colleague.data or "")
    if len(ids) == 1 and not unclear:
        return db.session.get(Person, ids[0])
    said = _("Nobody, or more than one, is called that. Try the e-mail address.")
    form.colleague.errors = [*form.colleague.errors, said]
    return None


@blueprint.post("/voices/<int:voice_id>/holding")
@manager
def hold_back(voice_id: int) -> tuple[str, int] | Response:
    """Colleagues do not read it any more, and its author reads why."""
    form = ReasonForm()
    if form.validate():
        try:
            with transaction():
                moderation.hold_back(voice_id, form.reason.data or "", by=me(), now=datetime.now(UTC))
        except NotPossible as error:
            form.complain(error)
        else:
            return _to(voice_id, _("It is held back. Its author reads your reason, and can write it anew."))
    return whole(readable(voice_id), reason_form=form), 422


@blueprint.post("/voices/<int:voice_id>/showing")
@manager
def show_again(voice_id: int) -> Response:
    """Colleagues read it."""
    with transaction():
        moderation.show_again(voice_id, by=me())
    return _to(voice_id, _("Every colleague reads it now."))


@blueprint.post("/voices/<int:voice_id>/looks")
@manager
def leave(voice_id: int) -> Response:
    """It was looked at, and stays."""
    with transaction():
        moderation.leave(voice_id)
    flash(_("It stays as it is, and the reports are gone."), "success")
    return redirect(url_for("voices.desk"), 303)


def _pair(voice_id: int, other_id: int) -> Pair:
    one, other = readable(voice_id), readable(other_id)
    if not merging.may_merge(one, other):
        raise NotPossible("These two cannot be put together.")
    return merging.pair_of(one, other)


@blueprint.get("/voices/<int:voice_id>/same/<int:other_id>")
@manager
def merge_page(voice_id: int, other_id: int) -> str:
    """Do they say the same?"""
    return page("merge.html", pair=_pair(voice_id, other_id), asked_at=voice_id)


@blueprint.post("/voices/<int:voice_id>/same/<int:other_id>")
@manager
def merge(voice_id: int, other_id: int) -> Response:
    """One stands on the board."""
    with transaction():
        pair = merging.merge(voice_id, other_id)
    return _to(pair.kept.id, _("They stand together now. Below they can be taken apart again."))


@blueprint.post("/voices/<int:voice_id>/separation")
@manager
def split(voice_id: int) -> Response:
    """Each stands for itself again."""
    with transaction():
        merging.split(voice_id)
    return _to(voice_id, _("Each stands for itself again."))


@blueprint.get("/voices/poster")
@manager
def poster() -> str:
    """To print and hang up."""
    address = settings().base_url + POSTER_PATH
    by_mail = [letters.address_of(kind, language()) for kind in Kind]
    return page("poster.html", address=address, qr=qr_code(address), addresses=by_mail)


@blueprint.post("/voices/launches")
@manager
def plan_launch() -> tuple[str, int] | Response:
    """From a day on, the board begins with examples."""
    form = LaunchForm()
    if form.validate():
        try:
            with transaction():
                launches.plan(form.name.data or "", form.launches_on.data)
        except PeopleError as error:
            form.complain(error)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("voices.desk"), 303)
    return _desk(form), 422


@blueprint.post("/voices/launches/<int:launch_id>/removal")
@manager
def forget_launch(launch_id: int) -> Response:
    """As if it had not been planned."""
    try:
        with transaction():
            launches.forget(launch_id)
    except VoiceMissing as error:
        flash(in_words(error), "danger")
    return redirect(url_for("voices.desk"), 303)
