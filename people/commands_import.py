"""`flask people import FILE`: the same import as on the page, from the terminal."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

import jobs
from database import db, transaction
from people import imports
from people.errors import PeopleError
from people.import_lines import FIELDS
from people.models import PeopleImport


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--column", "columns", multiple=True, metavar="FIELD=HEADING", help="Which column is what, when the headings do not say."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before importing.")
@with_appcontext
def import_file(file: Path, columns: tuple[str, ...], *, dry_run: bool, yes: bool) -> None:
    """Add and update people from a CSV file; nobody is deleted."""
    try:
        with transaction(), file.open("rb") as content:
            import_ = imports.start(content, file.name, by=None, now=datetime.now(UTC))
            import_id = imports.choose_columns(import_.id, _mapping(import_, columns)).id
        jobs.run_now("people.import", import_id)
        _tell(import_id)
        if dry_run or not (yes or click.confirm("Import?")):
            with transaction():
                imports.discard(import_id)
            click.echo("Nothing was changed.")
            return
        with transaction():
            imports.confirm(import_id)
        jobs.run_now("people.import", import_id)
    except PeopleError as error:
        raise click.ClickException(error.message) from error
    done = _import(import_id)
    click.echo(f"Done: {done.added} added, {done.changed} changed, {done.unchanged} unchanged, {done.refused} refused.")


def _mapping(import_: PeopleImport, columns: tuple[str, ...]) -> dict[str, int]:
    mapping = dict(import_.mapping)
    for entry in columns:
        field, _equals, heading = entry.partition("=")
        if field not in FIELDS or heading not in import_.columns:
            raise PeopleError(
                "%(entry)s does not fit. Fields: %(fields)s. Headings: %(headings)s.",
                entry=entry,
                fields=", ".join(FIELDS),
                headings=", ".join(import_.columns),
            )
        mapping[field] = import_.columns.index(heading)
    return mapping


def _tell(import_id: int) -> None:
    import_ = _import(import_id)
    click.echo(
        f"{import_.added} new, {import_.changed} changed, {import_.unchanged} unchanged, {import_.refused} refused, "
        f"of {import_.lines} lines ({import_.encoding}, separated by {import_.separator!r})."
    )
    for line, _field, template, values in import_.preview.get("refused", []):
        click.echo(f"  line {line}: {template % values if values else template}")


def _import(import_id: int) -> PeopleImport:
    db.session.rollback()
    return db.session.get_one(PeopleImport, import_id, populate_existing=True)
