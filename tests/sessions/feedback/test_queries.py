"""What is shown of what was said."""

import secrets

from database import db, transaction
from people.privacy import Share
from sessions.feedback import queries, questions
from sessions.feedback.models import Feedback, FeedbackAnswer, FeedbackState
from sessions.feedback.questions import House


def said(session):
    """By question of the house: what may be said of yes, and the words."""
    return {one.question.house: (one.share, one.words) for one in queries.said(questions.feedback_of(session.id))}


def test_four_answers_show_nothing(answered):
    assert said(answered(*[("yes", "Soup.", "Salt.")] * 4)) == {}


def test_from_five_answers_it_is_said_whether_most_would_recommend_it(answered):
    # given: five of nine people answered
    session = answered(*[("yes",)] * 4, ("no",))

    # then
    assert said(session) == {House.RECOMMEND: (Share(of=5, most=True), [])}


def test_a_single_no_is_in_no_number(answered):
    """14 of 15 said yes: no number says so, and whoever said no stays one of up to five."""
    # given
    session = answered(*[("yes",)] * 14, ("no",))

    # then
    assert said(session)[House.RECOMMEND] == (Share(of=15, at_least=10, most=True), [])


def test_words_are_shown_from_ten_in_the_order_of_the_alphabet(answered):
    # given: eleven answered, ten wrote what they can do now, nine what should change
    texts = [f"{letter} is clear to me." for letter in "jihgfedcba"]
    session = answered(*[("maybe", text, "" if number == 3 else "Nothing.") for number, text in enumerate(texts)], ("no",))

    # then
    assert said(session) == {
        House.RECOMMEND: (Share(of=11), []),
        House.ABLE: (Share(), sorted(texts)),
        House.CHANGE: (Share(), []),
    }


def test_who_left_a_question_out_is_not_told_apart(answered):
    """Ten answered, five of them this question: the number is of ten, as beside it."""
    # given
    session = answered(*[("yes", "A")] * 5, *[("", "B")] * 5)

    # then
    assert said(session)[House.RECOMMEND] == (Share(of=10), [])


def test_several_dates_together_say_what_each_of_them_shows(answered, add_person, colleagues):
    # given
    first = answered(*[("yes", f"Can {number}") for number in range(10)])

    # when
    outcome = queries.outcome([first.id, 999])

    # then
    able = [f"Can {number}" for number in range(10)]
    assert outcome == queries.Outcome(dates=1, answers=10, recommended=1, able=able)


def test_small_groups_are_read_together_once_all_are_closed(had_lunch):
    """Each of two groups is too small for words of its own; together eleven people wrote. One of each group only: ten texts, ten people."""
    # given
    groups = [written(had_lunch, [f"{name}{number}" for number in range(count)]) for name, count in (("a", 6), ("b", 5))]

    # then
    assert queries.able_together(groups[:1]) == []
    assert queries.able_together(groups) == sorted(
        [*(f"a{number}" for number in range(6)), *(f"b{number}" for number in range(5))]
    )
    with transaction():
        db.session.get_one(Feedback, groups[1]).state = FeedbackState.ASKING
    assert queries.able_together(groups) == []


def test_a_group_whose_last_date_lies_ahead_keeps_the_others_waiting(had_lunch, meetup, cancel):
    """Or its words would be what is new on the page. One that is cancelled holds up nobody."""
    # given
    groups = [written(had_lunch, [f"{name}{number}" for number in range(5)]) for name in "ab"]
    ahead = meetup()

    # then
    waiting = queries.able_together([*groups, ahead.id])
    cancel(ahead)
    assert (waiting, len(queries.able_together([*groups, ahead.id]))) == ([], 10)


def written(had_lunch, texts):
    """A closed date at which these people wrote what they can do now; its number."""
    session = had_lunch()
    with transaction():
        feedback = questions.keep(session, None, questions.OF_THE_HOUSE)
        feedback.state, feedback.asked, feedback.answered = FeedbackState.CLOSED, len(texts), len(texts)
        for text in texts:
            db.session.add(FeedbackAnswer(id=secrets.token_hex(16), session_id=session.id, question=1, choice=None, text=text))
    return session.id
