"""The pages of questions, for who asked, who answers and who searches."""

from playwright.sync_api import Page

from tests.browser.company import House
from tests.browser.company_questions import ANSWERED, UNKNOWN, WAITING, WORK, question_of, reply_to
from tests.browser.visit import Visit


def questions(house: House) -> list[Visit]:
    """The list, found and not found; a question in each state."""
    return [
        Visit("dana", "questions.index"),
        Visit("dana", "questions.index", {"q": "travel"}),
        Visit("dana", "questions.index", {"q": "nobody asked this"}),
        Visit("bo", "questions.saved"),
        *[Visit(who, "questions.mine") for who in ("ada", "dana")],
        *[Visit(who, "questions.desk") for who in ("chen", "dana")],
        Visit("ada", "questions.new", then=asks_nothing),
        Visit("bo", "questions.new_work"),
        *[Visit(who, "questions.question", {"question_id": question_of(ANSWERED)}) for who in ("ada", "bo")],
        Visit("dana", "questions.question", {"question_id": question_of(WAITING)}),
        Visit("dana", "questions.question", {"question_id": question_of(UNKNOWN)}),
        Visit("ada", "questions.edit", {"question_id": question_of(WAITING)}),
        Visit("bo", "questions.edit_reply", {"reply_id": reply_to(ANSWERED)}),
        Visit("nobody", "questions.back"),
        *[Visit(who, "questions.question", {"question_id": question_of(WORK)}) for who in ("bo", "dana")],
    ]


def asks_nothing(page: Page) -> None:
    page.get_by_role("button", name="Ask").click()
