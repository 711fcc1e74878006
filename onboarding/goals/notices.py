"""The mail to whoever is asked to own a goal or a plan, after their quiet hours."""

from datetime import datetime

from mail import outbox
from onboarding.goals.models import Goal, Plan
from people.models import Person
from people.quiet_hours import after_quiet_hours

ASKED = "goals.owner"


def asked(owned: Goal | Plan, person: Person, *, now: datetime) -> None:
    """One mail for each question; a newer one about the same takes its place."""
    kind = "goal" if isinstance(owned, Goal) else "plan"
    outbox.post(
        outbox.Post(
            kind=ASKED,
            topic=f"{kind}:{owned.id}",
            stream=f"{kind}:{owned.id}:person:{person.id}",
            person_id=person.id,
            recipient=person.email,
            key=f"{ASKED}:{kind}:{owned.id}:{person.id}:{now.timestamp():.6f}",
            payload={"kind": kind, "id": owned.id},
            due_at=after_quiet_hours(now, person),
        ),
        now=now,
    )
