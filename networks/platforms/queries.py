"""Reads for the pages of platforms."""

from collections.abc import Sequence

from sqlalchemy import select

from database import db
from networks.platforms.models import PlatformConnection


def platforms() -> Sequence[PlatformConnection]:
    """All of them, in order of name."""
    return db.session.scalars(select(PlatformConnection).order_by(PlatformConnection.name, PlatformConnection.id)).all()
