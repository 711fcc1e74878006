import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from people import people, sign_in
from people.models import Person, SignInLink


@pytest.fixture
def ask(client):
    def asked(person):
        client.post("/sign-in/links", data={"email": person.email})

    return asked


def parts(received):
    message = received.message
    return {part.get_content_type(): part.get_content() for part in message.walk() if part.get_content_maintype() == "text"}


def states():
    db.session.rollback()
    return [mail.state.value for mail in db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))]


def test_the_mailed_link_signs_in(client, ask, deliver, smtp_sink, ada):
    # given
    ask(ada)

    # when
    deliver()
    mail = smtp_sink.wait_for(1)[0]
    links = {kind: re.findall(r"http://foyer\.example(/sign-in/[\w.-]+)", text) for kind, text in parts(mail).items()}
    client.post(links["text/plain"][0])

    # then
    assert (mail.recipients, mail.message["Subject"]) == (("ada@brink-waal.example",), "Your link to sign in")
    assert (set(links["text/plain"]) == set(links["text/html"]), len(set(links["text/plain"]))) == (True, 1)
    assert "Ada Okafor" in client.get("/me").text


@pytest.mark.parametrize(("language", "inside"), [("en", 'lang="en"'), ("nl", 'lang="nl"')])
def test_the_mail_speaks_the_persons_language(ask, deliver, smtp_sink, ada, language, inside):
    # given
    with transaction():
        ada.language = language
    ask(ada)

    # when
    deliver()

    # then
    assert inside in parts(smtp_sink.wait_for(1)[0])["text/html"]


@pytest.mark.parametrize("what", ["used", "too old", "person left", "link gone"])
def test_a_link_that_works_no_more_is_not_sent(ask, deliver, smtp_sink, clock, ada, now, what):
    # given
    ask(ada)
    with transaction():
        link = db.session.scalars(select(SignInLink)).one()
        if what == "used":
            link.used_at = now
        elif what == "person left":
            people.deactivate(db.session.get_one(Person, ada.id))
        elif what == "link gone":
            db.session.delete(link)
    if what == "too old":
        clock.shift(timedelta(minutes=31))

    # when
    deliver()

    # then
    assert (smtp_sink.received, states()) == ([], ["dropped"])


def test_names_with_markup_are_text_in_the_mail(ask, deliver, smtp_sink, ada):
    # given
    with transaction():
        ada.name = "<b>Ada</b> & Co"
    ask(ada)

    # when
    deliver()
    found = parts(smtp_sink.wait_for(1)[0])

    # then
    assert ("<b>Ada" in found["text/html"], "<b>Ada" in found["text/plain"] or "Ada" not in found["text/plain"]) == (False, True)


def test_a_domain_in_another_script_is_written_to_in_ascii(client, deliver, smtp_sink, now, app):
    # given
    with transaction():
        people.add_person("zoe@bücher.example", "Zoë", now=now)

    # when
    client.post("/sign-in/links", data={"email": "Zoe@BÜCHER.example"})
    deliver()

    # then
    assert smtp_sink.wait_for(1)[0].recipients == ("zoe@xn--bcher-kva.example",)


def test_the_outbox_alone_is_no_way_in(ask, ada):
    # given
    ask(ada)

    # when
    mail = db.session.scalars(select(OutgoingMail)).one()

    # then
    link = db.session.scalars(select(SignInLink)).one()
    address = sign_in.address_of(link).rpartition("/")[2]
    assert address not in str({column.name: getattr(mail, column.name) for column in OutgoingMail.__table__.columns})
