"""Asking somebody to host, and their yes or no: pages and mails."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from people.models import Person
from sessions import cohosts, links_cohosts
from sessions.models import Host
from sessions.models_cohosts import HostRequest
from tests.infra.pages import links, said, text, words


@pytest.fixture
def ask(bo, now):
    by = bo

    def question(person, *sessions):
        with transaction():
            return links_cohosts.path_of(cohosts.ask([one.id for one in sessions], person.id, by=by, now=now)[0])

    return question


def hosts_of(session):
    return hosts_by(session.id)


def hosts_by(session_id):
    db.session.rollback()
    query = select(Person.name).join(Host, Host.person_id == Person.id).where(Host.session_id == session_id)
    return list(db.session.scalars(query.order_by(Host.id)))


def test_the_way_from_asking_to_hosting(meetup, client_of, client, deliver, smtp_sink, words_of, settings, bo, ada):
    # given
    session_id = meetup().id
    page = f"/sessions/{session_id}/hosts"

    browser = client_of(ada)

    # when
    look = client_of(bo).get(f"{page}?who=ada@brink-waal.example")
    asked = client_of(bo).post(page, data={"person": ada.id, "dates": session_id}, follow_redirects=True)
    deliver()
    mail = words_of(smtp_sink.received[-1])
    path = mail.partition(settings.base_url)[2].split()[0]
    opened = client.get(path)
    before = hosts_by(session_id)
    noted = client.post(path, data={"answer": "yes"}, follow_redirects=True)

    # then
    assert "Hosts nothing else then." in text(look)
    assert said(asked) == ["Ada Okafor is being asked. Only a yes makes them host."]
    assert mail.startswith(
        "Dear Ada, Bo Lindqvist would like you to host “Lunch and learn” together with them. "
        "Nothing is settled yet: only your yes makes you host. A no needs no reason, and nobody asks again. "
        "- Tuesday 8 December, 10:00–11:00, Canteen Say yes or no: "
    )
    assert (words(opened, "h1"), before) == (["Would you host, Ada?"], ["Bo Lindqvist"])
    assert (said(noted), hosts_by(session_id)) == (["Noted. We tell who asked you."], ["Bo Lindqvist", "Ada Okafor"])
    assert "You host it." in text(noted)
    assert browser.get(f"/sessions/{session_id}/roster").status_code == 200


def test_who_asked_is_told(meetup, ask, client, deliver, smtp_sink, words_of, bo, ada):
    # given
    session = meetup()
    path = ask(ada, session)

    # when
    client.post(path, data={"answer": "no"})
    deliver()
    mail = smtp_sink.received[-1]

    # then
    assert words_of(mail).startswith(
        "Dear Bo, You asked who would host “Lunch and learn” with you. Here is the answer. "
        "- Ada Okafor cannot: Tuesday 8 December, 10:00–11:00, Canteen"
    )


def test_a_question_that_was_taken_back_leaves_no_mail(meetup, ask, client_of, client, deliver, smtp_sink, bo, ada):
    # given
    session = meetup()
    path = ask(ada, session)

    # when
    back = client_of(bo).post(f"/sessions/{session.id}/hosts/{ada.id}/removal", follow_redirects=True)
    deliver()

    # then
    assert said(back) == ["Taken back. The link in the mail does not ask about this date any more."]
    assert (smtp_sink.received, client.get(path).status_code) == ([], 404)


def test_what_was_answered_meanwhile_is_not_asked_by_mail(meetup, ask, client, deliver, smtp_sink, bo, ada):
    # given
    path = ask(ada, meetup())
    client.post(path, data={"answer": "no"})

    # when
    deliver()

    # then
    assert [mail.recipients for mail in smtp_sink.received] == [("bo@brink-waal.example",)]


def test_clashes_are_shown_before_somebody_is_asked(meetup, client_of, bo, ada):
    # given
    session = meetup()
    meetup(title="Guild", host_ids=(ada.id,))

    # when
    page = client_of(bo).get(f"/sessions/{session.id}/hosts?who=Ada Okafor")

    # then
    assert "Hosts “Guild” then, at 10:00." in text(page)


def test_own_clashes_are_for_own_eyes(meetup, say, ask, client, client_of, ada, dana):
    """A mail may be forwarded: whoever opens the link without being Ada does not see what she has then."""
    # given
    soup = meetup(title="Soup", invited=[ada])
    say(soup, ada, "accepted")
    path = ask(ada, meetup())

    # then
    assert "“Soup” is then too" in text(client_of(ada).get(path))
    assert ["Soup" in client.get(path).text, "Soup" in client_of(dana).get(path).text] == [False, False]


@pytest.mark.parametrize("who", ["nobody@brink-waal.example", "Ada", "ada@brink-waal.example, dana@brink-waal.example"])
def test_whom_we_do_not_know_is_said(meetup, client_of, bo, ada, dana, who):
    # when
    page = client_of(bo).get(f"/sessions/{meetup().id}/hosts?who={who}")

    # then
    assert words(page, "div", "invalid-feedback") == ["We know nobody, or more than one, by this. Use one e-mail address."]


def test_a_series_shows_where_a_host_is_missing_and_who_is_asked(weekly, dates, ask, client, client_of, chen, bo, ada):
    # given
    series = weekly()
    first, second, third, *_others = dates(series)
    ask(ada, first)
    client.post(ask(ada, second), data={"answer": "yes"})
    client.post(ask(ada, third), data={"answer": "no"})

    # when
    page = client_of(chen).get(f"/series/{series.id}")
    with transaction() as session:
        session.get_one(Person, bo.id).active = False
    db.session.expire_all()
    without = client_of(chen).get(f"/series/{series.id}")

    # then
    rows = words(page, "th")
    assert [row for row in rows if "Ada" in row] == [
        "Tuesday 8 December 10:00–11:00 with Bo Lindqvist Ada Okafor is asked to host",
        "Tuesday 15 December 10:00–11:00 with Bo Lindqvist, Ada Okafor",
        "Tuesday 22 December 10:00–11:00 with Bo Lindqvist Ada Okafor cannot host it",
    ]
    assert said(without) == ["A host is missing on five dates. Ask somebody"]


def test_several_dates_are_answered_on_one_page(weekly, dates, ask, client, ada):
    # given
    first, second, *_others = dates(weekly())
    path = ask(ada, first, second)

    # when
    page = client.get(path)
    client.post(path, data={f"date-{first.id}": "yes"})

    # then
    assert words(page, "h2", "h3") == ["Tuesday 8 December, 10:00–11:00", "Tuesday 15 December, 10:00–11:00"]
    assert [hosts_of(one) for one in (first, second)] == [["Bo Lindqvist", "Ada Okafor"], ["Bo Lindqvist"]]


def test_none_of_them_is_one_press(weekly, dates, ask, client, ada):
    # given
    first, second, *_others = dates(weekly())
    path = ask(ada, first, second)

    # when
    page = client.post(path, data={"answer": "no"}, follow_redirects=True)

    # then
    assert words(page, "h1") == ["Your answer is noted"]
    assert [hosts_of(one) for one in (first, second)] == [["Bo Lindqvist"]] * 2


def test_home_says_that_i_am_asked(meetup, ask, client_of, ada, dana):
    # given
    path = ask(ada, meetup())

    # when
    home = client_of(ada).get("/")

    # then
    assert ("asks whether you would host" in text(home), path in links(home)) == (True, True)
    assert "whether you would host" not in text(client_of(dana).get("/"))


def test_opening_the_link_answers_nothing(meetup, ask, client, ada):
    # given
    session = meetup()
    path = ask(ada, session)

    # when
    client.get(f"{path}?answer=yes")

    # then
    assert (hosts_of(session), client.post(path, data={}, follow_redirects=True).status_code) == (["Bo Lindqvist"], 200)
    assert hosts_of(session) == ["Bo Lindqvist"]


@pytest.mark.parametrize("cut", [1, 8])
def test_a_broken_link_leads_nowhere(meetup, ask, client, ada, cut):
    # given
    session = meetup()
    path = ask(ada, session)[:-cut]

    # then
    assert [client.get(path).status_code, client.post(path, data={"answer": "yes"}).status_code] == [404, 404]
    assert hosts_of(session) == ["Bo Lindqvist"]


def test_the_link_of_somebody_who_left_leads_nowhere(meetup, ask, client, ada):
    # given
    session = meetup()
    path = ask(ada, session)
    with transaction() as open_session:
        open_session.get_one(Person, ada.id).active = False

    # then
    assert client.post(path, data={"answer": "yes"}).status_code == 404
    assert hosts_of(session) == ["Bo Lindqvist"]


def test_a_session_that_is_off_asks_nobody(meetup, cancel, ask, client, ada):
    # given
    session = meetup()
    path = ask(ada, session)
    cancel(session)

    # then
    assert (client.get(path).status_code, words(client.get(path), "h1")) == (410, ["There is nothing to host any more"])
    assert client.post(path, data={"answer": "yes"}).status_code == 410
    assert hosts_of(session) == ["Bo Lindqvist"]


def test_only_who_looks_after_a_date_asks_for_it(meetup, weekly, dates, client_of, ada, bo, dana):
    # given
    mine, theirs = meetup(invited=[ada]), meetup(host_ids=(dana.id,))
    page = f"/sessions/{mine.id}/hosts"

    # when
    codes = [client_of(ada).get(page).status_code, client_of(dana).post(page, data={"person": dana.id}).status_code]
    beside = client_of(bo).post(page, data={"person": ada.id, "dates": theirs.id})

    # then
    assert (codes, beside.status_code) == ([404, 404], 404)
    assert db.session.scalars(select(HostRequest)).all() == []


def test_dates_of_two_series_cannot_be_mixed_into_one_question(meetup, client_of, bo, ada):
    """The page of one session asks about that session, or dates beside it; others have a page of their own."""
    # given
    first, second = meetup(), meetup()

    # when
    answer = client_of(bo).post(f"/sessions/{first.id}/hosts", data={"person": ada.id, "dates": second.id})

    # then
    assert answer.status_code == 404


def test_what_i_was_asked_is_in_my_data(meetup, ask, client_of, ada):
    # given
    ask(ada, meetup())

    # then
    assert client_of(ada).get("/me/data.json").json["asked_to_host"] == [
        {
            "session": "Lunch and learn",
            "starts_at": "2026-12-08T09:00:00+00:00",
            "asked_at": "2026-12-01T09:00:00+00:00",
            "hosting": "open",
            "answered_at": None,
        }
    ]


def test_a_date_that_is_over_keeps_nobody_from_answering_the_next(meetup, ask, client, clock, ada):
    # given
    first = meetup()
    later = {"starts_at": first.starts_at + timedelta(days=2), "ends_at": first.ends_at + timedelta(days=2)}
    second = meetup(**later)
    path = ask(ada, first, second)
    clock.move_to(first.ends_at)

    # when
    nothing = client.post(path)
    noted = client.post(path, data={"answer": "yes"}, follow_redirects=True)

    # then
    assert (words(nothing, "h1"), said(noted)) == (["Would you host, Ada?"], ["Noted. We tell who asked you."])
    assert (hosts_of(first), hosts_of(second)) == (["Bo Lindqvist"], ["Bo Lindqvist", "Ada Okafor"])
