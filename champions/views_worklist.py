"""The worklist of the week, for community managers."""

from datetime import UTC, datetime

from flask import render_template

from champions import queries_worklist
from champions.views import blueprint
from champions.words_commitments import day_words
from config import settings
from people.current import me
from people.quiet_hours import zone_of
from security import manager
from sessions.living import words


@blueprint.get("/ambassadors/week")
@manager
def week() -> str:
    """What needs me this week; often nothing, and that is a good page."""
    now = datetime.now(UTC)
    found = queries_worklist.of_the_week(me(), today=now.astimezone(zone_of(me())).date(), now=now)
    return render_template(
        "champions/week.html",
        work=found,
        day_words=day_words,
        days=settings().ambassador_days,
        filter_title=lambda audience: words.title_of(audience, {}),
    )
