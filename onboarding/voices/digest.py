"""What was said and done in a week, for the mail that brings people the news of their groups."""

from datetime import date, timedelta

from config import settings
from onboarding.voices import queries, words

WEEK = timedelta(days=7)
PATH = "/voices/done"


def text(last: date) -> str:
    """What was answered in the seven days up to `last`, in the language that is set; "" when nothing was."""
    answers = queries.answered_between(last - WEEK + timedelta(days=1), last)
    return words.digest(answers, queries.words_of(answers), settings().base_url + PATH)
