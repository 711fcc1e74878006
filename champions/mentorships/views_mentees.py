"""Whom I accompany: what I am asked, whom I meet next and whom I have not met for a while."""

from datetime import UTC, datetime

from flask import render_template

from champions import queries as ambassadors
from champions.mentorships import queries, words
from champions.mentorships.views import blueprint, my_zone
from people.current import me
from security import signed_in


@blueprint.get("/me/mentees")
@signed_in
def mentees() -> str:
    """One line of each: the next meeting, the next step, the day of the last check-in. Nothing else is known of them."""
    person, now = me(), datetime.now(UTC)
    return render_template(
        "mentorships/mentees.html",
        ambassador=ambassadors.mine(person.id),
        asked=[one for one in queries.asked(person.id, now=now) if not one.is_mentee],
        mentees=queries.of_ambassador(person.id),
        before=queries.ended_of(person.id),
        words=words,
        zone=my_zone(),
        today=now.astimezone(my_zone()).date(),
        contact_words=words.contact_words,
    )
