"""Tables of stories. Nothing here says who read one, or how many did."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from people.models import Person

LONGEST_TITLE = 100
LONGEST_PART = 1500
LONGEST_QUESTION = 600
LONGEST_ANSWER = 2000
LONGEST_ALT = 300


class StartingQuestion(enum.StrEnum):
    """What people ask first. A teller says which one was theirs, a reader which one is theirs; nobody says it of somebody else."""

    WORTH_IT = "worth_it"
    TIME = "time"
    WRONG_WORDS = "wrong_words"
    WHO_READS = "who_reads"
    NO_DESK = "no_desk"
    FINDING = "finding"


class TeamSize(enum.StrEnum):
    """How many people the teller works with from day to day."""

    ALONE = "alone"
    FEW = "few"  # up to five
    SOME = "some"  # up to twelve
    MANY = "many"  # up to thirty
    CROWD = "crowd"


class Worded:
    """The words of a story: a title, and an answer to each of the three prompts."""

    @declared_attr
    def title(cls) -> Mapped[str]:  # noqa: N805
        return mapped_column(String(LONGEST_TITLE), default="")

    @declared_attr
    def was_hard(cls) -> Mapped[str]:  # noqa: N805
        return mapped_column(Text, default="")

    @declared_attr
    def do_now(cls) -> Mapped[str]:  # noqa: N805
        return mapped_column(Text, default="")

    @declared_attr
    def it_changed(cls) -> Mapped[str]:  # noqa: N805
        return mapped_column(Text, default="")


class Story(Worded, Base):
    """A colleague's own. Others read it from their yes until they take it back; function and place are those of the teller now.

    Without words yet: somebody wrote it down for the teller, and it waits for their word as a `StoryDraft`.
    """

    __tablename__ = "stories"
    __table_args__ = (
        Index("ix_stories_published", "published_at", "id"),  # the library, newest first
        Index("ix_stories_by", "by_id", "written_at"),  # mine; how many within a day
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    team_size: Mapped[TeamSize | None] = mapped_column(one_of(TeamSize, "team_size"))
    question: Mapped[StartingQuestion | None] = mapped_column(one_of(StartingQuestion, "question"))
    takes_questions: Mapped[bool] = mapped_column(default=True)
    wants_editor: Mapped[bool] = mapped_column(default=False)  # community managers may read it before others do
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # None: only the teller reads it
    taken_off_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # by a community manager; the teller keeps it
    token: Mapped[str] = mapped_column(String(40), unique=True)  # unguessable; part of signed links

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    draft: Mapped["StoryDraft | None"] = relationship(viewonly=True, uselist=False)
    photo: Mapped["StoryPhoto | None"] = relationship(viewonly=True, uselist=False)

    @property
    def is_published(self) -> bool:
        """Whether colleagues read it; never once the teller has left."""
        return self.published_at is not None and self.by.active

    @property
    def has_words(self) -> bool:
        return self.title != ""


class StoryDraft(Worded, Base):
    """What somebody else would have the story say. It says so only after the teller's yes to exactly these words."""

    __tablename__ = "story_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), unique=True)
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    token: Mapped[str] = mapped_column(String(40), unique=True)  # anew with each change: the yes is to these words

    story: Mapped[Story] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    editor: Mapped[Person | None] = relationship(lazy="joined", viewonly=True)


class PictureKind(enum.StrEnum):
    """How a picture is written; its value ends its address."""

    WEBP = "webp"
    JPEG = "jpg"


class StoryPhoto(Base):
    """The photo of a story. Others see it with the story, from its teller's yes to it until they take either back."""

    __tablename__ = "story_photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), unique=True)
    alt: Mapped[str] = mapped_column(String(LONGEST_ALT))  # what is to be seen, for who does not see it
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # None: only the teller sees it
    token: Mapped[str] = mapped_column(String(40), unique=True)  # anew with each photo: the yes is to this one

    pictures: Mapped[list["StoryPicture"]] = relationship(viewonly=True, order_by="StoryPicture.width, StoryPicture.id")

    @property
    def smallest(self) -> "StoryPicture":
        """The one that stands in lists."""
        return self.pictures[0]

    @property
    def largest(self) -> "StoryPicture":
        """The one that every program shows."""
        return next(one for one in reversed(self.pictures) if one.kind is PictureKind.JPEG)


class StoryPicture(Base):
    """The photo in one size. Here and in no file, so that every machine has it, a backup holds it, and erasing ends it."""

    __tablename__ = "story_pictures"
    __table_args__ = (UniqueConstraint("photo_id", "kind", "width"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey("story_photos.id", ondelete="CASCADE"))
    kind: Mapped[PictureKind] = mapped_column(one_of(PictureKind, "kind"))
    width: Mapped[int]
    height: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))  # of the octets: their ETag
    octets: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    @property
    def name(self) -> str:
        """How its address ends."""
        return f"{self.width}.{self.kind.value}"


class StoryQuestion(Base):
    """A colleague asks the teller something. The two read it, and nobody else; after a while it is gone."""

    __tablename__ = "story_questions"
    __table_args__ = (
        Index("ix_story_questions_story", "story_id", "asked_at"),  # what a teller was asked lately
        Index("ix_story_questions_by", "by_id", "asked_at"),  # what I asked, and how often within a day
        Index("ix_story_questions_asked", "asked_at"),  # what is to be forgotten
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    words: Mapped[str] = mapped_column(String(LONGEST_QUESTION))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    token: Mapped[str] = mapped_column(String(40), unique=True)

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    story: Mapped[Story] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class StoryStart(Base):
    """With which question a reader starts, in their own choice. Read by what chooses stories for them, and by nobody else."""

    __tablename__ = "story_starts"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    question: Mapped[StartingQuestion] = mapped_column(one_of(StartingQuestion, "question"))
