"""A wish that comes by mail: a day for its sender's word, then on the board with their name; or under a pseudonym, and the mail is gone."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail import inbox
from mail.models import IncomingMail, OutgoingMail
from onboarding.voices import jobs, letters
from onboarding.voices.models import Kind, Showing, Voice, VoiceLetter
from tests.infra.pages import text


@pytest.fixture
def writes(app, clock, now):
    """`writes("words", to="rsvp+wish")`: a mail of Ada's; what became of it."""

    def send(body, *, to="rsvp+wish", sender="ada@brink-waal.example", subject="A wish", envelope=None, more=""):
        raw = f"From: <{sender}>\r\nTo: {to}@brink-waal.example\r\nSubject: {subject}\r\n{more}\r\n{body}\r\n".encode()
        with transaction():
            receipt = inbox.receive(
                raw, door="lmtp", envelope_from=sender if envelope is None else envelope,
                recipients=[f"{to}@brink-waal.example"], now=now,
            )  # fmt: skip
            inbox.work_through([receipt.incoming_id], now=now)
        db.session.rollback()
        return db.session.get_one(IncomingMail, receipt.incoming_id)

    return send


@pytest.fixture
def link(deliver, smtp_sink, ada):
    """The path in the answer that Ada got."""
    email = ada.email

    def follow():
        deliver()
        body = smtp_sink.to(email)[-1].message.get_body(("plain",)).get_content()
        return re.search(r"/v/letter/\S+", body)[0]

    return follow


def kept(table):
    db.session.rollback()
    return list(db.session.scalars(select(table)))


@pytest.mark.parametrize("to", ["rsvp+wish", "rsvp+wens", "RSVP+Concern", "rsvp+zorg"])
def test_the_door_takes_such_mail(app, to):
    assert inbox.accepts(f"{to}@brink-waal.example")


def test_words_stand_on_the_board_with_the_name_a_day_later(writes, ada, clock, now):
    # given
    became = writes("A quiet hour, please.\r\n\r\n-- \r\nAda Okafor\r\nDoor seals", to="rsvp+zorg")

    # when
    early = jobs.publish_letters()
    clock.move_to(now + timedelta(hours=25))
    late = jobs.publish_letters()

    # then
    (voice,) = kept(Voice)
    assert (became.state.value, early, late, kept(VoiceLetter)) == ("applied", 0, 1, [])
    assert (voice.words, voice.kind, voice.person_id, voice.is_shown) == ("A quiet hour, please.", Kind.CONCERN, ada.id, True)


def test_the_sender_says_now(writes, link, client, ada):
    # given
    writes("A quiet hour, please.")
    path = link()

    # when
    page, unsaid = text(client.get(path)), kept(Voice)
    client.post(path, data={"choice": "now"})

    # then
    assert ("A quiet hour, please." in page, unsaid, [one.person.name for one in kept(Voice)]) == (True, [], ["Ada Okafor"])
    assert client.get(path).status_code == 410


def test_the_sender_takes_it_back(writes, link, client, ada):
    # given
    writes("A quiet hour, please.")
    path = link()

    # when
    client.post(path, data={"choice": "never"})

    # then
    assert (kept(Voice), kept(VoiceLetter), kept(IncomingMail), kept(OutgoingMail)) == ([], [], [], [])


def test_under_a_pseudonym_the_mail_is_gone_and_the_words_are_in_the_browser_alone(writes, link, client, ada):
    # given
    writes("A quiet hour, please.")
    path = link()

    # when
    page = client.post(path, data={"choice": "pseudonym"})
    the_pass = re.search(r'data-pass="([^"]+)"', page.text)[1]
    key = client.post("/v/signature", data={"pass": the_pass, "purpose": "voices:2026-Q4"})

    # then
    assert ("A quiet hour, please." in page.text, bool(key.json["modulus"])) == (True, True)
    assert (kept(Voice), kept(VoiceLetter), kept(IncomingMail), kept(OutgoingMail)) == ([], [], [], [])


def test_what_names_a_colleague_is_held_back(writes, link, client, ada, bo):
    # given
    writes("Bo Lindqvist never answers.")

    # when
    page = client.post(link(), data={"choice": "now"})

    # then
    (voice,) = kept(Voice)
    assert (voice.showing, "It names a colleague." in text(page)) == (Showing.HELD_BACK, True)


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({"sender": "stranger@elsewhere.example"}, "waiting"),
        ({"envelope": ""}, "ignored"),
        ({"more": "Auto-Submitted: auto-replied\r\n"}, "ignored"),
        ({"body": "\r\n", "subject": ""}, "ignored"),
    ],
    ids=["stranger", "bounce", "automatic", "empty"],
)
def test_other_mail_says_nothing(writes, ada, more, state):
    became = writes(**{"body": "Words", **more})
    assert (became.state.value, kept(VoiceLetter)) == (state, [])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Yes\r\n> quoted", "Yes"),
        ("Mine\r\n\r\nOn Monday Chen wrote something:\r\n> theirs", "Mine"),
        ("Van mij\r\n\r\nOp maandag schreef Chen:\r\n> oud", "Van mij"),
        ("", "A wish"),
        ("x" * 2000, "x" * 1000),
    ],
    ids=["quote", "english", "dutch", "subject", "long"],
)
def test_only_what_somebody_wrote_is_taken(writes, ada, body, words):
    writes(body)
    assert [letter.words for letter in kept(VoiceLetter)] == [words]


def test_who_has_left_says_nothing_more(writes, ada, now):
    # given
    writes("A quiet hour, please.")
    with transaction():
        (letter,) = db.session.scalars(select(VoiceLetter))
        letter.person.active = False

    # when
    with transaction():
        published = letters.publish(letter.id, now=now)

    # then
    assert (published, kept(Voice), kept(VoiceLetter)) == (None, [], [])
