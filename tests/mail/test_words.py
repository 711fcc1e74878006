"""What went wrong with a message, in the reader's language."""

import ast
from pathlib import Path

import pytest
from flask_babel import force_locale

from mail.words import SAID, STATUS, error_words, status_words
from tests.infra.sources import tree

DUTCH = {
    "The mail server refused our sender address: 550 5.7.1 No": "De mailserver weigerde ons afzenderadres: 550 5.7.1 No",
    "The mail server refused ada@brink-waal.example: 550 5.1.1 No such user": (
        "De mailserver weigerde ada@brink-waal.example: 550 5.1.1 No such user"
    ),
    "The mail server did not take the message yet: 451 4.3.0 Later": "De mailserver nam het bericht nog niet aan: 451 4.3.0 Later",
    "The mail server refused the user or password: 535 No": "De mailserver weigerde de gebruiker of het wachtwoord: 535 No",
    "Tried for two days: The mail server cannot be reached: refused": (
        "Twee dagen geprobeerd: De mailserver is niet te bereiken: refused"
    ),
    "It came back from their mail server: 5.1.1 no\nsuch user": "Het kwam terug van hun mailserver: 5.1.1 no\nsuch user",
    "It could not be written (KeyError: 'x'). This is a fault of Foyer.": (
        "Het kon niet worden geschreven (KeyError: 'x'). Dit is een fout van Foyer."
    ),
    "something nobody of us says": "something nobody of us says",
    "": "",
}


@pytest.mark.parametrize("error", DUTCH)
def test_errors_are_said_in_dutch_and_the_servers_line_stays(app, error):
    with app.test_request_context(), force_locale("nl"):
        assert error_words(error) == DUTCH[error]


def test_in_english_they_stay_as_they_are(app):
    with app.test_request_context(), force_locale("en"):
        assert [error_words(error) for error in DUTCH] == list(DUTCH)


def test_every_template_is_found_again_when_it_is_filled_in(app):
    # given
    filled = [
        template % dict.fromkeys(("rest", "line", "what", "address", "server", "fault", "code"), "X (y): z") for template in SAID
    ]

    # when
    with app.test_request_context(), force_locale("nl"):
        left = [error for error in filled if error_words(error) == error]

    # then
    assert left == []


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("5.1.1", "There is no such mailbox (5.1.1)."),
        ("5.1.10", "There is no such mailbox (5.1.10)."),
        ("5.1.8", "Their mail server refuses our mail (5.1.8)."),
        ("5.2.1", "The mailbox takes no mail (5.2.1)."),
        ("5.2.2", "The mailbox is full (5.2.2)."),
        ("5.2.3", "Their mail server refuses our mail (5.2.3)."),
        ("4.4.1", "Their mail server cannot be reached (4.4.1)."),
        ("5.7.26", "Their mail server refuses our mail (5.7.26)."),
        ("5.1.1 (call 555 and pay)", "There is no such mailbox (5.1.1)."),
        ("call 5.1.1", "Their mail server does not say why."),
        ("5.1", "Their mail server does not say why."),
        ("5.١.١", "Their mail server does not say why."),
        ("", "Their mail server does not say why."),
    ],
)
def test_a_status_code_is_said_in_words_of_ours_alone(status, words):
    assert status_words(status) == words


def test_what_a_status_code_says_is_known_to_translators():
    assert {template for _beginning, template in STATUS} - set(SAID) == set()


def test_every_reason_that_the_delivery_gives_has_its_words(app):
    # given
    giving = {"Interrupted", "Unreachable", "TemporaryRefusal", "PermanentRefusal", "Unwritten", "mark_failed", "storable"}
    modules = [tree(Path("mail") / f"{name}.py") for name in ("transports", "delivery", "jobs_delivery", "claims", "bounces")]
    calls = [node for module in modules for node in ast.walk(module) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.IfExp) or ast.unparse(call.func).rpartition(".")[2] in giving]
    given = [argument for call in named for argument in call.args if isinstance(argument, ast.JoinedStr)]

    # when
    said = ["".join(part.value if isinstance(part, ast.Constant) else "X" for part in words.values) for words in given]
    with app.test_request_context(), force_locale("nl"):
        left = [error for error in said if error_words(error) == error]

    # then
    assert len(said) >= 10
    assert left == []
