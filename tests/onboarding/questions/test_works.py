"""Working out loud: three answers, of which two are between the two; work that was saved; thanks in words to choose."""

import pytest

from champions.thanks.models import Thanks
from database import db
from onboarding.questions import answers, works
from onboarding.questions.errors import NotPossible
from onboarding.questions.models import ReplyKind
from tests.infra.pages import text, words


@pytest.fixture
def work(asked, bo):
    """The number of what Bo works on."""
    return asked("A checklist for visitors", by=bo, kind="work")


def test_somebody_who_has_done_it_saves_work(work, client_of, do, ada, bo, dana):
    # given
    client_of(ada).post(f"/questions/{work}/replies", data={"kind": "done", "text": "In March, it hangs in hall 3."})
    before = text(client_of(dana).get("/questions/saved"))
    page = client_of(bo).get(f"/questions/{work}")
    number = int(page.text.partition('id="reply-')[2].partition('"')[0])

    # when
    client_of(bo).post(f"/questions/replies/{number}/help", data={"helped": "yes"})

    # then
    after = text(client_of(dana).get("/questions/saved"))
    assert ("In March" in before, "In March, it hangs in hall 3." in after, "Activity only" in after) == (False, True, True)
    assert not any(sign.isdigit() for sign in after.replace("hall 3", ""))  # promise 4: no count of anything


def test_forms_of_work_do_not_speak_of_questions(work, client_of, bo):
    browser = client_of(bo)
    pages = [browser.get(path) for path in ("/questions/works/new", f"/questions/{work}/edit")]
    assert [words(page, "label")[0] for page in pages] == ["What you are working on"] * 2
    assert "Your question" not in text(pages[0]) + text(pages[1])
    assert f"It stands here with your name, {bo.name}" in text(pages[0])


@pytest.mark.parametrize("kind", ["knows", "joins"])
def test_what_is_said_between_two_nobody_else_reads(work, client_of, ada, bo, chen, dana, kind):
    client_of(ada).post(f"/questions/{work}/replies", data={"kind": kind, "text": "A word between us"})
    seen = {
        person.name: "A word between us" in text(client_of(person).get(f"/questions/{work}")) for person in (ada, bo, chen, dana)
    }
    assert [name for name, reads in seen.items() if reads] == [ada.name, bo.name]


@pytest.mark.parametrize(("answer", "told"), [("yes", "You are welcome to join"), ("no", "Not this time")])
def test_who_would_like_to_join_hears_by_mail(clock, work, do, client_of, sent, smtp_sink, ada, bo, dana, answer, told):
    # given
    number = do(works.say, work, ReplyKind.JOINS, "", by=ada).id
    line = "Ada Okafor would like to join"
    waits = [line in text(client_of(person).get("/")) for person in (bo, dana)]

    # when
    strange = client_of(dana).post(f"/questions/replies/{number}/welcome", data={"answer": answer})
    client_of(bo).post(f"/questions/replies/{number}/welcome", data={"answer": answer})
    sent()

    # then
    assert [*waits, line in text(client_of(bo).get("/"))] == [True, False, False]
    assert (strange.status_code, [mail.message["Subject"] for mail in smtp_sink.to(ada.email)]) == (404, [told])


def test_one_asks_once_to_join_and_nobody_answers_their_own_work(work, do, ada, bo):
    do(works.say, work, ReplyKind.JOINS, "", by=ada)
    for by, kind in ((ada, ReplyKind.JOINS), (bo, ReplyKind.DONE)):
        with pytest.raises(NotPossible):
            do(works.say, work, kind, "Me too", by=by)


def test_a_work_takes_no_plain_answers_and_a_question_none_of_the_three(work, asked, do, ada):
    with pytest.raises(NotPossible):
        do(answers.answer, work, "An answer", by=ada)
    with pytest.raises(NotPossible):
        do(works.say, asked(), ReplyKind.DONE, "Done", by=ada)


def test_thanks_in_words_to_choose_are_thanks_like_all_others(asked, answered, client_of, ada, bo):
    # given
    number = asked()
    reply = answered(number)

    # when
    client_of(bo).post(f"/questions/{number}/thanks", data={"words": "0"})
    client_of(ada).post(f"/questions/replies/{reply}/thanks", data={"words": "0"})
    wrong = client_of(ada).post(f"/questions/replies/{reply}/thanks", data={"words": "99"})

    # then
    db.session.rollback()
    given = [(one.words, one.by_id, one.to_id, one.is_shared) for one in db.session.query(Thanks).order_by(Thanks.id)]
    assert given == [("What a good question.", bo.id, ada.id, False), ("Thank you: that helped me on.", ada.id, bo.id, False)]
    assert wrong.status_code == 404
