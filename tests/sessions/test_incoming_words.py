"""Why a message waits, in words that a reader and a translator know."""

import ast
from pathlib import Path

import pytest
from flask_babel import force_locale

from database import db, transaction
from mail import inbox
from mail.models import IncomingMail
from sessions.replies import Reason
from sessions.views_incoming import SENTENCES, WORDS, reason_words

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words(app, reason):
    # when
    with app.test_request_context(), force_locale("en"):
        found = reason_words(reason)

    # then
    assert (reason in WORDS, found.endswith(".")) == (True, True)


def test_every_sentence_of_those_who_read_mail_is_known_to_translators():
    # given
    known = {str(sentence) for sentence in SENTENCES}

    # when
    sentences = set(sentences_said())

    # then
    assert (sentences - known, known - sentences) == (set(), {"This is a fault of Foyer; the message is kept."})


def sentences_said() -> list[str]:
    """What `Unreadable` and verdicts of the mail door say, sentence by sentence; not those with a name in them."""
    found = []
    for path in (*(ROOT / "calendars").glob("*.py"), ROOT / "mail" / "inbox.py", ROOT / "mail" / "bounces.py"):
        if path.stem == "attendee":  # the Postbox page's own
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Unreadable":
                found += [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            if isinstance(node, ast.keyword) and node.arg == "reason" and isinstance(node.value, ast.Constant):
                found.append(node.value.value)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "reason" and isinstance(node.value, ast.Constant):
                found.append(node.value.value)
    return found


def test_fault_of_ours_is_said_in_words(app, now):
    # given
    with transaction():
        receipt = inbox.receive(b"x", door="lmtp", envelope_from="", recipients=["rsvp+x@brink-waal.example"], now=now)
    for _ in range(inbox.MOST_ATTEMPTS):
        with transaction():
            inbox.gave_trouble(receipt.incoming_id, ValueError("x"), now=now)

    # when
    reason = db.session.get_one(IncomingMail, receipt.incoming_id).reason
    with app.test_request_context(), force_locale("en"):
        found = reason_words(reason)

    # then
    assert found == "Foyer failed on it (ValueError). This is a fault of Foyer; the message is kept."
