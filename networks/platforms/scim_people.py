"""Who of the people we look for has an account on a SCIM server: by the number of the directory, then by address."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from networks.platforms.protocol import Sought
from networks.platforms.scim_server import ScimServer, quoted, text_in

FEW = 200  # so many people at most are asked for by name; for more the list is read as a whole
TOGETHER = 15  # people in one filter: an address on the web must not grow past some thousand characters
QUERY: dict[str, str | int] = {"attributes": "externalId,userName,emails,active"}


@dataclass(slots=True)
class _Known:
    """Accounts by what they are known by."""

    by_number: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_address: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def learn(self, written: dict[str, Any]) -> None:
        if written.get("active") is False:
            return
        self.by_number[text_in(written, "externalId")].add(written["id"])
        for address in _addresses(written):
            self.by_address[_plain(address)].add(written["id"])

    def account_of(self, sought: Sought) -> str | None:
        """None for nobody, and for more than one."""
        found = self.by_number.get(sought.external_id) if sought.external_id else None
        if not found and sought.email:
            found = self.by_address.get(_plain(sought.email))
        return next(iter(found)) if found and len(found) == 1 else None


def accounts(server: ScimServer, people: Sequence[Sought]) -> dict[int, str]:
    """The account of each who has one that is active, by `person_id`. Raises PlatformFault."""
    known = _Known()
    for written in _candidates(server, people):
        known.learn(written)
    found = ((one.person_id, known.account_of(one)) for one in people)
    return {person_id: account for person_id, account in found if account is not None}


def _candidates(server: ScimServer, people: Sequence[Sought]) -> Iterator[dict[str, Any]]:
    wanted = [clauses for one in people if (clauses := _clauses(one))]
    if not wanted:
        return
    for begin in range(0, len(wanted), TOGETHER):
        if len(people) > FEW or not server.filters("Users"):
            yield from server.everything("Users", QUERY)
            return
        some = [clause for clauses in wanted[begin : begin + TOGETHER] for clause in clauses]
        yield from server.search("Users", " or ".join(some), QUERY)


def _clauses(one: Sought) -> list[str]:
    number = [f"externalId eq {quoted(one.external_id)}"] if one.external_id else []
    address = [f"emails.value eq {quoted(one.email)}", f"userName eq {quoted(one.email)}"] if one.email else []
    return number + address


def _addresses(written: dict[str, Any]) -> Iterable[str]:
    """A name to sign in with that is an address counts as one."""
    emails = written.get("emails")
    values = [text_in(one, "value") for one in emails if isinstance(one, dict)] if isinstance(emails, list) else []
    return [value for value in [*values, text_in(written, "userName")] if "@" in value]


def _plain(address: str) -> str:
    return address.strip().casefold()
