"""Settings: where they are read from, what is refused and how that is said."""

import os
import subprocess
import sys

import pytest
from pydantic import SecretStr

from config import ConfigError, Settings
from tests.infra.sources import ROOT

COMPLETE = {
    "secret_key": "0123456789abcdef0123456789abcdef",
    "base_url": "https://foyer.example.com",
    "smtp_url": "smtp://mail.example.com",
    "mail_from": "foyer@example.com",
    "reply_address": "rsvp@example.com",
}


def faults(**changes: object) -> list[str]:
    """What is wrong with a complete production, changed."""
    return Settings(**{"_env_file": None, **COMPLETE, **changes}).faults()


def test_complete_production_has_no_fault():
    assert faults() == []


def test_empty_production_names_everything_that_is_missing():
    assert Settings(_env_file=None).faults() == [
        "FOYER_SECRET_KEY is missing: sign-in and answer links cannot be signed.",
        "FOYER_BASE_URL is missing: links in mails would lead nowhere.",
        "FOYER_SMTP_URL is missing: no mail could leave.",
        "FOYER_MAIL_FROM is missing: mails need a sender.",
        "FOYER_REPLY_ADDRESS is missing: answers could not come back.",
    ]


def test_demo_needs_nothing():
    assert Settings(_env_file=None, demo=True).faults() == []


FINE = [
    {"base_url": "https://foyer.example.com/"},
    {"base_url": "http://[::1]:8000"},
    {"bind": "0.0.0.0:8000"},
    {"bind": "[::]:8000"},
    {"smtp_url": "smtps://foyer:p%40ss@mail.example.com:465"},
    {"smtp_url": "smtp://foyer:p%40ss@mail.example.com:587?starttls=required"},
    {"smtp_url": "smtp://127.0.0.1:25/?starttls=off"},
    {"smtp_url": f"smtp://mail.example.com?cafile={__file__}"},
    {"imap_url": "imaps://rsvp:p%40ss@mail.example.com/INBOX"},
    {"imap_url": "imaps://rsvp%40example.com:p%2F@mail.example.com:993/Foyer/In", "lmtp_bind": "off"},
    {"lmtp_bind": "127.0.0.1:8024", "imap_url": "imap://rsvp:pass@127.0.0.1"},
    {"database_url": "sqlite:///foyer.db"},
    {"database_url": "postgres://foyer:p%40ss@db.example.com/foyer"},
    {"database_url": "postgresql://foyer:p%40ss@db.example.com:5432/foyer?sslmode=require"},
    {"database_url": "postgresql+psycopg:///foyer"},
    {"timezone": "America/Argentina/Buenos_Aires"},
    {"holidays": "NL, de-by"},
    {"holidays": "none"},
]


@pytest.mark.parametrize("changes", FINE, ids=str)
def test_settings_that_are_fine(changes):
    assert faults(**changes) == []


NO_URL = "FOYER_SMTP_URL has no port from 1 to 65535, or signs in its password that must be percent-encoded."
NO_HOST = "FOYER_SMTP_URL names no host and port, or has signs in its password that must be percent-encoded."
NO_START = "FOYER_SMTP_URL must begin with smtp:// or smtps://."
NO_STARTTLS = "FOYER_SMTP_URL has a starttls that is not required, opportunistic or off."
NOT_ALONE = "FOYER_BASE_URL must be an address without user, path and query: Foyer needs a host name of its own."
NO_BIND = "FOYER_BIND must be host:port, like 127.0.0.1:8000."
NO_LMTP_BIND = "FOYER_LMTP_BIND must be host:port, like 127.0.0.1:8000."
NO_REPLY_ADDRESS = "FOYER_REPLY_ADDRESS must be a plain address, like rsvp@example.com."
NO_HOLIDAYS = "FOYER_HOLIDAYS: no public holidays are known of %s. Write it like NL or DE-BY, or none."
NO_DATABASE = "FOYER_DATABASE_URL cannot be read. Signs in the password that mean something in a URL are percent-encoded."
REFUSED = [
    ({"secret_key": "0123456789abcdef0123456789abcde"}, "FOYER_SECRET_KEY is too short: use at least 32 characters."),
    ({"base_url": "foyer.example.com"}, "FOYER_BASE_URL must begin with http:// or https://."),
    ({"base_url": "ftp://foyer.example.com"}, "FOYER_BASE_URL must begin with http:// or https://."),
    (
        {"base_url": "https://"},
        "FOYER_BASE_URL names no host and port, or has signs in its password that must be percent-encoded.",
    ),
    ({"base_url": "https://example.com/foyer"}, NOT_ALONE),
    ({"base_url": "https://example.com?x=1"}, NOT_ALONE),
    ({"base_url": "https://foyer:pass@example.com"}, NOT_ALONE),
    ({"bind": "8000"}, NO_BIND),
    ({"bind": ":8000"}, NO_BIND),
    ({"bind": "127.0.0.1"}, NO_BIND),
    ({"bind": "127.0.0.1:0"}, NO_BIND),
    ({"bind": "127.0.0.1:65536"}, NO_BIND),
    ({"bind": "127.0.0.1:http"}, NO_BIND),
    ({"lmtp_bind": "on"}, NO_LMTP_BIND),
    ({"lmtp_bind": "127.0.0.1:99999"}, NO_LMTP_BIND),
    (
        {"bind": "127.0.0.1:8024"},
        "FOYER_BIND and FOYER_LMTP_BIND are the same: two processes cannot listen at one port.",
    ),
    ({"lmtp_bind": "off"}, "FOYER_LMTP_BIND is off and FOYER_IMAP_URL is missing: answers could not come back."),
    ({"holidays": "Netherlands"}, NO_HOLIDAYS % "NETHERLANDS"),
    ({"holidays": "NL,DE-QQ"}, NO_HOLIDAYS % "DE-QQ"),
    ({"smtp_url": "mail.example.com:587"}, NO_START),
    ({"smtp_url": "smtp:mail.example.com"}, NO_START),
    ({"smtp_url": "smtp://mail.example.com:99999"}, NO_URL),
    ({"smtp_url": "smtp://mail.example.com:0"}, NO_HOST),
    ({"smtp_url": "smtp://foyer:a/b@mail.example.com"}, NO_URL),
    ({"smtp_url": "smtp://foyer:pa#ss@mail.example.com"}, NO_URL),
    ({"smtp_url": "smtp://:587"}, NO_HOST),
    ({"smtp_url": "smtp://[::1:587"}, NO_URL),
    ({"smtp_url": "smtp://foyer@mail.example.com"}, "FOYER_SMTP_URL has a user without a password."),
    ({"smtp_url": "smtp://mail.example.com?starttls=nonsense"}, NO_STARTTLS),
    ({"smtp_url": "smtp://mail.example.com?starttls="}, NO_STARTTLS),
    ({"smtp_url": "smtp://mail.example.com?starttls=off&starttls=on"}, NO_STARTTLS),
    (
        {"smtp_url": "smtp://mail.example.com?startls=required"},
        "FOYER_SMTP_URL knows the options starttls and cafile, and no path.",
    ),
    ({"smtp_url": "smtp://mail.example.com/queue"}, "FOYER_SMTP_URL knows the options starttls and cafile, and no path."),
    (
        {"smtp_url": "smtps://mail.example.com?starttls=required"},
        "FOYER_SMTP_URL is encrypted from the first byte (smtps): leave starttls out.",
    ),
    (
        {"smtp_url": "smtp://mail.example.com?cafile=/no/such.pem"},
        "FOYER_SMTP_URL names a cafile that is not there: /no/such.pem",
    ),
    ({"imap_url": "pop3://rsvp:pass@mail.example.com"}, "FOYER_IMAP_URL must begin with imap:// or imaps://."),
    ({"imap_url": "imaps://mail.example.com/INBOX"}, "FOYER_IMAP_URL has no user and password."),
    ({"imap_url": "imaps://rsvp:pass@mail.example.com?folder=INBOX"}, "FOYER_IMAP_URL knows no options."),
    ({"mail_from": "Foyer <foyer@example.com>"}, "FOYER_MAIL_FROM must be a plain address, like rsvp@example.com."),
    ({"mail_from": "foyer"}, "FOYER_MAIL_FROM must be a plain address, like rsvp@example.com."),
    ({"reply_address": "@example.com"}, NO_REPLY_ADDRESS),
    ({"reply_address": "rsvp@"}, NO_REPLY_ADDRESS),
    ({"reply_address": "rsvp@a@example.com"}, NO_REPLY_ADDRESS),
    ({"reply_address": "rsvp@example.com\n"}, NO_REPLY_ADDRESS),
    ({"reply_address": "rsvp@example.com, bo@example.com"}, NO_REPLY_ADDRESS),
    ({"reply_address": "rsvp+foyer@example.com"}, "FOYER_REPLY_ADDRESS must have no plus sign: tokens are added after one."),
    (
        {"reply_address": "Bounce@example.com"},
        "FOYER_REPLY_ADDRESS must not be bounce@: mail that cannot be delivered comes back there.",
    ),
    ({"database_url": "mysql://foyer@db.example.com/foyer"}, "FOYER_DATABASE_URL must begin with sqlite:// or postgresql://."),
    ({"database_url": "/var/lib/foyer.db"}, NO_DATABASE),
    ({"database_url": "postgresql://foyer:pass@db.example.com:port/foyer"}, NO_DATABASE),
    (
        {"database_url": "postgresql://foyer:p@ss@db.example.com/foyer"},
        "FOYER_DATABASE_URL has signs in its password that must be percent-encoded.",
    ),
    ({"database_url": "sqlite://"}, "FOYER_DATABASE_URL names no file: what the processes share would be lost."),
    ({"database_url": "sqlite:///:memory:"}, "FOYER_DATABASE_URL names no file: what the processes share would be lost."),
    ({"timezone": "Europe/Atlantis"}, "FOYER_TIMEZONE: there is no time zone Europe/Atlantis. Write it like Europe/Amsterdam."),
    ({"timezone": "../etc/passwd"}, "FOYER_TIMEZONE: there is no time zone ../etc/passwd. Write it like Europe/Amsterdam."),
]


@pytest.mark.parametrize(("changes", "fault"), REFUSED, ids=lambda value: str(value)[:60])
def test_setting_that_cannot_be_is_named(changes, fault):
    assert faults(**changes) == [fault]


def test_no_fault_shows_a_password():
    # when
    urls = {
        "smtp_url": "smtp://u:hush#hush@h",
        "imap_url": "imap://u:hush/hush@h",
        "database_url": "postgresql://u:hush@h:hush/x",
    }

    # then
    assert [fault for fault in faults(**urls) if "hush" in fault] == []
    assert len(faults(**urls)) == 3


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"bind": "0.0.0.0:8000"}, ["FOYER_BIND is open to the network"]),
        ({"bind": "foyer.example.com:8000"}, ["FOYER_BIND is open to the network"]),
        ({"proxies": 1}, ["FOYER_PROXIES says that others come in"]),
        ({"base_url": "https://foyer.example.com"}, ["FOYER_BASE_URL is not on this machine"]),
        ({"base_url": "http://127.0.0.1.example.com"}, ["FOYER_BASE_URL is not on this machine"]),
        (
            {"base_url": "https://foyer.example.com", "bind": "[::]:80"},
            ["FOYER_BASE_URL is not on this machine", "FOYER_BIND is open to the network"],
        ),
        ({"base_url": "http://localhost:9000", "bind": "[::1]:9000"}, []),
        ({"smtp_url": "smtp://127.0.0.1:2525"}, []),
    ],
)
def test_demo_is_refused_where_others_could_reach_it(changes, named):
    # when
    found = Settings(_env_file=None, demo=True, **changes).faults()

    # then
    assert found == [f"FOYER_DEMO is 1 and {why}: the demo is not for others. Set FOYER_DEMO=0." for why in named]


def test_settings_are_read_from_the_environment_before_the_file(tmp_path, monkeypatch):
    # given
    lines = [f"FOYER_{name.upper()}={value}" for name, value in COMPLETE.items()]
    (tmp_path / ".env").write_text("\n".join([*lines, 'FOYER_COMPANY_NAME="Brink & Waal"', "FOYER_WEB_THREADS=3", "OTHER=1"]))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOYER_WEB_THREADS", "5")
    monkeypatch.setenv("FOYER_BASE_URL", "")  # empty is as good as unset

    # when
    settings = Settings.load()

    # then
    assert (settings.company_name, settings.web_threads, settings.base_url) == ("Brink & Waal", 5, COMPLETE["base_url"])
    assert settings.database_url == f"sqlite:///{tmp_path / 'instance' / 'foyer.db'}"


def test_values_of_the_wrong_kind_are_named_together(tmp_path, monkeypatch):
    # given
    monkeypatch.chdir(tmp_path)
    for name, value in {"DEMO": "maybe", "WEB_THREADS": "0", "LANGUAGE": "fr", "QUIET_FROM_HOUR": "24"}.items():
        monkeypatch.setenv(f"FOYER_{name}", value)

    # when
    with pytest.raises(ConfigError) as error:
        Settings.load()

    # then
    assert error.value.message.splitlines() == [
        "FOYER_DEMO: Input should be a valid boolean, unable to interpret input",
        "FOYER_LANGUAGE: String should match pattern '^(en|nl)$'",
        "FOYER_QUIET_FROM_HOUR: Input should be less than or equal to 23",
        "FOYER_WEB_THREADS: Input should be greater than or equal to 1",
    ]


def test_instance_folder_that_cannot_be_made_is_named(tmp_path):
    # given
    (tmp_path / "file").write_text("")
    settings = Settings(**{"_env_file": None, **COMPLETE, "instance_dir": tmp_path / "file" / "instance"})

    # when
    with pytest.raises(ConfigError) as error:
        settings.completed()

    # then
    assert error.value.message == f"FOYER_INSTANCE_DIR {tmp_path / 'file' / 'instance'} cannot be made: Not a directory."


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_password_of_the_database_may_hold_any_sign(tmp_path, scheme):
    # given
    url = f"{scheme}://foyer:p%40s%2Fs%25%3A%23@db.example.com:5433/foyer?sslmode=require"
    settings = Settings(**{"_env_file": None, **COMPLETE, "database_url": url, "instance_dir": tmp_path})

    # when
    completed = settings.completed()

    # then
    assert completed.database_url == "postgresql+psycopg://foyer:p%40s%2Fs%25%3A%23@db.example.com:5433/foyer?sslmode=require"


def test_demo_keeps_its_secret_and_fills_in_the_rest(tmp_path):
    # when
    first, second = (Settings(_env_file=None, demo=True, instance_dir=tmp_path).completed() for _ in range(2))

    # then
    assert first == second
    assert len(first.secret_key.get_secret_value()) >= 32
    assert (tmp_path / "demo-secret").stat().st_mode & 0o777 == 0o600
    assert (first.base_url, first.mail_from, first.reply_address, first.company_name, first.postbox) == (
        "http://127.0.0.1:8000",
        "foyer@brink-waal.example",
        "rsvp@brink-waal.example",
        "Brink & Waal",
        True,
    )


def test_postbox_is_only_for_a_demo_without_a_mail_server():
    # given
    demo, production = Settings(_env_file=None, demo=True), Settings(_env_file=None, **COMPLETE)

    # then
    with_server = demo.model_copy(update={"smtp_url": SecretStr("smtp://127.0.0.1:25")})
    assert (demo.postbox, with_server.postbox, production.postbox) == (True, False, False)


def test_secrets_are_not_shown_when_settings_are_printed():
    # given
    settings = Settings(**{"_env_file": None, **COMPLETE, "smtp_url": "smtp://u:hush@h", "imap_url": "imap://u:hush@h"})

    # then
    assert "hush" not in repr(settings)
    assert COMPLETE["secret_key"] not in repr(settings)


STARTS = {
    "command": [sys.executable, "-m", "flask", "--app", "app", "people", "add", "eve@example.com", "--name", "Eve"],
    "worker": [sys.executable, "-OO", "-m", "processes", "worker"],
    "prepare": [sys.executable, "-m", "flask", "--app", "app", "foyer", "prepare"],
    "gunicorn": [sys.executable, "-OO", "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py"), "app:create_app()"],
}


@pytest.mark.parametrize("process", STARTS)
def test_process_refuses_to_start_and_says_why_without_a_traceback(tmp_path, process):
    # given
    given = {f"FOYER_{name.upper()}": value for name, value in COMPLETE.items() if name != "secret_key"}
    env = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), **given, "FOYER_TIMEZONE": "Europe/Atlantis"}

    # when
    done = subprocess.run(STARTS[process], cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=120)

    # then
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.removeprefix("Error: ").splitlines() == [
        "FOYER_TIMEZONE: there is no time zone Europe/Atlantis. Write it like Europe/Amsterdam.",
        "FOYER_SECRET_KEY is missing: sign-in and answer links cannot be signed.",
    ]
