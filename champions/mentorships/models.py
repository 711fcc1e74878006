"""Tables of mentorships: who looks for an ambassador, which pairs are proposed, what the two of a mentorship keep together."""

import enum
from datetime import date, datetime, timedelta

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from people.models import Person
from sessions.models import ScheduledSession


class AskState(enum.StrEnum):
    """Where somebody who asked for an ambassador stands. Withdrawn is no row."""

    LOOKING = "looking"
    ACCOMPANIED = "accompanied"
    DECIDES = "decides"  # their ambassador stopped; they are asked whether they would like another


class Ask(Base):
    """Somebody would like an ambassador beside them. One ask a person. `wish` is read by them and by who accompanies them, or is asked to."""

    __tablename__ = "ambassador_asks"
    __table_args__ = (
        CheckConstraint("resemblance BETWEEN 0 AND 100", name="resemblance_is_a_dial"),
        Index("ix_ambassador_asks_state", "state", "asked_at", "id"),  # who looks, longest first
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    state: Mapped[AskState] = mapped_column(one_of(AskState, "state"), default=AskState.LOOKING)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    wish: Mapped[str] = mapped_column(Text)
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    times: Mapped[list[int]] = mapped_column(JSON, default=list)  # parts of the week; none: no matter
    resemblance: Mapped[int] = mapped_column(default=50)  # 100: rather somebody of the same function; 0: of another department
    token: Mapped[str] = mapped_column(String(40), unique=True)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class Origin(enum.StrEnum):
    """How a pair came to be proposed."""

    ASKED = "asked"  # the mentee asked for this ambassador
    BY_HAND = "by_hand"  # of a community manager
    ROUND = "round"
    HANDOVER = "handover"  # the ambassador before thought of this one


class PairAnswer(enum.StrEnum):
    """What one of the two said. It is theirs alone until the proposal is over, and a no for ever."""

    NONE = "none"
    YES = "yes"
    NO = "no"


class Proposal(Base):
    """Two people are asked whether one may accompany the other. Whatever one says, for the other it stays open until it expires.

    `asked_at` of the ambassador is None while a handover waits for the mentee, who is asked first. Closed ones are kept for a while, so
    that nobody is asked again what they said no to.
    """

    __tablename__ = "mentorship_proposals"
    __table_args__ = (
        Index("ix_mentorship_proposals_mentee", "mentee_id", "closed_at"),
        Index("ix_mentorship_proposals_ambassador", "ambassador_id", "closed_at"),
        Index("ix_mentorship_proposals_expiry", "closed_at", "expires_at"),  # which are over, and which can be forgotten
        Index(
            "uq_mentorship_proposals_open_pair",
            "mentee_id",
            "ambassador_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mentee_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    ambassador_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))  # the person, not the register's row
    origin: Mapped[Origin] = mapped_column(one_of(Origin, "origin"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the ambassador
    mentee_answer: Mapped[PairAnswer] = mapped_column(one_of(PairAnswer, "mentee_answer"), default=PairAnswer.NONE)
    ambassador_answer: Mapped[PairAnswer] = mapped_column(one_of(PairAnswer, "ambassador_answer"), default=PairAnswer.NONE)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    token: Mapped[str] = mapped_column(String(40), unique=True)

    mentee: Mapped[Person] = relationship(foreign_keys=[mentee_id], lazy="joined", innerjoin=True, viewonly=True)
    ambassador: Mapped[Person] = relationship(foreign_keys=[ambassador_id], lazy="joined", innerjoin=True, viewonly=True)

    def is_open(self, now: datetime) -> bool:
        """Whether the two can still answer."""
        return self.closed_at is None and now < self.expires_at

    @property
    def is_agreed(self) -> bool:
        return self.mentee_answer is PairAnswer.YES and self.ambassador_answer is PairAnswer.YES

    def answer_of(self, person_id: int) -> PairAnswer:
        """What this one of the two said."""
        return self.mentee_answer if person_id == self.mentee_id else self.ambassador_answer


class Mentorship(Base):
    """An ambassador accompanies a colleague. The two read it, and nobody else; the mentee may change and delete all of it."""

    __tablename__ = "mentorships"
    __table_args__ = (
        Index("ix_mentorships_mentee", "mentee_id", "ended_at"),
        Index(
            "ix_mentorships_ambassador", "ambassador_id", "ended_at"
        ),  # whom somebody accompanies: their capacity is counted by it
        Index(
            "uq_mentorships_one_at_a_time",
            "mentee_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mentee_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    ambassador_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))  # None: erased since
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wish: Mapped[str] = mapped_column(Text)  # what the mentee would like to be able to do, in their words
    next_step: Mapped[str] = mapped_column(String(300), default="")
    next_meeting_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_meeting_place: Mapped[str] = mapped_column(String(200), default="")
    next_meeting_minutes: Mapped[int] = mapped_column(default=30, server_default="30")
    meeting_uid: Mapped[str | None] = mapped_column(String(120))  # in both calendars; its SEQUENCE counts here, see meetings.py
    meeting_sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    meeting_asked_sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    meeting_set_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    contact_question_on: Mapped[date | None] = mapped_column(
        Date
    )  # when the ambassador was asked whether there is a next meeting

    mentee: Mapped[Person] = relationship(foreign_keys=[mentee_id], lazy="joined", innerjoin=True, viewonly=True)
    ambassador: Mapped[Person | None] = relationship(foreign_keys=[ambassador_id], lazy="joined", viewonly=True)
    check_ins: Mapped[list["MentorshipCheckIn"]] = relationship(
        order_by="MentorshipCheckIn.met_on.desc(), MentorshipCheckIn.id.desc()",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    @property
    def meets_until(self) -> datetime | None:
        """When the next meeting is over."""
        return self.next_meeting_at + timedelta(minutes=self.next_meeting_minutes) if self.next_meeting_at else None

    @property
    def goes_on(self) -> bool:
        return self.ended_at is None


class CheckInKind(enum.StrEnum):
    """What somebody wrote down."""

    CHECK_IN = "check_in"
    CLOSING = "closing"  # the word with which somebody ended it


class Going(enum.StrEnum):
    """How it goes, if the writer likes to say."""

    WELL = "well"
    SO_SO = "so_so"
    HARD = "hard"


class MentorshipCheckIn(Base):
    """Two lines after the two met, or a closing word. Whoever wrote it takes it with them when they are erased."""

    __tablename__ = "mentorship_check_ins"
    __table_args__ = (
        Index(
            "ix_mentorship_check_ins_mentorship", "mentorship_id", "met_on", "id"
        ),  # the record, newest first; how long since contact
        Index("ix_mentorship_check_ins_author", "author_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorships.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    kind: Mapped[CheckInKind] = mapped_column(one_of(CheckInKind, "kind"), default=CheckInKind.CHECK_IN)
    met_on: Mapped[date] = mapped_column(Date)
    words: Mapped[str] = mapped_column(String(500))
    going: Mapped[Going | None] = mapped_column(one_of(Going, "going"))

    author: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class Outing(Base):
    """One of the two would go to a session together with the other. What the other says is theirs; a no is shown to nobody."""

    __tablename__ = "mentorship_outings"
    __table_args__ = (UniqueConstraint("mentorship_id", "session_id"), Index("ix_mentorship_outings_session", "session_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorships.id", ondelete="CASCADE"))
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[PairAnswer] = mapped_column(one_of(PairAnswer, "answer"), default=PairAnswer.NONE)

    mentorship: Mapped[Mentorship] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    session: Mapped[ScheduledSession] = relationship(lazy="joined", innerjoin=True, viewonly=True)
