"""What can go wrong with feedback, in words a person can act on."""

from sessions.errors import SessionError


class FeedbackError(SessionError):
    """Base of what goes wrong with feedback."""

    code = "feedback"


class FeedbackOver(FeedbackError):
    """Nothing is asked about this date, or not any more."""

    code = "feedback-over"


class AlreadyGiven(FeedbackError):
    """This link was used: one person, one answer."""

    code = "feedback-already-given"


class NothingSaid(FeedbackError):
    """An answer to none of the questions."""

    code = "feedback-nothing-said"


class QuestionsFixed(FeedbackError):
    """The questions were asked: they stay what they were."""

    code = "feedback-questions-fixed"
