"""Debian's OpenLDAP as the company's directory: rootless, from a temporary config, on its own ports, encrypted both ways.

`dc=brink-waal,dc=example` holds `ou=people` and `ou=groups`. The account READER reads everything; LIMITED reads five entries at most.
"""

import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import ldap3

from networks.directories.ldap import EVERY_GROUP, LdapAccess
from tests.infra import certificates
from tests.infra.processes import answers, as_user, end_with_parent, folder_of, free_port, unprivileged, wait_until

BASE = "dc=brink-waal,dc=example"
PEOPLE, GROUPS = f"ou=people,{BASE}", f"ou=groups,{BASE}"
ROOT, READER, LIMITED, PASSWORD = f"cn=root,{BASE}", f"cn=foyer,{BASE}", f"cn=limited,{BASE}", "open-sesame"
CONFIG = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/nis.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/pid
TLSCertificateFile {certificate}
TLSCertificateKeyFile {key}
TLSProtocolMin 3.3
security simple_bind=128
disallow bind_anon
sizelimit size.soft=5000 size.hard=5000
database mdb
maxsize 67108864
suffix {base}
directory {folder}/db
rootdn {root}
rootpw {password}
dbnosync
limits dn.exact="{limited}" size=5
access to attrs=userPassword by anonymous auth by * none
access to dn.subtree="ou=hidden,{base}" by * none
access to * by users read
"""


class MissingSlapdError(Exception):
    """The machine has no OpenLDAP to start."""


@dataclass
class Slapd:
    """A running server. `secure` is its ldaps:// address, `plain` the one on which STARTTLS is asked for."""

    program: str
    user: str
    folder: Path
    authority: str
    port: int
    secure_port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def secure(self) -> str:
        return f"ldaps://127.0.0.1:{self.secure_port}"

    @property
    def plain(self) -> str:
        return f"ldap://127.0.0.1:{self.port}"

    def access(self, **changes: str) -> LdapAccess:
        """As an administrator would fill it in, in full."""
        fields = {"address": self.secure, "account": READER, "password": PASSWORD, "base": BASE, "group_filter": EVERY_GROUP}
        return LdapAccess(**{**fields, "authority": self.authority, **changes})

    def as_root(self) -> ldap3.Connection:
        """A connection of another kind than ours: as root, and it may write."""
        tls = ldap3.Tls(ca_certs_data=self.authority)
        server = ldap3.Server("127.0.0.1", self.secure_port, use_ssl=True, tls=tls, get_info=ldap3.NONE)
        return ldap3.Connection(server, ROOT, PASSWORD, auto_bind=True, raise_exceptions=True, check_names=False)

    def add(self, *entries: tuple[str, str | Sequence[str], dict[str, object]]) -> None:
        """Entries as (dn, object classes, attributes)."""
        with self.as_root() as connection:
            for dn, classes, attributes in entries:
                connection.add(dn, classes, attributes)

    def empty(self) -> None:
        """People and groups are gone; the two accounts stay."""
        with self.as_root() as connection:
            for below in (GROUPS, PEOPLE, f"ou=hidden,{BASE}"):
                connection.search(below, "(!(objectClass=organizationalUnit))", ldap3.SUBTREE)
                for entry in sorted((one["dn"] for one in connection.response), key=len, reverse=True):
                    connection.delete(entry)

    def come(self) -> None:
        command = [self.program, "-d", "0", "-f", self.folder / "slapd.conf", "-h", f"{self.plain}/ {self.secure}/"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, stdout=log, stderr=log, preexec_fn=end_with_parent(signal.SIGTERM), **as_user(self.user)
            )
        wait_until(lambda: answers(self.port) and answers(self.secure_port), "slapd", self.folder / "log")

    def go(self) -> None:
        """The server is away; what it holds stays."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)

    def stop(self) -> None:
        self.go()
        shutil.rmtree(self.folder, ignore_errors=True)


def start() -> Slapd:
    """A new server with its two accounts and nobody else. Raises MissingSlapdError when the program is missing."""
    program = shutil.which("slapd", path="/usr/sbin:/usr/local/sbin:/usr/libexec")
    if not program:
        raise MissingSlapdError("OpenLDAP is missing (Debian: apt-get install slapd): directories are tested against it.")
    user = unprivileged("openldap")
    folder = folder_of(user, "slapd")
    (folder / "db").mkdir()
    made = certificates.make(folder)
    config = CONFIG.format(
        folder=folder, certificate=made.authority, key=made.key, base=BASE, root=ROOT, limited=LIMITED, password=PASSWORD
    )
    (folder / "slapd.conf").write_text(config)
    if as_user(user):
        for one in (folder, *folder.iterdir()):
            shutil.chown(one, user)
    server = Slapd(program, user, folder, made.authority.read_text(), free_port(), free_port())
    server.come()
    account = {"userPassword": PASSWORD}
    server.add(
        (BASE, ["dcObject", "organization"], {"o": "Brink & Waal"}),
        *((f"ou={name},{BASE}", "organizationalUnit", {}) for name in ("people", "groups", "hidden")),
        (READER, ["organizationalRole", "simpleSecurityObject"], account),
        (LIMITED, ["organizationalRole", "simpleSecurityObject"], account),
    )
    return server
