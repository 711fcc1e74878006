"""Which polls there are, and the page of one for who looks after it: the dates, and whom each would leave out."""

from datetime import UTC, datetime

from flask import render_template

from look import language
from people.current import me
from security import hosts, signed_in
from sessions import reminders
from sessions.polls import access, polls, queries
from sessions.polls.models import PollState
from sessions.polls.views import blueprint


@blueprint.get("/polls")
@signed_in
def index() -> str:
    """The polls that ask me, and those I look after."""
    person = me()
    mine = queries.looked_after_by(person)
    return render_template(
        "polls/index.html",
        asks=queries.asks(person),
        mine=mine,
        answered=queries.answered(mine[PollState.OPEN]),
        looks_after=person.may_manage or any(mine.values()),
        zone=reminders.zone_of(person),
        now=datetime.now(UTC),
    )


@blueprint.get("/polls/<int:poll_id>")
@hosts
def poll(poll_id: int) -> str:
    """The dates, the best first, with names."""
    person, now = me(), datetime.now(UTC)
    found = access.poll_of(person, poll_id)
    return render_template(
        "polls/poll.html",
        poll=found,
        board=queries.board(found, now=now),
        taken_back=polls.was_taken_back(found),
        series_id=queries.series_of(found),
        clashes=queries.clashes(found),
        holidays=queries.holidays_of(found, language=language()),
        cannot_come=queries.cannot_come(found, reader=me()),
        zone=reminders.zone_of(person),
        now=now,
    )
