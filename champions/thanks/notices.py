"""The mail to whoever is thanked, after their quiet hours."""

from datetime import datetime

from champions import signing
from champions.thanks.models import Thanks
from mail import outbox
from people.quiet_hours import after_quiet_hours

THANKED = "champions.thanks"


def thanked(thanks: Thanks, *, now: datetime) -> None:
    """One mail for each."""
    start = thanks.token[: signing.START]
    outbox.post(
        outbox.Post(
            kind=THANKED,
            topic="",  # a matter between the two: no page of mails shows it
            stream=f"thanks:{start}",
            person_id=thanks.to_id,
            recipient=thanks.to.email,
            key=f"{THANKED}:{start}",
            payload={"thanks_id": thanks.id},
            due_at=after_quiet_hours(now, thanks.to),
        ),
        now=now,
    )
