"""Whom I accompany: what I am asked, whom I meet next and whom I have not met for a while."""

from datetime import UTC, datetime

from flask import render_template

from champions import queries as ambassadors
from champions import week_notes
from champions.mentorships import drafts, queries, suggestions, weekly, words
from champions.mentorships.forms_week import mail_form
from champions.mentorships.views import blueprint, my_zone
from people.current import me
from security import signed_in


@blueprint.get("/me/mentees")
@signed_in
def mentees() -> str:
    """Of each the next meeting, the next step, the day of the last check-in, and what would help. Nothing else is known of them."""
    person, now = me(), datetime.now(UTC)
    today = now.astimezone(my_zone()).date()
    accompanied = queries.of_ambassador(person.id)
    suggested = suggestions.of_ambassador(person, accompanied, today=today, now=now)
    asked = [one for one in queries.asked(person.id, now=now) if not one.is_mentee]
    return render_template(
        "mentorships/mentees.html",
        ambassador=ambassadors.mine(person.id),
        asked=asked,
        suggested=[(one, drafts.draft(one, person.name, now=now)) for one in suggested],
        is_calm=not asked and not any(suggestions.needs_a_thought(one, today=today, now=now) for one in accompanied),
        notes=week_notes.of_people([person], now=now)[person.id],
        mail_form=mail_form(weekly.of(person.id)),
        before=queries.ended_of(person.id),
        words=words,
        zone=my_zone(),
        today=today,
        now=now,
        contact_words=words.contact_words,
    )
