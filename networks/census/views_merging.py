"""Two entries for one network are put together, after a look, and can be taken apart again."""

from datetime import UTC, datetime

from flask import render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from networks.census import access, merging, words
from networks.census.errors import NetworkMissing
from networks.census.merging import Pair
from networks.census.views import back_to, blueprint
from people.current import me
from security import hosts


@blueprint.get("/networks/<int:network_id>/same/<int:other_id>")
@hosts
def merge_page(network_id: int, other_id: int) -> str:
    """Are they the same?"""
    pair = _pair(network_id, other_id)
    return render_template("census/merge.html", pair=pair, asked_at=network_id, meets_words=words.meets_words)


def _pair(network_id: int, other_id: int) -> Pair:
    one, other = (access.place_of(me(), id_).network for id_ in (network_id, other_id))
    pair = merging.pair_of(one, other)
    if one.id == other.id or not merging.may_merge(pair, me()):
        raise NetworkMissing("There is no such network, or it is not for you to put these two together.")
    return pair


@blueprint.post("/networks/<int:network_id>/same/<int:other_id>")
@hosts
def merge(network_id: int, other_id: int) -> Response:
    """One entry is left."""
    with transaction():
        pair = merging.merge(network_id, other_id, by=me(), now=datetime.now(UTC))
    return back_to(
        pair.kept.id,
        _("“%(name)s” leads here now. If it was another one after all, take them apart below.", name=pair.given_up.name),
    )


@blueprint.post("/networks/<int:network_id>/separation")
@hosts
def split(network_id: int) -> Response:
    """They are entries of their own again."""
    with transaction():
        merging.split(network_id, by=me(), now=datetime.now(UTC))
    return back_to(network_id, _("They are two entries again."))
