"""A buddy: both say yes, nothing is shown that is not shown on purpose, and nobody learns why somebody cannot."""

import pytest

from champions import register
from champions.offers import Offer
from database import db, transaction
from mail.models import OutgoingMail
from onboarding.journeys import buddies, following, links
from onboarding.journeys.errors import BuddyMissing, JourneyError, LinkInvalid
from onboarding.journeys.models_following import Buddy
from people import apart
from people.models import Person
from tests.infra.pages import text


@pytest.fixture
def asked(do, journey, ada, bo):
    """`asked()`: Ada follows a journey and asked Bo; the numbers of both."""

    def make(answer=None, shows=False):
        number = journey()
        do(following.start, number, ada)
        buddy = do(buddies.ask, number, bo, by=ada)
        if answer is not None:
            do(buddies.answer, buddy.id, says_yes=answer, by=bo)
        if shows:
            do(buddies.show, number, shows=True, by=ada, clockless=True)
        return number, buddy.id

    return make


def state_of(number):
    db.session.rollback()
    buddy = db.session.get(Buddy, number)
    return (buddy.state.value, buddy.shows_progress) if buddy else None


def test_colleague_is_asked_by_mail_and_their_yes_is_told(asked, ada, bo):
    _number, buddy_id = asked(answer=True)
    mails = db.session.query(OutgoingMail).order_by(OutgoingMail.id)
    assert state_of(buddy_id) == ("agreed", False)
    assert [(mail.kind, mail.recipient, mail.topic) for mail in mails] == [
        ("onboarding.buddy", bo.email, ""),
        ("onboarding.buddy_agreed", ada.email, ""),
    ]


def test_who_is_asked_finds_it_at_home_until_they_answered(client_of, do, asked, ada, bo):
    line, (_number, buddy_id) = "Ada Okafor asks whether you would go along", asked()
    waits = [line in text(client_of(person).get("/")) for person in (bo, ada)]
    do(buddies.answer, buddy_id, says_yes=True, by=bo)
    assert [*waits, line in text(client_of(bo).get("/"))] == [True, False, False]


def test_no_ends_it_and_is_not_asked_again(do, asked, ada, bo):
    number, buddy_id = asked(answer=False)
    with pytest.raises(JourneyError, match="Bo Lindqvist cannot go along now"):
        do(buddies.ask, number, bo, by=ada)
    assert state_of(buddy_id) == ("declined", False)


def test_question_to_who_would_rather_not_be_brought_together_looks_like_one_nobody_answers(do, journey, ada, bo):
    """A refusal would tell Ada whom Bo keeps apart."""
    # given
    with transaction():
        apart.keep(db.session.get_one(Person, bo.id), [ada.id])
    number = journey()
    do(following.start, number, ada)

    # when
    buddy_id = do(buddies.ask, number, bo, by=ada).id

    # then: it stands there for Ada, and Bo hears nothing of it
    assert (state_of(buddy_id), buddies.accompanied_by(bo), db.session.query(OutgoingMail).all()) == (("asked", False), [], [])
    with pytest.raises(BuddyMissing):
        do(buddies.answer, buddy_id, says_yes=True, by=bo)


def test_who_has_left_cannot_go_along(do, journey, ada, dana):
    # given
    with transaction():
        db.session.get_one(Person, dana.id).active = False
    number = journey()
    do(following.start, number, ada)

    # then
    with pytest.raises(JourneyError, match="Dana Petrov cannot go along now"):
        do(buddies.ask, number, dana, by=ada)


def test_one_buddy_at_a_time_and_never_oneself(do, asked, ada, dana):
    number, _buddy_id = asked()
    for person, words in ((dana, "End that first"), (ada, "That is you")):
        with pytest.raises(JourneyError, match=words):
            do(buddies.ask, number, person, by=ada)


def test_one_buddy_of_two_at_once(do, asked, at_once, ada, bo, dana):
    """Bo says yes after all, while Ada asks Dana."""
    # given
    number, buddy_id = asked(answer=False)

    # when
    found = at_once(lambda: do(buddies.answer, buddy_id, says_yes=True, by=bo), lambda: do(buddies.ask, number, dana, by=ada))

    # then
    assert len([one for one in found if isinstance(one, JourneyError)]) == 1


def test_ambassadors_are_proposed_who_share_something_and_none_that_is_kept_apart(do, journey, ada, bo, chen, dana):
    # given
    for person in (bo, dana, chen):
        do(register.volunteer, person, Offer(languages=("en",)))
        do(register.welcome, person.id, by=chen)
    with transaction():
        apart.keep(db.session.get_one(Person, chen.id), [ada.id])
    number = journey()
    follower = do(following.start, number, ada)

    # when
    found = buddies.proposed_to(db.session.merge(follower))

    # then: Bo works in the same place
    assert [one.ambassador.person.name for one in found] == ["Bo Lindqvist", "Dana Petrov"]
    assert (found[0].same_place, found[1].same_place) == (True, False)


@pytest.mark.parametrize("who", ["dana", "chen", "admin", "ada"])
def test_nobody_but_the_buddy_answers_or_looks(request, do, asked, who):
    number, buddy_id = asked()
    person = request.getfixturevalue(who)
    with pytest.raises(BuddyMissing):
        do(buddies.answer, buddy_id, says_yes=True, by=person)
    with pytest.raises(BuddyMissing):
        buddies.seen_by(buddy_id, person)
    assert number


def test_buddy_sees_nothing_before_the_yes_and_after_the_end(do, asked, ada, bo):
    number, buddy_id = asked()
    with pytest.raises(BuddyMissing):
        buddies.seen_by(buddy_id, bo)
    do(buddies.answer, buddy_id, says_yes=True, by=bo)
    assert buddies.seen_by(buddy_id, bo).shows_progress is False
    do(buddies.end, number, by=ada, clockless=True)
    with pytest.raises(BuddyMissing):
        buddies.seen_by(buddy_id, bo)


def test_stepping_back_hides_what_was_shown(do, asked, bo):
    _number, buddy_id = asked(answer=True, shows=True)
    do(buddies.answer, buddy_id, says_yes=False, by=bo)
    assert state_of(buddy_id) == ("declined", False)


def test_link_of_a_journey_that_ended_leads_nowhere(do, asked, ada):
    number, buddy_id = asked()
    token = links.path_of_buddy(db.session.get_one(Buddy, buddy_id)).rpartition("/")[2]
    do(following.leave, number, ada, clockless=True)
    for wrong in (token, token[:-1]):
        with pytest.raises(LinkInvalid):
            links.buddy_of(wrong)
