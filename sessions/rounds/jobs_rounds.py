"""The worker's part of a round: put the groups together, in a process of its own, outside any transaction."""

from datetime import UTC, datetime
from typing import Any

import structlog

from database import db, transaction
from jobs import job, stopping
from sessions.rounds import comparing, intakes, proposing, qualities, rounds
from sessions.rounds.composing_apart import ComposerFailed, compose_apart
from sessions.rounds.compositions import Intake
from sessions.rounds.models import Round, RoundState

log = structlog.get_logger()


@job(proposing.JOB, every_minutes=1)
def compose_all() -> None:
    """Every round that waits for it has its groups. Killed in between, the next worker begins anew: the same sign-ups give the same groups."""
    for round_id in proposing.waiting():
        if stopping():
            return
        compose_one(round_id)
    db.session.remove()


def compose_one(round_id: int) -> None:
    """This round has its groups, or says why not."""
    found = db.session.get(Round, round_id, populate_existing=True)
    if found is None or found.state is not RoundState.COMPOSING:
        return
    began_at, intake = found.compose_began_at, intakes.intake_of(found, rounds.signed_up(found))
    db.session.rollback()  # composing takes its time: no snapshot is held meanwhile
    try:
        composition = compose_apart(intake)
    except ComposerFailed as error:
        log.exception("composer_failed", round=round_id)
        with transaction():
            proposing.fail(round_id, began_at, error.template)
        return
    figures = _compared(intake, quality=proposing.as_figures(qualities.quality(intake, composition.groups)))
    with transaction():
        proposing.keep(round_id, began_at, composition, figures)


def _compared(intake: Intake, *, quality: dict[str, Any]) -> dict[str, Any]:
    compared = comparing.compare(intake)
    return {
        "at": datetime.now(UTC).isoformat(),
        "composed": quality,
        "random": proposing.as_figures(compared.at_random),
        "in_order": proposing.as_figures(compared.by_sign_up),
    }
