"""Inviting by address and by filter, with a look at the names first; and taking an invitation back."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from database import db, transaction
from people.models import Person
from tests.infra.pages import fields, links, said, text, words


def send(browser, session, do="look", **form):
    return browser.post(f"/sessions/{session.id}/invitations", data={"do": do, **form})


def told(page):
    return words(page, "ul", "told")


def names(page):
    return words(page, "ul", "plain-list")


def known():
    db.session.expire_all()
    return set(db.session.scalars(select(Person.email)))


def test_inviting_is_for_who_looks_after_the_session(meetup, client_of, client, room, ada, bo, chen, dana):
    # given
    session = meetup(invited=[ada])
    path = f"/sessions/{session.id}/invitations"
    form = {"do": "invite", "addresses": dana.email}

    # when
    found = {
        person.name.split()[0]: (client_of(person).get(path).status_code, client_of(person).post(path, data=form).status_code)
        for person in (ada, dana, bo, chen)
    }
    visitor = client.post(path, data=form)

    # then
    assert found == {"Ada": (404, 404), "Dana": (404, 404), "Bo": (200, 303), "Chen": (200, 303)}
    assert visitor.location == "/sign-in"
    assert list(room(session)) == ["Ada", "Dana"]


def test_looking_shows_counts_and_names_and_invites_nobody(meetup, client_of, room, ada, bo, dana, admin, add_person):
    # given
    add_person("Gone Away", active=False)
    session = meetup(invited=[ada])
    pasted = "Dana Petrov <dana@brink-waal.example>; ADA@brink-waal.example\nnew@example.org, gone@brink-waal.example, nonsense"

    # when
    page = send(client_of(bo), session, addresses=pasted, locations="Deventer")

    # then: of Deventer Ada is invited already; Bo, Chen and Marieke are not
    assert told(page) == ["4 invited now The invitation leaves at once. 1 invited already Hear nothing twice."]
    assert names(page) == [
        "Bo Lindqvist Field service Chen Meijer Communication Dana Petrov Purchasing Marieke van der Velde Management"
    ]
    assert said(page) == [
        "1 address belongs to nobody here: new@example.org",
        "Not active any more, and not invited: gone@brink-waal.example",
        "Neither an e-mail address nor the name of a colleague: nonsense",
    ]
    assert list(room(session)) == ["Ada"]


def test_the_same_form_invites_and_twice_changes_nothing(meetup, client_of, posted, ada, bo, dana):
    # given
    session = meetup()
    browser = client_of(bo)
    looked = send(browser, session, addresses="ada@brink-waal.example dana@brink-waal.example")
    form = {**fields(looked), "do": "invite"}

    # when
    pages = [browser.post(f"/sessions/{session.id}/invitations", data=form, follow_redirects=True) for _press in range(2)]

    # then
    assert [said(page)[-1] for page in pages] == [
        "2 invitations are on their way.",
        "They had all been invited already. Nobody hears anything twice.",
    ]
    assert pages[0].request.path == f"/sessions/{session.id}/roster"
    assert posted(session) == [("invitation", "ada", 0, "queued"), ("invitation", "dana", 0, "queued")]


def test_filters_mean_any_within_a_list_and_all_between_lists(meetup, client_of, room, add_person, ada, bo, chen, dana):
    # given: Ada fits door seals in Deventer, Bo field service in Deventer, Dana neither
    add_person("Finn Bos", department="Door seals", location="Zwolle")
    session = meetup()

    # when
    form = {"departments": ["Door seals", "Field service"], "locations": ["Deventer"]}
    send(client_of(chen), session, do="invite", **form)

    # then
    assert sorted(room(session)) == ["Ada", "Bo"]


def test_inviting_nobody_says_how_to_name_somebody(meetup, client_of, bo):
    # given
    session = meetup()

    # when
    page = send(client_of(bo), session, do="invite", addresses="  ")

    # then
    assert (page.status_code, said(page)) == (
        422,
        ["Nobody is named yet. Write names or addresses, or choose a department, function or location."],
    )


def test_a_name_that_fits_one_colleague_counts(meetup, client_of, room, add_person, ada, bo, dana):
    # given
    add_person("Adam Zieliński")
    session = meetup()
    browser = client_of(bo)

    # when
    looked = send(browser, session, addresses="ada\nPETROV, adam zielinski")
    browser.post(f"/sessions/{session.id}/invitations", data={**fields(looked), "do": "invite"})

    # then
    assert told(looked) == ["3 invited now The invitation leaves at once."]
    assert said(looked) == []
    assert sorted(room(session)) == ["Ada", "Adam", "Dana"]


def test_a_name_that_fits_several_asks_for_the_address(meetup, client_of, room, add_person, ada, bo):
    # given
    add_person("Ada Smit", email="smit@brink-waal.example")
    session = meetup()

    # when
    page = send(client_of(bo), session, do="invite", addresses="Ada")

    # then
    asks = "“Ada” fits more than one person. Write the address of whom you mean:"
    alike = "Ada Okafor, Door seals ada@brink-waal.example Ada Smit smit@brink-waal.example"
    assert (page.status_code, said(page)) == (422, [f"{asks} {alike}"])
    assert room(session) == {}


def test_looking_for_a_draft_speaks_of_a_list(meetup, client_of, ada, bo, dana):
    # given
    session = meetup(invited=[ada], publish=False)

    # when
    page = send(client_of(bo), session, addresses="Ada, Dana")

    # then
    assert told(page) == ["1 put on the list The invitation leaves when you publish. 1 on the list already"]


def test_a_list_for_a_draft_is_kept_until_it_is_published(meetup, client_of, posted, ada, bo):
    # given
    session = meetup(publish=False)

    # when
    page = client_of(bo).post(
        f"/sessions/{session.id}/invitations", data={"do": "invite", "addresses": ada.email}, follow_redirects=True
    )

    # then
    assert said(page) == ["1 person is on the list. They are invited when you publish."]
    assert page.request.path == f"/sessions/{session.id}/publication"
    assert posted(session) == []


def test_who_manages_may_add_unknown_people_and_a_host_may_not(meetup, client_of, room, bo, chen):
    # given
    session = meetup()
    form = {"addresses": "Eve Mulder <eve@example.org>, finn@example.org, \u200b <zero@example.org>", "add_unknown": "yes"}

    # when
    send(client_of(bo), session, do="invite", **form)
    by_host = known()
    send(client_of(chen), session, do="invite", **form)

    # then
    assert {"eve@example.org"} & by_host == set()
    assert known() - by_host == {"eve@example.org", "finn@example.org", "zero@example.org"}
    assert sorted(room(session)) == ["Eve", "finn", "zero"]


@pytest.mark.parametrize("end", ["begun", "cancelled"])
def test_it_can_be_too_late_to_invite(meetup, cancel, client_of, clock, posted, ada, bo, end):
    # given
    session = meetup()
    if end == "begun":
        clock.move_to(session.starts_at)
    else:
        cancel(session)

    # when
    page = client_of(bo).post(
        f"/sessions/{session.id}/invitations", data={"do": "invite", "addresses": ada.email}, follow_redirects=True
    )

    # then
    assert said(page) == [
        "This session has begun: it is too late to invite."
        if end == "begun"
        else "This session was cancelled. Duplicate it to plan it anew."
    ]
    assert posted(session) == []


def test_withdrawing_asks_first_and_tells_that_person_alone(meetup, client_of, deliver, smtp_sink, room, posted, ada, dana, bo):
    # given
    session = meetup(invited=[ada, dana])
    browser = client_of(bo)
    deliver()
    path = f"/sessions/{session.id}/invitations/{ada.id}/withdrawal"

    # when
    asked = browser.get(path)
    kept = room(session)
    page = browser.post(path, follow_redirects=True)
    again = browser.post(path, follow_redirects=True)

    # then
    assert words(asked, "h1") == ["Withdraw the invitation of Ada Okafor?"]
    assert kept["Ada"] == room(session)["Ada"]
    assert said(page) == ["The invitation is withdrawn. If it had left, their calendar is being told."]
    assert said(again)[-1:] == ["This person is not invited."]
    assert posted(session)[2:] == [("withdrawal", "ada", 1, "queued")]


def test_withdrawing_tells_nothing_about_people_who_are_not_invited(meetup, client_of, ada, bo, dana):
    # given: a host is no manager, and may not read the names of colleagues by counting through numbers
    session = meetup(invited=[ada])
    browser = client_of(bo)

    # when
    pages = [browser.get(f"/sessions/{session.id}/invitations/{number}/withdrawal") for number in (dana.id, 999)]

    # then
    assert [(page.status_code, "Dana" in page.text) for page in pages] == [(404, False)] * 2


def test_nobody_else_withdraws(meetup, client_of, client, posted, ada, dana):
    # given
    session = meetup(invited=[ada])
    path = f"/sessions/{session.id}/invitations/{ada.id}/withdrawal"

    # when
    found = [
        (browser.get(path).status_code, browser.post(path).status_code) for browser in (client_of(ada), client_of(dana), client)
    ]

    # then
    assert found == [(404, 404), (404, 404), (303, 303)]
    assert posted(session) == [("invitation", "ada", 0, "queued")]


def test_a_look_takes_a_constant_number_of_queries(meetup, client_of, colleagues, chen, count_queries):
    # given
    people = colleagues(6)
    session = meetup(invited=people[:1])
    browser = client_of(chen)

    # when
    counted = []
    path, emails = f"/sessions/{session.id}/invitations", [person.email for person in people]
    for some in (emails[:2], emails):
        with count_queries() as queries:
            browser.post(path, data={"do": "look", "addresses": " ".join(some)})
        counted.append(len(queries))

    # then
    assert counted[0] == counted[1]


def test_names_are_words_on_the_page_and_nothing_else(meetup, client_of, add_person, chen):
    # given
    with transaction() as work:
        work.add(Person(email="x@example.org", name="<img src=x onerror=alert(1)>", department="<b>", created_at=chen.created_at))
    session = meetup()

    # when
    page = send(client_of(chen), session, addresses="x@example.org")

    # then
    assert "<img src=x" not in page.text
    assert "<img src=x onerror=alert(1)>" in text(page)
    assert f"/sessions/{session.id}/invitations#look" in links(page)


def test_who_was_asked_again_lately_hears_nothing_and_the_host_reads_it(
    smtp_sink, meetup, withdraw, deliver, client_of, posted, ada, dana, bo
):
    # given: asked, withdrawn, asked again, withdrawn
    session = meetup(invited=[ada])
    browser, address = client_of(bo), f"/sessions/{session.id}/invitations"
    lunch, hers, emails = SimpleNamespace(id=session.id, topic=session.topic), SimpleNamespace(id=ada.id), (ada.email, dana.email)
    deliver()
    withdraw(lunch, hers)
    browser.post(address, data={"do": "invite", "addresses": emails[0]}, follow_redirects=True)
    deliver()
    withdraw(lunch, hers)

    # when
    pages = [
        browser.post(address, data={"do": "invite", "addresses": addresses}, follow_redirects=True)
        for addresses in (emails[0], "\n".join(emails))
    ]

    # then
    assert [said(page) for page in pages] == [
        ["They were invited again within the last day already. Wait until tomorrow, or talk to them."],
        [
            "1 invitation is on its way.",
            "1 person was invited again within the last day already, and hears nothing today.",
        ],
    ]
    assert posted(lunch)[-1][:2] == ("invitation", "dana")


def test_inviting_to_a_date_of_a_series_says_that_it_is_to_all(weekly, dates, meetup, client_of, bo):
    # given
    series, single = weekly(), meetup()
    browser = client_of(bo)

    # when
    pages = [browser.get(f"/sessions/{session.id}/invitations") for session in (dates(series)[2], single)]

    # then
    assert [words(page, "p", "lede") for page in pages] == [
        ["To every date ahead of Lunch and learn: every Tuesday, 10:00–11:00."],
        ["Lunch and learn, Tuesday 8 December, 10:00–11:00"],
    ]
    assert [f"/series/{series.id}" in links(page) for page in pages] == [True, False]
