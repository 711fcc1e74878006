"""Adding an address on one's own page, following its link, removing it; what its mails say."""

import re

import pytest
from sqlalchemy import select

from database import db, transaction
from people import addresses
from people.models import Person
from tests.infra.pages import links, said, text, words

ADA, HOME = "ada@brink-waal.example", "ada@home.example"


@pytest.fixture
def link_in(deliver, smtp_sink):
    """`link_in(mails to this address)`: the path of the link in the newest."""

    def find(email: str) -> str:
        deliver()
        body = smtp_sink.to(email)[-1].message.get_body(("plain",)).get_content()
        return re.search(r"http://foyer\.example(/addresses/\S+)", body).group(1)

    return find


def of(email: str) -> frozenset[str]:
    db.session.expire_all()
    return addresses.addresses_of(db.session.scalars(select(Person).where(Person.email == email)).one())


def test_address_is_added_confirmed_and_removed(client, client_of, link_in, ada):
    # given
    browser = client_of(ada)

    # when
    asked = browser.post("/me/addresses", data={"email": " Ada@Home.example "}, follow_redirects=True)
    path = link_in(HOME)
    opened, before = client.get(path), of(ADA)  # not signed in: the link is the key
    pressed, after = client.post(path), of(ADA)
    page = text(browser.get("/me"))
    (removal,) = [link for link in links(browser.get("/me")) if link.endswith("/removal")]
    gone = browser.post(removal, follow_redirects=True)

    # then
    assert said(asked) == [f"We sent a mail to {HOME}. Follow the link in it, and answers from there count as yours."]
    assert f"{HOME} waits until you follow the link in the mail" in text(asked)
    assert words(opened, "h1") == [f"Is {HOME} yours, Ada?"]
    assert words(pressed, "h1") == ["Remembered"]
    assert (before, after, of(ADA)) == ({ADA}, {ADA, HOME}, {ADA})
    assert f"{HOME} counts as yours" in page
    assert said(gone) == ["Removed. Answers from that address do not count by themselves any more."]


@pytest.mark.parametrize(
    ("email", "told"),
    [
        ("", "Enter an e-mail address."),
        ("home", "This is not an e-mail address: home"),
        ("ada@brink-waal.example", "This address is yours already."),
    ],
)
def test_address_that_cannot_be_added_says_why(client_of, ada, email, told):
    # when
    page = client_of(ada).post("/me/addresses", data={"email": email})

    # then
    assert page.status_code == 422
    assert told in text(page)


def test_colleagues_addresses_are_no_ones_to_remove_or_see(client, client_of, ada, dana, now):
    # given
    with transaction():
        address = addresses.add(ada, HOME, now=now)
    removal = f"/me/addresses/{address.id}/removal"

    # when
    told = said(client_of(dana).post(removal, follow_redirects=True))
    codes = [client.post(removal).status_code, client.post("/me/addresses", data={"email": HOME}).status_code]

    # then
    assert told == ["There is no such address."]
    assert set(codes) <= {302, 303, 401}
    assert HOME not in client_of(dana).get("/me").text
    assert [row.email for row in addresses.list_of(ada)] == [HOME]


@pytest.mark.parametrize("method", ["get", "post"])
def test_link_that_is_none_says_so(client, method):
    # when
    page = getattr(client, method)("/addresses/nonsense")

    # then
    told = "This link does not work any more This link is not complete. Open it from the mail once more."
    assert (page.status_code, text(page)) == (410, f"Foyer at Brink & Waal {told}")


@pytest.mark.parametrize(
    ("language", "subject", "asked"),
    [
        ("en", "Is this address yours too?", "Shall we remember that address?"),
        ("nl", "Is dit adres ook van jou?", "Zullen we dat adres onthouden?"),
    ],
)
def test_owner_is_asked_in_their_language(deliver, smtp_sink, words_of, ada, clock, now, language, subject, asked):
    # given
    with transaction():
        ada.language = language
        addresses.ask_owner(ada, HOME, now=now)

    # when
    deliver()

    # then
    (mail,) = smtp_sink.to(ada.email)
    assert mail.message["Subject"] == subject
    assert asked in words_of(mail)
    assert f'lang="{language}"' in mail.message.get_body(("html",)).get_content()


def test_mail_about_a_removed_address_does_not_leave(deliver, smtp_sink, ada, clock, now):
    # given
    with transaction():
        addresses.ask_owner(ada, HOME, now=now)
        addresses.remove(addresses.list_of(ada)[0].id, person=ada)

    # when
    deliver()

    # then
    assert smtp_sink.to(ada.email) == []


def test_my_data_tells_of_further_addresses(client_of, ada, now):
    # given
    with transaction():
        addresses.add(ada, HOME, now=now)

    # when
    browser = client_of(ada)

    # then
    assert browser.get("/me/data.json").json["further_addresses"] == [
        {"email": HOME, "asked_at": now.isoformat(), "confirmed_at": None}
    ]
    assert f"Addresses you answer from {HOME} Asked on:" in text(browser.get("/me/data"))
