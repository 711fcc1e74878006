"""A directory that speaks LDAP (RFC 4511), read only: always encrypted, page by page (RFC 2696), referrals not followed."""

import ssl
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import ldap3
from ldap3.core.exceptions import (
    LDAPCertificateError,
    LDAPException,
    LDAPInvalidFilterError,
    LDAPSSLConfigurationError,
    LDAPStartTLSError,
)
from ldap3.operation.search import parse_filter

from networks.directories.dns import same_dn, without_number
from networks.directories.errors import DirectoryFault, Why
from networks.directories.reading import Account, Listed, Tried, try_steps

EVERY_GROUP = "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup)(objectClass=group))"
WITH_ADDRESS = "(mail=*)"
PAGE = 500
MOST_EMPTY = 100  # pages in a row that hold nothing, or only references to other servers
SECONDS = 20  # without a sign of life
OF_GROUPS = ("cn", "member", "uniqueMember", "memberUid", "entryUUID", "objectGUID")
_WHY = {
    3: Why.LIMITED,  # timeLimitExceeded
    4: Why.LIMITED,  # sizeLimitExceeded
    8: Why.NOT_SECURE,  # strongerAuthRequired
    10: Why.ELSEWHERE,
    11: Why.LIMITED,  # adminLimitExceeded
    13: Why.NOT_SECURE,  # confidentialityRequired
    32: Why.BASE,
    34: Why.BASE,  # invalidDNSyntax
    48: Why.SIGN_IN,
    49: Why.SIGN_IN,
    50: Why.NOT_ALLOWED,
    51: Why.UNREACHABLE,  # busy
    52: Why.UNREACHABLE,
    53: Why.SIGN_IN,  # unwillingToPerform: how an account that must change its password is told
}
Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LdapAccess:
    """Where it is and what opens it. `address`: ldaps://, or ldap:// which is encrypted before anything is said."""

    address: str
    account: str
    password: str = field(repr=False)
    base: str
    group_filter: str = EVERY_GROUP
    authority: str = ""


def guard_filter(text: str) -> None:
    """Raises DirectoryFault for what is no filter (RFC 4515)."""
    try:
        parse_filter(text, None, False, False, None, False)
    except (LDAPException, ValueError, IndexError) as error:
        raise DirectoryFault(Why.FILTER) from error


class LdapReader:
    """One directory. It signs in as soon as something is asked."""

    def __init__(self, access: LdapAccess) -> None:
        self._access = access
        self._connection: Any = None

    def check(self) -> Sequence[Tried]:
        return try_steps(
            ("reach", self._open, Why.UNREACHABLE),
            ("sign-in", self._bind, Why.SIGN_IN),
            ("groups", lambda: any(True for _one in self._search(self._access.group_filter, ("cn",))), Why.NO_GROUPS),
            ("people", lambda: any(True for _one in self.accounts()), Why.NO_ADDRESSES),
        )

    def accounts(self) -> Iterator[Account]:
        for entry in self._search(WITH_ADDRESS, ("mail", "uid")):
            refs = (_ref(entry["dn"]), *(f"uid:{uid.lower()}" for uid in _texts(entry, "uid")))
            yield Account(refs, tuple(_texts(entry, "mail")))

    def groups(self) -> Iterator[Listed]:
        """Those that the filter lets through; and then every other one, which may stand within them."""
        for entry in self._search(self._access.group_filter, OF_GROUPS):
            yield _listed(entry, is_offered=True)
        if self._access.group_filter != EVERY_GROUP:
            for entry in self._search(EVERY_GROUP, OF_GROUPS):
                yield _listed(entry, is_offered=False)

    def close(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            try:
                connection.unbind()
            except (LDAPException, OSError):
                return  # it is gone already

    def _open(self) -> bool:
        """There is an encrypted connection, and nothing has been said on it."""
        where = urlsplit(self._access.address)
        host, secure = where.hostname or "", where.scheme == "ldaps"
        try:
            tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_data=self._access.authority or None, sni=host)
            server = ldap3.Server(host, where.port or (636 if secure else 389), use_ssl=secure, tls=tls, get_info=ldap3.NONE, connect_timeout=SECONDS)  # fmt: skip
            connection = ldap3.Connection(
                server, self._access.account, self._access.password, receive_timeout=SECONDS, read_only=True,
                auto_referrals=False, check_names=False, raise_exceptions=False,
            )  # fmt: skip
            self._connection = connection
            connection.open(read_server_info=False)
            if not secure:
                connection.start_tls(read_server_info=False)
        except (LDAPStartTLSError, LDAPCertificateError, LDAPSSLConfigurationError, ssl.SSLError) as error:
            raise DirectoryFault(Why.NOT_SECURE, _words(error)) from error
        except (LDAPException, OSError, ValueError) as error:
            raise DirectoryFault(_of_socket(error), _words(error)) from error
        return True

    def _bind(self) -> bool:
        try:
            self._connection.bind(read_server_info=False)
        except (LDAPException, OSError) as error:
            raise DirectoryFault(Why.UNREACHABLE, _words(error)) from error
        self._guard_done()
        return True

    def _search(self, query: str, attributes: Sequence[str]) -> Iterator[Entry]:
        """Every entry below the base, page by page. References to other servers are passed over."""
        if self._connection is None:
            self._open()
            self._bind()
        cookie: bytes | None = None
        empty = 0
        while empty < MOST_EMPTY:
            try:
                self._connection.search(
                    self._access.base, query, ldap3.SUBTREE, attributes=list(attributes), paged_size=PAGE, paged_cookie=cookie,
                    dereference_aliases=ldap3.DEREF_NEVER,
                )  # fmt: skip
            except LDAPInvalidFilterError as error:
                raise DirectoryFault(Why.FILTER) from error
            except (LDAPException, OSError) as error:
                raise DirectoryFault(Why.UNREACHABLE, _words(error)) from error
            except (ValueError, KeyError, IndexError, TypeError) as error:  # what came is no LDAP
                raise DirectoryFault(Why.GARBLED) from error
            self._guard_done()
            response, result = self._connection.response or [], self._connection.result
            entries = [entry for entry in response if entry.get("type") == "searchResEntry"]
            yield from entries
            empty, cookie = 0 if entries else empty + 1, _cookie(result)
            if not cookie:
                return
        raise DirectoryFault(Why.GARBLED)  # it would go on for ever

    def _guard_done(self) -> None:
        result = self._connection.result or {}
        code = int(result.get("result", -1))
        if code != 0:
            raise DirectoryFault(_WHY.get(code, Why.GARBLED), str(result.get("message") or result.get("description") or ""))


def _cookie(result: dict[str, Any]) -> bytes | None:
    control = (result.get("controls") or {}).get("1.2.840.113556.1.4.319") or {}
    cookie = (control.get("value") or {}).get("cookie")
    return cookie if isinstance(cookie, bytes) else None


def _listed(entry: Entry, *, is_offered: bool) -> Listed:
    ref = _ref(entry["dn"])
    members = [_ref(without_number(one)) for kind in ("member", "uniqueMember") for one in _texts(entry, kind)]
    members += [f"uid:{uid.lower()}" for uid in _texts(entry, "memberUid")]
    names = _texts(entry, "cn")
    return Listed(_key(entry, ref), ref, " ".join((names[0] if names else "").split())[:200], tuple(members), is_offered)


def _key(entry: Entry, ref: str) -> str:
    """What stays when it is renamed or moved, if the directory has such a thing."""
    guids = _octets(entry, "objectGUID")
    if guids and len(guids[0]) == 16:
        return f"uuid:{uuid.UUID(bytes_le=guids[0])}"
    uuids = _texts(entry, "entryUUID")
    return f"uuid:{uuids[0].lower()}" if uuids else f"dn:{ref}"[:600]


def _ref(dn: str) -> str:
    try:
        return f"dn:{same_dn(dn)}"
    except ValueError:
        return f"?:{dn}"  # nobody's name; a line of a group that leads nowhere


def _octets(entry: Entry, kind: str) -> list[bytes]:
    """The values of an attribute; a server may write its name in another case."""
    said = entry["raw_attributes"].items()
    return [one for name, values in said if name.lower() == kind.lower() for one in values if isinstance(one, bytes)]


def _texts(entry: Entry, kind: str) -> list[str]:
    return [one.decode("utf-8", "replace").replace("\0", "") for one in _octets(entry, kind)]


def _of_socket(error: BaseException) -> Why:
    """A certificate that does not hold comes as a failed connection; its words say so."""
    said = str(error).lower()
    return Why.NOT_SECURE if "certificate" in said or "ssl" in said or "tls" in said else Why.UNREACHABLE


def _words(error: BaseException) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
