"""A directory is connected, changed and let go; what opens it."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from database import db, transaction
from networks.directories import directories
from networks.directories.directories import Terms
from networks.directories.errors import DirectoryFault, DirectoryInvalid, Why
from networks.directories.models import Directory, DirectoryKind

LDAP = Terms(
    kind=DirectoryKind.LDAP,
    name="Company directory",
    address="ldaps://ldap.brink-waal.example",
    account="cn=foyer,dc=x",
    base="dc=x",
    secret="open-sesame",
)
SCIM = Terms(kind=DirectoryKind.SCIM, name="Company directory", address="https://id.brink-waal.example/scim/v2/", secret="open")


@pytest.fixture
def connect(app, now):
    def make(terms: Terms) -> Directory:
        with transaction():
            return directories.connect(terms, now=now)

    return make


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        pytest.param(replace(LDAP, name=" "), "name", id="no-name"),
        pytest.param(replace(LDAP, secret=""), "secret", id="no-password"),
        pytest.param(replace(LDAP, address="https://x.example"), "address", id="web"),
        pytest.param(replace(LDAP, address="ldaps://me:secret@x.example"), "address", id="password-in-it"),
        pytest.param(replace(LDAP, address="ldaps://x.example/dc=x??sub"), "address", id="query"),
        pytest.param(replace(LDAP, address="ldaps://x.example:port"), "address", id="port"),
        pytest.param(replace(LDAP, account=""), "account", id="nobody"),
        pytest.param(replace(LDAP, base="everywhere"), "base", id="base"),
        pytest.param(replace(LDAP, group_filter="(cn="), "group_filter", id="filter"),
        pytest.param(replace(LDAP, authority="-----BEGIN"), "authority", id="certificate"),
        pytest.param(replace(LDAP, base="dc=" + "x" * 500), "base", id="long"),
        pytest.param(replace(SCIM, address="http://id.brink-waal.example"), "address", id="in-the-clear"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(connect, terms, field):
    with pytest.raises(DirectoryInvalid) as refused:
        connect(terms)
    assert (refused.value.field, db.session.scalars(select(Directory)).all()) == (field, [])


def test_what_opens_it_is_sealed_and_stays_until_another_is_given(connect):
    # given
    made = connect(SCIM)
    sealed = made.sealed_secret

    # when
    with transaction():
        directories.change(made.id, replace(SCIM, name="Directory", secret=""))

    # then
    assert ("open" in sealed, made.sealed_secret == sealed, made.name) == (False, True, "Directory")
    with pytest.raises(DirectoryInvalid, match="is called that"):
        connect(replace(SCIM, name="Directory"))


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(replace(LDAP, address="ldaps://elsewhere.example", secret=""), id="address"),
        pytest.param(replace(LDAP, account="cn=other,dc=x", secret=""), id="account"),
    ],
)
def test_a_password_is_not_sent_to_another_address(connect, changed):
    # given
    made = connect(LDAP)

    # when
    with pytest.raises(DirectoryInvalid) as refused, transaction():
        directories.change(made.id, changed)

    # then
    db.session.expire_all()
    assert (refused.value.field, made.address, made.account) == ("secret", LDAP.address, LDAP.account)


def test_with_another_key_of_ours_nothing_opens(connect):
    # given
    made = connect(SCIM)
    with transaction():
        made.sealed_secret = "altered"

    # then
    with pytest.raises(DirectoryFault) as refused:
        directories.reader_of(made)
    assert refused.value.why is Why.SEALED
