"""Commitments: set by oneself, marked by oneself, seen by whom one chooses; reminders on one's own terms."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, inspect, select

from champions import commitments, queries_commitments
from champions.errors import ChampionError, CommitmentMissing
from champions.models_commitments import Commitment, CommitmentShare
from database import db, transaction
from people.erasing import erase
from people.models import Person
from tests.infra.pages import said, text, words

ZONE = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(days=1)
MONDAY = date(2026, 12, 7)


def own(commitment_id):
    db.session.rollback()
    return db.session.get_one(Commitment, commitment_id)


def test_marking_the_date_at_hand_brings_the_next_one(do, promised, bo, today):
    # given
    number, due = promised(every_weeks=1), today + 3 * DAY

    # when
    do(commitments.mark, number, due, kept=True, by=bo)
    do(commitments.mark, number, due, kept=False, by=bo)  # the later word counts

    # then
    found = own(number)
    assert ([(mark.due_on, mark.kept) for mark in found.marks], found.due_on) == ([(due, False)], due + 7 * DAY)


def test_once_is_over_when_something_is_said(do, promised, bo, today):
    number = promised()
    do(commitments.mark, number, today + 3 * DAY, kept=False, by=bo)
    found = own(number)
    assert (found.is_over, found.next_at) == (True, None)


@pytest.mark.parametrize("days", [2, 10, -4])
def test_day_that_is_no_date_of_it_is_refused(do, promised, bo, today, days):
    with pytest.raises(CommitmentMissing):
        do(commitments.mark, promised(every_weeks=1), today + days * DAY, kept=True, by=bo)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"words": "\u200b "}, "words"),
        ({"words": "x" * 301}, "words"),
        ({"due_on": date(2020, 1, 1)}, "due_on"),
        ({"due_on": date(2036, 1, 1)}, "due_on"),
    ],
)
def test_commitment_that_cannot_be_kept_names_its_field(promised, more, field):
    with pytest.raises(ChampionError) as error:
        promised(**more)
    assert error.value.field == field


def test_twenty_are_plenty(promised):
    for _number in range(20):
        promised()
    with pytest.raises(ChampionError, match="20 commitments are plenty"):
        promised()


@pytest.mark.parametrize(("press", "says"), [("yes", "Noted: kept."), ("no", "Noted: not this time. No reason needed.")])
def test_link_of_the_mail_marks_without_signing_in(client, promised, today, press, says):
    # given
    number = promised(every_weeks=2)
    path = commitments.path_of(own(number), today + 3 * DAY)

    # when
    codes = [client.get(path).status_code, client.post(path, data={}).status_code, len(own(number).marks)]
    after = client.post(path, data={"answer": press}, follow_redirects=True)

    # then
    assert codes == [200, 303, 0]
    assert says in text(after)
    assert [mark.kept for mark in own(number).marks] == [press == "yes"]
    assert client.get(path.replace("/m/commitment/", "/m/commitment/x")).status_code == 410
    assert client.get(f"{path[:-10]}9999-12-31").status_code == 410
    assert client.post(path[:-2] + "99", data={"answer": "yes"}).status_code == 303


def test_making_showing_marking_and_taking_off_by_page(client_of, bo, dana, today):
    # given
    mine, hers = client_of(bo), client_of(dana)
    form = {
        "words": "Open the spring meetup",
        "every_weeks": "0",
        "due_on": str(today),
        "reminder_days": "-1",
        "reminder_hour": "9",
    }

    # when
    made = mine.post("/me/commitments", data=form, follow_redirects=True)
    at = made.request.path
    shared = mine.post(f"{at}/shares", data={"who": "Dana Petrov"}, follow_redirects=True)
    mine.post(f"{at}/marks", data={"day": str(today), "kept": "yes"})
    seen = text(hers.get("/me/commitments"))
    changed = mine.post(at, data={**form, "words": "Open the summer meetup"}, follow_redirects=True)
    gone = mine.post(f"{at}/removal", follow_redirects=True)

    # then
    assert said(made) == ["Noted. Only you see it, unless you show it to somebody."]
    assert said(shared) == ["Dana Petrov can see it now."]
    assert "Open the spring meetup Bo Lindqvist" in seen
    assert ": kept" in seen
    assert words(changed, "h1") == ["Open the summer meetup"]
    assert said(gone) == ["Taken off, with all that was noted of it."]
    assert "meetup" not in text(hers.get("/me/commitments")).replace("one meetup", "").replace("spring meetup.", "")


def test_form_with_a_fault_says_where(client_of, bo, today):
    form = {"words": "", "every_weeks": "1", "due_on": "", "reminder_days": "0", "reminder_hour": "9"}
    page = client_of(bo).post("/me/commitments", data=form)
    old = client_of(bo).post("/me/commitments", data={**form, "words": "Read", "due_on": "2020-01-01"})
    assert (page.status_code, old.status_code) == (422, 422)
    assert "Say in a few words what you commit to." in text(page)
    assert "Choose a day from today on, within the next two years." in text(old)


def test_showing_to_nobody_in_particular_says_so(client_of, promised, bo):
    page = client_of(bo).post(f"/me/commitments/{promised()}/shares", data={"who": "Who Ever"})
    assert (page.status_code, "Nobody, or more than one, is called: Who Ever." in text(page)) == (422, True)


def test_nobody_else_sees_or_touches_it(client, client_of, promised, ada, bo, chen, admin, dana, reports_to, today, do):
    """Shown to Ada; not to the line manager, the community manager, the administrator or an outsider."""
    # given
    number = promised(words="Answer two questions")
    reports_to(bo, dana)
    do(commitments.share, number, [ada.id], by=bo)
    at = f"/me/commitments/{number}"

    # when
    others = [chen, admin, dana]
    pages = [client_of(person).get(page).text for person in others for page in ("/me/commitments", "/me", "/me/data", "/")]
    codes = {
        client_of(person)
        .open(at + path, method=method, data={"day": str(today + 3 * DAY), "kept": "yes", "who": "Dana Petrov"})
        .status_code
        for person in [*others, ada]
        for method, path in (("GET", ""), ("POST", "/marks"), ("POST", "/shares"), ("POST", "/removal"))
    }

    # then
    assert [page for page in pages if "Answer two questions" in page] == []
    assert codes == {404}
    assert client_of(dana).post(f"/commitments/{number}/shares/{ada.id}/removal").status_code == 404
    assert "Answer two questions" in text(client_of(ada).get("/me/commitments"))
    assert own(number).marks == []
    assert client.get(at).status_code == 303


@pytest.mark.parametrize("who", ["bo", "ada"])
def test_either_of_the_two_ends_the_showing(client_of, promised, ada, bo, do, who):
    # given
    number = promised()
    do(commitments.share, number, [ada.id], by=bo)
    by = {"bo": bo, "ada": ada}[who]

    # when
    page = client_of(by).post(f"/commitments/{number}/shares/{ada.id}/removal", follow_redirects=True)

    # then
    assert said(page) == ["It is not shown any more. Nobody is told."]
    assert queries_commitments.shown_to(ada.id) == []


def test_own_data_holds_it_and_the_other_s_says_who_shows_it(client_of, promised, ada, bo, do, today):
    # given
    number = promised(every_weeks=1)
    do(commitments.share, number, [ada.id], by=bo)
    do(commitments.mark, number, today + 3 * DAY, kept=True, by=bo)

    # when
    mine, hers = (client_of(person).get("/me/data.json").json for person in (bo, ada))

    # then
    (one,) = mine["commitments"]
    assert (one["words"], one["shown_to"], [mark["kept"] for mark in one["went"]]) == (
        "Answer two questions",
        "Ada Okafor",
        [True],
    )
    assert hers["commitments_shown_to_me"] == [{"words": "Answer two questions", "name": "Bo Lindqvist"}]
    assert client_of(bo).get("/me/data").status_code == 200


@pytest.mark.parametrize(("who", "left"), [("bo", (0, 0)), ("ada", (1, 0))])
def test_erasing_takes_what_is_theirs(request, promised, ada, bo, do, now, who, left):
    # given
    do(commitments.share, promised(), [ada.id], by=bo)
    (number,) = inspect(request.getfixturevalue(who)).identity

    # when
    with transaction():
        erase(db.session.get_one(Person, number), now=now)

    # then
    assert tuple(db.session.scalar(select(func.count()).select_from(table)) for table in (Commitment, CommitmentShare)) == left


def test_list_takes_the_same_queries_for_many(client_of, count_queries, promised, bo):
    promised()
    browser = client_of(bo)
    with count_queries() as few:
        browser.get("/me/commitments")
    for _number in range(5):
        promised()
    with count_queries() as many:
        browser.get("/me/commitments")
    assert len(few) == len(many)
