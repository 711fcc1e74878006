"""A directory that speaks LDAP and never comes to an end: no real server does that."""

import itertools

import pytest

from networks.directories.errors import DirectoryFault, Why
from networks.directories.ldap import MOST_EMPTY, LdapAccess, LdapReader

PAGED = "1.2.840.113556.1.4.319"


class Endless:
    """Signed in. Each page holds references to other servers only, and says that there is another."""

    def __init__(self) -> None:
        self.pages = itertools.count(1)
        self.response = [{"type": "searchResRef", "uri": ["ldap://elsewhere.example"]}]
        self.result: dict[str, object] = {}

    def search(self, *_asked, **_more) -> None:
        number = next(self.pages)
        assert number <= MOST_EMPTY, "it goes on for ever"
        self.result = {"result": 0, "controls": {PAGED: {"value": {"cookie": str(number).encode()}}}}


def test_pages_that_hold_nobody_come_to_an_end():
    # given
    reader = LdapReader(LdapAccess("ldaps://ldap.example", "cn=foyer", "secret", "dc=example"))
    reader._connection = Endless()

    # then
    with pytest.raises(DirectoryFault) as refused:
        list(reader.accounts())
    assert refused.value.why is Why.GARBLED
