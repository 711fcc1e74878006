"""The board, one wish or concern, and saying one with one's name."""

from datetime import UTC, datetime

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from database import transaction
from look import language
from onboarding.voices import answers, launches, letters, merging, moderation, queries, voices
from onboarding.voices.errors import VoiceError
from onboarding.voices.forms import NAME, AnswerForm, ColleagueForm, ReasonForm, VoiceForm
from onboarding.voices.models import Kind, Voice, VoiceState
from onboarding.voices.views import blueprint, page, today, with_agreed
from paging import paginate
from people.current import me
from people.errors import PeopleError
from people.limits import limiter
from security import signed_in

FIRST = 3  # examples at the top


def by_me() -> str:
    """Whom a limit counts."""
    return f"voices:{me().id}"


@blueprint.get("/voices")
@signed_in
def index() -> str:
    """Before the launch what people say comes first; afterwards what became of it."""
    kind, state = (request.args.get(name, "") for name in ("kind", "state"))
    chosen = Kind(kind) if kind in set(Kind) else None
    standing = VoiceState(state) if state in set(VoiceState) else None
    found = paginate(queries.board(chosen, standing), request.args.get("page", 1, type=int), per_page=20)
    return page(
        "index.html",
        page=found,
        kind=chosen,
        state=standing,
        kinds=list(Kind),
        states=list(VoiceState),
        has_launched=launches.has_launched(today()),
        examples=queries.done(most=FIRST),
        timeliness=queries.timeliness(today()),
        **with_agreed(found.items),
    )


@blueprint.get("/voices/done")
@signed_in
def done() -> str:
    """You said, we did."""
    return page(
        "done.html",
        done=queries.done(),
        in_progress=queries.done(state=VoiceState.IN_PROGRESS),
        not_now=queries.done(state=VoiceState.NOT_NOW),
        timeliness=queries.timeliness(today()),
    )


@blueprint.get("/voices/new")
@signed_in
def new() -> str:
    """An empty form."""
    kind = request.args.get("kind", Kind.WISH.value)
    return _form(VoiceForm(formdata=None, kind=kind if kind in set(Kind) else Kind.WISH.value))


def _form(form: VoiceForm, likely: list[Voice] | None = None) -> str:
    return page(
        "new.html",
        form=form,
        likely=likely or [],
        addresses=[letters.address_of(kind, language()) for kind in Kind],
        **with_agreed([]),
    )


@blueprint.get("/voices/known")
@signed_in
@limiter.limit("60 per minute", key_func=by_me)
def known() -> dict[str, object]:
    """What stands on the board, for the browser to compare: what somebody types there is sent nowhere before they say so."""
    return {"voices": [{"words": one.words, "url": url_for("voices.voice", voice_id=one.id)} for one in queries.known()]}


@blueprint.post("/voices")
@signed_in
@limiter.limit("30 per day", key_func=by_me, deduct_when=lambda response: response.status_code == 303)
def say() -> tuple[str, int] | Response:
    """It stands on the board, with my name. If it may be there already, the page asks once."""
    form = VoiceForm()
    if not form.validate():
        return _form(form), 422
    if form.way.data != NAME:
        form.way.errors = [_("A pseudonym takes JavaScript and a secure connection. Nothing was kept of what you sent.")]
        return _form(form), 422
    likely = queries.likely_same(form.words.data or "", kind=form.said.kind) if "seen" not in request.form else []
    if likely:
        return _form(form, likely), 422
    try:
        with transaction():
            said = voices.say(form.said, by=me(), words_stay=bool(form.words_stay.data), now=datetime.now(UTC))
    except PeopleError as error:
        form.complain(error)
        return _form(form), 422
    flash(_("It stands on the board now. An answer comes under this text, and to you by mail."), "success")
    return redirect(url_for("voices.voice", voice_id=said.id), 303)


@blueprint.get("/voices/<int:voice_id>")
@signed_in
def voice(voice_id: int) -> str | Response:
    """What was said, what was answered, and what can be done with it."""
    found = readable(voice_id)
    if found.merged_into_id is not None:
        return redirect(url_for("voices.voice", voice_id=found.merged_into_id), 303)
    return whole(found)


def readable(voice_id: int) -> Voice:
    """What this reader may read: community managers also what is held back. Raises NotFound."""
    found = queries.one(voice_id)
    if found is None or not (found.is_shown or me().may_manage):
        raise NotFound
    return found


def whole(found: Voice, **forms: object) -> str:
    """The page of one, with its forms as they were sent, if they were."""
    looks_after = me().may_manage
    given = {
        "answer_form": AnswerForm(formdata=None, state=found.state.value if found.answers else VoiceState.HEARD.value),
        "colleague_form": ColleagueForm(formdata=None),
        "reason_form": ReasonForm(formdata=None),
    }
    return page(
        "voice.html",
        voice=found,
        merged=merging.merged_into(found),
        is_mine=found.person_id == me().id,
        may_answer=answers.may_answer(found, me()) and not found.is_merged,
        may_decide=moderation.may_take_second_look(found, me()),
        likely=queries.likely_same(found.words, but=found.id, kind=found.kind) if looks_after and found.is_shown else [],
        **{**given, **forms},
        **with_agreed([found]),
    )


@blueprint.post("/voices/<int:voice_id>/reports")
@signed_in
@limiter.limit("10 per day", key_func=by_me)
def report(voice_id: int) -> Response:
    """Somebody looks at it; who reported it is not kept."""
    try:
        with transaction():
            moderation.report(voice_id, request.form.get("reason", ""), now=datetime.now(UTC))
    except VoiceError as error:
        if not error.field:
            raise
        flash(_(error.template, **error.values), "danger")
    else:
        flash(
            _("Thank you. A community manager looks at it within three working days. It is not kept that it was you."),
            "success",
        )
    return redirect(url_for("voices.voice", voice_id=voice_id), 303)
