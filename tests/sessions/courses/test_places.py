"""Where a date stands in its course."""

import pytest

from sessions.courses import places


@pytest.mark.parametrize(
    ("title", "own"),
    [("First steps", ""), ("First steps: Finding people", "Finding people"), ("A guest speaks", "A guest speaks")],
)
def test_the_title_of_a_part_is_shown_without_that_of_its_course(course, parts, change, title, own):
    # given
    made = course(parts=2, minimum=1)

    # when
    change(parts(made)[0], title=title)

    # then
    assert places.title_of(made, parts(made)[0]) == own


def test_a_part_knows_its_number_and_of_how_many(course, parts, meetup):
    # given
    made, alone = course(parts=3, minimum=1), meetup()

    # when
    place = places.place_of(parts(made)[1])

    # then
    assert (place.course.id, place.number, place.of, places.place_of(alone)) == (made.id, 2, 3, None)


def test_whoever_is_in_two_groups_is_at_home_in_the_one_that_asks(course, ada, bo):
    # given
    first = course(invited=[ada], parts=2, minimum=1)
    second = course(like=first, invited=[ada, bo], parts=2, minimum=1)

    # when
    homes = [places.home_of(made, person.id).series_id for made in (first, second) for person in (ada, bo)]

    # then
    assert homes == [first.id, second.id, second.id, second.id]
