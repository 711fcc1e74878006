"""What an operator types: one round by hand, and a door that says why it does not open."""

import socket

import pytest

from tests.infra.letters import post, states
from tests.infra.processes import free_port


def test_mail_deliver_sends_what_is_due_and_ends(app, smtp_sink, runner):
    # given
    post("a", stream="1")
    post("b", stream="2")

    # when
    result = runner.invoke(args=["mail", "deliver"])

    # then
    assert (result.exit_code, result.output) == (0, "Done.\n")
    assert (states(), len(smtp_sink.received)) == ({"a": "sent", "b": "sent"}, 2)


@pytest.mark.settings(lmtp_bind=f"127.0.0.1:{free_port()}")
def test_mail_door_says_that_somebody_else_listens_there(settings, runner):
    # given
    host, _colon, port = settings.lmtp_bind.rpartition(":")
    with socket.create_server((host, int(port))):
        # when
        result = runner.invoke(args=["mail-door"])

    # then
    assert result.exit_code == 1
    assert f"FOYER_LMTP_BIND {settings.lmtp_bind} cannot be opened: " in result.output
