"""RSA blind signatures, RSABSSA-SHA384-PSS-Randomized of RFC 9474: what is signed is not seen by whoever signs it.

Values only; `blind_tokens` keeps keys and says who gets a signature. Numbers are big-endian bytes as long as the modulus (RFC 8017
section 4). The half of the browser stands here too, for programs and tests; browsers have it in static/js/blind.js.
"""

import math
import secrets
from dataclasses import dataclass
from hashlib import sha384
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import rsa

BITS, EXPONENT = 2048, 65537
HASH_BYTES = SALT_BYTES = 48
PREFIX_BYTES = 32


class BlindError(Exception):
    """What was handed in is no blinded message, or no signature, of this key."""


@dataclass(frozen=True, slots=True)
class Blinded:
    """What is sent to be signed, and the secret that takes the blinding away again."""

    message: bytes
    inverse: int


def new_key() -> "rsa.RSAPrivateKey":
    """A key for one purpose; it signs nothing else (RFC 9474 section 7.3)."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(public_exponent=EXPONENT, key_size=BITS)


def length_of(public: "rsa.RSAPublicKey") -> int:
    """Bytes of the modulus."""
    return (public.key_size + 7) // 8


def prepare(message: bytes) -> bytes:
    """The message behind 32 random bytes (RFC 9474 section 4.1)."""
    return secrets.token_bytes(PREFIX_BYTES) + message


def blind(public: "rsa.RSAPublicKey", prepared: bytes, *, salt: bytes | None = None, inverse: int | None = None) -> Blinded:
    """RFC 9474 section 4.2. Salt and inverse are random; only test vectors give them. Raises BlindError where a key has no such inverse."""
    modulus, exponent = public.public_numbers().n, public.public_numbers().e
    encoded = _encode(prepared, public.key_size - 1, secrets.token_bytes(SALT_BYTES) if salt is None else salt)
    number = int.from_bytes(encoded)
    if inverse is None:
        inverse = 1 + secrets.randbelow(modulus - 1)
    if math.gcd(number, modulus) != 1 or math.gcd(inverse, modulus) != 1:
        raise BlindError("This key has a factor that is known.")
    blinding = pow(inverse, -1, modulus)
    return Blinded((number * pow(blinding, exponent, modulus) % modulus).to_bytes(length_of(public)), inverse)


def blind_sign(private: "rsa.RSAPrivateKey", blinded: bytes) -> bytes:
    """RFC 9474 section 4.3. How long it takes tells nothing of the key: the number is blinded once more. Raises BlindError."""
    numbers = private.private_numbers()
    modulus, exponent = numbers.public_numbers.n, numbers.public_numbers.e
    number, length = int.from_bytes(blinded), length_of(private.public_key())
    if len(blinded) != length or not 0 < number < modulus or math.gcd(number, modulus) != 1:
        raise BlindError("This is no blinded message of this key.")
    own = 1 + secrets.randbelow(modulus - 1)
    signed = _private_power(numbers, number * pow(own, exponent, modulus) % modulus) * pow(own, -1, modulus) % modulus
    if pow(signed, exponent, modulus) != number:
        raise BlindError("The signature went wrong, and is not given away.")
    return signed.to_bytes(length)


def finalize(public: "rsa.RSAPublicKey", prepared: bytes, blind_signature: bytes, inverse: int) -> bytes:
    """The signature of the prepared message, which the signer has never seen (RFC 9474 section 4.4). Raises BlindError."""
    if len(blind_signature) != length_of(public):
        raise BlindError("This is no signature of this key.")
    modulus = public.public_numbers().n
    signature = (int.from_bytes(blind_signature) * inverse % modulus).to_bytes(length_of(public))
    if not is_signed(public, prepared, signature):
        raise BlindError("This is no signature of this key.")
    return signature


def is_signed(public: "rsa.RSAPublicKey", prepared: bytes, signature: bytes) -> bool:
    """Whether the key signed this (RSASSA-PSS, RFC 8017 section 8.1.2)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.hashes import SHA384

    try:
        public.verify(signature, prepared, padding.PSS(padding.MGF1(SHA384()), SALT_BYTES), SHA384())
    except InvalidSignature:
        return False
    return True


def _private_power(numbers: "rsa.RSAPrivateNumbers", number: int) -> int:
    """By the Chinese remainders (RFC 8017 section 5.2.1)."""
    of_p, of_q = pow(number, numbers.dmp1, numbers.p), pow(number, numbers.dmq1, numbers.q)
    return of_q + numbers.q * ((of_p - of_q) * numbers.iqmp % numbers.p)


def _encode(message: bytes, bits: int, salt: bytes) -> bytes:
    """EMSA-PSS-ENCODE (RFC 8017 section 9.1.1)."""
    length = (bits + 7) // 8
    digest = sha384(bytes(8) + sha384(message).digest() + salt).digest()
    block = bytes(length - len(salt) - HASH_BYTES - 2) + b"\x01" + salt
    masked = bytes(one ^ other for one, other in zip(block, _mask(digest, len(block)), strict=True))
    first = masked[0] & (0xFF >> (8 * length - bits))
    return bytes([first]) + masked[1:] + digest + b"\xbc"


def _mask(seed: bytes, length: int) -> bytes:
    """MGF1 (RFC 8017 section B.2.1)."""
    blocks = (sha384(seed + number.to_bytes(4)).digest() for number in range(-(-length // HASH_BYTES)))
    return b"".join(blocks)[:length]
