"""A directory that speaks LDAP, against a real OpenLDAP."""

import pytest

from networks.directories.errors import DirectoryFault, Why
from networks.directories.ldap import LdapReader, guard_filter
from networks.directories.reading import read
from tests.infra.processes import free_port
from tests.infra.slapd import BASE, GROUPS, LIMITED, PEOPLE

KNOWN = {"ada@brink-waal.example": 1, "bo@brink-waal.example": 2, "dana@brink-waal.example": 3, "bo@home.example": 2}


def person(rdn: str, mail: str | list[str], uid: str | list[str] = "none"):
    return (f"{rdn},{PEOPLE}", "inetOrgPerson", {"sn": "x", "mail": mail, "uid": uid} | ({"cn": "x"} if rdn[:2] != "cn" else {}))


def names(rdn: str, *members: str, kind: str = "member"):
    classes = {"member": "groupOfNames", "uniqueMember": "groupOfUniqueNames"}
    return (f"{rdn},{GROUPS}", classes[kind], {kind: list(members)})


def found(slapd, **changes) -> dict[str, list[int]]:
    """The groups by name, each with who of Foyer is in it."""
    reader = LdapReader(slapd.access(**changes))
    try:
        return {one.name: sorted(one.people) for one in read(reader, KNOWN).found()}
    finally:
        reader.close()


def tried(slapd, **changes) -> list[tuple[str, Why | None]]:
    reader = LdapReader(slapd.access(**changes))
    try:
        return [(one.step, one.why) for one in reader.check()]
    finally:
        reader.close()


def test_members_of_all_kinds_are_matched_by_their_address(slapd):
    # given
    comma = r"cn=Meulenbelt\, Rosa \28R&D\29 *"
    slapd.add(
        person("uid=ada", "ADA@Brink-Waal.example", "ada"),
        person(comma, ["rosa@elsewhere.example", "bo@home.example"], "Bo"),
        person("uid=gast", "gast@elsewhere.example", "gast"),
        names("cn=Lunch (walkers)", f"uid=ada,{PEOPLE}", f"UID=gast, {PEOPLE.upper()}", f"uid=left,{PEOPLE}"),
        names("cn=Guild", f"cn=meulenbelt\\2c  rosa \\28R&D\\29 \\2a,{PEOPLE}", f"uid=ada,{PEOPLE}#'01'B", kind="uniqueMember"),
        (f"cn=Shift,{GROUPS}", "posixGroup", {"gidNumber": 7, "memberUid": ["ADA", "bo", "nobody"]}),
    )

    # then
    assert found(slapd) == {"Lunch (walkers)": [1], "Guild": [1, 2], "Shift": [1, 2]}


def test_groups_in_groups_are_followed_round_in_circles_and_not_for_ever(slapd):
    # given
    slapd.add(
        person("uid=ada", "ada@brink-waal.example"),
        person("uid=bo", "bo@brink-waal.example"),
        names("cn=outer", f"cn=inner,{GROUPS}", f"uid=ada,{PEOPLE}"),
        names("cn=inner", f"cn=outer,{GROUPS}", f"uid=bo,{PEOPLE}"),
        *(names(f"cn=deep{n}", f"cn=deep{n + 1},{GROUPS}", f"uid=ada,{PEOPLE}") for n in range(12)),
    )

    # when
    reader = LdapReader(slapd.access())
    groups = {one.name: (sorted(one.people), one.why) for one in read(reader, KNOWN).found()}
    reader.close()

    # then
    assert (groups["outer"], groups["inner"]) == (([1, 2], None), ([1, 2], None))
    assert (groups["deep0"], groups["deep1"], groups["deep11"]) == (([], Why.TOO_DEEP), ([1], None), ([1], None))


def test_a_filter_offers_some_groups_and_the_others_still_count_within_them(slapd):
    # given
    slapd.add(
        person("uid=ada", "ada@brink-waal.example"),
        person("uid=bo", "bo@brink-waal.example"),
        names("cn=net-lunch", f"cn=kitchen,{GROUPS}", f"uid=bo,{PEOPLE}"),
        names("cn=kitchen", f"uid=ada,{PEOPLE}"),
    )

    # then
    assert found(slapd, group_filter="(cn=net-*)") == {"net-lunch": [1, 2]}


def test_where_it_is_not_certain_who_somebody_is_nobody_is_meant(slapd):
    # given
    slapd.add(
        person("uid=ada", "ada@brink-waal.example", "same"),
        person("uid=ada2", "Ada@brink-waal.example", "ada2"),
        person("uid=two", ["bo@brink-waal.example", "dana@brink-waal.example"], "same"),
        names("cn=Unsure", *(f"uid={uid},{PEOPLE}" for uid in ("ada", "ada2", "two"))),
        (f"cn=Shift,{GROUPS}", "posixGroup", {"gidNumber": 7, "memberUid": ["same", "ada2"]}),
    )

    # then
    assert found(slapd) == {"Unsure": [], "Shift": []}


def test_a_group_keeps_its_key_when_it_is_renamed_and_moved(slapd):
    # given
    slapd.add(names("cn=Before", f"uid=ada,{PEOPLE}"))
    reader = LdapReader(slapd.access())
    (before,) = reader.groups()

    # when
    with slapd.as_root() as root:
        root.modify_dn(f"cn=Before,{GROUPS}", "cn=After", new_superior=PEOPLE)
    (after,) = reader.groups()
    reader.close()

    # then
    assert (after.name, after.key, before.key.startswith("uuid:")) == ("After", before.key, True)


def test_a_directory_of_many_is_read_page_by_page(slapd):
    # given
    slapd.add(
        *(person(f"uid=n{n}", f"n{n}@x.example") for n in range(520)),
        names("cn=All", *(f"uid=n{n},{PEOPLE}" for n in range(520))),
    )

    # when
    reader = LdapReader(slapd.access())
    whole = read(reader, {f"n{n}@x.example": n for n in range(520)})
    reader.close()

    # then
    assert [len(one.people) for one in whole.found()] == [520]


FINE = [("reach", None), ("sign-in", None), ("groups", None), ("people", None)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, FINE, id="all-is-well"),
        pytest.param({"password": "wrong"}, [*FINE[:1], ("sign-in", Why.SIGN_IN)], id="password"),
        pytest.param({"base": "dc=nowhere"}, [*FINE[:2], ("groups", Why.BASE)], id="base-of-another-server"),
        pytest.param({"base": f"ou=nothing,{BASE}"}, [*FINE[:2], ("groups", Why.BASE)], id="base"),
        pytest.param({"base": f"ou=hidden,{BASE}"}, [*FINE[:2], ("groups", Why.BASE)], id="hidden"),
        pytest.param({"group_filter": "(cn=nothing)"}, [*FINE[:2], ("groups", Why.NO_GROUPS)], id="filter-of-nothing"),
        pytest.param({"group_filter": "(cn="}, [*FINE[:2], ("groups", Why.FILTER)], id="filter-that-is-none"),
        pytest.param({"base": GROUPS}, [*FINE[:3], ("people", Why.NO_ADDRESSES)], id="base-without-people"),
        pytest.param({"authority": ""}, [("reach", Why.NOT_SECURE)], id="certificate-nobody-trusts"),
    ],
)
def test_a_test_says_what_is_missing(slapd, changes, expected):
    # given
    slapd.add(person("uid=ada", "ada@brink-waal.example"), names("cn=Lunch", f"uid=ada,{PEOPLE}"))

    # then
    assert tried(slapd, **changes) == expected


def test_an_address_without_encryption_is_encrypted_before_anything_is_said(slapd):
    # given
    slapd.add(person("uid=ada", "ada@brink-waal.example"), names("cn=Lunch", f"uid=ada,{PEOPLE}"))

    # then
    assert (tried(slapd, address=slapd.plain), tried(slapd, address=slapd.plain, authority="")) == (
        FINE,
        [("reach", Why.NOT_SECURE)],
    )


def test_a_certificate_of_another_name_is_refused(slapd):
    # then
    assert tried(slapd, address=slapd.secure.replace("127.0.0.1", "localhost")) == [("reach", Why.NOT_SECURE)]


def test_nobody_answers(slapd):
    # then
    assert tried(slapd, address=f"ldaps://127.0.0.1:{free_port()}") == [("reach", Why.UNREACHABLE)]


def test_a_directory_that_gives_fewer_than_there_are_is_no_answer(slapd):
    # given
    slapd.add(*(person(f"uid=n{n}", f"n{n}@x.example") for n in range(9)), names("cn=All", f"uid=n1,{PEOPLE}"))

    # when
    with pytest.raises(DirectoryFault) as refused:
        found(slapd, account=LIMITED)

    # then
    assert refused.value.why is Why.LIMITED


def test_a_referral_is_not_followed(slapd):
    # given
    slapd.add(
        person("uid=ada", "ada@brink-waal.example"),
        names("cn=Lunch", f"uid=ada,{PEOPLE}"),
        (f"ou=far,{PEOPLE}", ["referral", "extensibleObject"], {"ref": "ldap://127.0.0.1:1/dc=far"}),
    )

    # then
    try:
        assert found(slapd) == {"Lunch": [1]}
    finally:
        with slapd.as_root() as root:
            root.delete(f"ou=far,{PEOPLE}", controls=[("2.16.840.1.113730.3.4.2", True, None)])


@pytest.mark.parametrize("text", ["(cn=", "cn=x)", "(&(a=b)", "((a=b))", ""])
def test_what_is_no_filter_is_refused(text):
    with pytest.raises(DirectoryFault):
        guard_filter(text)
