"""The mail of each part names the course and its part, and links to the one page."""

from sqlalchemy import select

from calendars import attendee
from database import db, transaction
from mail import delivery
from mail.models import OutgoingMail
from sessions.courses import members
from tests.infra.courses import course_link


def test_the_invitation_to_a_part_names_its_course_and_leads_to_the_one_page(clock, course, ada, deliver, smtp_sink, words_of):
    # given
    made = course(invited=[ada], parts=2, minimum=1)

    # when
    deliver()

    # then
    first, second = smtp_sink.to(ada.email)
    line = "Part {} of 2 of the course “First steps”. All parts, and your answers: http://foyer.example" + course_link(made, ada)
    assert first.message["Subject"] == "First steps: Finding people, Tuesday 8 December"
    assert [line.format(number) in words_of(mail) for number, mail in ((1, first), (2, second))] == [True, True]
    assert course_link(made, ada) in first.message.get_body(("html",)).get_content()
    assert b"Part 1 of 2 of the course" in (attendee.calendar_of(first.raw) or b"").replace(b"\r\n ", b"")


def test_a_guest_at_one_part_reads_which_part_it_is_and_has_no_page_of_all(
    clock, course, parts, dana, invite, deliver, smtp_sink, words_of
):
    # given
    made = course(parts=2, minimum=1)

    # when
    invite(parts(made)[1], dana)
    deliver()

    # then
    said = words_of(smtp_sink.to(dana.email)[0])
    assert ("Part 2 of 2 of the course “First steps”." in said, "All parts" in said) == (True, False)


def test_a_make_up_leads_to_the_persons_own_group(clock, course, parts, ada, invite, deliver, smtp_sink, words_of):
    # given
    mine = course(invited=[ada], parts=2, minimum=1)
    other = course(like=mine, parts=2, minimum=1)
    deliver()

    # when
    invite(parts(other)[0], ada)
    deliver()

    # then
    assert course_link(mine, ada) in words_of(smtp_sink.to(ada.email)[-1])


def test_a_single_session_belongs_to_no_course(clock, meetup, ada, deliver, smtp_sink, words_of):
    # given
    meetup(invited=[ada])

    # when
    deliver()

    # then
    assert "course" not in words_of(smtp_sink.to(ada.email)[0])


def test_a_batch_of_course_mails_takes_as_many_queries_for_three_as_for_one(course, ada, chen, dana, admin, count_queries, now):
    # given
    made = course(parts=2, minimum=1)
    counts = []
    for people in ([ada], [chen, dana, admin]):
        with transaction():
            members.invite(made.id, [person.id for person in people], by=people[0], now=now)
        mails = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(2 * len(people))).all()

        # when
        with count_queries() as queries:
            ready, _needless, _unwritten = delivery.write(mails, now=now)
        counts.append((len(ready), len(queries)))

    # then
    assert counts == [(2, counts[0][1]), (6, counts[0][1])]
