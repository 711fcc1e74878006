"""The three answers as pages and mails write them."""

from sessions.models import Answer

ANSWERS = {"yes": Answer.ACCEPTED, "maybe": Answer.TENTATIVE, "no": Answer.DECLINED}
LONGEST_WORD = 500


def question(number: str) -> int | None:
    """Which question a page or mail puts: the `asked_sequence` of the session when it was made; None if it does not say."""
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
