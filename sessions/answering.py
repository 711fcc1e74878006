"""The three answers as pages and mails write them."""

from sessions.models import Answer

ANSWERS = {"yes": Answer.ACCEPTED, "maybe": Answer.TENTATIVE, "no": Answer.DECLINED}
LONGEST_WORD = 500
