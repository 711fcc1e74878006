"""The interest list by API: a person asks to be told when there is something like this, and takes it back. Never who else did."""

from datetime import UTC, datetime
from typing import Any

from flask import Response
from spectree import Response as Answers

from config import settings
from database import transaction
from openapi import Listed, PageQuery, Shape, blueprint, errors, listed, spec
from paging import Page
from people.current import me
from security import bearer
from sessions import access, interests, queries_interests
from sessions.kits import formats


class InterestShape(Shape):
    """What you asked for: a format, or something like a session or series. `topic` stays the same between releases."""

    topic: str
    title: str
    asked_at: str


@blueprint.get("/interests")
@spec.validate(query=PageQuery, resp=Answers(HTTP_200=Listed[InterestShape], **errors(422)), tags=["interests"])
@bearer
def list_interests(query: PageQuery) -> dict[str, Any]:
    """What you asked to be told of, in the order you did."""
    found, start = interests.list_of(me()), (query.page - 1) * query.per_page
    titles = queries_interests.titles_of({one.topic for one in found}, me().language or settings().language)
    page = Page(items=found[start : start + query.per_page], number=query.page, per_page=query.per_page, total=len(found))
    shown = [{"topic": one.topic, "title": titles.get(one.topic, ""), "asked_at": one.asked_at.isoformat()} for one in page.items]
    return listed(page, shown)


@blueprint.put("/formats/<key>/interest")
@spec.validate(resp=Answers("HTTP_204", **errors(404)), tags=["interests"])
@bearer
def put_format_interest(key: str) -> Response:
    """You are invited when there is something of this format. Takes no body."""
    formats.find(key, settings().language)
    return _ask(interests.of_format(key))


@blueprint.delete("/formats/<key>/interest")
@spec.validate(resp=Answers("HTTP_204", **errors(404)), tags=["interests"])
@bearer
def delete_format_interest(key: str) -> Response:
    """You are not any more, and nothing is kept of it."""
    formats.find(key, settings().language)
    return _take_back(interests.of_format(key))


@blueprint.put("/sessions/<int:session_id>/interest")
@spec.validate(resp=Answers("HTTP_204", **errors(404)), tags=["interests"])
@bearer
def put_session_interest(session_id: int) -> Response:
    """You are invited when there is something like this session, its series or its format. Takes no body."""
    return _ask(interests.topic_of(access.session_seen_by(me(), session_id)))


@blueprint.delete("/sessions/<int:session_id>/interest")
@spec.validate(resp=Answers("HTTP_204", **errors(404)), tags=["interests"])
@bearer
def delete_session_interest(session_id: int) -> Response:
    """You are not any more, and nothing is kept of it."""
    return _take_back(interests.topic_of(access.session_seen_by(me(), session_id)))


def _ask(topic: str) -> Response:
    with transaction():
        interests.ask(topic, me(), now=datetime.now(UTC))
    return Response(status=204)


def _take_back(topic: str) -> Response:
    with transaction():
        interests.take_back(topic, me())
    return Response(status=204)
