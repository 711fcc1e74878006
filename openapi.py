"""The API's own blueprint, its errors as problem details (RFC 9457), its pages of lists, its OpenAPI description.

Packages hang their endpoints on `blueprint`; `api.py` opens it and knows who calls.
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, current_app, json, request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from spectree import SecurityScheme, SpecTree
from spectree.models import SecureType, SecuritySchemeData
from spectree.plugins.flask_plugin import FlaskPlugin
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from config import settings
from paging import Page

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
JSON, PROBLEM = "application/json", "application/problem+json"
PER_PAGE = 100
COUNTED = 10_000  # rows of what may be a hundred thousand; a list that is shorter by nature is counted whole
OF_BODIES = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
WITH_BODIES = {"POST", "PUT", "PATCH"}
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
T = TypeVar("T")


def _without_controls(value: str) -> str:
    """PostgreSQL cannot hold NUL, calendars and mail headers none of the others."""
    if UNWRITABLE.search(value):
        raise ValueError("It holds a control character.")
    return value


Text = Annotated[str, AfterValidator(_without_controls)]


class Shape(BaseModel):
    """What is sent or answered. What checks and writes it is made when it is first needed: of a hundred, a process uses few. 7 MB."""

    model_config = ConfigDict(defer_build=True)


class Closed(Shape):
    """A body whose unknown fields are errors: a misspelt field must not be taken for an unset one."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def left_out(**about: Any) -> Any:
    """A field that need not be sent. What was sent is in `model_fields_set`; the description shows no default, for null may mean more."""
    return Field(default_factory=lambda: None, **about)


class Fault(Shape):
    """What is wrong with one field."""

    field: str
    message: str


class Problem(Shape):
    """RFC 9457. `code` is stable for programs; `errors` name fields."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    code: str = ""
    errors: list[Fault] = Field(default_factory=list)


class Listed(Shape, Generic[T]):
    """A page of a list; `next` is the address of the page after it, null on the last. Of more than 10,000, `pages` and `total` are null."""

    items: list[T]
    page: int
    pages: int | None
    total: int | None
    next: str | None


class PageQuery(Shape):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=1_000_000)
    per_page: int = Field(PER_PAGE, ge=1, le=500)


def _refuse(_request: Any, _response: Any, error: Any, _instance: Any, _adapter: Any) -> None:
    """What a body or query gets wrong, field by field."""
    if error is not None:
        faults = [
            {"field": ".".join(str(part) for part in fault["loc"]), "message": fault["msg"].removeprefix("Value error, ")}
            for fault in error.errors()
        ]
        abort(problem(422, "Not valid", "Some fields cannot be what was sent.", code="not-valid", errors=faults))


def _component(model: Any) -> str:
    """`Listed[PersonShape]` holds signs that OpenAPI forbids in names."""
    return re.sub(r"\W", "", model.__name__)


class Backend(FlaskPlugin):
    """Answers are held against their shape in tests. It took a fifth of their time, and who waits for a faulty one is not helped by a 500."""

    def validate_response(self, resp: Any, *shape: Any) -> Any:
        return super().validate_response(resp, *shape) if current_app.testing else (current_app.make_response(resp), None)


class Described(SpecTree):
    """How each shape looks is worked out when somebody asks for the description: to work it out makes all of them."""

    def __init__(self, **options: Any) -> None:
        self._shapes: dict[tuple[Any, Any], None] = {}
        super().__init__(**options)

    def _add_model(self, model: Any, mode: Any = "validation") -> str:
        self._shapes.pop((model, mode), None)  # of two with one name the later counts
        self._shapes[model, mode] = None
        return _component(model)

    def _generate_spec(self) -> dict[str, Any]:
        for model, mode in self._shapes:
            super()._add_model(model, mode)
        return super()._generate_spec()


spec = Described(
    backend=Backend,
    title="Foyer",
    version="v1",
    path="docs",
    filename="openapi.json",
    before=_refuse,
    validation_error_model=Problem,
    mode="strict",
    annotations=True,
    naming_strategy=_component,
    nested_naming_strategy=lambda _parent, child: child,
    security_schemes=[SecurityScheme(name="bearer", data=SecuritySchemeData(type=SecureType.HTTP, scheme="bearer"))],
    security={"bearer": []},
)


def errors(*statuses: int) -> dict[str, type[Problem]]:
    """What an endpoint refuses with, beside 401."""
    return {f"HTTP_{status}": Problem for status in (401, *statuses)}


def described() -> dict[str, Any]:
    """The description of this API, with what every endpoint has in common: how bodies are refused, errors as problem details."""
    found: dict[str, Any] = _with_words() if sys.flags.optimize > 1 else json.loads(json.dumps(spec.spec))
    for rule in (rule for rule in current_app.url_map.iter_rules() if _path(rule) in found["paths"]):
        method = next(iter(set(rule.methods or ()) - {"HEAD", "OPTIONS"}))
        operation = found["paths"][_path(rule)][method.lower()]
        operation["operationId"] = rule.endpoint.rpartition(".")[2]
        answers = operation["responses"]
        common = (HTTPStatus.BAD_REQUEST, *(OF_BODIES if method in WITH_BODIES else ()))
        answers.update({str(status.value): {"description": status.phrase} for status in common})
        for status in sorted(status for status in answers if status >= "400"):
            schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
            answers[status]["content"] = {PROBLEM: {"schema": schema}}
    return found


def _with_words() -> dict[str, Any]:
    """As spectree makes it out of docstrings: read from the source, where Python was started with `-OO` and has left them out."""
    for endpoint, view in current_app.view_functions.items():
        if endpoint.startswith(f"{blueprint.name}."):
            view.__doc__ = _words_of(view)
    found: dict[str, Any] = json.loads(json.dumps(spec.spec))
    schemas = found["components"]["schemas"]
    for shape in (*_below(BaseModel), *_below(Enum)):
        schema = schemas.get(_component(shape), {})
        if "description" not in schema and _is_of(schema, shape) and (words := _words_of(shape)):
            schema["description"] = words
    return found


def _is_of(schema: dict[str, Any], shape: type[Any]) -> bool:
    """Of two with one name, which is described."""
    return schema.get("enum") == [one.value for one in shape] if issubclass(shape, Enum) else schema.get("type") == "object"


def _words_of(thing: Any) -> str | None:
    file = getattr(sys.modules.get(thing.__module__), "__file__", None)
    return _docstrings(file).get(thing.__name__.partition("[")[0]) if file and file.endswith(".py") else None


@cache
def _docstrings(file: str) -> dict[str, str]:
    """What the functions and classes of this file say about themselves."""
    nodes = ast.parse(Path(file).read_text()).body
    found = {node.name: ast.get_docstring(node) for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return {name: words for name, words in found.items() if words}


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def _path(rule: Rule) -> str:
    """/people/<path:email> as OpenAPI writes it."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)


def problem(status: int, title: str, detail: str = "", *, code: str = "", errors: list[dict[str, str]] | None = None) -> Response:
    """An error as a problem detail."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
    if errors:
        body["errors"] = errors
    return Response(json.dumps(body), status=status, content_type=PROBLEM)


def of_exception(error: HTTPException) -> Response | HTTPException:
    """An HTTP error of the framework in the same form; redirects and finished answers pass."""
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    if error.code is None or error.code < 400:
        return error
    answer = problem(error.code, error.name, error.description or "", code=error.name.lower().replace(" ", "-"))
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after", "www-authenticate"}:
            answer.headers[name] = value
    return answer


def listed(page: Page[Any], items: list[Any]) -> dict[str, Any]:
    """The body of one page, and where the next is."""
    following = None
    if page.next is not None:
        arguments: Mapping[str, Any] = {**request.args.to_dict(), "page": page.next}
        following = f"{settings().base_url}{request.path}?{urlencode(arguments)}"
    pages, total = (None, None) if page.more else (page.pages, page.total)
    return {"items": items, "page": page.number, "pages": pages, "total": total, "next": following}


def take_json_only() -> Response | None:
    """A body that is not JSON is said to be none; the framework would take it for an empty one."""
    if request.method not in WITH_BODIES:
        return None
    sent = request.get_data()
    if request.mimetype != JSON and (sent or request.mimetype):
        return problem(415, "Unsupported media type", "Send JSON, with Content-Type: application/json.", code="not-json")
    if sent and not isinstance(_read(), dict):
        return problem(400, "Bad request", "The body is not a JSON object.", code="bad-json")
    return None


def _read() -> Any:
    try:
        return request.get_json(silent=True)
    except RecursionError:  # brackets, thousands deep
        return None
