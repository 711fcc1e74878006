"""Home: what awaits my answer, what is coming, what I look after."""

from datetime import UTC, datetime

from flask import render_template

from networks import queries as groups
from people.current import me
from security import signed_in
from sessions import home_parts, links_cohosts, queries_cohosts, queries_incoming, queries_mine, reminders, waitlist
from sessions.access import hosts_anything
from sessions.polls import queries as polls
from sessions.rounds import queries as rounds
from sessions.series import queries as series
from sessions.views import blueprint


@blueprint.get("/", endpoint="home")
@signed_in
def home() -> str:
    """One thing is raised: the invitation that waits longest for an answer."""
    now, person = datetime.now(UTC), me()
    found = queries_mine.at_home(person, now=now)
    first = found.waiting[0].session if found.waiting else None
    looks_after = person.may_manage or hosts_anything(person)
    return render_template(
        "sessions/home.html",
        waiting=series.for_all_their_dates(found.waiting, now=now),
        hosting=[(one, links_cohosts.path_of(one)) for one in queries_cohosts.waits_for(person, now=now)],
        polls=polls.waits_for(person, now=now),
        rounds=rounds.open_to(person, now=now),
        places=rounds.asked(person),
        groups=groups.invitations_of(person),
        has_polls=person.may_manage or polls.looks_after_any(person),
        coming=found.coming,
        next_up=next((item for item in found.coming if item.session.is_published), None),
        parts=home_parts.parts_of(person, now=now),
        drafts=queries_mine.drafts(person) if looks_after else (),
        queue=queries_incoming.queue(person) if looks_after else queries_incoming.Queue(),
        room=waitlist.room(first) if first else None,
        zone=reminders.zone_of(person),
        now=now,
        hour=now.astimezone(reminders.zone_of(person)).hour,
    )
