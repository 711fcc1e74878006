"""What should not stand there: reported, held back with a reason, written anew, looked at by somebody else."""

import pytest
from sqlalchemy import select

from database import db
from onboarding.voices import merging, moderation, queries, voices
from onboarding.voices.errors import NotPossible, VoiceError, VoiceMissing
from onboarding.voices.models import Showing, VoiceReport
from tests.onboarding.voices.conftest import fresh

REASON = "It calls a colleague names. Say what happened."


def test_who_reported_is_not_kept(do, said):
    # given
    number = said()

    # when
    do(moderation.report, number, "It insults the night shift.")

    # then
    assert {column.name for column in VoiceReport.__table__.columns} == {"id", "voice_id", "reason", "reported_on"}
    assert [one.reason for one in queries.desk().reports] == ["It insults the night shift."]


def test_looking_at_it_ends_its_reports(do, said, voice):
    number = said()
    do(moderation.report, number, "I do not like it.")
    do(moderation.leave, number, clock=False)
    assert (queries.desk().reports, voice(number).is_shown) == ([], True)


def test_a_flood_of_reports_is_cut_off(do, said):
    number = said()
    for count in range(25):
        do(moderation.report, number, f"Reason {count}")
    assert len(list(db.session.scalars(select(VoiceReport)))) == moderation.MOST_REPORTS


def test_what_is_held_back_is_read_by_nobody_else_and_its_author_hears_why(
    do, said, voice, deliver, smtp_sink, words_of, ada, chen
):
    # given
    number = said()
    do(moderation.report, number, "It insults.")

    # when
    do(moderation.hold_back, number, REASON, by=chen)
    deliver()

    # then
    (mail,) = smtp_sink.to(ada.email)
    assert (voice(number).showing, queries.desk().reports, REASON in words_of(mail)) == (Showing.HELD_BACK, [], True)
    with pytest.raises(VoiceMissing):
        do(moderation.report, number, "Again")


def test_the_author_under_a_pseudonym_reads_why_and_writes_it_anew(do, whispered, voice, chen):
    # given
    number, secret = whispered()
    do(moderation.hold_back, number, REASON, by=chen)

    # when
    held = voices.of_secret(secret)
    seen = held.held_reason
    do(voices.write_anew, held, "Somebody called me names.", clock=False)

    # then
    assert (seen, voice(number).showing, voice(number).words) == (REASON, Showing.SECOND_LOOK, "Somebody called me names.")


def test_a_second_look_is_taken_by_somebody_else(do, said, voice, ada, chen, admin):
    # given
    number = said()
    do(moderation.hold_back, number, REASON, by=chen)
    do(voices.write_anew, voice(number), "Somebody called me names.", clock=False)

    # then
    for rule in (
        lambda: do(moderation.show_again, number, by=chen, clock=False),
        lambda: do(moderation.hold_back, number, REASON, by=chen),
    ):
        with pytest.raises(NotPossible):
            rule()
    do(moderation.show_again, number, by=admin, clock=False)
    assert (voice(number).showing, voice(number).held_reason) == (Showing.SHOWN, "")


def test_holding_one_back_takes_nothing_else_off_the_board(do, said, voice, chen):
    """Or whoever looks after the board would put together what is unwelcome, and hold back one of them."""
    one, other = said(), said("I would like to find the drawings on the phone I have.")
    pair = do(merging.merge, one, other, clock=False)
    do(moderation.hold_back, pair.kept.id, REASON, by=chen)
    assert (voice(pair.given_up.id).is_shown, voice(pair.given_up.id).is_merged) == (True, False)


def test_where_there_is_nobody_else_the_same_person_looks_again(do, said, voice, chen):
    number = said()
    do(moderation.hold_back, number, REASON, by=chen)
    do(voices.write_anew, voice(number), "Somebody called me names.", clock=False)
    do(moderation.show_again, number, by=chen, clock=False)
    assert voice(number).is_shown


@pytest.mark.parametrize("who", ["ada", "dana"])
def test_nobody_else_decides(request, do, said, who):
    number = said()
    assert not moderation.may_take_second_look(queries.one(number), fresh(request.getfixturevalue(who)))
    with pytest.raises(NotPossible):
        do(moderation.hold_back, number, REASON, by=request.getfixturevalue(who))


def test_a_reason_is_needed(do, said, chen):
    number = said()
    with pytest.raises(VoiceError):
        do(moderation.hold_back, number, "  ", by=chen)
    with pytest.raises(VoiceError):
        do(moderation.report, number, "")
