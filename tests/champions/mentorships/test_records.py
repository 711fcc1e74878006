"""One record of the two: who reads it, who corrects it, how it ends. Administrators and community managers are outsiders here."""

from datetime import date, timedelta

import pytest

from champions.errors import AskInvalid, MentorshipMissing, WrongStanding
from champions.mentorships import asking, queries, records
from champions.mentorships.models import Going
from champions.mentorships.records import Next
from database import db, transaction
from people import reporting_lines
from tests.infra.mentorships import accompanied_by, fresh, mails_about_pairs, state_of

TODAY = date(2026, 12, 1)


@pytest.fixture
def pair(accompanied, ada, bo):
    """Bo accompanies Ada."""
    return accompanied(ada, bo)


@pytest.fixture
def do(app):
    """`do(records.end, pair, ada, "Thanks")`: one rule in a transaction of its own."""

    def run(rule, mentorship, person, *args, **more):
        with transaction():
            return rule(mentorship.id, *args, by=fresh(person), **more)

    return run


@pytest.fixture
def write(do, pair, now):
    """`write(bo, "We did it")`: the id of a check-in of today."""

    def run(person, words, met_on=TODAY, **more):
        return do(records.check_in, pair, person, words, met_on=met_on, today=TODAY, **{"now": now, **more}).id

    return run


def written(mentorship):
    db.session.rollback()
    return [(one.author.name, one.words) for one in queries.in_full(mentorship.id).check_ins]


def test_both_write_and_the_newest_stands_first(pair, write, ada, bo):
    # when
    write(bo, "We found the first drawing.", met_on=TODAY - timedelta(days=3), going=Going.WELL)
    write(ada, "I found one by myself.")

    # then
    assert written(pair) == [("Ada Okafor", "I found one by myself."), ("Bo Lindqvist", "We found the first drawing.")]


def test_mentee_corrects_and_deletes_everything_and_an_ambassador_what_they_wrote(pair, do, write, ada, bo):
    # given
    of_bo, of_ada = write(bo, "She is slow.", going=Going.HARD), write(ada, "Mine.")

    # when
    do(records.correct, pair, ada, of_bo, "We took our time.")
    for rule, args in ((records.correct, (of_ada, "x")), (records.delete, (of_ada,))):
        with pytest.raises(MentorshipMissing):
            do(rule, pair, bo, *args)
    corrected = written(pair)
    with pytest.raises(MentorshipMissing):
        do(records.correct, pair, bo, of_bo, "No, she is.")
    going = [one.going for one in queries.in_full(pair.id).check_ins]
    do(records.delete, pair, ada, of_bo)

    # then: what the mentee makes of his words is hers, and nothing else of his stands beside it
    assert corrected == [("Ada Okafor", "Mine."), ("Ada Okafor", "We took our time.")]
    assert going == [None, None]
    assert written(pair) == [("Ada Okafor", "Mine.")]


def test_ambassador_corrects_and_deletes_what_they_wrote(pair, do, write, bo):
    # given
    number = write(bo, "We found the first drwaing.", going=Going.WELL)

    # when
    do(records.correct, pair, bo, number, "We found the first drawing.")
    corrected = [(one.words, one.going) for one in queries.in_full(pair.id).check_ins]
    do(records.delete, pair, bo, number)

    # then
    assert (corrected, written(pair)) == ([("We found the first drawing.", Going.WELL)], [])


def test_what_comes_next_is_written_by_either_and_a_meeting_that_was_is_gone(pair, do, write, ada, bo, now):
    # when
    meeting = now + timedelta(hours=3)
    do(records.plan, pair, bo, Next(" Find one\ndrawing ", meeting, "Canteen"), now=now)
    [listed] = queries.of_ambassador(bo.id)
    planned = (listed.mentorship.next_step, listed.mentorship.next_meeting_at, listed.mentorship.next_meeting_place)
    write(ada, "Seen each other in the lift.")
    before = queries.in_full(pair.id).next_meeting_at
    write(ada, "Done.", now=meeting + timedelta(hours=1))

    # then: what was written before the meeting does not take it out of two calendars
    assert planned == ("Find one drawing", meeting, "Canteen")
    assert before == meeting
    db.session.rollback()
    assert (queries.in_full(pair.id).next_meeting_at, queries.in_full(pair.id).next_step) == (None, "Find one drawing")


def test_wish_is_the_mentees_to_say(pair, do, ada, bo):
    # when
    do(records.reword_wish, pair, ada, "Find them without asking.")
    with pytest.raises(MentorshipMissing):
        do(records.reword_wish, pair, bo, "Something else")

    # then
    db.session.rollback()
    assert (queries.in_full(pair.id).wish, asking.of(ada.id).wish) == ("Find them without asking.",) * 2


@pytest.mark.parametrize(
    ("words", "day", "field"), [("", TODAY, "words"), ("x" * 501, TODAY, "words"), ("x", TODAY + timedelta(days=1), "met_on")]
)
def test_check_in_says_what_is_wrong(write, bo, words, day, field):
    with pytest.raises(AskInvalid) as refused:
        write(bo, words, met_on=day)
    assert refused.value.field == field


def test_mentee_ends_it_and_looks_for_nobody_any_more(pair, do, ada, bo, now):
    # when
    do(records.end, pair, ada, "Thank you!", today=TODAY, now=now)

    # then
    assert (accompanied_by(bo), state_of(ada), written(pair)) == ([], "", [("Ada Okafor", "Thank you!")])
    assert mails_about_pairs()[-1] == ("mentorship_ended", "bo")
    for rule, args in ((records.plan, (Next(),)), (records.end, ("",))):
        with pytest.raises(WrongStanding):
            do(rule, pair, bo, *args, now=now, **({"today": TODAY} if rule is records.end else {}))


def test_ambassador_ends_it_and_the_mentee_decides_what_then(pair, do, ada, bo, now):
    # when
    do(records.end, pair, bo, "", today=TODAY, now=now)

    # then
    assert (accompanied_by(bo), state_of(ada), written(pair)) == ([], "decides", [])
    assert mails_about_pairs()[-1] == ("ambassador_stopped", "ada")
    with transaction():
        asking.look_again(fresh(ada), now=now)
    assert state_of(ada) == "looking"


def test_mentee_deletes_all_of_it_once_it_has_ended(pair, do, ada, bo, now):
    # given
    with pytest.raises(WrongStanding):
        do(records.erase, pair, ada)
    do(records.end, pair, ada, "Bye", today=TODAY, now=now)

    # when
    with pytest.raises(MentorshipMissing):
        do(records.erase, pair, bo)
    do(records.erase, pair, ada)

    # then
    db.session.rollback()
    assert (queries.of_mentee(ada.id), queries.ended_of(bo.id)) == ([], [])


SECRETS = ("find our drawings", "Step nobody knows", "Two secret lines", "Canteen nobody knows")


@pytest.fixture
def kept(pair, do, write, bo, now):
    do(records.plan, pair, bo, Next(SECRETS[1], now + timedelta(days=2), SECRETS[3]), now=now)
    write(bo, SECRETS[2])
    return pair


def paths(pair, ada, bo):
    record = f"/mentorships/{pair.id}"
    return [record, f"/people/{ada.id}", f"/people/{bo.id}", "/", "/me/mentees", "/me/mentorship", "/me/data", "/ambassadors",
            "/ambassadors/register", "/ambassadors/waiting", f"/ambassadors/waiting/{ada.id}", "/people", "/mail"]  # fmt: skip


@pytest.mark.parametrize("who", ["outsider", "community manager", "administrator", "other ambassador", "line manager"])
def test_nobody_else_reads_or_writes_anything(client_of, kept, helps, ada, bo, chen, dana, admin, add_person, who):
    # given
    other, boss = helps(add_person("Eve Mulder")), add_person("Gus Test")
    with transaction():
        reporting_lines.assign(fresh(ada), boss.email)
    person = {
        "outsider": dana,
        "community manager": chen,
        "administrator": admin,
        "other ambassador": other,
        "line manager": boss,
    }[who]
    browser = client_of(person)

    # when
    seen = "".join(browser.get(path).text for path in paths(kept, ada, bo))
    record = f"/mentorships/{kept.id}"
    posts = {
        "wish": {"words": "x"},
        "plan": {"step": "x"},
        "meeting": {"answer": "no"},
        "check-ins": {"words": "x", "met_on": "2026-12-01"},
        "ending": {},
        "removal": {},
    }
    codes = {name: browser.post(f"{record}/{name}", data=data).status_code for name, data in posts.items()}

    # then
    assert [secret for secret in SECRETS if secret in seen] == []
    assert [browser.get(path).status_code for path in (record, f"{record}/meeting.ics")] == [404, 404]
    assert codes == {"wish": 404, "plan": 404, "meeting": 404, "check-ins": 404, "ending": 404, "removal": 303}
    assert written(kept) == [("Bo Lindqvist", SECRETS[2])]
    assert (accompanied_by(bo), queries.in_full(kept.id).next_step) == (["Ada Okafor"], SECRETS[1])


@pytest.mark.parametrize("who", ["ada", "bo"])
def test_the_two_read_all_of_it(client_of, kept, ada, bo, who):
    # when
    page = client_of({"ada": ada, "bo": bo}[who]).get(f"/mentorships/{kept.id}").text

    # then
    assert [secret for secret in SECRETS if secret not in page] == []
