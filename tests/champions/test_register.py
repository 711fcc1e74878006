"""Becoming an ambassador: three ways in, a rest, a way out; a no stands nowhere and nobody is asked again soon after it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from champions import queries, register
from champions.errors import AmbassadorMissing, ChampionError, OfferInvalid, WrongStanding
from champions.models import Ambassador, AmbassadorSuggestion, Standing
from champions.offers import Offer, offer_of
from database import db, transaction
from mail.models import OutgoingMail, OutgoingState
from people.models import Person

OFFER = Offer(("first steps", "files"), ("nl", "en"), ("Deventer",), (7, 2), 3, "Ask me anything.")
DAY = timedelta(days=1)


@pytest.fixture
def stands():
    """`stands(ada)`: the standing, or "" for who is in no register."""

    def read(person):
        db.session.rollback()
        found = queries.mine(person.id)
        return found.standing.value if found else ""

    return read


@pytest.fixture
def sent():
    """Every mail of the register: kind, who to, state; in the order posted."""

    def read():
        db.session.rollback()
        rows = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind.like("champions.%")).order_by(OutgoingMail.id))
        return [(row.kind.removeprefix("champions."), row.recipient.partition("@")[0]) for row in rows]

    return read


def steps(person):
    return [record.step.value for record in queries.history(person.id)]


def test_who_volunteers_waits_for_a_welcome_and_hears_it(do, stands, sent, ada, chen):
    # when
    do(register.volunteer, ada, OFFER)
    waits = stands(ada)
    do(register.welcome, ada.id, by=chen)

    # then
    assert (waits, stands(ada)) == ("interested", "active")
    assert sent() == [("volunteered", "chen"), ("welcomed", "ada")]
    assert steps(ada) == ["volunteered", "welcomed"]
    assert offer_of(queries.mine(ada.id)) == Offer(
        ("first steps", "files"), ("nl", "en"), ("Deventer",), (2, 7), 3, "Ask me anything."
    )


def test_who_volunteers_again_and_again_is_told_of_once_a_day(do, sent, ada, chen, now):
    # when
    for hours in (0, 1, 2, 27):
        do(register.volunteer, ada, OFFER, at=now + timedelta(hours=hours))
        do(register.take_back, ada, at=now + timedelta(hours=hours))

    # then
    assert sent() == [("volunteered", "chen")] * 2


def test_who_volunteers_can_take_it_back_as_if_nothing_was_said(do, stands, ada, chen):
    # given
    do(register.volunteer, ada, OFFER)

    # when
    do(register.take_back, ada)

    # then
    assert stands(ada) == ""
    with pytest.raises(AmbassadorMissing):
        do(register.welcome, ada.id, by=chen)
    do(register.volunteer, ada, OFFER)
    assert stands(ada) == "interested"


def test_who_is_invited_decides(do, stands, sent, ada, bo, chen):
    # when
    done = do(register.invite, [ada.id, bo.id], by=chen)
    do(register.accept, queries.mine(ada.id), OFFER)
    do(register.decline, queries.mine(bo.id))

    # then
    assert sorted(done.asked) == sorted([ada.id, bo.id])
    assert sent() == [("asked", "ada"), ("asked", "bo")]
    assert (stands(ada), stands(bo)) == ("active", "")
    assert (steps(ada), steps(bo)) == (["invited", "said_yes"], ["invited", "said_no"])


def test_nobody_is_asked_again_soon_after_a_no(do, stands, sent, now, ada, bo, chen):
    # given
    do(register.invite, [ada.id], by=chen)
    do(register.decline, queries.mine(ada.id))

    # when: by the manager, by a colleague, and half a year later
    soon = do(register.invite, [ada.id], by=chen, at=now + 100 * DAY)
    asked = do(register.suggest, ada, "She explains so well.", by=bo, at=now + 100 * DAY)
    later = do(register.invite, [ada.id], by=chen, at=now + 181 * DAY)

    # then
    assert (soon.asked, soon.left_alone, asked) == ([], [ada.id], False)
    assert (later.asked, stands(ada)) == ([ada.id], "invited")
    assert sent() == [("asked", "ada"), ("asked", "ada")]


def test_inviting_who_volunteered_welcomes_them(do, stands, ada, chen):
    # given
    do(register.volunteer, ada, OFFER)

    # when
    done = do(register.invite, [ada.id], by=chen)

    # then
    assert (done.asked, stands(ada), steps(ada)) == ([ada.id], "active", ["volunteered", "welcomed"])


def test_inviting_takes_the_same_reads_for_many(app, count_queries, now, chen, add_person):
    few = [add_person(f"Few{number} Person").id for number in range(2)]
    many = [add_person(f"Many{number} Person").id for number in range(12)]

    def reads(ids):
        with count_queries() as statements, transaction():
            register.invite(ids, by=db.session.get_one(Person, chen.id), now=now)
        return sum(statement.startswith("SELECT people") or "FROM ambassador_records" in statement for statement in statements)

    # then
    assert reads(few) == reads(many)


def test_who_is_thought_of_reads_why_and_by_whom_and_gets_one_mail(do, stands, sent, ada, bo, chen, dana):
    # when
    do(register.suggest, ada, "She explains so well.", by=bo)
    do(register.suggest, ada, "Always patient.", by=dana)
    do(register.suggest, ada, "Always patient, and kind.", by=dana)

    # then
    mine = queries.mine(ada.id)
    assert stands(ada) == "invited"
    assert [(one.by.name, one.words) for one in mine.suggestions] == [
        ("Bo Lindqvist", "She explains so well."),
        ("Dana Petrov", "Always patient, and kind."),
    ]
    assert sent() == [("asked", "ada")]

    # and once she has answered, the words are gone
    do(register.accept, mine, OFFER)
    assert db.session.scalars(select(AmbassadorSuggestion)).all() == []


@pytest.mark.parametrize("words", ["", "   ", "x" * 1001])
def test_suggestion_without_words_or_with_too_many_is_refused(do, ada, bo, words):
    with pytest.raises(ChampionError):
        do(register.suggest, ada, words, by=bo)


def test_nobody_thinks_of_themselves_or_of_many_at_once(do, now, ada, bo, add_person):
    # given
    others = [add_person(f"Other{number} Person") for number in range(6)]
    for person in others[:5]:
        do(register.suggest, person, "Good with people.", by=bo)

    # then
    with pytest.raises(ChampionError, match="5 colleagues this month"):
        do(register.suggest, others[5], "Good with people.", by=bo)
    do(register.suggest, others[0], "Really good with people.", by=bo)  # that is a better word for the same colleague
    do(register.suggest, others[5], "Good with people.", by=bo, at=now + 31 * DAY)
    with pytest.raises(ChampionError, match="That is you"):
        do(register.suggest, bo, "Me!", by=bo)


def test_suggesting_an_ambassador_changes_and_tells_nothing(do, stands, sent, ada, bo, chen):
    # given
    do(register.volunteer, ada, OFFER)
    do(register.welcome, ada.id, by=chen)
    before = sent()

    # when
    asked = do(register.suggest, ada, "She explains so well.", by=bo)

    # then
    assert (asked, stands(ada), sent()) == (False, "active", before)


def test_ambassador_rests_comes_back_and_leaves(do, stands, now, ada, chen):
    # given
    do(register.volunteer, ada, OFFER)
    do(register.welcome, ada.id, by=chen)

    # when
    seen = []
    for rule in (register.rest, register.rest, register.come_back, register.leave):
        do(rule, ada)
        seen.append(stands(ada))

    # then: what she offered is not kept
    assert seen == ["resting", "resting", "active", "former"]
    assert offer_of(queries.mine(ada.id)) == Offer(capacity=0)
    assert steps(ada) == ["volunteered", "welcomed", "rested", "came_back", "left"]
    with pytest.raises(WrongStanding):
        do(register.leave, ada)

    # and she may come again whenever she likes
    do(register.volunteer, ada, OFFER, at=now + DAY)
    assert stands(ada) == "interested"


@pytest.mark.parametrize("rule", [register.rest, register.come_back, register.leave])
def test_only_an_ambassador_rests_or_leaves(do, ada, chen, rule):
    with pytest.raises(AmbassadorMissing):
        do(rule, ada)
    do(register.invite, [ada.id], by=chen)
    with pytest.raises(WrongStanding):
        do(rule, ada)


def test_offer_is_kept_as_it_can_be_shown(do, ada):
    # when
    do(
        register.volunteer,
        ada,
        Offer((" Files ", "files", "", "first  steps"), ("xx", "en", "nl"), ("Breda", "breda"), (99, 3, 3, -1)),
    )

    # then
    mine = queries.mine(ada.id)
    assert (mine.topics, mine.languages, mine.places, mine.times) == (["Files", "first steps"], ["nl", "en"], ["Breda"], [3])


@pytest.mark.parametrize(
    ("offer", "field"),
    [
        (Offer(capacity=21), "capacity"),
        (Offer(capacity=-1), "capacity"),
        (Offer(topics=tuple(f"topic {number}" for number in range(13))), "topics"),
        (Offer(places=("x" * 61,)), "places"),
        (Offer(about="x" * 1001), "about"),
    ],
)
def test_offer_that_cannot_be_kept_names_its_field(do, stands, ada, offer, field):
    with pytest.raises(OfferInvalid) as error:
        do(register.volunteer, ada, offer)
    assert error.value.field == field
    assert stands(ada) == ""


def test_mails_leave_only_while_they_are_true(do, deliver, smtp_sink, clock, ada, bo, chen):
    # given: asked, and answered before the mail left
    do(register.invite, [ada.id, bo.id], by=chen)
    do(register.decline, queries.mine(ada.id))

    # when
    deliver()

    # then
    assert [mail.recipients for mail in smtp_sink.received] == [("bo@brink-waal.example",)]
    kept = {mail.recipient: mail.state for mail in db.session.scalars(select(OutgoingMail))}
    assert kept["ada@brink-waal.example"] is not OutgoingState.SENT


def test_one_person_has_one_row(do, ada, bo, chen):
    do(register.suggest, ada, "She explains so well.", by=bo)
    do(register.invite, [ada.id], by=chen)
    do(register.volunteer, ada, OFFER)
    found = db.session.scalars(select(Ambassador)).all()
    assert [(one.person_id, one.standing) for one in found] == [(ada.id, Standing.ACTIVE)]


def test_what_foyer_knows_about_an_ambassador_reads_as_a_page(do, client_of, ada, chen):
    """Every step of a life in the register, rest and return too."""
    # given
    do(register.volunteer, ada, OFFER)
    do(register.welcome, ada.id, by=chen)
    do(register.rest, ada)
    do(register.come_back, ada)
    do(register.leave, ada)

    # when
    page = client_of(ada).get("/me/data")

    # then
    words = ("you offered to", "you were welcomed", "you took a rest", "you came back", "you were one")
    assert (page.status_code, [word for word in words if word not in page.text]) == (200, [])
