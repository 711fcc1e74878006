"""Blind signatures against the test vector of RFC 9474, and what they refuse."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from people import blind
from people.blind import BlindError
from tests.infra import rfc_9474

PREPARED = rfc_9474.PREFIX + rfc_9474.MESSAGE


@pytest.fixture(scope="module")
def key():
    return blind.new_key()


def test_the_vector_of_the_rfc():
    # given
    private = rfc_9474.key()
    public = private.public_key()

    # when
    blinded = blind.blind(public, PREPARED, salt=rfc_9474.SALT, inverse=rfc_9474.INVERSE)
    signed = blind.blind_sign(private, blinded.message)
    signature = blind.finalize(public, PREPARED, signed, blinded.inverse)

    # then
    assert (blinded.message[:32], signed[:32], signature[:32]) == (
        rfc_9474.BLINDED,
        rfc_9474.BLIND_SIGNATURE,
        rfc_9474.SIGNATURE,
    )
    assert {len(value) for value in (blinded.message, signed, signature)} == {512}


def test_the_same_message_is_blinded_anew_each_time(key):
    # when
    first, second = (blind.blind(key.public_key(), PREPARED) for _number in range(2))

    # then
    assert first.message != second.message
    for blinded in (first, second):
        signature = blind.finalize(key.public_key(), PREPARED, blind.blind_sign(key, blinded.message), blinded.inverse)
        assert blind.is_signed(key.public_key(), PREPARED, signature)


def test_a_prepared_message_begins_with_32_random_bytes():
    first, second = blind.prepare(b"token"), blind.prepare(b"token")
    assert (len(first), first[32:], first[:32] != second[:32]) == (37, b"token", True)


def test_another_key_or_message_is_not_signed(key):
    # given
    blinded = blind.blind(key.public_key(), PREPARED)
    signed = blind.blind_sign(key, blinded.message)
    signature = blind.finalize(key.public_key(), PREPARED, signed, blinded.inverse)

    # then
    other = blind.new_key().public_key()
    assert [
        blind.is_signed(other, PREPARED, signature),
        blind.is_signed(key.public_key(), PREPARED + b"!", signature),
        blind.is_signed(key.public_key(), PREPARED, signature[:-1]),
    ] == [False, False, False]
    with pytest.raises(BlindError):
        blind.finalize(key.public_key(), PREPARED, signed, blinded.inverse + 1)
    with pytest.raises(BlindError):
        blind.finalize(key.public_key(), PREPARED, signed[:-1], blinded.inverse)


@pytest.mark.parametrize("number", [0, -1, 1], ids=["nothing", "too-large", "too-short"])
def test_what_is_no_blinded_message_is_not_signed(key, number):
    # given
    modulus = key.private_numbers().public_numbers.n
    given = {0: bytes(256), -1: modulus.to_bytes(256), 1: bytes(10)}[number]

    # then
    with pytest.raises(BlindError):
        blind.blind_sign(key, given)


def test_a_factor_of_the_key_is_neither_blinded_with_nor_signed(key):
    # given
    factor = key.private_numbers().p

    # then
    with pytest.raises(BlindError):
        blind.blind_sign(key, factor.to_bytes(256))
    with pytest.raises(BlindError):
        blind.blind(key.public_key(), PREPARED, inverse=factor)


def test_the_key_is_as_long_as_said(key):
    assert (isinstance(key, rsa.RSAPrivateKey), key.key_size, blind.length_of(key.public_key())) == (True, 2048, 256)
