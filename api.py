"""The API's front door: who calls, what a caller may do, errors as problem details, the OpenAPI description."""

from typing import Any

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import HTTPException

import look
from openapi import blueprint, described, of_exception, problem, spec, take_json_only
from people import tokens
from people.api import of_people_error
from people.errors import PeopleError
from people.models import Person
from security import Access, public, rule_of
from sessions.api_errors import of_session_error
from sessions.errors import SessionError


def init_app(app: Flask) -> None:
    """Every endpoint that packages have hung on the blueprint is open."""
    app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(blueprint)  # a bearer token is sent by a program, never by a browser of its own accord
    app.register_error_handler(HTTPException, _by_address)


def _by_address(error: HTTPException) -> Any:
    """An address or a method that the API does not know never reaches its blueprint: the path tells who asked."""
    api = f"{blueprint.url_prefix}/"
    return of_exception(error) if request.path.startswith(api) else look.error_page(error)


@blueprint.get("/openapi.json")
@public
def openapi_json() -> dict[str, Any]:
    """The description of this API (OpenAPI 3)."""
    spec.app = current_app
    return described()


@blueprint.before_request
def authenticate() -> Response | None:
    """The caller is known and allowed, before anything of the request is read."""
    rule = rule_of(current_app.view_functions.get(request.endpoint or ""))
    if rule is Access.PUBLIC:
        return None
    person = _caller()
    if person is None:
        answer = problem(401, "Not signed in", "Send a valid token: Authorization: Bearer foyer_...", code="not-signed-in")
        answer.headers["WWW-Authenticate"] = 'Bearer realm="Foyer"'
        return answer
    if rule is Access.BEARER_MANAGER and not person.may_manage:
        return problem(403, "Not allowed", "This is for community managers and administrators.", code="not-allowed")
    g.api_caller = person
    return take_json_only()


def _caller() -> Person | None:
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return tokens.person_of(secret.strip()) if kind.lower() == "bearer" and secret.strip() else None


blueprint.register_error_handler(SessionError, of_session_error)
blueprint.register_error_handler(PeopleError, of_people_error)
blueprint.register_error_handler(HTTPException, of_exception)
