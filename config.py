"""Settings: one typed class, read from `FOYER_*` variables or a `.env` file, every field documented in docs/settings.md."""

import secrets
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from click import ClickException
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

STARTTLS = {"required", "opportunistic", "off"}
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
    reminder_hours: Annotated[int, Field(ge=1)] = Field(24, description="A reminder leaves this long before the start. Hours.")
    nudge_hours: Annotated[int, Field(ge=1)] = Field(
        72, description="Who has not answered is asked once more this long before the deadline or the start. Hours."
    )
    quiet_from_hour: Annotated[int, Field(ge=0, le=23)] = Field(
        20, description="No reminder leaves from this hour on, in the person's zone."
    )
    quiet_until_hour: Annotated[int, Field(ge=0, le=23)] = Field(8, description="... until this hour, in the person's zone.")
    proxies: Annotated[int, Field(ge=0)] = Field(
        0, description="How many reverse proxies stand in front and set X-Forwarded-* headers."
    )
    web_threads: Annotated[int, Field(ge=1)] = Field(8, description="Threads of the web process.")
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
    def postbox(self) -> bool:
        """Whether outgoing mail is caught and shown on the Postbox page instead of leaving."""
        return self.demo and not self.smtp_url.get_secret_value()

    @property
    def mail_domain(self) -> str:
        """The domain of the answer address, of Message-IDs and of UIDs."""
        return self.reply_address.rpartition("@")[2] or "foyer.invalid"

    def faults(self) -> list[str]:
        """Every reason not to start, each naming the variable. Empty: fine."""
        return [*self._address_faults(), *self._smtp_faults(), *(self._demo_faults() if self.demo else self._production_faults())]

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
        key = self.secret_key.get_secret_value()
        if key and len(key) < 32:
            faults.append("FOYER_SECRET_KEY is too short: use at least 32 characters.")
        if self.lmtp_bind == "off" and not self.imap_url.get_secret_value():
            faults.append("FOYER_LMTP_BIND is off and FOYER_IMAP_URL is missing: answers could not come back.")
        return faults

    def _demo_faults(self) -> list[str]:
        host = urlsplit(self.base_url).hostname
        if self.base_url and host not in LOOPBACK:
            return ["FOYER_DEMO is 1 and FOYER_BASE_URL is not on this machine: the demo is not for others. Set FOYER_DEMO=0."]
        if self.bind.rpartition(":")[0].strip("[]") not in LOOPBACK:
            return ["FOYER_DEMO is 1 and FOYER_BIND is open to the network: the demo is not for others. Set FOYER_DEMO=0."]
        return []

    def _smtp_faults(self) -> list[str]:
        query = parse_qs(urlsplit(self.smtp_url.get_secret_value()).query)
        faults = []
        if not set(query.get("starttls", ())) <= STARTTLS:  # a typo must not send a password in the clear
            faults.append("FOYER_SMTP_URL: starttls must be required, opportunistic or off.")
        faults += [f"FOYER_SMTP_URL: there is no file {name}." for name in query.get("cafile", ()) if not Path(name).is_file()]
        return faults

    def _address_faults(self) -> list[str]:
        faults = []
        shapes = (
            ("DATABASE_URL", self.database_url, ("sqlite", "postgresql", "postgres", "postgresql+psycopg")),
            ("BASE_URL", self.base_url, ("http", "https")),
            ("SMTP_URL", self.smtp_url.get_secret_value(), ("smtp", "smtps")),
            ("IMAP_URL", self.imap_url.get_secret_value(), ("imap", "imaps")),
        )
        for name, value, schemes in shapes:
            if value and urlsplit(value).scheme not in schemes:
                faults.append(f"FOYER_{name} must begin with {' or '.join(s + '://' for s in schemes)}.")
        for name, value in (("BIND", self.bind), ("LMTP_BIND", self.lmtp_bind)):
            if not (name == "LMTP_BIND" and value == "off") and not _is_host_port(value):
                faults.append(f"FOYER_{name} must be host:port, like 127.0.0.1:8000.")
        for name, value in (("MAIL_FROM", self.mail_from), ("REPLY_ADDRESS", self.reply_address)):
            local, _at, domain = value.rpartition("@")
            if value and (not local or not domain or any(c in value for c in " <>,\r\n")):
                faults.append(f"FOYER_{name} must be a plain address, like rsvp@example.com.")
        if "+" in self.reply_address:
            faults.append("FOYER_REPLY_ADDRESS must have no plus sign: tokens are added after one.")
        return faults

    def completed(self) -> "Settings":
        """The same with what may be left out filled in: SQLite in the instance folder, and in the demo a kept secret and addresses."""
        self.instance_dir.mkdir(parents=True, exist_ok=True)
        fills: dict[str, object] = {"instance_dir": self.instance_dir.resolve()}
        url = self.database_url or f"sqlite:///{self.instance_dir.resolve() / 'foyer.db'}"
        if url.startswith(("postgres://", "postgresql://")):
            url = "postgresql+psycopg://" + url.partition("://")[2]
        fills["database_url"] = url
        fills["base_url"] = (self.base_url or f"http://{self.bind}").rstrip("/")
        if self.demo:
            fills["secret_key"] = SecretStr(self.secret_key.get_secret_value() or _kept_secret(self.instance_dir))
            fills["mail_from"] = self.mail_from or "foyer@brink-waal.example"
            fills["reply_address"] = self.reply_address or "rsvp@brink-waal.example"
            fills["company_name"] = self.company_name or "Brink & Waal"
        return self.model_copy(update=fills)


def _plain(value: str | SecretStr) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def _is_host_port(value: str) -> bool:
    host, _colon, port = value.rpartition(":")
    return bool(host) and port.isdigit() and 0 < int(port) < 65536


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
