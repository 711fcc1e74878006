"""What Foyer keeps of a person because of questions, and what is left when they are erased."""

from database import db, transaction
from onboarding.questions import answers, calls
from onboarding.questions.models import Reply
from people import erasing
from people.models import Person
from people.profile_parts import data_of
from tests.infra.pages import text


def test_my_data_holds_what_is_mine(asked, answered, do, ada, bo):
    # given
    number = asked(text="With my words")
    answered(number, "Look under Travel.", as_leader=False)
    do(answers.summarise, number, "Portal.", by=bo)
    do(calls.might_know, number, bo.id, by=ada)

    # when
    hers, his = data_of(db.session.get_one(Person, ada.id)), data_of(db.session.get_one(Person, bo.id))

    # then
    assert [one["text"] for one in hers["questions"]] == ["With my words"]
    assert [one["text"] for one in his["answers_to_questions"]] == ["Look under Travel."]
    assert [one["summary"] for one in his["summaries_of_questions"]] == ["Portal."]
    assert [one["by_me"] for one in his["called_to_questions"]] == [False]
    assert "Look under Travel." not in str(hers["answers_to_questions"])


def test_erasing_takes_ones_words_and_leaves_those_of_others(asked, answered, do, client_of, stands, ada, bo, dana, now):
    # given
    hers, his = asked("Hers?", text="Words of Ada's"), asked("Bo's?", by=bo)
    kept = answered(hers, "Words of Bo's")
    gone = answered(his, "An answer of Ada's", by=ada)
    do(answers.summarise, his, "A summary of Ada's", by=ada)

    # when
    with transaction():
        erasing.erase(db.session.get_one(Person, ada.id), now=now)

    # then
    assert (stands(hers).title, stands(hers).text, stands(kept, Reply).text) == ("", "", "Words of Bo's")
    assert (stands(gone, Reply), stands(his).summary, stands(his).is_open) == (None, "", True)
    assert "summary" not in text(client_of(dana).get("/questions?q=summary")).replace("A summary", "")
