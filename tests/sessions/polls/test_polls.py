"""A poll begins, changes and ends."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from database import db, transaction
from sessions.errors import DetailsInvalid
from sessions.polls import polls
from sessions.polls.errors import PollClosed, PollMissing
from sessions.polls.models import Poll, PollDate, PollMark, PollPerson, PollState

DAY = timedelta(days=1)


@pytest.fixture
def change(now):
    """`change(poll, minutes=30)`."""

    def save(made, *, at=None, **fields):
        with transaction():
            details = polls.details_of(polls.lock(made.id))
            kept = {name: getattr(details, name) for name in polls.PollDetails.__dataclass_fields__}
            return polls.change(made.id, polls.PollDetails(**{**kept, **fields}), now=at or now)

    return save


def test_draft_is_told_to_nobody_and_open_asks_everybody_on_the_list_once(poll, poll_mails, now, ada, bo):
    # given
    draft = poll(asked=[ada, bo], opened=False)
    before = poll_mails(draft)

    # when
    with transaction():
        polls.open_(draft.id, now=now)
    with pytest.raises(PollClosed) as again, transaction():
        polls.open_(draft.id, now=now)

    # then
    assert (before, sorted(poll_mails(draft))) == ([], [("", "ada", "queued"), ("", "bo", "queued")])
    assert again.value.message == "This poll has been opened already."


@pytest.mark.parametrize(
    ("build", "says"),
    [
        ({"days": (7,)}, "A poll needs two dates or more that lie ahead."),
        ({"asked": ()}, "Nobody is on the list yet."),
        ({"answer_until": datetime(2026, 12, 1, 9, tzinfo=UTC)}, "The day to answer by has passed. Choose a later one, or none."),
    ],
)
def test_open_refuses_a_question_that_nobody_could_answer(poll, poll_mails, now, ada, build, says):
    # given
    draft = poll(**{"asked": [ada], "opened": False, **build})

    # when
    with pytest.raises(PollClosed) as refused, transaction():
        polls.open_(draft.id, now=now)

    # then
    assert (refused.value.message, poll_mails(draft)) == (says, [])


def test_dates_that_have_passed_do_not_count_when_it_is_opened(poll, now, ada):
    # given
    draft = poll(asked=[ada], opened=False)

    # when
    with pytest.raises(PollClosed) as refused, transaction():
        polls.open_(draft.id, now=now + 15 * DAY)

    # then
    assert refused.value.message == "A poll needs two dates or more that lie ahead."


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", " "), ("minutes", 0), ("timezone", "Mars/Base"), ("online_url", "nowhere"), ("place", "x" * 201)],
)
def test_draft_refuses_what_no_session_could_be(poll, field, value):
    # when
    with pytest.raises(DetailsInvalid) as refused:
        poll(opened=False, days=(), **{field: value})

    # then
    assert refused.value.field == field


def test_another_zone_keeps_the_hours_of_a_draft_on_the_clock(poll, change):
    # given: 10:00 in Amsterdam
    draft = poll(opened=False)

    # when
    change(draft, timezone="Europe/Lisbon")

    # then
    assert [f"{date.starts_at.astimezone(draft.zone):%H:%M}" for date in draft.dates] == ["10:00"] * 3
    assert draft.dates[0].starts_at == datetime(2026, 12, 8, 10, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Europe/Lisbon", "Europe/Helsinki"])
def test_another_zone_keeps_dates_apart_that_are_as_far_from_each_other_as_the_zones(poll, change, now, zone):
    # given
    hours = [now + timedelta(days=7, hours=hour) for hour in range(3)]
    draft = poll(opened=False, days=[(at - now) / DAY for at in hours])
    shift = timedelta(hours=1 if zone == "Europe/Lisbon" else -1)

    # when
    change(draft, timezone=zone)

    # then
    assert [date.starts_at for date in draft.dates] == [at + shift for at in hours]


@pytest.mark.parametrize(("field", "value"), [("timezone", "Europe/Lisbon"), ("minutes", 30), ("shows_marks", True)])
def test_what_people_were_asked_about_stays_once_they_were_asked(poll, change, ada, field, value):
    # given
    made = poll(asked=[ada])

    # when
    with pytest.raises(DetailsInvalid) as refused:
        change(made, **{field: value})

    # then
    assert refused.value.field == field


def test_marks_that_others_may_see_can_be_taken_back_from_them(poll, change, ada):
    # given
    made = poll(asked=[ada], shows_marks=True)

    # when
    change(made, shows_marks=False)

    # then
    assert made.shows_marks is False


def test_change_of_an_open_poll_tells_nobody(poll, change, poll_mails, ada):
    # given
    made = poll(asked=[ada])
    before = poll_mails(made)

    # when
    change(made, title="Summer lunch", place="Garden")

    # then
    assert ((made.title, made.place), poll_mails(made)) == (("Summer lunch", "Garden"), before)


def test_answer_until_of_an_open_poll_moves_on_but_never_behind_us(poll, change, now, ada):
    # given
    made = poll(asked=[ada], answer_until=now + DAY)

    # when
    change(made, answer_until=now + 2 * DAY)
    with pytest.raises(DetailsInvalid) as refused:
        change(made, answer_until=now)

    # then
    assert (made.takes_marks(now + DAY), made.takes_marks(now + 2 * DAY), refused.value.field) == (True, False, "answer_until")


def test_answer_until_that_has_passed_is_no_fault_of_another_change(poll, change, now, ada):
    # given
    made = poll(asked=[ada], answer_until=now + DAY)

    # when
    change(made, title="Summer lunch", at=now + 2 * DAY)

    # then
    assert made.title == "Summer lunch"


def test_close_tells_everybody_and_takes_nothing_more(poll, mark, marked, deliver, clock, smtp_sink, words_of, now, ada, bo):
    # given
    made = poll(asked=[ada, bo])
    mark(made, ada, "no", "no", "no")
    deliver()
    smtp_sink.received.clear()

    # when
    with transaction():
        polls.close(made.id, word=" The cook is *ill*. ", now=now)
    deliver()
    with pytest.raises(PollClosed):
        mark(made, bo, "yes")

    # then
    assert sorted(mail.recipients[0] for mail in smtp_sink.received) == [ada.email, bo.email]
    assert "No date was chosen for “Winter lunch”, so there is nothing for you to keep free. The cook is *ill*." in words_of(
        smtp_sink.received[0]
    )
    assert marked(made)["Bo"] == ["", "", ""]


def test_close_says_nothing_to_whom_the_question_never_reached(poll, deliver, clock, smtp_sink, poll_mails, now, ada):
    # given: it is closed before the worker has sent anything
    made = poll(asked=[ada])

    # when
    with transaction():
        polls.close(made.id, word="", now=now)
    deliver()

    # then
    assert smtp_sink.received == []
    assert poll_mails(made) == [("", "ada", "replaced"), ("closed", "ada", "dropped")]


def test_close_comes_once(poll, poll_mails, now, ada):
    # given
    made = poll(asked=[ada])

    # when
    with transaction():
        polls.close(made.id, word="", now=now)
    with pytest.raises(PollClosed), transaction():
        polls.close(made.id, word="", now=now)

    # then
    assert [kind for kind, _who, _state in poll_mails(made)] == ["", "closed"]


def test_discard_leaves_nothing_of_a_draft(poll, ada):
    # given
    draft = poll(asked=[ada], opened=False)

    # when
    with transaction():
        polls.discard(draft.id)

    # then
    assert [db.session.scalar(select(func.count()).select_from(table)) for table in (Poll, PollDate, PollPerson, PollMark)] == [
        0
    ] * 4


def test_discard_is_for_drafts_only(poll, ada):
    # given
    made = poll(asked=[ada])

    # when
    with pytest.raises(PollClosed), transaction():
        polls.discard(made.id)

    # then
    assert db.session.get_one(Poll, made.id).state is PollState.OPEN


def test_lock_says_what_is_not_there(app):
    with pytest.raises(PollMissing), transaction():
        polls.lock(7)
