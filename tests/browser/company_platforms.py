"""Platforms of the company: one that works, one that lacks a right, one that is being tested, one that nobody has tested."""

from datetime import datetime, timedelta

from sqlalchemy import select

from database import db, transaction
from networks.platforms import connections, scim, trials
from networks.platforms.models import PlatformConnection, PlatformKind
from networks.platforms.protocol import Finding


def furnish_platforms(*, now: datetime) -> None:
    """All that pages of platforms can show, through the rules."""
    with transaction():
        for name in ("Directory", "Old directory", "Sign-in of the works", "Workshop"):
            url = f"https://{name.split()[0].lower()}.brink-waal.example/scim/v2"
            connections.connect(PlatformKind.SCIM, name, url, {"token": "open-sesame"}, now=now - timedelta(days=3))
        for name in ("Directory", "Old directory", "Sign-in of the works"):
            trials.ask(connected(name), now=now - timedelta(hours=1))
        works = Finding("A SCIM server answers at this address.", works=True), Finding("Foyer may read people.", works=True)
        lacks = Finding("Foyer may change groups.", works=False, missing=f"{scim.MAY_CHANGE_GROUPS} It says: Read-only client.")
        trials.keep(connected("Directory"), now - timedelta(hours=1), works, now=now)
        trials.keep(connected("Old directory"), now - timedelta(hours=1), [*works, lacks], now=now)


def connected(name: str) -> int:
    """The number of the platform of this name."""
    return db.session.scalars(select(PlatformConnection.id).where(PlatformConnection.name == name)).one()
