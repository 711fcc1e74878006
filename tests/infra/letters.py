"""Messages that are about nothing but themselves, for tests of the outbox: `post("a", stream="s")`, `states()`, `mail_of("a")`.

Their subject is "Letter KEY", and `more` if there is any. `needless=True`: dropped when it would leave; of the kind BROKEN,
`breaks=True`: its words cannot be written; `is_nonsense=True`: they cannot be put into a mail.
"""

from datetime import UTC, datetime

from sqlalchemy import select

from database import db, transaction
from mail import outbox
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders

KIND = "tests.letter"
BROKEN = "tests.broken"
ADA, BO = "ada@brink-waal.example", "bo@brink-waal.example"


@renders(KIND)
def _letters(mails, *, now):
    return [
        None
        if mail.payload.get("needless")
        else Rendering(subject=f"Letter {mail.key}{mail.payload.get('more', '')}", text="Dear", html="<p>Dear</p>")
        for mail in mails
    ]


@renders(BROKEN)
def _broken(mails, *, now):
    return [
        1 / 0
        if mail.payload.get("breaks")
        else Rendering(subject="Whole", text=7 if mail.payload.get("is_nonsense") else "a", html="b")
        for mail in mails
    ]


def letter(key: str, *, stream: str = "s", to: str = ADA, kind: str = KIND, topic: str = "t", **more: object) -> outbox.Post:
    """What to post; fields of `Post` by name, everything else is payload."""
    fields = {name: more.pop(name) for name in ("due_at", "replaceable", "revision", "person_id", "slot") if name in more}
    return outbox.Post(
        **{"person_id": None, **fields}, kind=kind, topic=topic, stream=stream, recipient=to, key=key, payload=more
    )


def post(key: str, *, at: datetime | None = None, **more: object) -> OutgoingMail:
    """One message in a transaction of its own, posted `at` an instant, or now."""
    with transaction():
        outbox.post(letter(key, **more), now=at or datetime.now(UTC))
        return db.session.scalars(select(OutgoingMail).where(OutgoingMail.key == key)).one()


def states() -> dict[str, str]:
    """Where each message is, by key, in the order posted."""
    _read_anew()
    return {mail.key: mail.state.value for mail in db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))}


def mail_of(key: str) -> OutgoingMail:
    """The message as it is now; what happens later does not change it."""
    _read_anew()
    mail = db.session.scalars(select(OutgoingMail).where(OutgoingMail.key == key)).one()
    db.session.expunge(mail)
    return mail


def _read_anew() -> None:
    db.session.rollback()
    db.session.expire_all()
