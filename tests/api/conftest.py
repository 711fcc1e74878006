"""A program that calls the API: `call_as(chen)("PUT", "/people/eve@example.org", {"name": "Eve"})` gives status and body."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from database import transaction
from people import tokens
from people.models import Person

ROOT = "/api/v1"


@dataclass(frozen=True)
class Answered:
    """What came back. Compare the whole of it: `== (200, {...})`."""

    status: int
    body: Any
    headers: dict[str, str] = field(compare=False, default_factory=dict)

    def __eq__(self, other: object) -> bool:
        return (self.status, self.body) == (tuple(other) if isinstance(other, tuple) else (other.status, other.body))

    __hash__ = None

    @property
    def faults(self) -> dict[str, str]:
        """Field to message of a problem detail."""
        return {fault["field"]: fault["message"] for fault in self.body["errors"]}


class Caller:
    """Calls with a token, or without; `headers` go along with every call."""

    def __init__(self, client: FlaskClient, token: str = "") -> None:
        self._client = client
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def __call__(self, method: str, path: str, body: object = None, **options: Any) -> Answered:
        options["headers"] = {**self.headers, **options.get("headers", {})}
        if body is not None:
            options["json"] = body
        answer = self._client.open(path if path.startswith("http") else ROOT + path, method=method, **options)
        kind = "application/json" if answer.status_code < 400 else "application/problem+json"
        if answer.status_code != 204:
            assert answer.content_type == kind, answer.text
            assert answer.status_code < 400 or answer.json["status"] == answer.status_code
        return Answered(answer.status_code, answer.json if answer.data else None, dict(answer.headers))


@pytest.fixture
def token_of(app: Flask, now) -> Callable[[Person], str]:
    """A token that acts as this person."""

    def issue(person: Person) -> str:
        with transaction():
            return tokens.issue(person, "HR", now=now)

    return issue


@pytest.fixture
def call_as(app: Flask, clock, token_of: Callable[[Person], str]) -> Callable[[Person], Caller]:
    """`call_as(ada)`: a program with a token of Ada's."""
    return lambda person: Caller(app.test_client(), token_of(person))


@pytest.fixture
def call(client: FlaskClient) -> Caller:
    """A program without a token."""
    return Caller(client)
