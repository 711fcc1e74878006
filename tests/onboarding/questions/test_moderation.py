"""Reports, decisions with a reason, and one appeal that somebody else decides."""

import pytest

from onboarding.questions import moderation
from onboarding.questions.errors import NotPossible, QuestionMissing
from people.models import Role
from tests.infra.pages import text

REASON = "It names a customer."


@pytest.fixture
def spoken(asked, answered):
    """An answer of Bo's to a question of Ada's to everybody: numbers of both."""
    number = asked()
    return number, answered(number, "Ask the Jansen family.")


def test_from_a_report_to_the_last_word(clock, spoken, client_of, add_person, sent, smtp_sink, words_of, ada, bo, chen, dana):
    # given
    (number, reply), eve = spoken, add_person("Eve Mulder", role=Role.COMMUNITY_MANAGER)
    client_of(dana).post(f"/questions/{number}/reports", data={"reply": reply, "reason": "A customer!"})
    still = text(client_of(ada).get(f"/questions/{number}"))

    # when: Chen decides, Bo appeals, Eve has the last word
    desk = text(client_of(chen).get("/questions/desk"))
    client_of(chen).post(f"/questions/{number}/holds", data={"reply": reply, "reason": REASON})
    held = text(client_of(ada).get(f"/questions/{number}"))
    sent()
    told = [words_of(mail) for mail in smtp_sink.to(bo.email)]
    mine = client_of(bo).get("/me/questions")
    hold = mine.text.partition("/questions/holds/")[2].partition("/")[0]
    client_of(bo).post(f"/questions/holds/{hold}/appeal", data={"words": "They asked us to."})
    not_chen = client_of(chen).post(f"/questions/holds/{hold}/decision", data={"answer": "stands"})
    client_of(eve).post(f"/questions/holds/{hold}/decision", data={"answer": "free"})

    # then
    assert ("Jansen" in still, "Reported: A customer!" in desk, "Jansen" in held) == (True, True, False)
    assert [(REASON in mail, "Jansen" in mail) for mail in told] == [(True, True)]
    assert (not_chen.status_code, "Jansen" in text(client_of(ada).get(f"/questions/{number}"))) == (404, True)


def test_an_appeal_is_one(spoken, do, bo, chen):
    number, reply = spoken
    hold = do(moderation.hold_back, number, reply, REASON, by=chen).id
    do(moderation.appeal, hold, "They asked us to.", by=bo)
    with pytest.raises(NotPossible):
        do(moderation.appeal, hold, "Once more.", by=bo)


def test_what_a_second_look_freed_is_not_held_back_again(spoken, do, add_person, bo, chen):
    number, reply = spoken
    eve = add_person("Eve Mulder", role=Role.COMMUNITY_MANAGER)
    hold = do(moderation.hold_back, number, reply, REASON, by=chen).id
    do(moderation.appeal, hold, "They asked us to.", by=bo)
    do(moderation.decide, hold, stands=False, by=eve)
    with pytest.raises(NotPossible):
        do(moderation.hold_back, number, reply, REASON, by=chen)


def test_who_does_not_look_after_it_decides_nothing_and_reads_no_reports(spoken, client_of, do, ada, bo, dana):
    # given
    number, reply = spoken
    do(moderation.report, number, reply, "A customer!", by=ada)

    # when
    codes = [
        client_of(dana).post(f"/questions/{number}/holds", data={"reply": reply, "reason": REASON}).status_code,
        client_of(dana).post(f"/questions/{number}/reports/removal", data={"reply": reply}).status_code,
    ]

    # then
    assert (codes, "A customer!" in text(client_of(dana).get("/questions/desk"))) == ([404, 404], False)


def test_community_managers_read_no_reports_of_a_group_that_is_not_listed(asked, group, client_of, do, ada, bo, chen):
    number = asked("Soup?", group=group(members=[ada], visibility="unlisted"))
    do(moderation.report, number, None, "Rude", by=ada)
    seen = {person.name: "Rude" in text(client_of(person).get("/questions/desk")) for person in (bo, chen)}
    assert seen == {bo.name: True, chen.name: False}
    with pytest.raises(QuestionMissing):
        do(moderation.hold_back, number, None, REASON, by=chen)


def test_what_is_held_back_is_in_no_list_and_no_search(spoken, client_of, do, ada, chen, dana):
    number, _reply = spoken
    do(moderation.hold_back, number, None, REASON, by=chen)
    pages = [text(client_of(dana).get(path)) for path in ("/questions", "/questions?q=travel", "/questions?q=jansen")]
    assert [("travel costs?" in page or "Jansen" in page) for page in pages] == [
        False
    ] * 3 or "Somebody else was looking" in pages[0]
    assert (client_of(dana).get(f"/questions/{number}").status_code, client_of(ada).get(f"/questions/{number}").status_code) == (
        404,
        200,
    )


def test_at_their_own_words_somebody_else_looks(asked, client_of, do, add_person, ada, chen):
    """Whoever looks after the place reports, leaves and holds back what others wrote; not what they wrote themselves."""
    # given
    eve = add_person("Eve Mulder", role=Role.COMMUNITY_MANAGER)
    number = asked("Soup again?", by=chen)
    do(moderation.report, number, None, "Rude", by=ada)

    # when
    refused = client_of(chen).post(f"/questions/{number}/reports/removal").status_code
    seen = {person.name: "Rude" in text(client_of(person).get("/questions/desk")) for person in (chen, eve)}

    # then
    assert (refused, seen) == (404, {chen.name: False, eve.name: True})
    assert client_of(eve).post(f"/questions/{number}/reports/removal").status_code == 303


def test_where_the_only_one_who_looks_after_a_group_wrote_it_community_managers_look(asked, group, client_of, do, ada, bo, chen):
    number = asked("Soup?", by=bo, group=group(members=[ada], visibility="unlisted"))
    do(moderation.report, number, None, "Rude", by=ada)
    seen = {person.name: "Rude" in text(client_of(person).get("/questions/desk")) for person in (bo, chen)}
    assert seen == {bo.name: False, chen.name: True}
    do(moderation.hold_back, number, None, REASON, by=chen)


def test_whoever_is_to_look_reads_it_on_their_home_page(spoken, client_of, do, ada, chen, dana):
    number, reply = spoken
    do(moderation.report, number, reply, "A customer!", by=ada)
    seen = ["A text that was reported" in text(client_of(person).get("/")) for person in (chen, dana)]
    assert seen == [True, False]
