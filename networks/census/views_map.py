"""The map of networks, for community managers: as a picture and as a table, and between whom there is no network."""

from flask import render_template, request
from flask_babel import gettext as _

from networks.census import pictures, queries_map, words
from networks.census.models import NetworkState, Purpose
from networks.census.spread import ELSEWHERE, Band, Shared, Side, bands, grid, sharing
from networks.census.views import blueprint
from security import manager


@blueprint.get("/networks/map", endpoint="map")
@manager
def network_map() -> str:
    """Networks by place and purpose, how far they reach, and who shares none."""
    chosen = request.args.get("between", "")
    side = Side(chosen) if chosen in set(Side) else Side.DEPARTMENT
    networks = queries_map.mapped()
    awake = [network for network in networks if network.state is not NetworkState.SLEEPING]
    departments = queries_map.listed(Side.DEPARTMENT)
    sites = queries_map.headcounts(Side.PLACE)
    found = grid(networks, sites)
    reach = bands(awake, departments)
    counts, listed = (sites, queries_map.listed(side)) if side is Side.PLACE else (queries_map.headcounts(side), departments)
    return render_template(
        "census/map.html",
        grid=found,
        drawing=pictures.draw(found),
        bars=pictures.bars(reach),
        pictures=pictures,
        purposes=list(Purpose),
        sharing=sharing(counts, listed),
        side=side,
        sides=list(Side),
        some=bool(networks),
        purpose_words=words.purpose_words,
        state_words=words.state_words,
        place_words=place_words,
        band_words=band_words,
        side_words=side_words,
        shared_words=shared_words,
    )


def place_words(place: str) -> str:
    """What a row is called."""
    return _("All others") if place == ELSEWHERE else place or _("Not known")


def side_words(side: Side) -> str:
    """Between what."""
    return {Side.DEPARTMENT: _("Departments"), Side.PLACE: _("Places")}[side]


def band_words(band: Band) -> str:
    """How far."""
    return {
        Band.ONE: _("one department"),
        Band.SOME: _("two to four departments"),
        Band.MANY: _("five departments or more"),
        Band.UNSAID: _("too few people to say"),
    }[band]


def shared_words(shared: Shared) -> str:
    """Whether two share one."""
    return {Shared.YES: _("share one"), Shared.NONE: _("none known")}[shared]
