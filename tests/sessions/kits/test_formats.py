"""Formats as a company changes them, makes them, and puts them away."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from database import db, transaction
from sessions.errors import DetailsInvalid
from sessions.kits import formats, shipped
from sessions.kits.errors import FormatMissing
from sessions.kits.models import Format, FormatText
from sessions.kits.shipped import KitText, Shape
from sessions.models import SessionKind

KEYS = ["first-steps", "ask-a-manager", "working-out-loud", "show-your-work", "profile-clinic"]
SHAPE = Shape(kind=SessionKind.MEETUP, seats=6, dates=1)
WALK = KitText(title="Walk", purpose="Fresh air.", agenda="30 Walking\n5 Goodbye")


def keys(language="en", **which):
    return [one.key for one in formats.list_of(language, **which)]


@pytest.fixture
def walk(app, now) -> str:
    with transaction():
        return formats.create(WALK, SHAPE, language="en", now=now)


def test_shipped_formats_are_offered_without_a_row(app):
    assert (keys(), keys("nl"), db.session.scalar(select(func.count()).select_from(Format))) == (KEYS, KEYS, 0)


@pytest.mark.parametrize(("language", "title"), [("en", "First steps hour"), ("nl", "Eerste-stappenuur")])
def test_a_format_is_read_in_the_language_asked_for(app, language, title):
    # when
    found = formats.find("first-steps", language)

    # then
    assert (found.text.title, found.language, found.minutes, found.is_shipped, found.is_changed) == (
        title,
        language,
        60,
        True,
        False,
    )


def test_a_change_is_a_copy_of_one_language(app, now):
    # given
    before = {language: formats.find("first-steps", language) for language in ("en", "nl")}
    own = replace(before["en"].text, title="First hour at Brink & Waal", agenda="20 Tea")

    # when
    with transaction():
        formats.change("first-steps", own, SHAPE, language="en", now=now)

    # then
    changed = formats.find("first-steps", "en")
    assert (changed.text, changed.minutes, changed.is_changed, changed.shape) == (own, 20, True, SHAPE)
    dutch = formats.find("first-steps", "nl")
    assert (dutch.text, dutch.is_changed, dutch.shape) == (before["nl"].text, False, SHAPE)
    assert keys() == KEYS


def test_the_shipped_text_comes_back(app, now):
    # given
    before = formats.find("first-steps", "en")
    with transaction():
        formats.change("first-steps", WALK, before.shape, language="en", now=now)

    # when
    with transaction():
        formats.restore("first-steps", language="en")

    # then
    assert formats.find("first-steps", "en") == before


def test_an_own_format_stands_after_the_shipped_ones(walk):
    # when
    found = formats.find(walk, "nl")

    # then
    assert keys() == [*KEYS, walk]
    assert (found.text, found.language, found.is_shipped, found.minutes) == (WALK, "en", False, 35)


def test_an_own_format_gets_a_second_language(walk, now):
    # when
    with transaction():
        formats.change(walk, replace(WALK, title="Wandeling"), SHAPE, language="nl", now=now)

    # then
    assert [formats.find(walk, language).text.title for language in ("en", "nl")] == ["Walk", "Wandeling"]


def test_an_own_format_has_no_other_text_to_go_back_to(walk):
    with pytest.raises(FormatMissing):
        formats.restore(walk, language="en")
    assert formats.find(walk, "en").text == WALK


def test_what_is_put_away_is_not_offered_and_can_still_be_read(app, now):
    # when
    with transaction():
        formats.put_away("ask-a-manager", now=now)

    # then
    assert (keys(), keys(put_away=True)) == ([key for key in KEYS if key != "ask-a-manager"], ["ask-a-manager"])
    assert formats.find("ask-a-manager", "en").is_put_away is True
    with transaction():
        formats.offer_again("ask-a-manager", now=now)
    assert (keys(), keys(put_away=True)) == (KEYS, [])


@pytest.mark.parametrize("key", ["", "nothing", "own-0"])
def test_what_is_no_format_is_missing(app, key, now):
    assert formats.exists(key) is False
    for ask in (
        lambda: formats.find(key, "en"),
        lambda: formats.change(key, WALK, SHAPE, language="en", now=now),
        lambda: formats.put_away(key, now=now),
    ):
        with pytest.raises(FormatMissing):
            ask()


@pytest.mark.parametrize(
    ("field", "text", "shape"),
    [
        ("title", replace(WALK, title=" \u200b"), SHAPE),
        ("title", replace(WALK, title="x" * 201), SHAPE),
        ("purpose", replace(WALK, purpose="x" * 301), SHAPE),
        ("first_time", replace(WALK, first_time="x" * 20_001), SHAPE),
        ("agenda", replace(WALK, agenda="Walking"), SHAPE),
        ("seats", WALK, replace(SHAPE, seats=0)),
        ("dates", WALK, replace(SHAPE, dates=61)),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(app, now, field, text, shape):
    with pytest.raises(DetailsInvalid) as refused:
        formats.create(text, shape, language="en", now=now)
    assert (refused.value.field, db.session.scalar(select(func.count()).select_from(FormatText))) == (field, 0)


def test_the_list_takes_as_many_queries_with_many_formats(walk, count_queries, now):
    # given
    with count_queries() as few:
        formats.list_of("en")
    with transaction():
        for _number in range(3):
            formats.create(WALK, SHAPE, language="en", now=now)
        formats.change("first-steps", WALK, SHAPE, language="nl", now=now)

    # when
    with count_queries() as many:
        formats.list_of("en")

    # then
    assert (len(few), len(many)) == (2, 2)


def test_every_shipped_shape_is_one_that_could_be_saved():
    assert [key for key, one in shipped.formats().items() if formats.checked(WALK, one.shape) != WALK] == []
