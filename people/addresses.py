"""Further addresses: where a person answers from, beside the address Foyer knows them by. Confirmed by a link before they count.

They sign nobody in and receive nothing of what is sent to the person. An address is one person's, main or further; as somebody's main
address it is theirs, whoever had confirmed it before.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import and_, bindparam, delete, exists, select

from config import settings
from database import alone, db
from mail import outbox
from people import people
from people.errors import AddressTaken, LinkInvalid, PeopleError
from people.models import FurtherAddress, Person

VALID = timedelta(days=7)
ASKS_AGAIN_AFTER = timedelta(days=30)  # a person who did not say yes to an address is not pressed
MOST = 10
CONFIRMATION = "people.address_confirmation"  # to the new address: is this yours?
AGREEMENT = "people.address_agreement"  # to the main address: an answer came from there, shall we remember it?
TAKEN = "This address belongs to somebody already."
# Confirmed, and nobody's main address: who comes into Foyer with an address has it.
_OTHER = Person.metadata.tables[Person.__tablename__].alias("other")
_COUNTS = and_(FurtherAddress.confirmed_at.is_not(None), ~exists().where(_OTHER.c.email == FurtherAddress.email))
_OF_PEOPLE = select(FurtherAddress.person_id, FurtherAddress.email).where(
    FurtherAddress.person_id.in_(bindparam("ids", expanding=True)), _COUNTS
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link asks: is this address this person's? `is_confirmed`: it has been said already."""

    person: Person
    email: str
    is_confirmed: bool


def addresses_of(person: Person) -> frozenset[str]:
    """Every address whose answers are this person's, in lower case."""
    return of_people([person])[person.id]


def of_people(persons: Collection[Person]) -> dict[int, frozenset[str]]:
    """The same for several people, by person id. One query."""
    found = {person.id: {person.email} for person in persons}
    for person_id, email in db.session.execute(_OF_PEOPLE, {"ids": list(found)}):
        found[person_id].add(email)
    return {person_id: frozenset(emails) for person_id, emails in found.items()}


def owner(email: str) -> Person | None:
    """Whose address this is, main or further; None when nobody's."""
    main = people.by_email(email)
    if main is not None:
        return main
    query = select(Person).join(FurtherAddress, FurtherAddress.person_id == Person.id)
    return db.session.scalar(
        query.where(FurtherAddress.email == people.address_key(email), FurtherAddress.confirmed_at.is_not(None))
    )


def names_of(emails: Collection[str]) -> dict[str, str]:
    """The names of those whose main or further addresses these are, by address in lower case. Two queries."""
    further = select(FurtherAddress.email, Person.name).join(Person, Person.id == FurtherAddress.person_id)
    main = select(Person.email, Person.name).where(Person.email.in_(emails))
    found = dict(db.session.execute(further.where(FurtherAddress.email.in_(emails), _COUNTS)).all())
    return {**found, **dict(db.session.execute(main).all())}


def owners(emails: Collection[str]) -> dict[str, Person]:
    """The active people whose main or further addresses these are, by address in lower case. Two queries."""
    further = select(FurtherAddress.email, Person).join(Person, Person.id == FurtherAddress.person_id)
    found: dict[str, Person] = dict(
        db.session.execute(further.where(FurtherAddress.email.in_(emails), Person.active, _COUNTS)).all()
    )
    for person in db.session.scalars(select(Person).where(Person.email.in_(emails), Person.active)):
        found[person.email] = person
    return found


def people_by_address() -> dict[str, int]:
    """The numbers of all active people, by their main and further addresses in lower case. Two queries."""
    further = select(FurtherAddress.email, FurtherAddress.person_id).join(Person, Person.id == FurtherAddress.person_id)
    found = dict(db.session.execute(further.where(Person.active, _COUNTS)).all())
    return {**found, **dict(db.session.execute(select(Person.email, Person.id).where(Person.active)).all())}


def list_of(person: Person) -> Sequence[FurtherAddress]:
    """The person's further addresses, those that wait for their link too, oldest first."""
    query = select(FurtherAddress).where(FurtherAddress.person_id == person.id).order_by(FurtherAddress.id)
    return db.session.scalars(query).all()


def add(person: Person, raw: str, *, now: datetime) -> FurtherAddress:
    """A link is on its way to this address; it counts once somebody who reads its mail has followed it.

    Raises PeopleError for what is no address, AddressTaken for one of this person's own.
    """
    email = people.normalise_email(raw)
    known = {address.email: address for address in list_of(person)}
    if email == person.email or (email in known and known[email].confirmed_at is not None):
        raise AddressTaken("This address is yours already.", field="email")
    if len(known) >= MOST and email not in known:
        raise PeopleError("Ten further addresses are enough. Remove one first.", field="email")
    address = known.get(email) or FurtherAddress(person_id=person.id, email=email)
    address.asked_at, address.asks_owner = now, False
    db.session.add(address)
    db.session.flush()
    if owner(email) is None:  # of somebody's address nothing is said: who is known here is not for everybody to find out
        _post(person, address, recipient=email, now=now)
    return address


def ask_owner(person: Person, email: str, *, now: datetime) -> bool:
    """The person is asked by mail whether this address is theirs, and to be remembered. Returns whether they are.

    Not for an address of somebody, nor once more within a month: no answer is an answer.
    """
    try:
        email = people.normalise_email(email)
    except PeopleError:
        return False
    known = next((address for address in list_of(person) if address.email == email), None)
    if owner(email) is not None or (known is not None and known.asked_at > now - ASKS_AGAIN_AFTER) or not person.active:
        return False
    address = known or FurtherAddress(person_id=person.id, email=email)
    address.asked_at, address.asks_owner = now, True
    db.session.add(address)
    db.session.flush()
    _post(person, address, recipient=person.email, now=now)
    return True


def mail_key(address: FurtherAddress) -> str:
    """The key of the mail with its link: numbers of removed addresses are given again, and a link may be asked for anew."""
    kind = AGREEMENT if address.asks_owner else CONFIRMATION
    return f"{kind}:{address.id}:{sha256(repr(_named(address)).encode()).hexdigest()[:32]}"


def _post(person: Person, address: FurtherAddress, *, recipient: str, now: datetime) -> None:
    kind = AGREEMENT if address.asks_owner else CONFIRMATION
    outbox.post(
        outbox.Post(
            kind=kind,
            topic="",
            stream=f"{kind}:{address.id}",
            person_id=person.id,
            recipient=recipient,
            key=mail_key(address),
            payload={"address_id": address.id},
        ),
        now=now,
    )


def link_to(address: FurtherAddress) -> str:
    """The link as it is mailed. It names the row and when it was asked: a removed or newly asked address has another."""
    return f"{settings().base_url}/addresses/{_serializer().dumps(_named(address))}"


def _named(address: FurtherAddress) -> list[object]:
    return [address.id, address.email, address.asked_at.isoformat()]


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.further-address")


def asked_by(token: str, *, now: datetime) -> Asked:
    """What a link asks; opening it confirms nothing. Raises LinkInvalid."""
    address, person = _of_link(token, now=now)
    return Asked(person, address.email, address.confirmed_at is not None)


def confirm(token: str, *, now: datetime) -> Asked:
    """Answers from this address count as the person's. Raises LinkInvalid, and AddressTaken when it is somebody else's by now."""
    alone("people.addresses")  # of two people who confirm the same address at once, the second meets the first
    address, person = _of_link(token, now=now)
    holder = owner(address.email)
    if holder is not None and holder.id != person.id:
        raise AddressTaken(TAKEN, field="email")
    address.confirmed_at = address.confirmed_at or now
    db.session.flush()
    return Asked(person, address.email, is_confirmed=True)


def _of_link(token: str, *, now: datetime) -> tuple[FurtherAddress, Person]:
    try:
        named = _serializer().loads(token)
    except BadSignature as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    address = db.session.get(FurtherAddress, named[0])
    if address is None or _named(address) != named or address.asked_at <= now - VALID:
        raise LinkInvalid("This link is too old, or the address was removed.")
    person = db.session.get_one(Person, address.person_id)
    if not person.active:
        raise LinkInvalid("This link is too old, or the address was removed.")
    return address, person


def remove(address_id: int, *, person: Person) -> None:
    """Answers from this address are nobody's any more. Raises PeopleError when the person has no such address."""
    removed = db.session.execute(
        delete(FurtherAddress).where(FurtherAddress.id == address_id, FurtherAddress.person_id == person.id)
    )
    if getattr(removed, "rowcount", 0) != 1:
        raise PeopleError("There is no such address.")
