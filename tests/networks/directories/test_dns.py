import pytest
from hypothesis import given
from hypothesis import strategies as st
from ldap3.utils.dn import escape_rdn

from networks.directories.dns import same_dn, without_number


@pytest.mark.parametrize(
    "text",
    [
        r"cn=Meulenbelt\, Rosa,dc=x",
        r"CN=meulenbelt\2C rosa,DC=X",
        r"cn = Meulenbelt\,  Rosa , dc = x",
        r'cn="Meulenbelt, Rosa",dc=x',
    ],
)
def test_one_name_is_written_in_many_ways(text):
    assert same_dn(text) == r"cn=meulenbelt\, rosa,dc=x"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(r"cn=a\,b=c,dc=x", "cn=a,b=c,dc=x", id="a-comma-that-is-part-of-it"),
        pytest.param(r"cn=a\+b=c,dc=x", "cn=a+b=c,dc=x", id="a-plus-that-is-part-of-it"),
        pytest.param(r"cn=a\\2Cb,dc=x", r"cn=a\2Cb,dc=x", id="a-backslash-before-digits"),
        pytest.param("cn=a,dc=x", "dc=x,cn=a", id="order"),
    ],
)
def test_two_names_stay_two(one, other):
    assert same_dn(one) != same_dn(other)


def test_letters_in_octets_and_parts_in_any_order():
    assert same_dn(r"sn=Lu\C4\8Di\C4\87+cn=B") == same_dn("CN=b+SN=lučić")


@given(st.text(min_size=1, max_size=12).filter(lambda text: text.strip() and "\0" not in text))
def test_what_was_escaped_is_read_as_it_was(text):
    assert same_dn(f"cn={escape_rdn(text)},dc=x").count(",dc=x") == 1
    assert same_dn(f"cn={escape_rdn(text)}") == same_dn(f"cn={escape_rdn(text)}".replace("cn=", "CN=  ", 1))


@pytest.mark.parametrize("text", ["", "nothing", "cn=a,", "=a"])
def test_what_is_no_name_is_refused(text):
    with pytest.raises(ValueError, match="no distinguished name"):
        same_dn(text)


def test_a_unique_member_may_have_a_number():
    assert (without_number("cn=a,dc=x#'0101'B"), without_number("cn=a#b,dc=x")) == ("cn=a,dc=x", "cn=a#b,dc=x")
