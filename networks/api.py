"""Groups by API: the same rules as the pages."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, abort, url_for
from pydantic import Field
from spectree import Response as Answers

from database import transaction
from networks import access, groups, invitations, memberships, queries
from networks.errors import GroupClosed, GroupError, GroupInvalid, GroupMissing, NotMember
from networks.models import Group, GroupKind, JoinRule, Membership, Origin, PeopleShown, Visibility
from openapi import Closed, Listed, PageQuery, Shape, Text, blueprint, errors, listed, problem, spec
from paging import Page, paginate
from people.api_named import known_person, people_to_ask
from people.current import me
from security import bearer

MOST_AT_ONCE = 5_000
STATUS: dict[type[GroupError], tuple[int, str]] = {
    GroupMissing: (404, "Not found"),
    NotMember: (404, "Not a member"),
    GroupClosed: (409, "Closed"),
    GroupInvalid: (422, "Not valid"),
}


class GroupBody(Closed):
    """A new group. Left out, `stewards` is you."""

    name: Text
    purpose: Text = ""
    kind: GroupKind = GroupKind.NETWORK
    visibility: Visibility = Visibility.LISTED
    join_rule: JoinRule = JoinRule.OPEN
    shows_people: PeopleShown = PeopleShown.MEMBERS
    stewards: list[Text] = Field(default_factory=list, description="E-mail addresses of who looks after it.")


class GroupShape(Shape):
    """A group. `stewards` are the e-mail addresses of who looks after it."""

    id: int
    name: str
    purpose: str
    kind: GroupKind
    visibility: Visibility
    join_rule: JoinRule
    shows_people: PeopleShown
    stewards: list[str]
    closed: bool


class MemberShape(Shape):
    """Who belongs to a group: how that came about, and since when."""

    email: str
    name: str
    origin: Origin
    since: str


class MembersBody(Closed):
    """Whom to bring in. `invited`: they are asked by mail. `mirrored`: they belong to it, as a list elsewhere says."""

    people: list[Text] = Field(min_length=1, max_length=MOST_AT_ONCE, description="E-mail addresses.")
    origin: Origin = Origin.INVITED


class BroughtInShape(Shape):
    """How many belong to it now, are asked now, did before, and are left alone: they left, were removed or said no."""

    added: int
    invited: int
    already: int
    left_alone: int


@blueprint.get("/groups")
@spec.validate(query=PageQuery, resp=Answers(HTTP_200=Listed[GroupShape], **errors(422)), tags=["groups"])
@bearer
def list_groups(query: PageQuery) -> dict[str, Any]:
    """The groups that are listed, and those you belong to or look after, in order of name."""
    page: Page[Group] = paginate(queries.seen_by(me()), query.page, per_page=query.per_page)
    return listed(page, [_shape(group) for group in page.items])


@blueprint.post("/groups")
@spec.validate(resp=Answers(HTTP_201=GroupShape, **errors(422)), tags=["groups"])
@bearer
def create_group(json: GroupBody) -> tuple[dict[str, Any], int, dict[str, str]]:
    """A group without members; nobody is told."""
    stewards = [person.id for person in people_to_ask(json.stewards, field="stewards")]
    with transaction():
        group = groups.create(
            json.name,
            json.purpose,
            json.kind,
            stewards,
            json.visibility,
            json.join_rule,
            by=me(),
            now=datetime.now(UTC),
            shows_people=json.shows_people,
        )
    return _shape(group), 201, {"Location": url_for("api.get_group", group_id=group.id)}


@blueprint.get("/groups/<int:group_id>")
@spec.validate(resp=Answers(HTTP_200=GroupShape, **errors(404)), tags=["groups"])
@bearer
def get_group(group_id: int) -> dict[str, Any]:
    """One group that exists for you."""
    return _shape(access.place_of(me(), group_id, now=datetime.now(UTC)).group)


@blueprint.get("/groups/<int:group_id>/members")
@spec.validate(query=PageQuery, resp=Answers(HTTP_200=Listed[MemberShape], **errors(403, 404, 422)), tags=["groups"])
@bearer
def list_members(group_id: int, query: PageQuery) -> dict[str, Any]:
    """Who belongs to it, as far as the group shows its people to you."""
    place = access.place_of(me(), group_id, now=datetime.now(UTC))
    if not place.sees_people:
        abort(problem(403, "Not allowed", "This group does not show its people to you.", code="not-allowed"))
    people: Page[Membership] = paginate(
        queries.members(place.group, all_names=place.looks_after), query.page, per_page=query.per_page
    )
    return listed(people, [_member(membership) for membership in people.items])


@blueprint.post("/groups/<int:group_id>/members")
@spec.validate(resp=Answers(HTTP_200=BroughtInShape, **errors(403, 404, 409, 422)), tags=["groups"])
@bearer
def bring_in(group_id: int, json: MembersBody) -> dict[str, int]:
    """For who looks after the group: people are invited, or belong to it as a list elsewhere says."""
    now = datetime.now(UTC)
    group = access.group_looked_after_by(me(), group_id, now=now)
    if json.origin is Origin.JOINED:
        fault = {"field": "origin", "message": "Nobody joins on behalf of others: invited, or mirrored."}
        abort(problem(422, "Not valid", fault["message"], code="not-valid", errors=[fault]))
    if json.origin is Origin.MIRRORED and not me().may_manage:
        abort(problem(403, "Not allowed", "Lists are mirrored by community managers and administrators.", code="not-allowed"))
    ids = [person.id for person in people_to_ask(json.people, field="people")]
    with transaction():
        if json.origin is Origin.MIRRORED:
            done = memberships.add(group, ids, Origin.MIRRORED, by=me(), now=now)
            counts = (len(done.began), len(done.asked), len(done.already), len(done.kept_out))
        else:
            asked = invitations.invite(group.id, ids, by=me(), now=now)
            counts = (asked.let_in, asked.invited, asked.already, asked.too_soon)
    return dict(zip(BroughtInShape.model_fields, counts, strict=True))


@blueprint.delete("/groups/<int:group_id>/members/<path:email>")
@spec.validate(resp=Answers("HTTP_204", **errors(404)), tags=["groups"])
@bearer
def end_membership(group_id: int, email: str) -> Response:
    """Who looks after the group removes a member; anybody else leaves it themselves."""
    now = datetime.now(UTC)
    place = access.place_of(me(), group_id, now=now)
    if not place.looks_after and me().email != email.strip().lower():
        abort(problem(404, "Not found", "There is no such group, or you do not look after it.", code="group-missing"))
    person = known_person(email)
    with transaction():
        if person.id == me().id:
            memberships.leave(group_id, person, now=now)
        else:
            memberships.remove(group_id, person.id, by=me(), now=now)
    return Response(status=204)


def of_group_error(error: GroupError) -> Response:
    """The rule's own words, with a status."""
    status, title = STATUS.get(type(error), (409, "Not possible"))
    faults = [{"field": error.field, "message": error.message}] if error.field else None
    return problem(status, title, error.message, code=error.code, errors=faults)


blueprint.register_error_handler(GroupError, of_group_error)


def _shape(group: Group) -> dict[str, Any]:
    words = ("kind", "visibility", "join_rule", "shows_people")
    return {
        "id": group.id,
        "name": group.name,
        "purpose": group.purpose,
        **{word: getattr(group, word).value for word in words},
        "stewards": [steward.person.email for steward in group.stewards if steward.person.active],
        "closed": group.is_closed,
    }


def _member(membership: Membership) -> dict[str, Any]:
    return {
        "email": membership.person.email,
        "name": membership.person.name,
        "origin": membership.origin.value if membership.origin else "",
        "since": membership.began_at.isoformat() if membership.began_at else "",
    }
