"""Formats, for everybody: what there is, and what to expect from it."""

from flask import render_template

from look import language
from people.current import me
from security import signed_in
from sessions import interests
from sessions.kits import formats
from sessions.kits.views import blueprint


@blueprint.get("/formats")
@signed_in
def index() -> str:
    """Every format; for who manages also those that were put away."""
    offered = formats.list_of(language())
    return render_template(
        "formats/index.html",
        formats=offered,
        put_away=formats.list_of(language(), put_away=True) if me().may_manage else [],
        asked=interests.figures([interests.of_format(kit.key) for kit in offered]) if me().may_manage else {},
    )


@blueprint.get("/formats/<key>", endpoint="format")
@signed_in
def format_page(key: str) -> str:
    """What to expect, what a first visit is like, and how it goes; with the kit for who hosts it."""
    topic = interests.of_format(key)
    return render_template(
        "formats/format.html",
        kit=formats.find(key, language()),
        interested=interests.has_asked(topic, me()),
        asked=interests.figures([topic]).get(topic) if me().may_manage else None,
    )
