"""`flask people ...`: people, tokens and sign-in links from the terminal."""

import sys
from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from database import db, transaction
from people import erasing, passwords, people, sign_in, tokens
from people.errors import PeopleError, PersonMissing
from people.models import Person, Role

group = AppGroup("people", help="Add people, give them roles, tokens and sign-in links.")


@group.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The person's full name.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default="employee", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read a password from standard input.")
def add(email: str, name: str, role: str, *, password_stdin: bool) -> None:
    """Add a person."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else ""
    try:
        with transaction():
            person = people.add_person(email, name, now=datetime.now(UTC), role=Role(role))
            if password_stdin:
                passwords.set_password(person, password)
    except PeopleError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"{person.name} <{person.email}> is added as {person.role.value.replace('_', ' ')}.")


@group.command("role")
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
def role_of(email: str, role: str) -> None:
    """Give a person another role."""
    try:
        with transaction():
            people.set_role(_person(email), Role(role))
    except PeopleError as error:
        raise click.ClickException(error.message) from error
    click.echo("Done.")


@group.command("token")
@click.argument("email")
@click.option("--label", default="terminal", show_default=True, help="What the token is for.")
def token(email: str, label: str) -> None:
    """Make an API token that acts as a person, and print it. It is shown this once."""
    try:
        with transaction():
            secret = tokens.issue(_person(email), label, now=datetime.now(UTC))
    except PeopleError as error:
        raise click.ClickException(error.message) from error
    click.echo(secret)


@group.command("sign-in-link")
@click.argument("email")
def sign_in_link(email: str) -> None:
    """Print a link that signs a person in once, within half an hour."""
    try:
        with transaction():
            link = sign_in.make_link(_person(email), now=datetime.now(UTC))
            address = sign_in.address_of(link)
    except PeopleError as error:
        raise click.ClickException(error.message) from error
    click.echo(address)


@group.command("deactivate")
@click.argument("email")
def deactivate(email: str) -> None:
    """Shut a person out; what they did stays."""
    try:
        with transaction():
            people.deactivate(_person(email))
    except PeopleError as error:
        raise click.ClickException(error.message) from error
    click.echo("Done.")


@group.command("erase")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask before erasing.")
def erase(email: str, *, yes: bool) -> None:
    """Delete everything Foyer keeps about a person, for good."""
    person = people.by_email(email)
    if person is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    click.echo(f"{person.name} <{person.email}>: answers, attendance, memberships and mail are deleted for good.")
    click.echo("Sessions they hosted stay, without them. A seat they have ahead goes to whoever waits longest.")
    if not (yes or click.confirm("Erase?")):
        click.echo("Nothing was changed.")
        return
    try:
        with transaction():
            erasing.erase(_known(person.id), now=datetime.now(UTC))
    except PeopleError as error:
        raise click.ClickException(error.message) from error
    click.echo("Done. Backups made before today still hold them.")


def _known(person_id: int) -> Person:
    return db.session.get_one(Person, person_id, populate_existing=True)


def _person(email: str) -> Person:
    person = people.by_email(email)
    if person is None or not person.active:
        raise PersonMissing("Nobody active has the address %(address)s.", address=email)
    return person
