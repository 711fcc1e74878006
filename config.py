"""Settings: one typed class, read from `FOYER_*` variables or a `.env` file, every field documented in docs/settings.md."""

import re
import secrets
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, parse_qs, urlsplit
from zoneinfo import available_timezones

from click import ClickException
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

STARTTLS = {"required", "opportunistic", "off"}
URLS = {"BASE_URL": ("http", "https"), "SMTP_URL": ("smtp", "smtps"), "IMAP_URL": ("imap", "imaps")}
DATABASES = {"sqlite", "postgresql", "postgres", "postgresql+psycopg"}
LOOPBACK = {"127.0.0.1", "localhost", "::1", "0:0:0:0:0:0:0:1"}


class ConfigError(ClickException):  # the command line shows its message, not a traceback
    """The settings contradict each other or something is missing; the message says what, one line a fault."""


class Settings(BaseSettings):
    """Everything an operator can set. Build it with `Settings.load()`."""

    model_config = SettingsConfigDict(env_prefix="FOYER_", env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

    demo: bool = Field(
        False, description="1 fills a fictitious company and, without FOYER_SMTP_URL, keeps mail on the Postbox page."
    )
    instance_dir: Path = Field(Path("instance"), description="Where the embedded database, the job queue and uploads live.")
    database_url: str = Field(
        "", description="sqlite:///path or postgresql://user:password@host/name; empty: SQLite in instance_dir."
    )
    secret_key: SecretStr = Field(SecretStr(""), description="Signs sign-in cookies and answer links. At least 32 characters.")
    base_url: str = Field("", description="The address people reach Foyer at; links in mails begin with it.")
    bind: str = Field("127.0.0.1:8000", description="host:port the web process listens on.")
    smtp_url: SecretStr = Field(
        SecretStr(""), description="smtp://user:password@host:587?starttls=required or smtps://host:465. Where mail leaves."
    )
    mail_from: str = Field("", description="The product's own sender address, aligned with your DMARC policy.")
    reply_address: str = Field(
        "", description="rsvp@example.com: answers go to rsvp+TOKEN@example.com, returned mail to bounce+TOKEN@example.com."
    )
    lmtp_bind: str = Field("127.0.0.1:8024", description="host:port of the LMTP door for incoming mail; 'off' closes it.")
    imap_url: SecretStr = Field(
        SecretStr(""), description="imaps://user:password@host/INBOX: a mailbox to fetch incoming mail from, instead of LMTP."
    )
    authserv_id: str = Field("", description="The authserv-id of your own mail server: whose Authentication-Results to believe.")
    mail_max_bytes: Annotated[int, Field(ge=10_000)] = Field(10_000_000, description="Larger incoming mails are refused. Bytes.")
    mail_lease_seconds: Annotated[int, Field(ge=5)] = Field(
        120, description="After this time a message that a stopped worker held is tried again. Seconds."
    )
    company_name: str = Field("", description="Shown in the footer and in mails: 'Foyer at Brink & Waal'.")
    timezone: str = Field("Europe/Amsterdam", description="The zone of people who have not chosen one.")
    language: str = Field("en", pattern="^(en|nl)$", description="The language of people who have not chosen one: en or nl.")
    holidays: str = Field(
        "NL", description="Whose public holidays are noted beside planned dates: NL, DE-BY; several with commas; none for none."
    )
    reminder_hours: Annotated[int, Field(ge=1)] = Field(24, description="A reminder leaves this long before the start. Hours.")
    nudge_hours: Annotated[int, Field(ge=1)] = Field(
        72, description="Who has not answered is asked once more this long before the deadline or the start. Hours."
    )
    ambassador_days: Annotated[int, Field(ge=1)] = Field(
        14, description="Who asks for an ambassador is promised one within this time; later it stands on the worklist. Days."
    )
    answer_days: Annotated[int, Field(ge=1)] = Field(
        14, description="Until when an answer to a wish or a concern is promised. Days."
    )
    management_functions: str = Field(
        "", description="Functions of the management team, with commas; who has one may say so with an answer to a question."
    )
    quiet_from_hour: Annotated[int, Field(ge=0, le=23)] = Field(
        20, description="No reminder leaves from this hour on, in the person's zone."
    )
    quiet_until_hour: Annotated[int, Field(ge=0, le=23)] = Field(8, description="... until this hour, in the person's zone.")
    proxies: Annotated[int, Field(ge=0)] = Field(
        0, description="How many reverse proxies stand in front and set X-Forwarded-* headers."
    )
    web_threads: Annotated[int, Field(ge=1)] = Field(8, description="Threads of the web process.")
    web_cores: str = Field(
        "auto",
        pattern="^(auto|one|any)$",
        description="The web process computes on `one` core, or on `any`; `auto`: on one with PostgreSQL, on any with SQLite.",
    )
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="DEBUG, INFO, WARNING or ERROR.")

    @classmethod
    def load(cls) -> "Settings":
        """The settings of this environment, checked. Raises ConfigError naming every fault."""
        try:
            settings = cls()
        except ValidationError as error:
            lines = [f"FOYER_{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in error.errors()]
            raise ConfigError("\n".join(lines)) from error
        faults = settings.faults()
        if faults:
            raise ConfigError("\n".join(faults))
        return settings.completed()

    @property
    def stays_on_one_core(self) -> bool:
        """SQLite computes in our process, beside Python: on one core they would wait for each other. PostgreSQL is a process of its own."""
        return self.web_cores == "one" or (self.web_cores == "auto" and not self.database_url.startswith("sqlite"))

    @property
    def postbox(self) -> bool:
        """Whether outgoing mail is caught and shown on the Postbox page instead of leaving."""
        return self.demo and not self.smtp_url.get_secret_value()

    @property
    def mail_domain(self) -> str:
        """The domain of the answer address, of Message-IDs and of UIDs."""
        return self.reply_address.rpartition("@")[2] or "foyer.invalid"

    def faults(self) -> list[str]:
        """Every reason not to start, each naming the variable. Empty: fine."""
        shapes = [*self._url_faults(), *self._bind_faults(), *self._mail_faults(), *self._other_faults()]
        return [*shapes, *(self._demo_faults() if self.demo else self._production_faults())]

    def _url_faults(self) -> list[str]:
        urls = {"BASE_URL": self.base_url, "SMTP_URL": _plain(self.smtp_url), "IMAP_URL": _plain(self.imap_url)}
        faults = [f"FOYER_{name} {fault}" for name, url in urls.items() if url and (fault := _url_fault(name, url))]
        if self.database_url and (fault := _database_fault(self.database_url)):
            faults.append(f"FOYER_DATABASE_URL {fault}")
        return faults

    def _bind_faults(self) -> list[str]:
        faults = []
        for name, value in (("BIND", self.bind), ("LMTP_BIND", self.lmtp_bind)):
            if not (name == "LMTP_BIND" and value == "off") and not _is_host_port(value):
                faults.append(f"FOYER_{name} must be host:port, like 127.0.0.1:8000.")
        if self.bind == self.lmtp_bind:
            faults.append("FOYER_BIND and FOYER_LMTP_BIND are the same: two processes cannot listen at one port.")
        return faults

    def _mail_faults(self) -> list[str]:
        faults = []
        for name, value in (("MAIL_FROM", self.mail_from), ("REPLY_ADDRESS", self.reply_address)):
            if value and not re.fullmatch(r"[^@\s<>,]+@[^@\s<>,]+", value):
                faults.append(f"FOYER_{name} must be a plain address, like rsvp@example.com.")
        if "+" in self.reply_address:
            faults.append("FOYER_REPLY_ADDRESS must have no plus sign: tokens are added after one.")
        if self.reply_address.lower().startswith("bounce@"):
            faults.append("FOYER_REPLY_ADDRESS must not be bounce@: mail that cannot be delivered comes back there.")
        return faults

    def _other_faults(self) -> list[str]:
        faults = [
            f"FOYER_HOLIDAYS: no public holidays are known of {place}. Write it like NL or DE-BY, or none."
            for place in (part.strip().upper() for part in self.holidays.split(","))
            if place not in {"NONE", "NL"} and not _has_holidays(place)
        ]
        if self.timezone not in available_timezones():
            faults.append(f"FOYER_TIMEZONE: there is no time zone {self.timezone}. Write it like Europe/Amsterdam.")
        return faults

    def _production_faults(self) -> list[str]:
        why = {
            "secret_key": "sign-in and answer links cannot be signed",
            "base_url": "links in mails would lead nowhere",
            "smtp_url": "no mail could leave",
            "mail_from": "mails need a sender",
            "reply_address": "answers could not come back",
        }
        faults = [
            f"FOYER_{name.upper()} is missing: {reason}." for name, reason in why.items() if not _plain(getattr(self, name))
        ]
        key = _plain(self.secret_key)
        if key and len(key) < 32:
            faults.append("FOYER_SECRET_KEY is too short: use at least 32 characters.")
        if self.lmtp_bind == "off" and not _plain(self.imap_url):
            faults.append("FOYER_LMTP_BIND is off and FOYER_IMAP_URL is missing: answers could not come back.")
        return faults

    def _demo_faults(self) -> list[str]:
        """The demo's passwords are known to everybody."""
        host = _host_of(self.base_url)
        open_ = {
            "FOYER_BASE_URL is not on this machine": self.base_url and host not in LOOPBACK,
            "FOYER_BIND is open to the network": self.bind.rpartition(":")[0].strip("[]") not in LOOPBACK,
            "FOYER_PROXIES says that others come in": self.proxies > 0,
        }
        return [
            f"FOYER_DEMO is 1 and {why}: the demo is not for others. Set FOYER_DEMO=0."
            for why, is_open in open_.items()
            if is_open
        ]

    def completed(self) -> "Settings":
        """The same with what may be left out filled in: SQLite in the instance folder, and in the demo a kept secret and addresses."""
        try:
            self.instance_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"FOYER_INSTANCE_DIR {self.instance_dir} cannot be made: {error.strerror}.") from error
        fills: dict[str, object] = {"instance_dir": self.instance_dir.resolve()}
        url = self.database_url or f"sqlite:///{self.instance_dir.resolve() / 'foyer.db'}"
        if not url.startswith("sqlite"):
            # Written out anew, so that every reader of it finds the same password.
            url = make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        fills["database_url"] = url
        fills["base_url"] = (self.base_url or f"http://{self.bind}").rstrip("/")
        if self.demo:
            fills["secret_key"] = SecretStr(self.secret_key.get_secret_value() or _kept_secret(self.instance_dir))
            fills["mail_from"] = self.mail_from or "foyer@brink-waal.example"
            fills["reply_address"] = self.reply_address or "rsvp@brink-waal.example"
            fills["company_name"] = self.company_name or "Brink & Waal"
            fills["management_functions"] = self.management_functions or "Managing director, Head"
        return self.model_copy(update=fills)


def _plain(value: str | SecretStr) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def _url_fault(name: str, url: str) -> str | None:
    """What is wrong with an address on the net. Says nothing of what stands in it, which may be a password."""
    schemes = URLS[name]
    if url.partition("://")[0] not in schemes or "://" not in url:
        return f"must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}."
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "has no port from 1 to 65535, or signs in its password that must be percent-encoded."
    if not parts.hostname or port == 0 or parts.fragment:
        return "names no host and port, or has signs in its password that must be percent-encoded."
    if (parts.username is None) != (parts.password is None):
        return "has a user without a password."
    return _of_its_own_kind(name, parts)


def _of_its_own_kind(name: str, parts: SplitResult) -> str | None:
    if name == "BASE_URL":
        alone = parts.path in {"", "/"} and not parts.query and parts.username is None
        return None if alone else "must be an address without user, path and query: Foyer needs a host name of its own."
    if name == "IMAP_URL":
        return "has no user and password." if parts.username is None else "knows no options." if parts.query else None
    options = parse_qs(parts.query, keep_blank_values=True)
    if parts.path not in {"", "/"} or not set(options) <= {"starttls", "cafile"}:
        return "knows the options starttls and cafile, and no path."
    if not set(options.get("starttls", ())) <= STARTTLS:  # a typo must not send a password in the clear
        return "has a starttls that is not required, opportunistic or off."
    if parts.scheme == "smtps" and "starttls" in options:
        return "is encrypted from the first byte (smtps): leave starttls out."
    missing = [file for file in options.get("cafile", ()) if not Path(file).is_file()]
    return f"names a cafile that is not there: {missing[0]}" if missing else None


def _database_fault(url: str) -> str | None:
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        return "cannot be read. Signs in the password that mean something in a URL are percent-encoded."
    if parts.drivername not in DATABASES:
        return "must begin with sqlite:// or postgresql://."
    if parts.drivername == "sqlite":
        kept = parts.database and parts.database != ":memory:"
        return None if kept else "names no file: what the processes share would be lost."
    if "@" in (parts.host or ""):
        return "has signs in its password that must be percent-encoded."
    return None


def _host_of(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _is_host_port(value: str) -> bool:
    host, _colon, port = value.rpartition(":")
    return bool(host) and port.isdigit() and 0 < int(port) < 65536


def _has_holidays(place: str) -> bool:
    from holidays import country_holidays  # it weighs much, and most name no other country

    country, _dash, part = place.partition("-")
    try:
        country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        return False
    return True


def _kept_secret(folder: Path) -> str:
    """A random secret that survives restarts of the demo."""
    file = folder / "demo-secret"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


def settings() -> Settings:
    """The settings of the running application; rules read them here and stay free of flask."""
    from flask import current_app

    found: Settings = current_app.config["FOYER"]
    return found
