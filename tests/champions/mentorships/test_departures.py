"""Handing over, stopping, leaving, being erased: whom somebody accompanies is asked first, and is never left without a word."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, select

from champions import register
from champions.errors import MentorshipMissing, NotPossible, ProposalOver, WrongStanding
from champions.mentorships import departures, queries, records
from champions.mentorships.models import Ask, Mentorship, MentorshipCheckIn, Proposal
from champions.mentorships.records import Next
from database import db, transaction
from mail.models import OutgoingMail
from people import erasing, people
from tests.infra.mentorships import accompanied_by, fresh, mails_about_pairs, state_of

TODAY = date(2026, 12, 1)


@pytest.fixture
def hand_over(now):
    def run(mentorship, by, to):
        with transaction():
            return departures.hand_over(mentorship.id, to.id, by=fresh(by), now=now)

    return run


def test_mentee_is_asked_first_and_the_next_step_goes_along(accompanied, helps, hand_over, answers, ada, bo, dana, now):
    # given
    helps(dana)
    pair = accompanied(ada, bo)
    with transaction():
        records.plan(pair.id, Next("Find one"), by=fresh(bo), now=now)
        records.check_in(pair.id, "Between us.", by=fresh(bo), met_on=TODAY, today=TODAY, now=now)

    # when
    proposal = hand_over(pair, bo, dana)
    with pytest.raises(ProposalOver):
        answers(proposal, dana)
    before = [one.other.name for one in queries.asked(dana.id, now=now)]
    answers(proposal, ada)
    asked = [one.other.name for one in queries.asked(dana.id, now=now)]
    goes_on = accompanied_by(bo)
    answers(proposal, dana)

    # then: until all say yes everything stays; what was between Ada and Bo stays between them
    assert (before, asked, goes_on) == ([], ["Ada Okafor"], ["Ada Okafor"])
    assert (accompanied_by(bo), accompanied_by(dana), state_of(ada)) == ([], ["Ada Okafor"], "accompanied")
    current = queries.of_mentee(ada.id)[0]
    assert (current.next_step, current.wish, queries.in_full(current.id).check_ins) == ("Find one", pair.wish, [])
    assert ("mentorship_ended", "bo") in mails_about_pairs()
    assert queries.goes_on_with(queries.in_full(pair.id)) == "Dana Petrov"


def test_handover_keeps_to_the_hard_rules_and_to_the_ambassador(accompanied, helps, hand_over, ada, bo, dana):
    # given
    helps(dana, capacity=0)
    pair = accompanied(ada, bo)

    # then
    with pytest.raises(NotPossible):
        hand_over(pair, bo, dana)
    with pytest.raises(WrongStanding):
        hand_over(pair, ada, dana)
    with pytest.raises(MentorshipMissing):
        hand_over(pair, dana, dana)


def stops(bo, now):
    register.leave(bo, now=now)


def goes(bo, now):
    people.deactivate(bo)


def is_erased(bo, now):
    erasing.erase(bo, now=now)


@pytest.mark.parametrize("departs", [stops, goes, is_erased])
def test_mentee_hears_it_and_decides(accompanied, ada, bo, now, departs):
    # given
    accompanied(ada, bo)

    # when
    with transaction():
        departs(fresh(bo), now)

    # then
    assert (state_of(ada), mails_about_pairs()[-1]) == ("decides", ("ambassador_stopped", "ada"))
    [kept] = queries.of_mentee(ada.id)
    assert (kept.ended_at is not None, kept.wish) == (True, "I would like to find our drawings.")


def test_rest_leaves_mentees_where_they_are(accompanied, ada, bo, now):
    # given
    accompanied(ada, bo)

    # when
    with transaction():
        register.rest(fresh(bo), now=now)

    # then
    assert accompanied_by(bo) == ["Ada Okafor"]


def test_mentee_who_goes_leaves_nothing_open(accompanied, asks, proposed, helps, ada, bo, dana, now):
    # given
    helps(bo, capacity=2)
    accompanied(ada, bo)
    asks(dana)
    proposed(dana, bo)

    # when
    for person in (ada, dana):
        with transaction():
            people.deactivate(fresh(person))

    # then
    assert (accompanied_by(bo), queries.asked(bo.id, now=now)) == ([], [])
    assert db.session.scalar(select(func.count()).select_from(Ask)) == 0


def test_erasing_the_mentee_takes_the_record_and_erasing_the_ambassador_what_they_wrote(
    client_of, accompanied, helps, ada, bo, dana, add_person, now
):
    # given
    eve = add_person("Eve Mulder")
    helps(bo, capacity=2)
    for mentee in (ada, eve):
        pair = accompanied(mentee, bo)
        for author in (mentee, bo):
            with transaction():
                records.check_in(pair.id, f"Of {author.name}", by=fresh(author), met_on=TODAY, today=TODAY, now=now)

    # when
    for person in (ada, bo):
        with transaction():
            erasing.erase(fresh(person), now=now)

    # then
    db.session.rollback()
    left = db.session.scalars(select(MentorshipCheckIn)).all()
    assert [(one.author.name, one.words) for one in left] == [("Eve Mulder", "Of Eve Mulder")]
    assert [(one.mentee.name, one.ambassador) for one in db.session.scalars(select(Mentorship))] == [("Eve Mulder", None)]
    assert db.session.scalar(select(func.count()).select_from(Proposal)) == 0
    assert client_of(eve).get("/me/data.json").json["mentorships"][0]["name"] == "Your ambassador"


def test_my_data_says_what_i_said_and_never_what_the_other_did(client_of, helps, asks, proposed, answers, ada, bo, now):
    # given
    helps(bo)
    asks(ada)
    answers(proposed(ada, bo), bo, yes=False)

    # then
    of_ada, of_bo = (client_of(person).get("/me/data.json").json["mentorship_proposals"] for person in (ada, bo))
    assert of_ada == [{"name": "Bo Lindqvist", "proposed_at": now.isoformat(), "said": ""}]
    assert of_bo == [{"name": "Ada Okafor", "proposed_at": now.isoformat(), "said": "no"}]


def test_record_stands_in_both_ones_data(client_of, accompanied, ada, bo, now):
    # given
    pair = accompanied(ada, bo)
    for author in (ada, bo):
        with transaction():
            records.check_in(
                pair.id, f"Of {author.name}", by=fresh(author), met_on=TODAY - timedelta(days=1), today=TODAY, now=now
            )

    # then
    of_ada, of_bo = (client_of(one).get("/me/data.json").json[part] for one, part in ((ada, "mentorships"), (bo, "mentees")))
    assert [one["words"] for one in of_ada[0]["check_ins"]] == ["Of Ada Okafor", "Of Bo Lindqvist"]
    assert [one["words"] for one in of_bo[0]["check_ins"]] == ["Of Bo Lindqvist"]
    assert (of_ada[0]["wish"], "wish" in of_bo[0]) == (pair.wish, False)


def test_mail_about_the_end_says_who_goes_on_only_after_a_handover(accompanied, ada, bo, now):
    # given
    pair = accompanied(ada, bo)

    # when
    with transaction():
        records.end(pair.id, "", by=fresh(ada), today=TODAY, now=now)

    # then
    assert queries.goes_on_with(queries.in_full(pair.id)) == ""


def test_nobody_hands_over_to_themselves(accompanied, hand_over, ada, bo, now):
    # given: so long ago that the two could be proposed to each other again
    pair = accompanied(ada, bo)
    with transaction():
        db.session.execute(delete(Proposal))

    # then
    with pytest.raises(NotPossible):
        hand_over(pair, bo, bo)


def test_mentee_who_ends_it_is_not_handed_over_any_more(accompanied, helps, hand_over, answers, ada, bo, dana, now):
    # given
    helps(dana)
    pair = accompanied(ada, bo)
    proposal = hand_over(pair, bo, dana)
    answers(proposal, ada)

    # when
    with transaction():
        records.end(pair.id, "", by=fresh(ada), today=TODAY, now=now)

    # then
    assert (state_of(ada), queries.asked(dana.id, now=now), queries.asked(ada.id, now=now)) == ("", [], [])


def test_subjects_of_mails_to_others_name_an_erased_person_no_more(accompanied, deliver, smtp_sink, clock, ada, bo, now):
    # given
    accompanied(ada, bo)
    deliver()

    # when
    with transaction():
        erasing.erase(fresh(ada), now=now)

    # then
    db.session.rollback()
    subjects = db.session.scalars(select(OutgoingMail.subject).where(OutgoingMail.recipient == bo.email)).all()
    assert [subject for subject in subjects if subject][-1] == "You accompany (erased) from now on"
