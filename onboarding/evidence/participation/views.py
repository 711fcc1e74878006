"""The page of figures, and a platform's file: choose it, look at what would be shown, say yes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import BinaryIO, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from database import transaction
from look import language
from onboarding.errors import OnboardingError
from onboarding.evidence.participation import arriving, comparing, keeping, pictures, queries, words
from onboarding.evidence.participation.forms import FileForm
from onboarding.evidence.participation.models import Kind
from onboarding.evidence.participation.queries import Figure
from onboarding.evidence.participation.segments import WHOLE, Segment
from onboarding.surveys.questions import USEFUL
from onboarding.voices import days
from people.current import me
from security import manager, signed_in, takes

blueprint = Blueprint("participation", __name__)
WEEKS = (13, 26, 52, 104, 156)
USUAL_WEEKS = 26
LARGEST_FILE = 60  # megabytes
WORDS = {
    "count_words": words.count_words,
    "day_words": words.day_words,
    "in_words": words.in_words,
    "kind_words": words.kind_words,
    "mean_words": words.mean_words,
    "part_words": words.part_words,
    "percent_words": words.percent_words,
    "readers_words": words.readers_words,
    "segment_words": words.segment_words,
    "week_words": words.week_words,
}


def today() -> date:
    """In the company's zone."""
    return days.today(datetime.now(UTC))


@blueprint.get("/evidence/participation")
@signed_in
def index() -> str:
    """How people take part, week by week, as it may be shown."""
    asked = request.args.get("weeks", USUAL_WEEKS, type=int)
    weeks = asked if asked in WEEKS else USUAL_WEEKS
    found = queries.dashboard(_chosen(), weeks=weeks)
    if found is None:
        return render_template("participation/index.html", found=None, **WORDS)
    titles = tuple(sorted(found.titles.items()))
    return render_template(
        "participation/index.html",
        found=found,
        weeks=weeks,
        choices=WEEKS,
        segments=_segments(tuple((one.kind, one.name) for one in found.segments), titles, found.chosen, language()),
        figures=_weeks(
            tuple(found.figures), found.first, found.last.on, words.segment_words(*found.chosen, found.titles), language()
        ),
        statement=USEFUL[language()],
        **WORDS,
    )


# The same figures look the same to everybody: what was drawn once is kept for whoever comes next. All that is in it is told to these two.
@lru_cache(maxsize=64)
def _weeks(figures: Sequence[Figure], first: date, last: date, name: str, _language: str) -> Markup:
    """The picture of a segment, and its numbers."""
    shown = [one for one in figures if one.on >= first]
    drawing = pictures.draw(shown, first=first, last=last)
    history = comparing.history(figures, last)
    return _part("_weeks.html", shown=shown, drawing=drawing, pictures=pictures, history=history, name=name)


@lru_cache(maxsize=256)
def _segments(segments: Sequence[Segment], titles: Sequence[tuple[str, str]], chosen: Segment, _language: str) -> Markup:
    """What can be chosen from."""
    return _part("_segments.html", segments=segments, titles=dict(titles), chosen=chosen)


def _part(template: str, **values: object) -> Markup:
    return Markup(render_template(f"participation/{template}", **values, **WORDS))  # noqa: S704  (a template of ours, which escapes)


def _chosen() -> Segment:
    kind, _colon, name = request.args.get("segment", "").partition(":")
    return (Kind(kind), name[:200]) if kind in set(Kind) else WHOLE


@blueprint.get("/evidence/participation/import")
@manager
def import_page() -> str:
    """A new file, or what the one that was read would show."""
    return _page(FileForm(formdata=None))


def _page(form: FileForm) -> str:
    waiting = keeping.waiting(me(), now=datetime.now(UTC))
    weeks = keeping.weeks_of(waiting) if waiting is not None else {}
    told = keeping.sort(weeks)
    return render_template(
        "participation/import.html",
        form=form,
        waiting=waiting,
        weeks=weeks,
        sorted=told,
        shown=[*told.new, *told.replaced],
        titles=queries.titles_of(
            {one.name for figures in weeks.values() for one in figures if one.kind in {Kind.TOOK_PART, Kind.WAITING}}
        ),
        said=_said,
        **WORDS,
    )


def _said(template: str, values: dict[str, object]) -> str:
    return _(template, **values)


@blueprint.post("/evidence/participation/import")
@manager
@takes(LARGEST_FILE)
def begin_import() -> tuple[str, int] | Response:
    """It is read and added up; nothing of it is shown yet, and the file is gone."""
    form = FileForm()
    if form.validate():
        try:
            arrival = arriving.from_file(cast("BinaryIO", form.file.data.stream), form.called.data or "", today=today())
            with transaction():
                keeping.start(arrival, by=me(), now=datetime.now(UTC))
        except OnboardingError as error:
            form.complain(error)
        else:
            return redirect(url_for("participation.import_page"), 303)
    return _page(form), 422


@blueprint.post("/evidence/participation/import/<int:import_id>/confirmation")
@manager
def confirm_import(import_id: int) -> Response:
    """What the preview shows is shown to everybody."""
    try:
        with transaction():
            told = keeping.confirm(import_id, by=me(), now=datetime.now(UTC), narrow=request.form.get("whole") == "alone")
    except OnboardingError as error:
        flash(words.in_words(error), "danger")
        return redirect(url_for("participation.import_page"), 303)
    said = ngettext("%(num)d week is shown.", "%(num)d weeks are shown.", told.writes)
    if told.staying:
        said += " " + ngettext("%(num)d week stays as it was.", "%(num)d weeks stay as they were.", len(told.staying))
    flash(said, "success")
    return redirect(url_for("participation.index"), 303)


@blueprint.post("/evidence/participation/import/disposal")
@manager
def discard_import() -> Response:
    """What was read is forgotten."""
    with transaction():
        keeping.discard(me())
    flash(_("It is forgotten. Nothing was changed."), "success")
    return redirect(url_for("participation.import_page"), 303)
