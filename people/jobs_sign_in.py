"""What remains of sign-in links is cleared away."""

from datetime import UTC, datetime

from database import transaction
from jobs import job
from people import sign_in


@job("people.sign_in", every_minutes=5)
def forget_expired() -> None:
    """Links that have expired are gone, and their mails with them."""
    with transaction():
        sign_in.forget_expired(now=datetime.now(UTC))
