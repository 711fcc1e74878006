"""Blind tokens: one for each person and purpose, and nobody can tell afterwards whose a token is. RFC 9474, see `blind`.

The browser makes a random token and blinds it; a person who is known gets one signature for a purpose; the token comes back later, from
nobody in particular, and is used once for each use of its purpose. Each purpose has a key of its own: a token of one is none of another.
Whoever hands a token in must not be known while they do: no cookie, no address kept, no log.
"""

import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from database import db
from people import blind, sealing
from people.errors import PeopleError
from people.models import Person
from people.models_blind import BlindGrant, BlindKey, SpentToken

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import rsa

SEAL = b"foyer.blind"
MESSAGE_BYTES = 32
NEIGHBOURS = 100  # grants on either side of a new one that are written anew with it


class TokenInvalid(PeopleError):
    """This is no token of this purpose."""


class TokenSpent(PeopleError):
    """This token was used for this before."""


class AlreadyGranted(PeopleError):
    """This person has had their signature."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a browser hands in: the prepared message (32 bytes before its own 32) and its signature."""

    prepared: bytes
    signature: bytes


def read(prepared: str, signature: str) -> Token:
    """The token in hexadecimal, as browsers send it. Raises TokenInvalid."""
    try:
        return Token(bytes.fromhex(prepared), bytes.fromhex(signature))
    except ValueError as error:
        raise TokenInvalid("This token cannot be read. Load the page once more.") from error


def open_purpose(purpose: str) -> "rsa.RSAPublicKey":
    """The public key of this purpose, made if there is none. The same for everybody: whoever sees another one is told apart by it."""
    if db.session.get(BlindKey, purpose) is None:
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        key = blind.new_key()
        der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        row = {
            "purpose": purpose,
            "modulus": f"{key.public_key().public_numbers().n:x}",
            "sealed": sealing.seal(b64encode(der).decode(), SEAL),
        }
        _insert(BlindKey, row)
    return _public(db.session.get_one(BlindKey, purpose, populate_existing=True))


def sign(purpose: str, person: Person, blinded: bytes) -> bytes:
    """The person has had their signature for this purpose; the same blinded message gets the same one again.

    Raises AlreadyGranted for another one, TokenInvalid for what is no blinded message, or where the purpose is not open.
    """
    key = db.session.scalar(select(BlindKey).where(BlindKey.purpose == purpose).with_for_update())
    if key is None:
        raise TokenInvalid("Load the page once more.")
    digest = sha256(blinded).hexdigest()
    query = select(BlindGrant.blinded_hash).where(BlindGrant.person_id == person.id, BlindGrant.purpose == purpose)
    before = db.session.scalar(query)
    if before is not None and before != digest:
        raise AlreadyGranted("You have had yours, in another browser. There it can be used.")
    try:
        signature = blind.blind_sign(_private(key), blinded)
    except blind.BlindError as error:
        raise TokenInvalid("Load the page once more.") from error
    if before is None:
        _grant({"id": secrets.token_hex(16), "person_id": person.id, "purpose": purpose, "blinded_hash": digest})
    return signature


def token_for(person: Person, purpose: str) -> Token:
    """A token as a browser has it made; for programs that stand in for one. Raises AlreadyGranted."""
    public, prepared = open_purpose(purpose), blind.prepare(secrets.token_bytes(MESSAGE_BYTES))
    blinded = blind.blind(public, prepared)
    return Token(prepared, blind.finalize(public, prepared, sign(purpose, person, blinded.message), blinded.inverse))


def spend(purpose: str, token: Token, *, use: str = "") -> None:
    """The token is used for this; other uses of its purpose are open to it still. Raises TokenInvalid, TokenSpent."""
    check(purpose, token)
    if not _insert(SpentToken, {"token_hash": _hash(purpose, token, use)}):
        raise TokenSpent("That was counted before.")


def is_spent(purpose: str, token: Token, *, use: str = "") -> bool:
    """Whether the token was used for this."""
    query = select(SpentToken.token_hash).where(SpentToken.token_hash == _hash(purpose, token, use))
    return db.session.scalar(query) is not None


def take_back(purpose: str, token: Token, *, use: str = "") -> bool:
    """The token is as if it had not been used for this; False if it was not. Raises TokenInvalid."""
    check(purpose, token)
    query = delete(SpentToken).where(SpentToken.token_hash == _hash(purpose, token, use)).returning(SpentToken.token_hash)
    return db.session.scalar(query) is not None


def check(purpose: str, token: Token) -> None:
    """Raises TokenInvalid for a token that this purpose's key did not sign."""
    key = db.session.get(BlindKey, purpose)
    known_length = len(token.prepared) == blind.PREFIX_BYTES + MESSAGE_BYTES
    if key is None or not known_length or not blind.is_signed(_public(key), token.prepared, token.signature):
        raise TokenInvalid("This token is not one of ours, or of another time.")


def granted_to(person: Person) -> list[str]:
    """For which purposes this person has had a signature, in the order of the alphabet."""
    query = select(BlindGrant.purpose).where(BlindGrant.person_id == person.id).order_by(BlindGrant.purpose)
    return list(db.session.scalars(query))


def _hash(purpose: str, token: Token, use: str) -> str:
    return sha256(f"{purpose}\n{use}\n".encode() + token.prepared).hexdigest()


def _public(key: BlindKey) -> "rsa.RSAPublicKey":
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.RSAPublicNumbers(blind.EXPONENT, int(key.modulus, 16)).public_key()


def _private(key: BlindKey) -> "rsa.RSAPrivateKey":
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    loaded = load_der_private_key(b64decode(sealing.open_(key.sealed, SEAL)), password=None)
    if not isinstance(loaded, rsa.RSAPrivateKey):
        raise TypeError("a key of another kind was sealed")
    return loaded


def _insert(table: type[BlindKey] | type[SpentToken], row: dict[str, str]) -> bool:
    """Whether it is new: of two at once, one is."""
    make = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = make(table).values(**row).on_conflict_do_nothing()
    (first, *_others) = table.metadata.tables[table.__tablename__].primary_key.columns
    return db.session.scalar(statement.returning(first)) is not None


def _grant(row: dict[str, object]) -> None:
    """The new grant and those beside it are written at one moment, in the order of their keys. The row of the key is locked."""
    table = BlindGrant.metadata.tables[BlindGrant.__tablename__]
    of_purpose = select(table).where(table.c.purpose == row["purpose"])
    before = of_purpose.where(table.c.id < row["id"]).order_by(table.c.id.desc()).limit(NEIGHBOURS)
    after = of_purpose.where(table.c.id > row["id"]).order_by(table.c.id).limit(NEIGHBOURS)
    beside = [dict(one) for query in (before, after) for one in db.session.execute(query).mappings()]
    db.session.execute(delete(table).where(table.c.id.in_([one["id"] for one in beside])))
    rows = sorted([*beside, row], key=lambda one: str(one["id"]))
    db.session.execute(insert(table), rows)
