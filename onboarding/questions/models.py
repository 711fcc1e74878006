"""Tables of questions, of what people work on, and of what colleagues say to both. Nothing in them counts what anybody does."""

import enum
import secrets
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from networks.models import Group
from people.models import Person

LONGEST_TITLE, LONGEST_TEXT, LONGEST_REPLY, LONGEST_SUMMARY, LONGEST_REASON = 200, 3000, 3000, 1500, 1000
LONGEST_WORD = 40
LONGEST_PSEUDONYM = 40
HIGHEST_NUMBER = 999_999_999


class Kind(enum.StrEnum):
    """What somebody puts before colleagues."""

    QUESTION = "question"
    WORK = "work"  # "I am working on ..."


class ReplyKind(enum.StrEnum):
    """What a colleague says to it."""

    ANSWER = "answer"
    DONE = "done"  # "I have done that already", to a work; the story in a sentence
    KNOWS = "knows"  # "I know someone", to a work; only the two read it
    JOINS = "joins"  # "may I join?", to a work; only the two read it


class CallKind(enum.StrEnum):
    """How somebody was called to a question."""

    MENTION = "mention"
    MIGHT_KNOW = "might_know"


def new_number() -> int:
    """A random one: no order in it. Nine digits at most, as a number in an address may have."""
    return 1 + secrets.randbelow(HIGHEST_NUMBER)


class Question(Base):
    """A question, or what somebody is working on, for every colleague or for a group. Its row is locked before anything is said to it.

    `by` None: it was asked under a pseudonym (`secret_hash` is that of the way back, and every moment is the beginning of a day), or whoever
    asked is not here any more; what they wrote went with them, and what others said to it stays.
    """

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint("group_id IS NOT NULL OR only_group = false", name="only_a_group_has_members"),
        CheckConstraint("by_id IS NULL OR secret_hash IS NULL", name="pseudonym_has_no_person"),
        Index("ix_questions_list", "held", "kind", "asked_at", "id"),  # the newest
        Index("ix_questions_open", "held", "answered_at", "asked_at"),  # those without an answer that helped
        Index("ix_questions_group", "group_id", "asked_at"),  # those of a group
        Index("ix_questions_by", "by_id", "asked_at"),  # mine
        Index("ix_questions_answerer", "answerer_id", "promised_on"),  # what I said I would answer
        Index("ix_questions_summary_by", "summary_by_id"),  # when somebody goes
        Index("ix_questions_summarised_at", "summarised_at"),  # what became findable this week
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=new_number)
    kind: Mapped[Kind] = mapped_column(one_of(Kind, "kind"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))  # None: every colleague
    only_group: Mapped[bool] = mapped_column(
        default=False
    )  # who belongs to the group reads it, and nobody else, whatever it becomes
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    text: Mapped[str] = mapped_column(Text, default="")
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    pseudonym: Mapped[str] = mapped_column(String(LONGEST_PSEUDONYM), default="")
    secret_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    additions: Mapped[list[dict[str, str]]] = mapped_column(
        JSON, default=list
    )  # under a pseudonym: {"on": ISO 8601, "text": ...}
    edited_on: Mapped[date | None]  # what stood there before is a `QuestionVersion`
    answerer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))  # by their own word
    promised_on: Mapped[date | None]  # of the company's zone; once it is over, the question is open to others again
    promise_told: Mapped[int] = mapped_column(default=0)  # mails about it to who promised: 1 the one before, 2 the one after
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # since an answer helped, or a summary stands
    summary: Mapped[str] = mapped_column(Text, default="")
    summary_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    summarised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held: Mapped[bool] = mapped_column(default=False)  # back, by a decision of which the author reads the reason

    by: Mapped[Person | None] = relationship(foreign_keys=[by_id], viewonly=True)
    answerer: Mapped[Person | None] = relationship(foreign_keys=[answerer_id], viewonly=True)
    summary_by: Mapped[Person | None] = relationship(foreign_keys=[summary_by_id], viewonly=True)
    group: Mapped[Group | None] = relationship(viewonly=True)

    @property
    def is_pseudonymous(self) -> bool:
        return self.secret_hash is not None

    @property
    def is_open(self) -> bool:
        """Whether nothing has helped yet."""
        return self.answered_at is None

    def is_promised(self, today: date) -> bool:
        """Whether somebody has said that they answer, by a day that is not over."""
        return self.answerer_id is not None and self.promised_on is not None and self.promised_on >= today


class Reply(Base):
    """What a colleague says to it."""

    __tablename__ = "question_replies"
    __table_args__ = (
        CheckConstraint("kind = 'joins' OR welcome IS NULL", name="who_joins_is_welcome_or_not"),
        Index("ix_question_replies_question", "question_id", "replied_at", "id"),
        Index("ix_question_replies_by", "by_id", "replied_at"),  # what I said
        Index("ix_question_replies_helped", "kind", "helped_at"),  # work that was saved
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=new_number)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    kind: Mapped[ReplyKind] = mapped_column(one_of(ReplyKind, "kind"), default=ReplyKind.ANSWER)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    edited_on: Mapped[date | None]
    as_leader: Mapped[bool] = mapped_column(default=False)  # they chose to say that they belong to the management team
    replied_at: Mapped[datetime] = mapped_column(UtcDateTime)
    helped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # said by who asked
    welcome: Mapped[bool | None]  # what who asked said to "may I join?"
    held: Mapped[bool] = mapped_column(default=False)

    by: Mapped[Person] = relationship(
        foreign_keys=[by_id], lazy="joined", viewonly=True
    )  # no inner join: reports may be of no reply
    question: Mapped[Question] = relationship(viewonly=True)


class QuestionWord(Base):
    """A word of a question, its answers or its summary, as it is searched: without accents and capitals."""

    __tablename__ = "question_words"
    # Written anew when something is said; without row numbers, which would tell after which other one a question was asked.
    __table_args__ = (Index("ix_question_words_question", "question_id"), {"sqlite_with_rowid": False})

    # By the order of characters on every database, so that what begins with some letters stands together.
    word: Mapped[str] = mapped_column(
        String(LONGEST_WORD).with_variant(String(LONGEST_WORD, collation="C"), "postgresql"), primary_key=True
    )
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    weight: Mapped[int]


class QuestionVersion(Base):
    """What a question or an answer said before its author changed it, for who decides whether something may stand there."""

    __tablename__ = "question_versions"
    __table_args__ = (
        Index("ix_question_versions_question", "question_id", "replaced_on"),
        Index("ix_question_versions_reply", "reply_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=new_number)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("question_replies.id", ondelete="CASCADE"))  # None: the question
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE), default="")  # of a question
    text: Mapped[str] = mapped_column(Text)
    replaced_on: Mapped[date]  # of the company's zone


class QuestionCall(Base):
    """Somebody was named in a text, or asked whether they know. Kept to ask nobody too often; read by nobody but that person."""

    __tablename__ = "question_calls"
    __table_args__ = (
        Index("ix_question_calls_person", "person_id", "called_at"),  # how often lately
        Index("ix_question_calls_question", "question_id", "person_id"),  # whether for this one already
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    kind: Mapped[CallKind] = mapped_column(one_of(CallKind, "kind"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    called_at: Mapped[datetime] = mapped_column(UtcDateTime)


class QuestionPreference(Base):
    """Which mails about questions somebody would like. No row: mentions by mail, and no weekly one."""

    __tablename__ = "question_preferences"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_is_one"),
        CheckConstraint("hour BETWEEN 0 AND 23", name="hour_is_one"),
        CheckConstraint("(weekday IS NULL) = (next_at IS NULL)", name="weekly_mail_has_a_next"),
        Index("ix_question_preferences_next_at", "next_at", "id"),  # what the worker has to do
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    hears_mentions: Mapped[bool] = mapped_column(default=True)
    weekday: Mapped[int | None]  # Monday is 0; None: no weekly mail
    hour: Mapped[int | None]
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class QuestionReport(Base):
    """Somebody thinks that this should not stand there, and says why. Who it was is not kept."""

    __tablename__ = "question_reports"
    __table_args__ = (
        Index("ix_question_reports_question", "question_id"),
        Index("ix_question_reports_reply", "reply_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=new_number)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    reply_id: Mapped[int | None] = mapped_column(
        ForeignKey("question_replies.id", ondelete="CASCADE")
    )  # None: the question itself
    reason: Mapped[str] = mapped_column(Text)
    reported_on: Mapped[date]


class QuestionHold(Base):
    """A decision to hold something back, its reason, and what became of the author's one appeal."""

    __tablename__ = "question_holds"
    __table_args__ = (
        CheckConstraint("decided_at IS NULL OR appealed_at IS NOT NULL", name="only_an_appeal_is_decided"),
        Index("ix_question_holds_question", "question_id"),
        Index("ix_question_holds_reply", "reply_id"),
        Index("ix_question_holds_appealed", "decided_at", "appealed_at"),  # what waits for a second look
        Index("ix_question_holds_by", "by_id"),  # when somebody goes
        Index("ix_question_holds_decided_by", "decided_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("question_replies.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    held_at: Mapped[datetime] = mapped_column(UtcDateTime)
    appeal: Mapped[str] = mapped_column(Text, default="")
    appealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stands: Mapped[bool] = mapped_column(default=True)  # False: the second look said that it may be read

    question: Mapped[Question] = relationship(viewonly=True)
    reply: Mapped[Reply | None] = relationship(viewonly=True)
