"""The map of ambassadors, for community managers: where nobody is near."""

from flask import render_template, request
from flask_babel import gettext as _

from champions import queries_coverage, words
from champions.coverage import COLUMNS, ELSEWHERE, ROWS, Level, Side, heat
from champions.views import blueprint
from security import manager


@blueprint.get("/ambassadors/map")
@manager
def coverage() -> str:
    """Departments or functions by places or languages, as a table of words and colours."""
    rows = _side("rows", ROWS)
    columns = _side("columns", COLUMNS)
    found = heat(queries_coverage.colleagues(rows, columns), queries_coverage.helpers(rows, columns))
    return render_template(
        "champions/coverage.html",
        heat=found,
        rows=rows,
        columns=columns,
        row_sides=ROWS,
        column_sides=COLUMNS,
        side_words=side_words,
        level_words=level_words,
        head_words=lambda column: head_words(column, columns),
    )


def side_words(side: Side) -> str:
    """What the rows or columns are called."""
    return {
        Side.DEPARTMENT: _("Department"),
        Side.FUNCTION: _("Function"),
        Side.PLACE: _("Place"),
        Side.LANGUAGE: _("Language"),
    }[side]


def level_words(level: Level) -> str:
    """What is said of a place."""
    return {
        Level.NOBODY: _("nobody near"),
        Level.THIN: _("one for many"),
        Level.NEAR: _("somebody near"),
        Level.UNSAID: _("too few people to say"),
    }[level]


def head_words(column: str, side: Side) -> str:
    """What a column is called."""
    if column == ELSEWHERE:
        return _("All others")
    if not column:
        return _("Not known")
    return words.language_words(column) if side is Side.LANGUAGE else column


def _side(name: str, known: tuple[Side, ...]) -> Side:
    given = request.args.get(name, "")
    return Side(given) if given in known else known[0]
