"""Tables of wishes and concerns.

What is said under a pseudonym stands here without a person, with the day only, and under a random number; nothing beside it leads to
whoever said it. There is no table of who agrees: a number counts them, and the tokens they used are hashes (`people.blind_tokens`).
"""

import enum
import secrets
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from people.models import Person

LONGEST_WORDS, LONGEST_PSEUDONYM, LONGEST_REASON = 1000, 40, 1000
HIGHEST_NUMBER = 999_999_999


class Kind(enum.StrEnum):
    """What somebody says."""

    WISH = "wish"
    CONCERN = "concern"


class VoiceState(enum.StrEnum):
    """Where it stands with those who answer."""

    OPEN = "open"
    HEARD = "heard"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    NOT_NOW = "not_now"


class Showing(enum.StrEnum):
    """Whether colleagues read it."""

    SHOWN = "shown"
    HELD_BACK = "held_back"  # its author reads why
    SECOND_LOOK = "second_look"  # its author wrote it anew; somebody else decides now


def new_number() -> int:
    """A random one: no order in it. Nine digits at most, as a number in an address may have."""
    return 1 + secrets.randbelow(HIGHEST_NUMBER)


class Voice(Base):
    """A wish or a concern. Its row is locked before it changes."""

    __tablename__ = "voices"
    __table_args__ = (
        CheckConstraint("person_id IS NULL OR secret_hash IS NULL", name="pseudonym_has_no_person"),
        Index("ix_voices_board", "showing", "merged_into_id", "said_on", "id"),  # the board, the newest first
        Index("ix_voices_waiting", "state", "due_on"),  # what waits for an answer
        Index("ix_voices_person", "person_id"),  # what I said
        Index("ix_voices_answerer", "answerer_id", "state"),  # what I am asked to answer
        Index("ix_voices_held_by", "held_by_id"),  # when somebody goes
        Index("ix_voices_merged", "merged_into_id"),  # what was put together with it
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=new_number)
    kind: Mapped[Kind] = mapped_column(one_of(Kind, "kind"))
    words: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))  # None under a pseudonym
    words_stay: Mapped[bool] = mapped_column(default=False)  # ... without the name, when the person is erased: their choice
    pseudonym: Mapped[str] = mapped_column(String(LONGEST_PSEUDONYM), default="")
    secret_hash: Mapped[str | None] = mapped_column(String(64), unique=True)  # of the way back of who wrote under a pseudonym
    said_on: Mapped[date]  # of the company's zone, as the next
    due_on: Mapped[date]  # until when an answer is promised
    state: Mapped[VoiceState] = mapped_column(one_of(VoiceState, "state"), default=VoiceState.OPEN)
    answerer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))  # who is asked to answer
    me_toos: Mapped[int] = mapped_column(default=0)
    me_toos_shown: Mapped[int | None]  # by people.privacy.step
    showing: Mapped[Showing] = mapped_column(one_of(Showing, "showing"), default=Showing.SHOWN)
    held_reason: Mapped[str] = mapped_column(Text, default="")
    held_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("voices.id", ondelete="SET NULL"))

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id], viewonly=True)
    answerer: Mapped[Person | None] = relationship(foreign_keys=[answerer_id], viewonly=True)
    answers: Mapped[list["VoiceAnswer"]] = relationship(viewonly=True, order_by="VoiceAnswer.id")

    @property
    def is_shown(self) -> bool:
        return self.showing is Showing.SHOWN

    @property
    def is_merged(self) -> bool:
        return self.merged_into_id is not None

    @property
    def is_pseudonymous(self) -> bool:
        return self.secret_hash is not None


class VoiceAnswer(Base):
    """What was answered, and where it stands since. The newest counts; the earlier ones stay."""

    __tablename__ = "voice_answers"
    __table_args__ = (
        Index("ix_voice_answers_voice", "voice_id", "id"),
        Index("ix_voice_answers_day", "answered_on", "id"),  # "you said, we did" of a week
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    voice_id: Mapped[int] = mapped_column(ForeignKey("voices.id", ondelete="CASCADE"))
    state: Mapped[VoiceState] = mapped_column(one_of(VoiceState, "state"))
    words: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    answered_on: Mapped[date]

    by: Mapped[Person | None] = relationship(viewonly=True)


class VoiceReport(Base):
    """Somebody thinks that a text should not stand there. Who is not kept."""

    __tablename__ = "voice_reports"
    __table_args__ = (Index("ix_voice_reports_voice", "voice_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    voice_id: Mapped[int] = mapped_column(ForeignKey("voices.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(Text)
    reported_on: Mapped[date]

    voice: Mapped[Voice] = relationship(viewonly=True)


class VoiceLetter(Base):
    """What came by mail and is not on the board yet: its sender can still say otherwise. Gone once it is."""

    __tablename__ = "voice_letters"
    __table_args__ = (Index("ix_voice_letters_due", "shows_at"),)  # what goes on the board now

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    incoming_id: Mapped[int | None] = mapped_column(ForeignKey("incoming_mails.id", ondelete="SET NULL"), index=True)
    kind: Mapped[Kind] = mapped_column(one_of(Kind, "kind"))
    words: Mapped[str] = mapped_column(Text)
    shows_at: Mapped[datetime] = mapped_column(UtcDateTime)  # with the sender's name
    token: Mapped[str] = mapped_column(String(40), unique=True)  # unguessable; part of the signed link

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class Launch(Base):
    """From this day on something is there to be used: the page of wishes and concerns begins with examples then."""

    __tablename__ = "voice_launches"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    launches_on: Mapped[date]
