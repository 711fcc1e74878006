"""Marking the dates, behind the link of a mail and on the page."""

from datetime import timedelta

import pytest

from database import transaction
from people.models import Person
from sessions import scheduling
from sessions.busy import sources
from sessions.polls import choosing, polls
from tests.infra.pages import fields, said, text, words
from tests.infra.polls import asked_in, link_in

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def form(made, *words_, **more):
    """What the page sends: a word a date, in order."""
    return {f"mark-{date.id}": word for date, word in zip(made.dates, words_, strict=False)} | more


@pytest.fixture
def doors(poll, client, client_of, ada):
    """`doors["link"]` and `doors["page"]`: a browser, and the address at which Ada marks."""

    def of(made):
        return {"link": (client, link_in(made, ada)), "page": (client_of(ada), f"/polls/{made.id}/marks")}

    return of


both_doors = pytest.mark.parametrize("door", ["link", "page"])


@both_doors
def test_opening_records_nothing_however_it_is_opened(poll, doors, marked, poll_mails, ada, door):
    # given: scanners of mail servers follow every link, some with HEAD, some again and again
    made = poll(asked=[ada])
    client, path = doors(made)[door]
    before, mails = marked(made), poll_mails(made)
    first = made.dates[0].id

    # when
    opened = [
        client.open(f"{path}{query}", method=method).status_code
        for method in ("GET", "HEAD", "OPTIONS")
        for query in ("", "?noted=1", f"?mark-{first}=yes", "?do=none")
    ]

    # then
    assert (opened, marked(made), poll_mails(made)) == ([200] * 12, before, mails)
    assert asked_in(made, ada).answered_at is None


@both_doors
def test_the_page_asks_and_says_who_sees_it_before_anything_is_marked(poll, doors, ada, door):
    # given
    made = poll(asked=[ada])
    client, path = doors(made)[door]

    # when
    page = client.get(path)

    # then
    assert words(page, "h1") == ["Which dates suit you, Ada?"]
    assert words(page, "h2", "h3") == [f"Tuesday {day} December, 10:00–11:00" for day in (8, 15, 22)]
    assert "Only Bo Lindqvist and the community managers see what you mark." in text(page)
    assert "Opening this page has marked nothing yet." in text(page)
    assert words(page, "label", "answer") == ["Yes", "If need be", "No"] * 3
    assert {name for name in fields(page) if name.startswith("mark-")} == set()


@both_doors
def test_pressing_marks_and_pressing_twice_is_one_answer(poll, doors, marked, ada, door):
    # given
    made = poll(asked=[ada])
    client, path = doors(made)[door]

    # when
    answers = [client.post(path, data=form(made, "yes", "if-need-be", word="Mornings are best.")) for _press in range(2)]
    page = client.get(answers[0].location)

    # then
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, f"{path}?noted=1")] * 2
    assert (marked(made), asked_in(made, ada).comment) == ({"Ada": ["yes", "if-need-be", ""]}, "Mornings are best.")
    assert words(page, "h1") == ["Your marks are kept"]
    assert said(page) == [
        "Thank you, it is noted. Bo chooses a date, and then you get an invitation. You can change it here until the poll is closed."
    ]
    assert {name: value for name, value in fields(page).items() if name.startswith("mark-")} == form(made, "yes", "if-need-be")


@both_doors
def test_none_of_them_is_one_press_without_a_reason(poll, doors, marked, ada, door):
    # given
    made = poll(asked=[ada])
    client, path = doors(made)[door]

    # when
    page = client.get(client.post(path, data={"do": "none"}).location)

    # then
    assert (marked(made), words(page, "h1")) == ({"Ada": ["no", "no", "no"]}, ["Noted, and no reason needed"])


@both_doors
def test_an_empty_answer_is_asked_for_again(poll, doors, marked, ada, door):
    # given
    made = poll(asked=[ada])
    client, path = doors(made)[door]

    # when
    page = client.post(path, data={"word": "Hello"})

    # then
    assert (page.status_code, said(page)) == (422, ["Mark at least one date, or say that none of them suits you."])
    assert marked(made) == {"Ada": ["", "", ""]}


@both_doors
@pytest.mark.parametrize("name", ["mark-x", "mark-", "mark-99999999999999999999", "mark-²", "mark-0"])
def test_what_is_no_mark_is_passed_over(poll, doors, marked, ada, door, name):
    # given
    made = poll(asked=[ada])
    client, path = doors(made)[door]

    # when
    client.post(path, data={**form(made, "yes", "maybe", "YES"), name: "yes"})

    # then
    assert marked(made) == {"Ada": ["yes", "", ""]}


def test_the_link_does_not_show_what_was_written_and_takes_it_back_only_when_asked(poll, client, mark, ada):
    # given
    made = poll(asked=[ada])
    mark(made, ada, "yes", comment="A private word.")
    link = link_in(made, ada)

    # when
    page = client.get(link)
    client.post(link, data=form(made, "no", word=""))
    kept = asked_in(made, ada).comment
    client.post(link, data=form(made, "no", word="", takes_back="yes"))

    # then
    assert "A private word." not in page.text
    assert (kept, asked_in(made, ada).comment) == ("A private word.", "")


def test_the_page_shows_what_was_written(poll, client_of, mark, ada):
    # given
    made = poll(asked=[ada])
    mark(made, ada, "yes", comment="A private word.")
    client, path = client_of(ada), f"/polls/{made.id}/marks"

    # when
    before = fields(client.get(path))["word"]
    client.post(path, data=form(made, "yes", word=""))

    # then
    assert (before, asked_in(made, ada).comment) == ("A private word.", "")


def test_whoever_is_signed_in_behind_a_link_marks_for_its_person_alone(poll, client_of, marked, ada, bo):
    # given: Bo opens the mail that Ada forwarded
    made = poll(asked=[ada, bo])

    # when
    client_of(bo).post(link_in(made, ada), data=form(made, "yes"))

    # then
    assert marked(made)["Ada"] == ["yes", "", ""]
    assert marked(made)["Bo"] == ["", "", ""]


@pytest.mark.parametrize(("chosen", "says"), [
    (True, "The date is chosen: Tuesday 15 December, 10:00–11:00. You are invited by a mail of its own."),
    (False, "This poll is closed, and no date was chosen."),
])  # fmt: skip
def test_the_link_is_good_until_the_poll_is_closed(poll, client, client_of, marked, planner, now, ada, chosen, says):
    # given
    made = poll(asked=[ada])
    with transaction():
        if chosen:
            choosing.choose(made.id, made.dates[1].id, by=planner, now=now)
        else:
            polls.close(made.id, word="", now=now)

    # when
    link, page = client.get(link_in(made, ada)), client_of(ada).get(f"/polls/{made.id}/marks")
    pressed = (
        client.post(link_in(made, ada), data=form(made, "yes")),
        client_of(ada).post(page.request.path, data=form(made, "yes")),
    )

    # then
    assert (link.status_code, page.status_code) == (410, 200)
    assert says in text(link)
    assert says in text(page)
    assert [answer.status_code for answer in pressed] == [410, 409]
    assert marked(made) == {"Ada": ["", "", ""]}


@pytest.mark.parametrize(
    ("became", "says"),
    [
        ("draft", "A date is being settled. You are invited by a mail of its own."),
        ("thrown away", "A date was chosen, and it is off again."),
        ("cancelled", "A date was chosen, and it is off again."),
    ],
)
def test_the_link_says_no_more_than_is_true(poll, client, cancel, planner, now, ada, became, says):
    # given
    made = poll(asked=[ada])
    with transaction():
        session = choosing.choose(made.id, made.dates[1].id, by=planner, now=now, publish=became == "cancelled")
    if became == "cancelled":
        cancel(session)
    if became == "thrown away":
        with transaction():
            scheduling.discard(session.id, by=planner)

    # when
    page = client.get(link_in(made, ada))

    # then
    assert (page.status_code, says in text(page), "15 December" in page.text) == (410, True, False)


@both_doors
def test_after_the_day_to_answer_by_the_page_says_what_comes_next(poll, doors, marked, clock, now, ada, door):
    # given
    made = poll(asked=[ada], answer_until=now + DAY)
    client, path = doors(made)[door]
    clock.move_to(now + DAY)

    # when
    page, pressed = client.get(path), client.post(path, data=form(made, "yes"))

    # then
    assert (said(page), pressed.status_code) == (["Bo chooses a date now; then you get an invitation."], 409)
    assert said(pressed) == ["The poll does not take marks any more. Nothing was changed."]
    assert marked(made) == {"Ada": ["", "", ""]}


@both_doors
@pytest.mark.parametrize("shows", [True, False])
def test_others_are_seen_only_where_the_host_chose_so(poll, mark, doors, ada, bo, dana, door, shows):
    # given
    made = poll(asked=[ada, bo, dana], shows_marks=shows)
    mark(made, bo, "yes", "no", comment="For the host alone.")
    mark(made, dana, "if-need-be")
    client, path = doors(made)[door]

    # when
    page = client.get(path)

    # then
    shown = words(page, "p", "small")[:2]
    assert (shown == ["Yes: Bo Lindqvist. If need be: Dana Petrov.", "No: Bo Lindqvist."]) is shows
    assert ("Dana" in page.text) is shows
    assert ("Everybody who is asked sees what you mark, with your name." in text(page)) is shows
    assert "For the host alone." not in page.text


def test_who_has_left_is_not_shown_to_others(poll, mark, client, ada, bo):
    # given
    made = poll(asked=[ada, bo], shows_marks=True)
    mark(made, bo, "yes")
    with transaction() as session:
        session.get_one(Person, bo.id).active = False

    # then
    assert words(client.get(link_in(made, ada)), "p", "small")[0].startswith("Opening this page")


def test_the_link_speaks_the_language_of_its_person_and_names_their_hour(poll, client, ada):
    # given
    made = poll(asked=[ada])
    with transaction() as session:
        person = session.get_one(Person, ada.id)
        person.language, person.timezone = "nl", "Asia/Tokyo"

    # when
    page = client.get(link_in(made, ada))

    # then
    assert words(page, "h1") == ["Welke data komen je uit, Ada?"]
    assert words(page, "p", "small")[0] == "In Amsterdam; bij jou is het 18:00–19:00."
    assert 'lang="nl"' in page.text


@pytest.mark.parametrize("token", ["nobodys", "x.y", "%20"])
def test_a_link_of_nobody_leads_nowhere(client, token):
    # when
    answers = [client.get(f"/d/{token}"), client.post(f"/d/{token}", data={"do": "none"})]

    # then
    assert [(answer.status_code, words(answer, "h1")) for answer in answers] == [(404, ["This link leads nowhere any more"])] * 2


@both_doors
def test_the_page_takes_the_same_number_of_queries_for_three_people_and_for_one(
    poll, doors, mark, count_queries, colleagues, ada, door
):
    # given
    counts = []
    crowd = colleagues(3)
    for asked in (crowd[:1], crowd):
        made = poll(asked=[ada, *asked], shows_marks=True, days=range(7, 7 + 2 * len(asked)))
        for person in asked:
            mark(made, person, "yes", "no")
        client, path = doors(made)[door]

        # when
        with count_queries() as queries:
            client.get(path)
        counts.append(len(queries))

    # then
    assert counts[0] == counts[1]


def test_who_connected_a_calendar_sees_at_which_dates_they_are_busy(poll, client, client_of, now, ada, bo, chen, dana):
    # given: by Ada's calendar the hour of the first date, and the one after the second
    made = poll(asked=[ada, dana], days=(7, 14), shows_marks=True)
    busy = [(now + 7 * DAY, now + 7 * DAY + timedelta(minutes=30)), (now + 14 * DAY + HOUR, now + 14 * DAY + 2 * HOUR)]
    with transaction() as session:
        source = sources.connect(session.get_one(Person, ada.id), "https://calendar.example/", now=now)
        sources.keep(ada.id, source.sealed_address, busy, now=now)

    # when
    own, by_link = client_of(ada).get(f"/polls/{made.id}/marks"), client.get(link_in(made, ada))
    others = [client_of(dana).get(f"/polls/{made.id}/marks")]
    others += [client_of(person).get(f"/polls/{made.id}") for person in (bo, chen)]

    # then: a mail may be forwarded, so the page behind its link says nothing of it
    pages = [page.text.count("You are busy then by your own calendar. Only you see this.") for page in (own, by_link, *others)]
    assert pages == [1, 0, 0, 0, 0]
