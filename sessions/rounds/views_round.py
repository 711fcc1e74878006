"""The rounds there are, and one of them: where it stands, its proposal, what to do next."""

from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from look import language
from paging import Page
from people import serving
from people.current import me
from security import signed_in
from sessions.rounds import access, days, offers, placing, proposing, queries, rounds, words
from sessions.rounds.models import Round, RoundState
from sessions.rounds.queries import Board
from sessions.rounds.views import blueprint, in_words

HAS_PROPOSAL = {RoundState.PROPOSED, RoundState.ASKED, RoundState.PUBLISHED}


@blueprint.get("/rounds", endpoint="index")
@signed_in
def index() -> str:
    """What one can sign up for and did; for who looks after them, every round."""
    looks_after, now = access.may_look_after(me()), datetime.now(UTC)
    return render_template(
        "rounds/index.html",
        looks_after=looks_after,
        open_to_me=queries.open_to(me(), now=now),
        mine=queries.mine(me()),
        hosted=queries.hosted_by(me()),
        listed=queries.by_state() if looks_after else {},
        now=now,
    )


@blueprint.get("/rounds/<int:round_id>", endpoint="round")
@signed_in
def round_page(round_id: int) -> str | Response:
    """For who looks after it; anybody else is led to their own page."""
    if not access.may_look_after(me()):
        access.offered_to(me(), round_id)
        return redirect(url_for("rounds.sign_up", round_id=round_id), 303)
    found, now = access.existing(round_id), datetime.now(UTC)
    board = queries.board(found) if found.state in HAS_PROPOSAL else None
    return render_template(
        "rounds/round.html",
        round=found,
        state=found.standing,
        count=rounds.count_signed_up(found),
        missing=_missing(found, now),
        hosts=offers.hosts(found),
        board=board,
        page=_groups(board),
        unplaced=_unplaced(board),
        remedies=words.remedies_words(found.figures.get("remedies", ()), found),
        rhythm=words.rhythm_words(found),
        times=[words.time_words(at) for at in found.times],
        figures=queries.afterwards(found, now=datetime.now(UTC)) if found.state is RoundState.PUBLISHED else None,
        serves=serving.on_page(serving.Thing.ROUND, found.id, may_plan=True, has_figures=found.state in HAS_PROPOSAL),
        holidays=days.holidays_of(found, language=language()) if found.state in placing.BY_HAND else {},
        to_ask=len(proposing.to_ask(found)) if found.state in placing.BY_HAND else 0,
        takes=found.takes_sign_ups(now),
        words=words,
    )


def _missing(found: Round, now: datetime) -> str:
    missing = rounds.what_is_missing(found, now=now) if found.state is RoundState.DRAFT else None
    return in_words(missing) if missing else ""


def _groups(board: Board | None) -> Page[queries.ShownGroup] | None:
    return _paged(board.groups, "page", 20) if board else None


def _unplaced(board: Board | None) -> Page[queries.ShownPerson] | None:
    return _paged(board.unplaced, "unplaced", 50) if board else None


def _paged(items: list[queries.T], name: str, per_page: int) -> Page[queries.T]:
    last = max(1, -(-len(items) // per_page))
    number = min(max(1, request.args.get(name, 1, type=int)), last)
    start = (number - 1) * per_page
    return Page(items=items[start : start + per_page], number=number, per_page=per_page, total=len(items))
