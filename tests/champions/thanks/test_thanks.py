"""The rules of thanks: who may thank whom for what, who decides, and what goes away."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from champions.errors import LinkInvalid
from champions.thanks import thanks
from champions.thanks.errors import ThanksError, ThanksMissing
from database import db, transaction
from mail.models import OutgoingMail
from networks import memberships
from people.erasing import erase
from people.models import Person
from tests.champions.thanks.conftest import WORDS

DAY = timedelta(days=1)


def test_thanks_wait_and_one_mail_is_due(thanked, kept_of):
    thanked()
    assert kept_of() == [(WORDS, "waiting")]
    mails = db.session.scalars(select(OutgoingMail)).all()
    assert [(mail.kind, mail.recipient, mail.topic) for mail in mails] == [("champions.thanks", "ada@brink-waal.example", "")]


@pytest.mark.parametrize(
    ("words", "said"),
    [("  \u200b ", "Say in a sentence what for."), ("x" * 501, "Too long: at most 500 characters.")],
)
def test_words_are_needed_and_few(thanked, words, said):
    with pytest.raises(ThanksError) as raised:
        thanked(words=words)
    assert (raised.value.message, raised.value.field) == (said, "words")


def test_nobody_thanks_themselves_or_who_has_left(thanked, bo, add_person):
    with pytest.raises(ThanksError, match="That is you"):
        thanked(to=bo)
    with pytest.raises(ThanksError, match="Gone Away does not work here any more"):
        thanked(to=add_person("Gone Away", active=False))


def test_five_a_day_and_then_tomorrow(thanked, chen, now):
    for _time in range(5):
        thanked()
    with pytest.raises(ThanksError, match="Go on tomorrow"):
        thanked(to=chen)
    thanked(to=chen, at=now + DAY)


def test_later_word_of_the_thanked_person_counts(do, thanked, kept_of, ada):
    number = thanked()
    for shared in (True, False, True):
        do(thanks.decide, number, shared=shared, by=ada)
    assert kept_of() == [(WORDS, "shared")]


@pytest.mark.parametrize("who", ["bo", "chen", "admin", "dana"])
def test_nobody_else_decides(request, do, thanked, kept_of, who):
    number = thanked()
    with pytest.raises(ThanksMissing):
        do(thanks.decide, number, shared=True, by=request.getfixturevalue(who))
    assert kept_of() == [(WORDS, "waiting")]


def take_away(number, person):
    with transaction():
        thanks.remove(number, by=db.session.get_one(Person, person.id))


@pytest.mark.parametrize("who", ["ada", "bo"])
def test_either_of_the_two_makes_it_go_away_also_when_shared(request, thanked, kept_of, link, who):
    # given
    number = thanked(shared=True)
    path = link(number)

    # when
    take_away(number, request.getfixturevalue(who))

    # then
    assert kept_of() == []
    with pytest.raises(LinkInvalid):
        thanks.read(path.rpartition("/")[2])


@pytest.mark.parametrize("who", ["chen", "admin", "dana"])
def test_nobody_else_makes_it_go_away(request, thanked, kept_of, who):
    number = thanked()
    with pytest.raises(ThanksMissing):
        take_away(number, request.getfixturevalue(who))
    assert kept_of() == [(WORDS, "waiting")]


@pytest.mark.parametrize("who", ["ada", "bo"])
def test_erasing_either_leaves_nothing_of_it(request, thanked, kept_of, now, who):
    # given
    thanked(shared=True)

    # when
    with transaction():
        erase(db.session.get_one(Person, request.getfixturevalue(who).id), now=now)

    # then
    assert kept_of() == []


def test_session_is_one_that_the_writer_sees(thanked, meetup, bo, dana, ada, kept_of):
    hers = meetup(invited=[ada], host_ids=(ada.id,))
    with pytest.raises(ThanksError, match="Choose something of the list") as raised:
        thanked(by=dana, session=hers)
    assert raised.value.field == "about"
    thanked(to=dana, by=ada, session=hers)  # whether Dana was invited is not asked: the answer would tell
    assert kept_of() == [(WORDS, "waiting")]


def test_group_is_one_of_the_writers_own(thanked, group, dana, chen, ada):
    walkers = group(members=[ada])
    for outsider in (dana, chen):
        with pytest.raises(ThanksError, match="Choose something of the list"):
            thanked(by=outsider, group=walkers)
    assert thanked(by=ada, to=dana, group=walkers)


def test_unlisted_group_is_named_only_to_who_is_seen_to_belong_to_it(thanked, group, ada, chen, dana):
    """Who hides their name, and who does not belong to it, get the same words: nobody is found out by thanking them."""
    # given
    walkers = group(members=[ada, chen], visibility="unlisted")
    with transaction():
        memberships.of_person(walkers, chen).hides_name = True

    # when
    said = set()
    for person in (chen, dana):
        with pytest.raises(ThanksError) as raised:
            thanked(by=ada, to=person, group=walkers)
        said.add(raised.value.message)

    # then
    assert said == {"“Lunch walkers” is not listed, so it can be named only to who is seen to belong to it. Leave it out."}
    assert thanked(to=chen, group=walkers)  # Bo looks after the group and reads all names


def test_thanks_go_with_their_group(thanked, group, ada, kept_of):
    """Without it, more people would read them than the thanked person agreed to."""
    # given
    walkers = group(members=[ada])
    thanked(group=walkers, shared=True)

    # when
    with transaction():
        db.session.delete(db.session.get_one(type(walkers), walkers.id))

    # then
    assert kept_of() == []
