"""Why somebody is invited, in a mail and on the page."""

import pytest
from sqlalchemy import select

from database import db, transaction
from networks import memberships
from people.directory import Filter
from sessions.living import audiences, why
from sessions.living.models import Field
from sessions.living.why import Why, Whys
from sessions.living.words import filter_words, why_in_mail, why_on_page
from sessions.models import Invitation
from tests.infra.series import dates_of

WALKERS = Why(group_id=3, group="Lunch walkers")
HIDDEN = Why(group_id=4, group="Quiet room", is_private=True)
PURCHASING = Why(fields={Field.DEPARTMENT: ("Planning", "Purchasing")})
ELSEWHERE = Why(fields={Field.LOCATION: ("Deventer",)})
ALL = Why(
    fields={Field.DEPARTMENT: ("Purchasing",), Field.FUNCTION: ("Buyer",), Field.LOCATION: ("Zwolle",), Field.LANGUAGE: ("en",)}
)


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        ((), None),
        ((WALKERS,), ("you are in the group Lunch walkers", "/groups/3")),
        ((HIDDEN,), ("you are in a group that is invited", "/groups")),
        ((PURCHASING,), ("you work in Purchasing", "/me#team")),
        ((ELSEWHERE,), None),
        (
            (ALL,),
            ("you work in Purchasing, your function is Buyer, your place of work is Zwolle and you read English", "/me#team"),
        ),
        (
            (WALKERS, PURCHASING, ELSEWHERE),
            ("you are in the group Lunch walkers and you work in Purchasing", "/groups/3"),
        ),
    ],
)
def test_a_mail_says_why_in_one_sentence(request_context, dana, reasons, said):
    # when
    found = why_in_mail(Whys(reasons), dana)

    # then
    assert (found and (found.text, found.path)) == (said and (f"You get this because {said[0]}.", said[1]))


def test_who_was_named_by_hand_reads_it_on_the_page_alone(request_context, dana):
    # given
    whys = Whys((HIDDEN,), by_hand=True)

    # then
    on_page = why_on_page(whys, dana)
    assert (why_in_mail(whys, dana), on_page.text, on_page.ends) == (
        None,
        "You are invited because you are in the group Quiet room.",
        False,
    )


def test_a_filter_has_a_name(request_context):
    assert filter_words(Filter(departments=("Planning", "Quality"), languages=("nl",))) == "Planning or Quality, reads Dutch"


@pytest.fixture
def request_context(app):
    with app.test_request_context():
        yield


def last_text(smtp_sink, address):
    return " ".join(smtp_sink.to(address)[-1].message.get_body(("plain",)).get_content().split())


@pytest.mark.parametrize("kind", ["meetup", "series", "course"])
def test_the_invitation_says_it_and_links_to_where_it_changes(
    kind, meetup, weekly, course, group, follow, deliver, smtp_sink, clock, bo, dana, now
):
    # given
    to, walkers = dana.email, group(members=[dana])
    made = course(parts=2, minimum=None) if kind == "course" else weekly() if kind == "series" else meetup()
    if kind == "course":
        with transaction():
            audiences.open_at(audiences.Target(course_id=made.id), walkers, by=bo, now=now)
    else:
        follow(dates_of(made)[0] if kind == "series" else made, walkers)

    # when
    deliver()

    # then
    said = "You get this because you are in the group Lunch walkers. Stay in it or leave it: http://foyer.example/groups/1"
    assert said in last_text(smtp_sink, to)
    assert "because you are in the group Lunch walkers" in smtp_sink.to(to)[-1].message.get_body(("html",)).get_content()


@pytest.mark.parametrize("private", ["unlisted", "hidden"])
def test_a_mail_that_may_be_passed_on_names_no_private_group(meetup, group, follow, deliver, smtp_sink, clock, dana, private):
    # given
    made = group(name="Quiet room", members=[dana], visibility="unlisted" if private == "unlisted" else "listed")
    if private == "hidden":
        with transaction():
            memberships.show_name(made.id, dana, shows=False)
    follow(meetup(), made)

    # when
    deliver()

    # then
    mail = smtp_sink.to(dana.email)[-1]
    assert (
        "Quiet room" in mail.message.as_string(),
        "you are in a group that is invited" in last_text(smtp_sink, dana.email),
    ) == (
        False,
        True,
    )


def test_who_was_named_reads_no_reason_in_the_mail(meetup, group, follow, deliver, smtp_sink, clock, dana):
    # given
    follow(meetup(invited=[dana]), group(members=[dana]))

    # when
    deliver()

    # then
    assert "You get this because" not in last_text(smtp_sink, dana.email)


def test_why_is_read_for_many_in_as_many_queries(meetup, group, follow, follow_filter, count_queries, ada, dana):
    # given
    session = meetup()
    follow(session, group(members=[ada, dana]))
    follow_filter(session, departments=("Purchasing", "Door seals"))
    ids = list(db.session.scalars(select(Invitation.id).where(Invitation.calendar_object_id == session.calendar_object_id)))
    counts = []

    # when
    for some in (ids[:1], ids):
        with count_queries() as queries_:
            found = why.of(some)
        counts.append(len(queries_))

    # then
    assert (counts, {len(whys.reasons) for whys in found.values()}) == ([2, 2], {2})
