"""Changing one's own words: a note with the day, and the words before for who decides what may stand there."""

import pytest
from sqlalchemy import select

from database import db
from onboarding.questions import editing, moderation
from onboarding.questions.errors import NotPossible, QuestionMissing
from onboarding.questions.models import QuestionVersion
from tests.infra.pages import text


def test_a_question_and_an_answer_are_changed_with_a_note(asked, answered, client_of, stands, reply_of, ada, bo, chen, dana):
    # given
    number = asked("Where is the form?", text="I looked.")
    reply = answered(number, "On the portal.")

    # when
    client_of(ada).post(
        f"/questions/{number}/edit", data={"title": "Where is the form?", "text": "I looked twice.", "topics": ""}
    )
    client_of(bo).post(f"/questions/replies/{reply}/edit", data={"text": "On the portal, under Travel."})
    pages = {person.name: text(client_of(person).get(f"/questions/{number}")) for person in (ada, bo, chen, dana)}

    # then
    assert [page.count("hanged on Tuesday 1 December") for page in pages.values()] == [2] * 4
    assert {
        name: ("I looked." in page, "On the portal. What" in page or "On the portal. Its" in page) for name, page in pages.items()
    } == {
        ada.name: (True, False),
        bo.name: (False, True),
        chen.name: (True, True),
        dana.name: (False, False),
    }
    assert (stands(number).text, reply_of(reply).text) == ("I looked twice.", "On the portal, under Travel.")


def test_what_did_not_change_says_nothing(asked, do, stands, ada):
    number = asked("Where?")
    do(editing.edit_question, number, "Where?", "", ("Forms",), by=ada)
    assert (stands(number).edited_on, stands(number).topics) == (None, ["Forms"])


def test_nobody_changes_the_words_of_others(asked, answered, do, client_of, ada, bo, chen, dana):
    number = asked()
    reply = answered(number)
    for person in (bo, chen, dana):
        assert client_of(person).post(f"/questions/{number}/edit", data={"title": "Mine"}).status_code == 404
    for person in (ada, chen, dana):
        with pytest.raises(QuestionMissing):
            do(editing.edit_reply, reply, "Mine", by=person)


def test_what_is_held_back_is_not_changed(asked, do, ada, chen):
    number = asked()
    do(moderation.hold_back, number, None, "Rude.", by=chen)
    with pytest.raises(NotPossible):
        do(editing.edit_question, number, "Kind", "", (), by=ada)


def test_what_was_taken_back_leaves_no_words_behind(asked, answered, do, client_of, ada):
    number = asked("Where is it?")
    answered(number)
    do(editing.edit_question, number, "Where?", "", (), by=ada)
    client_of(ada).post(f"/questions/{number}/removal")
    assert list(db.session.scalars(select(QuestionVersion))) == []


def test_a_new_name_in_changed_words_is_called_and_an_old_one_not_again(asked, client_of, sent, smtp_sink, ada, bo, dana):
    # given
    number = asked()
    browser = client_of(ada)
    browser.post(f"/questions/{number}/edit", data={"title": "Where?", "text": f"@{bo.name}?"})
    browser.post(f"/questions/{number}/edit", data={"title": "Where?", "text": f"@{bo.name}, @{dana.name}?"})

    # when
    sent()

    # then
    assert [len(smtp_sink.to(person.email)) for person in (bo, dana)] == [1, 1]
