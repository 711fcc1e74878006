"""Questions under a pseudonym: asked with a token, and gone on with by a secret; nothing says whose they are."""

import pytest

from database import db, transaction
from onboarding import days, facts
from onboarding.questions import moderation, pseudonyms
from onboarding.questions.asking import Asked
from onboarding.questions.errors import QuestionError, QuestionMissing
from onboarding.questions.models import Question, QuestionHold
from people import blind_tokens
from people.models import Role
from tests.infra.pages import text

ASKED = Asked("Is there a Dutch course for beginners?", "I do not dare to ask my team.", ("Language",))


@pytest.fixture
def whispered(do, ada):
    """`whispered(asked, by=ada)`: her token asks under "Heron"; the number and the secret."""

    def ask(asked=ASKED, *, by=ada, pseudonym="Heron", now=None):
        def run(*, now):
            token = tokens.get((by.id, asked.group_id))
            if token is None:
                purpose = pseudonyms.purpose_of(days.today(now), asked.group_id)
                token = tokens[by.id, asked.group_id] = blind_tokens.token_for(by, purpose)
            question, secret = pseudonyms.ask(asked, pseudonym, token, now=now)
            return question.id, secret

        return do(run)

    tokens = {}
    return ask


@pytest.fixture
def by_secret(client):
    """`by_secret("help", secret, reply=3)`: the way back, without a cookie."""
    return lambda what, secret, **fields: client.post(f"/q/back{what and '/'}{what}", data={"secret": secret, **fields})


def test_colleagues_read_the_pseudonym_and_nobody_is_mailed(whispered, answered, client_of, sent, smtp_sink, stands, ada, bo):
    # given
    number, _secret = whispered()
    answered(number, "On Mondays, in the canteen.")
    sent()

    # when
    page, listed = text(client_of(bo).get(f"/questions/{number}")), text(client_of(bo).get("/questions?q=dutch"))

    # then
    question = stands(number)
    assert ("Asked by “Heron”" in page, "Open, asked by “Heron”" in listed) == (True, True)
    assert (question.by_id, question.asked_at.isoformat()[11:19], smtp_sink.to(ada.email)) == (None, "23:00:00", [])


def test_who_asked_reads_marks_adds_changes_and_takes_back_by_the_secret(whispered, answered, by_secret, stands, reply_of, ada):
    # given
    number, secret = whispered()
    reply = answered(number, "On Mondays, in the canteen.")

    # when
    first = text(by_secret("", secret))
    by_secret("help", secret, reply=reply, helped="yes")
    by_secret("additions", secret, words="For a beginner?")
    by_secret("words", secret, title="Is there a course?", text="At lunch.")
    one = stands(number)
    changed = one.title, one.text, one.additions[0]["text"], one.is_open, one.answered_at.isoformat()[11:19]
    page = text(by_secret("", secret))
    by_secret("removal", secret)

    # then
    assert ("On Mondays" in first, "This helped" in page, "For a beginner?" in page, "Changed on" in page) == (True,) * 4
    assert changed == ("Is there a course?", "At lunch.", "For a beginner?", False, "23:00:00")
    assert reply_of(reply).helped_at.isoformat()[11:19] == "23:00:00"
    gone = stands(number)
    assert (gone.title, gone.text, gone.additions, gone.secret_hash, gone.pseudonym) == ("", "", [], None, "")
    assert by_secret("", secret).status_code == 404


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("", {}),
        ("help", {"reply": "1", "helped": "yes"}),
        ("additions", {"words": "Mine"}),
        ("words", {"title": "Mine", "text": ""}),
        ("appeal", {"words": "Mine"}),
        ("removal", {}),
    ],
    ids=["look", "help", "add", "change", "appeal", "take back"],
)
def test_a_wrong_secret_leads_to_nothing(what, fields, whispered, by_secret, stands):
    number, _secret = whispered()
    assert (by_secret(what, "nonsense", **fields).status_code, stands(number).title) == (404, ASKED.title)


@pytest.mark.parametrize("field", ["title", "text", "topics", "pseudonym"])
def test_it_names_no_colleague(field, whispered, bo):
    given = {"title": "Why?", "text": "", "topics": (), field: bo.name if field != "topics" else (bo.name,)}
    pseudonym = given.pop("pseudonym", "")
    with pytest.raises(QuestionError) as error:
        whispered(Asked(**given), pseudonym=pseudonym)
    assert error.value.field == field


@pytest.mark.parametrize("group_id", [None, 4711], ids=["everybody", "a group"])
def test_who_has_no_token_learns_no_name_and_no_group(group_id, do, bo):
    token = blind_tokens.Token(bytes(64), bytes(256))
    with pytest.raises(blind_tokens.TokenInvalid):
        do(pseudonyms.ask, Asked(f"Who is {bo.name}?", group_id=group_id), bo.name, token)


def test_an_appeal_goes_with_the_words_it_was_about(whispered, answered, by_secret, do, stands, chen):
    # given
    number, secret = whispered()
    answered(number)
    hold = do(moderation.hold_back, number, None, "It is rude.", by=chen).id
    by_secret("appeal", secret, words="I alone have this boss.")

    # when
    by_secret("removal", secret)

    # then: nothing of it is left, and nobody decides about words that are gone
    left = stands(hold, QuestionHold)
    assert (stands(number).title, left.appeal, left.appealed_at) == ("", "", None)


def test_three_a_week(whispered):
    for _each in range(pseudonyms.MOST_A_WEEK):
        whispered()
    with pytest.raises(QuestionError):
        whispered()


def test_a_group_of_ten_can_be_asked_and_a_smaller_one_not(whispered, group, add_person, do, ada, bo):
    # given
    crowd = [ada, *(add_person(f"Eve{number} Mulder") for number in range(9))]
    large, small = group(members=crowd), group(members=crowd[:9], name="Few")

    # when
    number, _secret = whispered(Asked("Soup?", group_id=large.id))
    with pytest.raises(QuestionError) as error:
        whispered(Asked("Soup?", group_id=small.id))

    # then
    assert (db.session.get(Question, number).group_id, error.value.field) == (large.id, "where")


def test_only_who_belongs_to_a_group_gets_a_token_for_it(group, add_person, client_of, now, ada, dana):
    crowd = [ada, *(add_person(f"Eve{number} Mulder") for number in range(9))]
    purpose = pseudonyms.purpose_of(days.today(now), group(members=crowd).id)
    codes = [client_of(person).post("/questions/signature", data={"purpose": purpose}).status_code for person in (ada, dana)]
    assert codes == [200, 422]


def test_a_token_for_everybody_asks_no_group(group, add_person, do, now, ada):
    crowd = [ada, *(add_person(f"Eve{number} Mulder") for number in range(9))]
    number = group(members=crowd).id
    with transaction():
        token = blind_tokens.token_for(ada, pseudonyms.purpose_of(days.today(now)))
    with pytest.raises(blind_tokens.TokenInvalid):
        do(pseudonyms.ask, Asked("Soup?", group_id=number), "", token)


def test_what_is_held_back_is_appealed_by_the_secret(whispered, by_secret, do, add_person, client_of, stands, bo, chen):
    # given
    number, secret = whispered()
    eve = add_person("Eve Mulder", role=Role.COMMUNITY_MANAGER)
    hold = do(moderation.hold_back, number, None, "It is rude.", by=chen).id

    # when
    told = text(by_secret("", secret))
    answer = by_secret("appeal", secret, words="It is a question.")
    again = by_secret("appeal", secret, words="Once more.")
    do(moderation.decide, hold, stands=False, by=eve)

    # then
    assert ("It is rude." in told, answer.status_code, again.status_code, stands(number).held) == (True, 200, 422, False)


def test_a_question_under_a_pseudonym_counts_for_no_step(whispered, asked, ada, bo):
    """It would say whose it is."""
    whispered(by=ada)
    asked(by=bo)
    assert facts.true_for(["questions.asked"], [ada.id, bo.id]) == {"questions.asked": {bo.id}}


def test_nobody_but_the_secret_takes_it_back(whispered, do, client_of, stands, ada, chen):
    number, _secret = whispered()
    codes = [client_of(person).post(f"/questions/{number}/removal").status_code for person in (ada, chen)]
    edits = [client_of(person).get(f"/questions/{number}/edit").status_code for person in (ada, chen)]
    assert (codes, edits, stands(number).title) == ([404, 404], [404, 404], ASKED.title)
    with pytest.raises(QuestionMissing):
        pseudonyms.of_secret("")
