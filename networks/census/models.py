"""Tables of the census: networks that meet offline, who belongs to them as their keeper says, and who was asked to keep one together.

There is no table of who knows whom: a row says that one person belongs to one network, because they or its keeper said so.
"""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from networks.models import Group
from people.models import Person


class Purpose(enum.StrEnum):
    """What people meet for."""

    LEARNING = "learning"
    EXCHANGE = "exchange"  # a guild, a trade, colleagues of one craft
    WORK = "work"  # a shift, a safety round, something across departments
    SOCIAL = "social"  # lunch, a walk, music


class Rhythm(enum.StrEnum):
    """How often they meet."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    NOW_AND_THEN = "now_and_then"


class Openness(enum.StrEnum):
    """Whether somebody new can come along."""

    OPEN = "open"
    CLOSED = "closed"


class NetworkState(enum.StrEnum):
    """How sure it is that the network exists, and whether it still meets."""

    SPOTTED = "spotted"
    CONFIRMED = "confirmed"  # by who keeps it together
    MIRRORED = "mirrored"  # a group here follows it
    SLEEPING = "sleeping"
    CLOSED = "closed"


class Belonging(enum.StrEnum):
    """Where one person stands with one network."""

    LISTED = "listed"
    OFF = "off"  # on purpose: nobody lists them again but they themselves


class KeeperAnswer(enum.StrEnum):
    """What somebody said who was asked whether they keep a network together."""

    YES = "yes"
    NO = "no"


class Network(Base):
    """Colleagues who meet anyway. Its row is locked before it changes state or anybody is listed."""

    __tablename__ = "offline_networks"
    __table_args__ = (
        Index("ix_offline_networks_list", "state", "name", "id"),  # the list of networks, what is unconfirmed, likely duplicates
        Index("ix_offline_networks_keeper", "keeper_id"),  # which ones I keep
        Index("ix_offline_networks_spotted_by", "spotted_by_id"),  # which ones I registered
        Index("ix_offline_networks_group", "group_id"),  # which network a group mirrors
        Index("ix_offline_networks_merged_into", "merged_into_id"),  # what was put together with it
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[Purpose] = mapped_column(one_of(Purpose, "purpose"))
    what_for: Mapped[str] = mapped_column(Text, default="")
    how: Mapped[str] = mapped_column(String(300), default="")  # "over soup, in the test kitchen"
    rhythm: Mapped[Rhythm] = mapped_column(one_of(Rhythm, "rhythm"))
    place: Mapped[str] = mapped_column(String(200), default="")
    since_year: Mapped[int | None]
    about_how_many: Mapped[int | None]  # as it was said; shown through people.privacy
    openness: Mapped[Openness] = mapped_column(one_of(Openness, "openness"))
    state: Mapped[NetworkState] = mapped_column(one_of(NetworkState, "state"), default=NetworkState.SPOTTED)
    state_at: Mapped[datetime] = mapped_column(UtcDateTime)
    spotted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    spotted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))  # by their own word
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when a keeper did so last
    still_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when its keeper was asked last whether it is still so
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id", ondelete="SET NULL"))  # the group that mirrors it
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("offline_networks.id", ondelete="SET NULL"))

    spotted_by: Mapped[Person | None] = relationship(foreign_keys=[spotted_by_id], viewonly=True)
    keeper: Mapped[Person | None] = relationship(foreign_keys=[keeper_id], viewonly=True)
    group: Mapped[Group | None] = relationship(viewonly=True)

    @property
    def keeper_here(self) -> Person | None:
        """Who keeps it together and still works here."""
        return self.keeper if self.keeper is not None and self.keeper.active else None

    @property
    def goes_on(self) -> bool:
        return self.state is not NetworkState.CLOSED

    @property
    def was_confirmed(self) -> bool:
        return self.confirmed_at is not None


class NetworkPerson(Base):
    """Somebody belongs to a network, as they say themselves or as its keeper says; or took themselves off its list for good."""

    __tablename__ = "offline_network_people"
    __table_args__ = (
        UniqueConstraint("network_id", "person_id"),
        CheckConstraint("(state = 'off') = (off_at IS NOT NULL)", name="off_has_an_instant"),
        Index("ix_offline_network_people_network", "network_id", "state", "person_id"),  # who belongs to it
        Index("ix_offline_network_people_person", "person_id", "state", "network_id"),  # where I am listed
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("offline_networks.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    state: Mapped[Belonging] = mapped_column(one_of(Belonging, "state"), default=Belonging.LISTED)
    own_word: Mapped[bool] = mapped_column(default=False)  # they said so themselves
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)
    off_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    came_with_id: Mapped[int | None] = mapped_column(ForeignKey("offline_networks.id", ondelete="SET NULL"), index=True)  # merged
    token: Mapped[str] = mapped_column(String(40), unique=True)  # unguessable; part of the signed link

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True, viewonly=True)
    network: Mapped[Network] = relationship(foreign_keys=[network_id], viewonly=True)

    @property
    def is_listed(self) -> bool:
        return self.state is Belonging.LISTED


class KeeperAsk(Base):
    """Somebody was named as who keeps a network together, and asked. A no is kept, so that they are not asked again."""

    __tablename__ = "offline_network_asks"
    __table_args__ = (
        UniqueConstraint("network_id", "person_id"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer_has_an_instant"),
        Index("ix_offline_network_asks_person", "person_id", "answer"),  # what waits for me
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("offline_networks.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[KeeperAnswer | None] = mapped_column(one_of(KeeperAnswer, "answer"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # once at most
    token: Mapped[str] = mapped_column(String(40), unique=True)  # unguessable; part of the signed link

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True, viewonly=True)
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id], viewonly=True)
    network: Mapped[Network] = relationship(viewonly=True)

    @property
    def waits(self) -> bool:
        return self.answer is None


class Census(Base):
    """Some weeks in which everybody is asked, on posters, which networks there are. At most one at a time."""

    __tablename__ = "network_censuses"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        Index("ix_network_censuses_days", "starts_on", "ends_on"),  # which one is under way
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    starts_on: Mapped[date]  # of the company's zone, as the next
    ends_on: Mapped[date]  # the last day
    words: Mapped[str] = mapped_column(Text, default="")  # on the poster
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    token: Mapped[str] = mapped_column(String(40), unique=True)  # unguessable; what the poster leads to

    def is_under_way(self, today: date) -> bool:
        return self.starts_on <= today <= self.ends_on
