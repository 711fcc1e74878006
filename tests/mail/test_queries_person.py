from datetime import timedelta

from database import db, transaction
from mail import queries_person
from people import sign_in


def test_every_message_to_a_person_is_told_with_what_it_is_about(meetup, ada, dana, now):
    # given
    meetup(invited=[ada, dana])
    meetup(invited=[ada], title="Evening walk")
    with transaction():
        sign_in.mail_link(ada, now=now)

    # when
    told = [(mail.kind, about) for mail, about in queries_person.sent_to(ada.id)]

    # then
    assert told == [
        ("sessions.invitation", "Lunch and learn"),
        ("sessions.invitation", "Evening walk"),
        ("people.sign_in_link", ""),
    ]


def test_what_came_from_a_person_or_in_their_name_is_told(meetup, answer, comes_in, ada, dana):
    # given
    session = meetup(invited=[ada, dana])
    of_ada = answer(session, ada)
    comes_in(of_ada)
    comes_in(answer(session, ada, sender="else@where.example", properties=["COMMENT:From home"]))
    comes_in(b"From: Ada <ADA@Brink-Waal.example>\r\nSubject: Hello\r\n\r\nMay I bring soup?\r\n", token="x" * 26)
    comes_in(answer(session, dana), envelope_from="dana@brink-waal.example")

    # when
    told = [(mail.sender, about, text) for mail, about, text in queries_person.come_from(ada.id, [ada.email])]

    # then
    assert told == [
        ("ada@brink-waal.example", "Lunch and learn", ""),
        ("else@where.example", "Lunch and learn", "From home"),
        ("ada@brink-waal.example", "", ""),
    ]


def test_it_takes_as_many_queries_for_three_messages_as_for_one(meetup, answer, comes_in, count_queries, ada, now):
    # given
    counts = []
    for number in range(3):
        session = meetup(invited=[ada], title=f"Lunch {number}")
        comes_in(answer(session, ada, stamped=now + timedelta(minutes=number)))

        # when
        db.session.rollback()
        with count_queries() as queries:
            queries_person.sent_to(ada.id)
            queries_person.come_from(ada.id, ["ada@brink-waal.example"])
        counts.append(len(queries))

    # then
    assert counts[0] == counts[2]
