"""Tables of `networks`: groups, who looks after them, who belongs to them and how that came about, and what members write down."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from people.models import Person


class GroupKind(enum.StrEnum):
    """What a group is for."""

    TRAINING = "training"  # learns together, often formed in a round
    NETWORK = "network"  # colleagues who meet anyway: a lunch table, a guild, a shift
    OPEN = "open"  # anything else that colleagues share


class Visibility(enum.StrEnum):
    """Who learns that a group exists."""

    LISTED = "listed"
    UNLISTED = "unlisted"  # who belongs to it, was invited, or looks after it


class JoinRule(enum.StrEnum):
    """How colleagues come in by themselves."""

    OPEN = "open"
    REQUEST = "request"
    INVITATION = "invitation"


class PeopleShown(enum.StrEnum):
    """Who reads the names of the members. Who looks after the group always does."""

    EVERYBODY = "everybody"  # who is signed in and may see the group
    MEMBERS = "members"
    NOBODY = "nobody"


class MembershipState(enum.StrEnum):
    """Where one person stands with one group."""

    INVITED = "invited"
    ASKED = "asked"
    MEMBER = "member"
    OVER = "over"


class Origin(enum.StrEnum):
    """How a membership came about. What is mirrored is owned by its mirror, all else by hand."""

    JOINED = "joined"
    INVITED = "invited"
    MIRRORED = "mirrored"


class Ending(enum.StrEnum):
    """How it ended, or why it never began."""

    LEFT = "left"
    REMOVED = "removed"
    DECLINED = "declined"  # the person said no to an invitation
    REFUSED = "refused"  # who looks after the group said no to a request
    WITHDRAWN = "withdrawn"  # the question was taken back by whoever had asked it, or a mirror took back what it had said


class Step(enum.StrEnum):
    """What happened to a membership."""

    INVITED = "invited"
    ASKED = "asked"
    BEGAN = "began"
    LEFT = "left"
    REMOVED = "removed"
    DECLINED = "declined"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Group(Base):
    """Colleagues who belong together. Its row is locked before anybody comes or goes."""

    __tablename__ = "groups"
    __table_args__ = (Index("ix_groups_listed", "visibility", "closed_at", "name", "id"),)  # the list of groups

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(Text, default="")  # Markdown
    kind: Mapped[GroupKind] = mapped_column(one_of(GroupKind, "kind"), default=GroupKind.OPEN)
    visibility: Mapped[Visibility] = mapped_column(one_of(Visibility, "visibility"), default=Visibility.LISTED)
    join_rule: Mapped[JoinRule] = mapped_column(one_of(JoinRule, "join_rule"), default=JoinRule.OPEN)
    shows_people: Mapped[PeopleShown] = mapped_column(one_of(PeopleShown, "shows_people"), default=PeopleShown.MEMBERS)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    stewards: Mapped[list["Steward"]] = relationship(
        lazy="selectin", order_by="Steward.id", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    def is_looked_after_by(self, person: Person) -> bool:
        return any(steward.person_id == person.id for steward in self.stewards)

    @property
    def is_orphaned(self) -> bool:
        """Whether whoever looked after it has left."""
        return not any(steward.person.active for steward in self.stewards)


class Steward(Base):
    """Who looks after a group: changes it, invites, lets in, removes. Not always a member."""

    __tablename__ = "group_stewards"
    __table_args__ = (UniqueConstraint("group_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class Membership(Base):
    """Where one person stands with one group now. How they came there is kept as records."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("group_id", "person_id"),
        CheckConstraint("(state = 'over') = (ending IS NOT NULL)", name="over_has_an_ending"),
        CheckConstraint("state <> 'member' OR (origin IS NOT NULL AND began_at IS NOT NULL)", name="member_has_an_origin"),
        Index("ix_memberships_group", "group_id", "state", "person_id"),  # who belongs to it, who waits
        Index("ix_memberships_person", "person_id", "state", "group_id"),  # which groups are mine
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    state: Mapped[MembershipState] = mapped_column(one_of(MembershipState, "state"))
    origin: Mapped[Origin | None] = mapped_column(one_of(Origin, "origin"))  # of the membership that is or was, or comes of a yes
    ending: Mapped[Ending | None] = mapped_column(one_of(Ending, "ending"))
    token: Mapped[str] = mapped_column(String(40), unique=True)  # unguessable; part of the signed link
    hides_name: Mapped[bool] = mapped_column(default=False)  # the person's own wish, whatever the group shows
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when the question that waits, or waited last, was put
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True, viewonly=True)
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id], viewonly=True)
    group: Mapped[Group] = relationship(viewonly=True)

    @property
    def is_member(self) -> bool:
        return self.state is MembershipState.MEMBER

    @property
    def stream(self) -> str:
        """Mails to one person about one group leave in order, and a newer one takes the place of one that has not left."""
        return f"group:{self.group_id}:person:{self.person_id}"


class MembershipRecord(Base):
    """Every coming and going, in the order it happened. Shown to the person it is about."""

    __tablename__ = "membership_records"
    __table_args__ = (Index("ix_membership_records_person", "person_id", "group_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    step: Mapped[Step] = mapped_column(one_of(Step, "step"))
    origin: Mapped[Origin | None] = mapped_column(one_of(Origin, "origin"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)


class GroupNote(Base):
    """A few lines that a member leaves for the others."""

    __tablename__ = "group_notes"
    __table_args__ = (Index("ix_group_notes_group", "group_id", "id"),)  # the newest of a group

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class MeetingNotes(Base):
    """What a meeting of the group came to, in three lines at most, for those who belong to it. One for each day."""

    __tablename__ = "meeting_notes"
    __table_args__ = (UniqueConstraint("group_id", "met_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    met_on: Mapped[date]  # of the company's zone
    lines: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)  # who wrote it last
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)
