import math

import pytest

from networks.platforms import matrix_server as server
from networks.platforms.client import MOST_RETRY_AFTER, Answer
from networks.platforms.protocol import AccessDenied, Refused, RoomMissing, Unavailable


@pytest.mark.parametrize(
    ("headers", "body", "seconds"),
    [
        ({"Retry-After": "3"}, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 9000}, 3.0),
        ({}, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 1500}, 1.5),
        ({}, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 1e300}, MOST_RETRY_AFTER),
        ({}, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": float("nan")}, None),
        ({}, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": "soon"}, None),
        ({}, ["no object"], None),
    ],
    ids=["header", "body", "for_ever", "no_number", "words", "a_list"],
)
def test_how_long_to_wait_is_read_from_new_and_old_servers(headers, body, seconds):
    # when
    told = server.fault(Answer(429, headers, body))

    # then
    assert isinstance(told, Unavailable)
    assert told.retry_after == seconds


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (401, "M_MISSING_TOKEN", AccessDenied),
        (401, "M_USER_LOCKED", AccessDenied),
        (403, "M_CONSENT_NOT_GIVEN", AccessDenied),
        (403, "M_FORBIDDEN", AccessDenied),
        (404, "M_NOT_FOUND", RoomMissing),
        (413, "M_TOO_LARGE", Refused),
        (400, ["M_UNKNOWN_TOKEN"], Refused),
    ],
    ids=["token", "locked", "consent", "forbidden", "not_found", "too_large", "odd"],
)
def test_errors_of_matrix_are_told_for_what_they_are(status, code, kind):
    assert type(server.fault(Answer(status, {}, {"errcode": code}))) is kind


@pytest.mark.parametrize(
    ("content", "creators", "power"),
    [
        ({"users": {"@ada:x": "50"}}, (), 50),  # rooms before version 10
        ({"users": {"@ada:x": 30}}, ("@ada:x",), math.inf),
        ({"users_default": 10, "users": {"@bo:x": 100}}, (), 10),
        ({"users": ["@ada:x"], "users_default": "much"}, (), 0),
        ({"users": {"@ada:x": True}}, (), 0),
    ],
    ids=["text", "creator", "everyone", "odd", "bool"],
)
def test_powers_are_read_from_rooms_of_every_version(content, creators, power):
    assert server.Powers(content, frozenset(creators)).of("@ada:x") == power
