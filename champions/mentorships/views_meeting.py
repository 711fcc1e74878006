"""The meeting of the two: answering it on their page, and its file for another calendar."""

from datetime import UTC, datetime

from flask import Response as FlaskResponse
from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from calendars.invitations import published
from champions.errors import MentorshipMissing, WrongStanding
from champions.mentorships import meetings, meetings_elsewhere, records
from champions.mentorships.models_meetings import is_ahead
from champions.mentorships.views import blueprint
from champions.views import in_words
from database import db, transaction
from people.current import me
from people.models import Person
from security import signed_in
from sessions.models import Answer

ANSWERS = {"yes": Answer.ACCEPTED, "maybe": Answer.TENTATIVE, "no": Answer.DECLINED}


@blueprint.post("/mentorships/<int:mentorship_id>/meeting")
@signed_in
def answer_meeting(mentorship_id: int) -> Response:
    """It suits me, perhaps, or not then."""
    records.read(mentorship_id, me())
    said = ANSWERS.get(request.form.get("answer", ""))
    if said is not None:
        _answer(mentorship_id, said)
    return redirect(url_for("mentorships.record", mentorship_id=mentorship_id, _anchor="next"), 303)


def _answer(mentorship_id: int, said: Answer) -> None:
    try:
        with transaction():
            meetings.answer(mentorship_id, db.session.get_one(Person, me().id), said, now=datetime.now(UTC))
    except WrongStanding as error:
        flash(in_words(error), "warning")
    else:
        flash(
            {
                Answer.ACCEPTED: _("Noted: you come."),
                Answer.TENTATIVE: _("Noted as maybe."),
                Answer.DECLINED: _("Noted, and no reason needed. It comes out of both calendars."),
            }[said],
            "success",
        )


@blueprint.get("/mentorships/<int:mentorship_id>/meeting.ics")
@signed_in
def meeting_file(mentorship_id: int) -> FlaskResponse:
    """The meeting that is ahead, to put into another calendar."""
    mentorship, person = records.read(mentorship_id, me()), me()
    seat = next((one for one in meetings.seats_of(mentorship) if one.person_id == person.id), None)
    if seat is None or not is_ahead(mentorship, datetime.now(UTC)):
        raise MentorshipMissing("There is no such page, or it is not yours to read.")
    event = meetings_elsewhere.as_file(seat)
    response = FlaskResponse(published([event], name=event.summary), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
