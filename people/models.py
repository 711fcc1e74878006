"""Tables of `people`: the person, how a person signs in, tokens for the API."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from database import Base, UtcDateTime, one_of


class Role(enum.StrEnum):
    """What a person may do everywhere. Hosting is per session and no role."""

    ADMINISTRATOR = "administrator"
    COMMUNITY_MANAGER = "community_manager"
    EMPLOYEE = "employee"


class Theme(enum.StrEnum):
    """Light, dark, or whatever the reader's system says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Person(Base):
    """A colleague. The e-mail address is kept in lower case and is unique; nothing here says what anybody thinks of anything."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        Index("ix_people_list", "active", "name", "id"),  # the people page, in order of name
        Index("ix_people_department", "department", "name", "id"),  # its filters, and inviting by them
        Index("ix_people_function", "function", "name", "id"),
        Index("ix_people_location", "location", "name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    department: Mapped[str] = mapped_column(String(200), default="")
    function: Mapped[str] = mapped_column(String(200), default="")
    location: Mapped[str] = mapped_column(String(200), default="")
    timezone: Mapped[str] = mapped_column(String(64), default="")  # "" means the company's
    language: Mapped[str] = mapped_column(String(8), default="")  # "" means the company's
    theme: Mapped[Theme] = mapped_column(one_of(Theme, "theme"), default=Theme.SYSTEM)
    active: Mapped[bool] = mapped_column(default=True)
    role: Mapped[Role] = mapped_column(one_of(Role, "role"), default=Role.EMPLOYEE)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    sign_in_version: Mapped[int] = mapped_column(default=1)  # one more signs out everywhere
    wants_reminders: Mapped[bool] = mapped_column(default=True)
    wants_nudges: Mapped[bool] = mapped_column(default=True)
    quiet_from_hour: Mapped[int | None]  # None means the company's
    quiet_until_hour: Mapped[int | None]
    feed_token: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    # What flask-login asks of a user.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.active

    def get_id(self) -> str:
        """The identity in the sign-in cookie; it stops being valid when the person signs out everywhere."""
        return f"{self.id}.{self.sign_in_version}"

    @property
    def is_administrator(self) -> bool:
        return self.role is Role.ADMINISTRATOR

    @property
    def may_manage(self) -> bool:
        """Whether this person schedules sessions and looks after people: community managers and administrators."""
        return self.role in {Role.ADMINISTRATOR, Role.COMMUNITY_MANAGER}


class SignInLink(Base):
    """A mailed link that signs in once. Only a hash of its secret is kept."""

    __tablename__ = "sign_in_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ApiToken(Base):
    """A bearer token for the API, acting as its person. Only a hash is kept; it is shown once."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(String(100))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
