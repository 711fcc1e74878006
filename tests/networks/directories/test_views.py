"""The pages of directories, from connecting a real OpenLDAP to a network that came from it."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from database import db
from networks.census.models import Network
from networks.directories.models import Directory
from networks.discovery import jobs
from tests.infra.slapd import BASE, GROUPS, PASSWORD, PEOPLE, READER
from tests.networks.discovery.conftest import nowhere


def said(answer) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def test_from_an_ldap_directory_to_a_network_page_by_page(client_of, slapd, crowd, chen, clock):
    # given
    uids = [person.email.partition("@")[0] for person in crowd]
    slapd.add(
        *(
            (f"uid={uid},{PEOPLE}", "inetOrgPerson", {"sn": "x", "cn": "x", "mail": person.email})
            for uid, person in zip(uids, crowd, strict=True)
        ),
        (f"cn=Field guild,{GROUPS}", "groupOfNames", {"member": [f"uid={uid},{PEOPLE}" for uid in uids]}),
        (f"cn=Works council,{GROUPS}", "groupOfNames", {"member": [f"uid={uid},{PEOPLE}" for uid in uids]}),
    )
    browser = client_of(chen)
    form = {"name": "Company directory", "address": slapd.secure, "account": READER, "base": BASE, "secret": PASSWORD}

    # when
    page = browser.post("/networks/directories/new/ldap", data=form).location
    browser.post(f"{page}/test")
    untrusted = said(browser.get(page))
    browser.post(f"{page}/edit", data={**form, "secret": "", "authority": slapd.authority})
    browser.post(f"{page}/test")
    tested = browser.get(page)
    looks = browser.post(f"{page}/looks").location
    waits = said(browser.get(looks))
    jobs.read_all(nowhere)
    found = browser.get(looks)
    proposal = re.search(r"/networks/discovery/found/\d+", found.text)[0]
    why = browser.get(proposal)
    chosen = re.findall(r'name="people" value="(\d+)" checked', why.text)
    confirmed = browser.post(
        proposal, data={"name": "Field guild", "purpose": "exchange", "rhythm": "monthly", "openness": "closed", "people": chosen}
    )

    # then
    assert ("The connection cannot be trusted" in untrusted, "It can be read." in said(tested)) == (True, True)
    assert [PASSWORD in one.text for one in (tested, browser.get(f"{page}/edit"))] == [False, False]
    assert ("Its groups are being read." in waits, "6 colleagues whom Foyer knows" in said(found)) == (True, True)
    assert ("1 was about health, HR, a union or the works council" in said(found), "Works council" in found.text) == (True, False)
    assert ("They are a group in “Company directory”." in said(why), len(chosen)) == (True, 6)
    (network,) = db.session.scalars(select(Network))
    assert (confirmed.location, network.state.value) == (f"/networks/{network.id}", "spotted")
    assert "No group here follows it." in said(browser.get(page))


def test_what_is_wrong_stands_in_the_form(client_of, directory, chen):
    # given
    browser = client_of(chen)

    # when
    new = browser.post("/networks/directories/new/ldap", data={"name": "x", "address": "https://x.example", "secret": "s"})
    edit = browser.post(f"/networks/directories/{directory.id}/edit", data={"name": "x", "address": "https://other.example"})

    # then
    assert (new.status_code, "must begin with ldaps://" in said(new)) == (422, True)
    assert (edit.status_code, "is not sent to another" in said(edit)) == (422, True)


def test_it_is_let_go_by_a_press(client_of, directory, chen):
    # when
    answer = client_of(chen).post(f"/networks/directories/{directory.id}/removal")

    # then
    assert (answer.location, db.session.scalars(select(Directory)).all()) == ("/networks/directories", [])


def test_an_empty_list_says_what_a_directory_is_good_for(client_of, chen):
    assert "No directory is connected" in said(client_of(chen).get("/networks/directories"))


@pytest.mark.parametrize("name", ["ada", "bo", "dana"])
def test_who_does_not_manage_finds_nothing(request, client_of, directory, name):
    # given
    browser, page = client_of(request.getfixturevalue(name)), f"/networks/directories/{directory.id}"

    # then
    codes = [browser.get(path).status_code for path in ("/networks/directories", page, f"{page}/edit")]
    codes += [browser.post(f"{page}/{what}").status_code for what in ("edit", "test", "looks", "removal")]
    assert codes == [403] * 7


def test_my_data_says_in_which_groups_i_am(client_of, directory, crowd, app):
    # then
    assert "directories that groups here follow" in said(client_of(crowd[0]).get("/me/data"))
