"""The API's own blueprint, its errors as problem details (RFC 9457), its pages of lists, its OpenAPI description.

Packages hang their endpoints on `blueprint`; `api.py` opens it and knows who calls.
"""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, json, request
from pydantic import BaseModel, ConfigDict, Field
from spectree import SecurityScheme, SpecTree
from spectree.models import SecureType, SecuritySchemeData
from werkzeug.exceptions import HTTPException

from paging import Page

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
PROBLEM = "application/problem+json"
PER_PAGE = 100
T = TypeVar("T")


class Closed(BaseModel):
    """A body whose unknown fields are errors: a misspelt field must not be taken for an unset one."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Problem(BaseModel):
    """RFC 9457. `code` is stable for programs; `errors` name fields."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    code: str = ""
    errors: list[dict[str, str]] = Field(default_factory=list)


class Listed(BaseModel, Generic[T]):
    """A page of a list; `next` is the address of the page after it, null on the last."""

    items: list[T]
    page: int
    pages: int
    total: int
    next: str | None


class PageQuery(BaseModel):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=1_000_000)
    per_page: int = Field(PER_PAGE, ge=1, le=500)


def _refuse(_request: Any, _response: Any, error: Any, _instance: Any, _adapter: Any) -> None:
    """What a body or query gets wrong, field by field."""
    if error is not None:
        faults = [{"field": ".".join(str(part) for part in fault["loc"]), "message": fault["msg"]} for fault in error.errors()]
        abort(problem(422, "Not valid", "Some fields cannot be what was sent.", code="not-valid", errors=faults))


spec = SpecTree(
    "flask",
    title="Foyer",
    version="v1",
    path="docs",
    filename="openapi.json",
    before=_refuse,
    validation_error_model=Problem,
    mode="strict",
    annotations=True,
    security_schemes=[SecurityScheme(name="bearer", data=SecuritySchemeData(type=SecureType.HTTP, scheme="bearer"))],
    security={"bearer": []},
)


def problem(status: int, title: str, detail: str = "", *, code: str = "", errors: list[dict[str, str]] | None = None) -> Response:
    """An error as a problem detail."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
    if errors:
        body["errors"] = errors
    return Response(json.dumps(body), status=status, content_type=PROBLEM)


def of_exception(error: HTTPException) -> Response:
    """An HTTP error of the framework in the same form."""
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    answer = problem(error.code or 500, error.name, error.description or "", code=error.name.lower().replace(" ", "-"))
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after", "www-authenticate"}:
            answer.headers[name] = value
    return answer


def listed(page: Page[Any], items: list[Any]) -> dict[str, Any]:
    """The body of one page, and where the next is."""
    following = None
    if page.next is not None:
        arguments: Mapping[str, Any] = {**request.args.to_dict(), "page": page.next}
        following = f"{request.base_url}?{urlencode(arguments)}"
    return {"items": items, "page": page.number, "pages": page.pages, "total": page.total, "next": following}


def take_json_only() -> Response | None:
    """A body that is not JSON is said to be none; the framework would take it for an empty one."""
    if request.method in {"POST", "PUT", "PATCH"} and (request.content_length or request.mimetype):
        if request.content_length and request.mimetype != "application/json":
            return problem(415, "Unsupported media type", "Send JSON, with Content-Type: application/json.", code="not-json")
        if request.content_length and not isinstance(request.get_json(silent=True), dict):
            return problem(400, "Bad request", "The body is not a JSON object.", code="bad-json")
    return None
