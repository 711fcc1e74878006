import time

import pytest

from child_process import Fault
from database import transaction
from people import hashing, passwords
from people.errors import PeopleError

PASSWORD = "correct horse battery"


def test_password_is_right_once_set_and_only_then(ada):
    # given
    before = passwords.is_right(ada, PASSWORD)

    # when
    with transaction():
        passwords.set_password(ada, PASSWORD)

    # then
    answers = [passwords.is_right(ada, given) for given in (PASSWORD, PASSWORD.upper(), f"{PASSWORD} ", "", "x" * 100_000)]
    assert (before, answers) == (False, [True, False, False, False, False])


def test_only_an_argon2id_hash_is_kept_salted(ada, bo):
    # when
    with transaction():
        passwords.set_password(ada, PASSWORD)
        passwords.set_password(bo, PASSWORD)

    # then
    assert ada.password_hash.startswith("$argon2id$")
    assert (PASSWORD in ada.password_hash, ada.password_hash == bo.password_hash) == (False, False)


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("", "Choose a password of at least 10 characters."),
        ("123456789", "Choose a password of at least 10 characters."),
        ("x" * 501, "This password is too long."),
    ],
)
def test_password_that_is_too_short_or_too_long_is_refused(ada, password, message):
    # when
    with pytest.raises(PeopleError) as refused, transaction():
        passwords.set_password(ada, password)

    # then
    assert (refused.value.field, refused.value.message, ada.password_hash) == ("password", message, None)


@pytest.mark.parametrize("password", ["1234567890", "x" * 500, "pässwörd ünïcode", "🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑", "          "])
def test_any_signs_make_a_password(ada, password):
    # when
    with transaction():
        passwords.set_password(ada, password)

    # then
    assert passwords.is_right(ada, password)


def test_nobody_and_who_has_no_password_are_always_wrong(ada):
    assert [passwords.is_right(person, "a password that nobody has") for person in (None, ada)] == [False, False]


@pytest.mark.parametrize("stored", ["not a hash", "$argon2id$v=19$m=65536,t=3,p=4$broken$broken"], ids=["none", "broken"])
def test_a_broken_hash_lets_nobody_in(ada, stored):
    # given
    with transaction():
        ada.password_hash = stored

    # then
    assert passwords.is_right(ada, stored) is False


def test_no_hash_is_made_in_this_process(ada, monkeypatch):
    # given
    monkeypatch.delattr(hashing, "_made")

    # when
    with transaction():
        passwords.set_password(ada, PASSWORD)

    # then
    assert [passwords.is_right(ada, given) for given in (PASSWORD, PASSWORD.upper())] == [True, False]


def _none_starts(monkeypatch):
    monkeypatch.setattr(hashing, "run_apart", lambda *_told, **_limits: Fault("OSError"))


def _it_may_not_take_enough(monkeypatch):
    monkeypatch.setattr(hashing, "MEGABYTES", 60)


def _it_prints_something_else(monkeypatch):
    monkeypatch.setattr(hashing, "run_apart", lambda *_told, **_limits: b"welcome\ntrue")


@pytest.mark.parametrize(
    "goes_wrong", [_none_starts, _it_may_not_take_enough, _it_prints_something_else], ids=["none", "too small", "noisy"]
)
def test_who_is_right_is_let_in_where_a_process_does_not_do(ada, monkeypatch, capfd, goes_wrong):
    # given
    with transaction():
        passwords.set_password(ada, PASSWORD)
    goes_wrong(monkeypatch)

    # when
    answers = [passwords.is_right(ada, given) for given in (PASSWORD, PASSWORD.upper())]

    # then
    assert (answers, capfd.readouterr().out.count("hashing_apart_failed")) == ([True, False], 2)


def test_nobody_takes_as_long_as_somebody(ada, bo):
    # given
    with transaction():
        passwords.set_password(ada, PASSWORD)
    passwords.is_right(None, "warm up")

    # when
    seconds = {name: quickest(person) for name, person in (("wrong", ada), ("nobody", None), ("no password", bo))}

    # then: without the hash of nobody the last two would be a thousand times faster
    assert min(seconds.values()) > max(seconds.values()) / 3


def quickest(person) -> float:
    found = []
    for _ in range(4):
        begun = time.perf_counter()
        passwords.is_right(person, "wrong, but long enough")
        found.append(time.perf_counter() - begun)
    return min(found)
