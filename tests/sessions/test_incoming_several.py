"""One mail to the answer addresses of two sessions."""

from sqlalchemy import select

from database import db, transaction
from mail import inbox
from mail.models import IncomingMail


def test_words_to_two_sessions_at_once_reach_the_hosts_of_both(
    meetup, invitation_of, read_in, client_of, add_person, ada, bo, dana, now
):
    # given
    eve = add_person("Eve Mulder")
    lunch = meetup(invited=[ada])
    dinner = meetup(invited=[ada], title="Dinner", host_ids=(eve.id,))
    tokens = [invitation_of(session, ada).token for session in (lunch, dinner)]
    raw = b"From: ada@brink-waal.example\r\nSubject: Soup\r\n\r\nIs there soup?\r\n"

    # when
    recipients = [f"rsvp+{token}@brink-waal.example" for token in tokens]
    with transaction():
        inbox.receive(raw, door="lmtp", envelope_from="ada@brink-waal.example", recipients=recipients, now=now)
    read_in()

    # then: each finds their own, and nobody the other's
    ids = {mail.topic: mail.id for mail in db.session.scalars(select(IncomingMail))}
    seen = {
        person.name.split()[0]: [client_of(person).get(f"/incoming/{id_}").status_code for id_ in ids.values()]
        for person in (bo, eve, dana)
    }
    assert list(ids) in ([lunch.topic, dinner.topic], [dinner.topic, lunch.topic])
    mine = {"Bo": lunch.topic, "Eve": dinner.topic, "Dana": ""}
    assert seen == {name: [200 if topic == own else 404 for topic in ids] for name, own in mine.items()}
