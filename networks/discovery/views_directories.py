"""Looking for networks among the groups of a directory, for who manages."""

from datetime import UTC, datetime

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from database import transaction
from networks.directories import directories
from networks.discovery import hand_overs
from networks.discovery.errors import HandOverInvalid
from networks.discovery.views import blueprint, in_words
from people.current import me
from people.limits import limiter
from security import manager


def _by_me() -> str:
    return f"discovery:{me().id}"


@blueprint.post("/networks/directories/<int:directory_id>/looks")
@manager
@limiter.limit("20 per hour", key_func=_by_me)
def look(directory_id: int) -> Response:
    """The worker reads its groups; what may be a network waits for who asked."""
    try:
        with transaction():
            taken = hand_overs.take_directory(me(), directories.one(directory_id), now=datetime.now(UTC))
    except HandOverInvalid as error:
        flash(in_words(error), "danger")
        return redirect(url_for("directories.directory", directory_id=directory_id), 303)
    return redirect(url_for("discovery.hand_over_page", hand_over_id=taken.id), 303)
