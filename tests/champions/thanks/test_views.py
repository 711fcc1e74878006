"""Pages of thanks: who reads what, the link of the mail, and that no page counts them."""

import re

import pytest

from tests.champions.thanks.conftest import WORDS
from tests.infra.pages import fields, said, text, words


def who_reads(client_of, people, *paths):
    """The names of those who find the words on one of these pages."""
    return [person.name for person in people if any(WORDS in text(client_of(person).get(path)) for path in paths)]


@pytest.fixture
def everybody(ada, bo, chen, dana, admin):
    return [ada, bo, chen, dana, admin]


@pytest.fixture
def walkers(group, ada, bo):
    """Ada and Bo belong to it; every colleague finds it."""
    return group(members=[ada, bo])


def test_thanking_by_page_and_sharing_by_the_link(client, client_of, deliver, smtp_sink, ada, bo, kept_of, link):
    # when
    page = client_of(bo).post("/thanks", data={"who": "Ada Okafor", "words": WORDS, "about": ""}, follow_redirects=True)
    deliver()
    (mail,) = smtp_sink.to("ada@brink-waal.example")
    path = re.search(r"/m/thanks/\S+", mail.message.get_body(("plain",)).get_content())[0]
    before = client.get(path)
    waiting = kept_of()
    after = client.post(path, data={"answer": "share"}, follow_redirects=True)

    # then
    assert said(page) == ["Ada Okafor gets it by mail. Nobody else reads it until they say so."]
    assert mail.message["Subject"] == "A word of thanks for you"
    assert WORDS in mail.message.get_body(("plain",)).get_content()
    assert (words(before, "h1"), waiting) == (["Bo Lindqvist thanks you"], [(WORDS, "waiting")])
    assert "Noted. Every colleague reads it." in text(after)
    assert kept_of() == [(WORDS, "shared")]


def test_keeping_it_by_the_link_and_changing_ones_mind(client, thanked, link, kept_of):
    path = link(thanked())
    kept = client.post(path, data={"answer": "keep"}, follow_redirects=True)
    assert "Noted: it stays between the two of you." in text(kept)
    client.post(path, data={"answer": "share"})
    client.post(path, data={"answer": "whatever"})
    assert kept_of() == [(WORDS, "shared")]


def test_link_of_what_is_gone_says_so(client, client_of, thanked, link, bo, deliver, smtp_sink):
    # given
    number = thanked()
    path = link(number)

    # when
    page = client_of(bo).post(f"/me/thanks/{number}/removal", follow_redirects=True)
    deliver()

    # then
    assert said(page) == ["It is gone, for everybody."]
    assert (client.get(path).status_code, client.post(path, data={"answer": "share"}).status_code) == (410, 410)
    assert smtp_sink.to("ada@brink-waal.example") == []
    assert client.get("/m/thanks/nonsense").status_code == 410


@pytest.mark.parametrize("decision", [None, False])
def test_only_the_two_read_what_is_not_shared(client_of, thanked, everybody, walkers, decision):
    thanked(group=walkers, shared=decision)
    thanked(shared=decision)
    pages = ("/me", "/me/thanks", "/me/data", "/thanks", f"/groups/{walkers.id}", "/mail", "/ambassadors/week", "/")
    assert who_reads(client_of, everybody, *pages) == ["Ada Okafor", "Bo Lindqvist"]


def test_every_colleague_reads_what_is_shared_without_a_group(client_of, thanked, everybody):
    thanked(shared=True)
    assert who_reads(client_of, everybody, "/thanks") == [person.name for person in everybody]


def test_members_read_on_the_page_of_the_group_what_is_shared_with_it(client_of, thanked, everybody, walkers):
    """Dana finds the group, a community manager may change it, an administrator too: none of them belongs to it."""
    thanked(group=walkers, shared=True)
    assert who_reads(client_of, everybody, f"/groups/{walkers.id}") == ["Ada Okafor", "Bo Lindqvist"]
    assert who_reads(client_of, everybody, "/thanks") == []


def test_page_of_the_group_shows_thanks_to_nobody_else(client_of, walkers, dana, chen, ada):
    headings = {person.name: "Thanks" in words(client_of(person).get(f"/groups/{walkers.id}"), "h2") for person in (dana, chen, ada)}  # fmt: skip
    assert headings == {"Dana Petrov": False, "Chen Meijer": False, "Ada Okafor": True}


def test_writer_does_not_read_whether_it_was_kept_or_not_looked_at(client_of, thanked, link, bo, client):
    # given
    number = thanked()
    before = text(client_of(bo).get("/me/thanks")), client_of(bo).get("/me/data.json").json["thanks_written"]

    # when
    client.post(link(number), data={"answer": "keep"})

    # then
    assert (text(client_of(bo).get("/me/thanks")), client_of(bo).get("/me/data.json").json["thanks_written"]) == before


def test_who_has_left_stands_on_no_page_of_others(client_of, thanked, everybody, walkers, admin, ada, bo):
    # given
    thanked(shared=True)
    thanked(group=walkers, shared=True)

    # when
    client_of(admin).post(f"/people/{bo.id}/deactivation")

    # then
    assert who_reads(client_of, [ada], "/thanks", f"/groups/{walkers.id}") == []
    assert who_reads(client_of, [ada], "/me") == ["Ada Okafor"]


def test_session_is_named_only_to_who_may_see_it(client, client_of, thanked, link, meetup, bo, ada, dana, chen):
    # given
    number = thanked(session=meetup(invited=[bo], title="Soup of the day"), shared=True)
    other = thanked(session=meetup(invited=[ada, bo], title="Tea at four"), shared=True)

    # when
    seen = {
        person.name: [title in text(client_of(person).get("/thanks")) for title in ("Soup of the day", "Tea at four")]
        for person in (bo, ada, dana, chen)
    }

    # then
    assert seen == {
        "Bo Lindqvist": [True, True],
        "Ada Okafor": [False, True],
        "Dana Petrov": [False, False],
        "Chen Meijer": [True, True],
    }
    assert ["For “" in text(client.get(link(one))) for one in (number, other)] == [False, True]


def test_form_offers_sessions_and_groups_of_ones_own(client_of, meetup, walkers, group, bo, ada, chen, clock, now):
    # given
    group(name="Bakers", members=[chen])
    meetup(invited=[ada, bo], title="Tea at four")
    meetup(invited=[chen], host_ids=(chen.id,), title="Soup of the day")
    clock.shift(7 * 86400)

    # when
    page = client_of(ada).get(f"/thanks/new?group={walkers.id}&to={chen.id}")

    # then
    offered = [title in text(page) for title in ("Lunch walkers", "Bakers", "Soup of the day")]
    assert offered == [True, False, False]
    assert (fields(page)["who"], fields(page)["about"]) == ("", f"group:{walkers.id}")  # a name only for who manages


def test_errors_stand_at_their_field_and_nothing_is_lost(client_of, bo, kept_of):
    mine = client_of(bo)
    for given, told in (
        ({"who": "Nobody Here", "words": WORDS}, "Nobody, or more than one, is called that."),
        ({"who": "Ada Okafor, Bo Lindqvist", "words": WORDS}, "Nobody, or more than one, is called that."),
        ({"who": "bo@brink-waal.example", "words": WORDS}, "That is you."),
        ({"who": "bo@brink-waal.example", "words": ""}, "Say in a sentence what for."),
        ({"who": "bo@brink-waal.example", "words": WORDS, "about": "session:99"}, "Not a valid choice"),
    ):
        page = mine.post("/thanks", data={"about": "", **given})
        assert (page.status_code, told in text(page), given["who"] in page.text) == (422, True, True)
    assert kept_of() == []


@pytest.mark.parametrize("number", ["9" * 30, "٣", "-1", "x"])
def test_numbers_of_no_row_are_nothing(client_of, chen, ada, kept_of, number):
    mine = client_of(chen)
    codes = [mine.get(f"/thanks/new?to={number}&session={number}&group={number}").status_code]
    for kind in ("session", "group"):
        page = mine.post("/thanks", data={"who": ada.email, "words": WORDS, "about": f"{kind}:{number}"})
        codes.append(page.status_code)
    assert (codes, kept_of()) == ([200, 422, 422], [])


@pytest.mark.parametrize("who", ["bo", "chen", "admin", "dana"])
def test_only_the_thanked_person_decides_by_page(request, client_of, thanked, kept_of, who):
    number = thanked()
    page = client_of(request.getfixturevalue(who)).post(f"/me/thanks/{number}", data={"answer": "share"})
    assert (page.status_code, kept_of()) == (404, [(WORDS, "waiting")])


def test_thanked_person_decides_and_deletes_by_page(client_of, thanked, kept_of, ada):
    # given
    number, mine = thanked(), client_of(ada)

    # when
    shared = mine.post(f"/me/thanks/{number}", data={"answer": "share"}, follow_redirects=True)
    kept = mine.post(f"/me/thanks/{number}", data={"answer": "keep"}, follow_redirects=True)
    between = kept_of()
    mine.post(f"/me/thanks/{number}/removal")

    # then
    assert said(shared) + said(kept) == ["Noted: others may read it.", "Noted: it stays between the two of you."]
    assert (between, kept_of()) == ([(WORDS, "kept")], [])


def test_own_data_names_both_and_says_what_was_decided(client_of, thanked, ada, bo, dana, walkers):
    # given
    thanked(group=walkers, shared=True)

    # when
    got = client_of(ada).get("/me/data.json").json["thanks_received"]
    gave = client_of(bo).get("/me/data.json").json["thanks_written"]
    other = client_of(dana).get("/me/data.json").json

    # then
    assert [(one["words"], one["thanked_by"], one["group"], one["others_read_it"]) for one in got] == [
        (WORDS, "Bo Lindqvist", "Lunch walkers", True)
    ]
    assert [(one["words"], one["thanked_person"], one["others_read_it"]) for one in gave] == [(WORDS, "Ada Okafor", True)]
    assert (other["thanks_received"], other["thanks_written"]) == ([], [])


def numbers(page):
    """Every number that stands on it, and every word for one."""
    return set(re.findall(r"\d+|\b(?:one|two|three|four|five|six|seven)\b", text(page).lower()))


def test_no_page_shows_how_many_thanks_there_are(client_of, thanked, walkers, ada, bo, chen, admin, do, now):
    """The same numbers stand there (days of dates) with two as with five, and they are the same for who got none."""
    # given
    paths = ("/thanks", "/me/thanks", f"/groups/{walkers.id}", "/me", "/groups", "/ambassadors", "/people")
    thanked(group=walkers, shared=True)
    thanked(shared=True)
    readers = [client_of(person) for person in (ada, bo, chen, admin)]
    before = [numbers(reader.get(path)) for reader in readers for path in paths]

    # when
    thanked(group=walkers, shared=True)
    thanked(shared=True)
    thanked()

    # then
    assert [numbers(reader.get(path)) for reader in readers for path in paths] == before


def test_pages_take_the_same_queries_for_many(client_of, count_queries, thanked, meetup, walkers, ada, bo):
    # given
    tea, soup = meetup(invited=[ada, bo], title="Tea"), meetup(invited=[ada, bo], title="Soup")
    paths, mine = ("/thanks", "/me/thanks", f"/groups/{walkers.id}"), client_of(ada)
    thanked(session=tea, shared=True)
    thanked(group=walkers, shared=True)
    with count_queries() as few:
        for path in paths:
            mine.get(path)

    # when
    thanked(session=soup, shared=True)
    thanked(session=tea, shared=True)
    thanked(group=walkers, shared=True)

    # then
    with count_queries() as many:
        for path in paths:
            mine.get(path)
    assert len(few) == len(many)


def test_form_takes_the_same_queries_for_many_sessions(client_of, count_queries, meetup, chen, clock):
    # given
    mine = client_of(chen)
    meetup(title="Tea", host_ids=(chen.id,))
    clock.shift(7 * 86400)
    with count_queries() as few:
        mine.get("/thanks/new")

    # when
    clock.shift(-7 * 86400)
    for title in ("Soup", "Bread"):
        meetup(title=title, host_ids=(chen.id,))
    clock.shift(7 * 86400)

    # then
    with count_queries() as many:
        page = mine.get("/thanks/new")
    assert [title in text(page) for title in ("Tea", "Soup", "Bread")] == [True] * 3
    assert len(few) == len(many)
