"""Tables of who follows a journey. All of it is the person's own: no page, export or number shows it to anybody else."""

import enum
from datetime import date

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, one_of
from onboarding.journeys.models import LONGEST_TITLE, Journey, JourneyStep
from people.models import Person


class FollowerState(enum.StrEnum):
    """Where somebody stands with a journey."""

    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"  # stopped, or never wanted it: nothing else is kept, so that it is not offered again


class MarkKind(enum.StrEnum):
    """What the person said of a step. What facts show is looked up, and kept nowhere."""

    DONE = "done"
    SKIPPED = "skipped"


class BuddyState(enum.StrEnum):
    """The one who follows said yes by asking; the other one says yes or no."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"


class Follower(Base):
    """Somebody who follows a journey."""

    __tablename__ = "journey_followers"
    __table_args__ = (
        UniqueConstraint("journey_id", "person_id"),
        Index("ix_journey_followers_person", "person_id", "state"),  # what is mine
        Index("ix_journey_followers_looked", "state", "looked_on", "id"),  # whose reminder may be due
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    state: Mapped[FollowerState] = mapped_column(one_of(FollowerState, "state"), default=FollowerState.ACTIVE)
    ways: Mapped[list[str]] = mapped_column(JSON, default=list)  # what they would like to try; none: a bit of everything
    started_on: Mapped[date]  # a pause moves it on, so that nothing piles up
    paused_on: Mapped[date | None]
    wants_reminders: Mapped[bool] = mapped_column(default=True)
    reminded_on: Mapped[date | None]
    looked_on: Mapped[date | None]  # when it was last looked at for a reminder
    token: Mapped[str] = mapped_column(String(40), unique=True)  # unguessable; part of the signed link

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    journey: Mapped[Journey] = relationship(lazy="joined", innerjoin=True, viewonly=True)

    @property
    def is_active(self) -> bool:
        return self.state is FollowerState.ACTIVE

    @property
    def is_paused(self) -> bool:
        return self.state is FollowerState.PAUSED

    @property
    def follows(self) -> bool:
        """Whether this person follows it, also while they pause."""
        return self.state is not FollowerState.LEFT


class StepMark(Base):
    """What the person said of one step, with its words of that day: a step that is changed later does not change what they did."""

    __tablename__ = "journey_step_marks"
    __table_args__ = (UniqueConstraint("follower_id", "step_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    follower_id: Mapped[int] = mapped_column(ForeignKey("journey_followers.id", ondelete="CASCADE"))
    step_id: Mapped[int] = mapped_column(ForeignKey("journey_steps.id", ondelete="CASCADE"), index=True)
    kind: Mapped[MarkKind] = mapped_column(one_of(MarkKind, "kind"))
    marked_on: Mapped[date]
    words: Mapped[str] = mapped_column(String(LONGEST_TITLE))

    step: Mapped[JourneyStep] = relationship(viewonly=True)


class Buddy(Base):
    """A colleague who goes along. Sees nothing of how it goes unless the one who follows shows it."""

    __tablename__ = "journey_buddies"
    __table_args__ = (
        UniqueConstraint("follower_id", "person_id"),
        Index("ix_journey_buddies_person", "person_id", "state"),  # whose buddy am I
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    follower_id: Mapped[int] = mapped_column(ForeignKey("journey_followers.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    state: Mapped[BuddyState] = mapped_column(one_of(BuddyState, "state"), default=BuddyState.ASKED)
    shows_progress: Mapped[bool] = mapped_column(default=False)
    asked_on: Mapped[date]
    token: Mapped[str] = mapped_column(String(40), unique=True)  # unguessable; part of the signed link

    follower: Mapped[Follower] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True, viewonly=True)

    @property
    def is_answerable(self) -> bool:
        """Whether both are here, and it still matters what the colleague says."""
        return self.follower.follows and self.person.active and self.follower.person.active

    @property
    def has_agreed(self) -> bool:
        return self.state is BuddyState.AGREED
