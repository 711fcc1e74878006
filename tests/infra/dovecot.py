"""Debian's Dovecot as the company's mailbox server: rootless, from a temporary config, on its own ports.

Every name is a mailbox, the password is always PASSWORD; `rsvp+TOKEN@...` lands in the mailbox `rsvp` with a Delivered-To header, as
behind a site's own mail server.
"""

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from imaplib import IMAP4
from pathlib import Path

from tests.infra.processes import answers, as_user, end_with_parent, folder_of, free_port, unprivileged, wait_until

PASSWORD = "open-sesame"

CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_home = {folder}/home/%n
mail_location = maildir:~/Maildir
first_valid_uid = 1
recipient_delimiter = +
protocols = imap
ssl = no
disable_plaintext_auth = no
auth_username_format = %Ln
auth_mechanisms = plain login
auth_failure_delay = 0
mail_fsync = never
imap_idle_notify_interval = 1 min
lda_original_recipient_header = X-Original-To
postmaster_address = postmaster@brink-waal.example
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home/%n
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1 127.0.0.2
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap {{
  process_limit = 64
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
{more}
"""


class MissingDovecotError(Exception):
    """The machine has no Dovecot to start."""


@dataclass
class Dovecot:
    """A running server. Mails are put into a mailbox by `deliver` and looked at by `messages`."""

    program: str
    user: str
    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def url(self, name: str, folder: str = "INBOX") -> str:
        """For FOYER_IMAP_URL."""
        return f"imap://{name}:{PASSWORD}@127.0.0.1:{self.port}/{folder}"

    @contextmanager
    def imap(self, name: str) -> Iterator[IMAP4]:
        """A signed-in connection of the standard library: another client than ours."""
        connection = IMAP4("127.0.0.1", self.port, timeout=10)
        connection.login(name, PASSWORD)
        try:
            yield connection
        finally:
            connection.logout()

    def deliver(self, name: str, raw: bytes, delivered_to: str = "") -> None:
        """`raw` arrives in the INBOX of `name`, with the Delivered-To header a mail server would add."""
        header = f"Delivered-To: {delivered_to}\r\n".encode() if delivered_to else b""
        with self.imap(name) as connection:
            status, answer = connection.append("INBOX", "", "", header + raw)
        assert status == "OK", answer

    def messages(self, name: str, folder: str = "INBOX") -> list[bytes]:
        """The raw mails in this folder, oldest first; none when there is no such folder."""
        with self.imap(name) as connection:
            if connection.select(f'"{folder}"', readonly=True)[0] != "OK":
                return []
            numbers = connection.search(None, "ALL")[1][0].split()
            return [connection.fetch(number, "(BODY.PEEK[])")[1][0][1] for number in numbers]

    def come(self) -> None:
        """The server runs, with whatever its mailboxes held before."""
        command = [self.program, "-F", "-c", self.folder / "dovecot.conf"]
        self.process = subprocess.Popen(
            command, cwd=self.folder, preexec_fn=end_with_parent(signal.SIGTERM), **as_user(self.user)
        )
        wait_until(lambda: answers(self.port), "Dovecot", self.folder / "log")

    def go(self) -> None:
        """The server is away, and cuts every connection; its mailboxes stay."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)

    def stop(self) -> None:
        self.go()
        shutil.rmtree(self.folder, ignore_errors=True)


def start(capability: str = "") -> Dovecot:
    """A new server; `capability` is all it says it can do. Raises MissingDovecotError when the program is missing."""
    program = shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if not program:
        raise MissingDovecotError(
            "Dovecot is missing (Debian: apt-get install dovecot-imapd): the IMAP door is tested against it."
        )
    user = unprivileged("daemon")
    folder, port = folder_of(user, "dovecot"), free_port()
    group = folder.group()
    if as_user(user):
        group = _group_of(user)
    config = folder / "dovecot.conf"
    more = f"protocol imap {{\n  imap_capability = {capability}\n}}" if capability else ""
    config.write_text(CONFIG.format(folder=folder, user=user, group=group, port=port, password=PASSWORD, more=more))
    (folder / "log").touch()
    if as_user(user):
        shutil.chown(folder / "log", user)
    server = Dovecot(program, user, folder, port)
    server.come()
    return server


def _group_of(user: str) -> str:
    import grp
    import pwd

    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
