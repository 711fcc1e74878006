"""The list of what waits at home: order, kinds, and how much of it is seen at once."""

from datetime import date

from sessions.home_parts import SHOWN, Waiting, by_kind, first_and_rest, in_order


def line(title, **more):
    return Waiting(title=title, about="", action="Answer", url="/", **more)


def titles(kinds):
    return [(kind.name, [one.title for one in kind.lines]) for kind in kinds]


def test_the_nearest_day_comes_first_and_what_is_only_offered_last():
    # given
    offered = line("Sign up", by=date(2026, 12, 1), offered=True)
    lines = [offered, line("A letter"), line("Lunch", by=date(2026, 12, 9)), line("Coffee", by=date(2026, 12, 2)), line("Group")]

    # then
    assert titles(by_kind(in_order(lines))) == [
        ("dated", ["Coffee", "Lunch"]),
        ("undated", ["A letter", "Group"]),
        ("offered", ["Sign up"]),
    ]


def test_seven_are_seen_at_once_and_one_alone_is_not_hidden():
    # when
    found = {
        count: [sum(len(kind.lines) for kind in kinds) for kinds in first_and_rest([line("")] * count)]
        for count in (0, SHOWN, SHOWN + 1, SHOWN + 2)
    }

    # then
    assert found == {0: [0, 0], 7: [7, 0], 8: [8, 0], 9: [7, 2]}
