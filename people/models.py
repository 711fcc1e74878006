"""Tables of `people`: the person, how a person signs in, tokens for the API."""

import enum
import unicodedata
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, Mapper, mapped_column

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
        # The people page, in order of name. Words anywhere in name or address are read from the index alone.
        Index("ix_people_list", "active", "name", "id", "search_text"),
        Index("ix_people_department", "department", "name", "id"),  # its filters, and inviting by them
        Index("ix_people_function", "function", "name", "id"),
        Index("ix_people_location", "location", "name", "id"),
        Index("ix_people_manager", "manager_id"),  # when a manager goes
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    search_text: Mapped[str] = mapped_column(String(500), default="")  # name and address as they are searched
    department: Mapped[str] = mapped_column(String(200), default="")
    function: Mapped[str] = mapped_column(String(200), default="")
    location: Mapped[str] = mapped_column(String(200), default="")
    # Line manager: keeps two out of one training group unless both like it, and from being a pair; an ambassador who likes asks
    # theirs for backing. Used for nothing else.
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    timezone: Mapped[str] = mapped_column(String(64), default="")  # "" means the company's
    language: Mapped[str] = mapped_column(String(8), default="")  # "" means the company's
    theme: Mapped[Theme] = mapped_column(one_of(Theme, "theme"), default=Theme.SYSTEM)
    active: Mapped[bool] = mapped_column(default=True)
    role: Mapped[Role] = mapped_column(one_of(Role, "role"), default=Role.EMPLOYEE)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    sign_in_version: Mapped[int] = mapped_column(default=1)  # one more signs out everywhere
    wants_reminders: Mapped[bool] = mapped_column(default=True)
    wants_nudges: Mapped[bool] = mapped_column(default=True)
    nudges_paused_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
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


class FurtherAddress(Base):
    """Another address of a person, from which their answers count too once it is confirmed. It signs nobody in, and gets no mail of theirs.

    One that is not confirmed yet holds nothing: whoever confirms an address first has it.
    """

    __tablename__ = "further_addresses"
    __table_args__ = (
        UniqueConstraint("person_id", "email"),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        Index("ix_further_addresses_email", "email"),  # whose is this?
        Index(
            "uq_further_addresses_confirmed_email",
            "email",
            unique=True,
            postgresql_where=text("confirmed_at IS NOT NULL"),
            sqlite_where=text("confirmed_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asks_owner: Mapped[bool] = mapped_column(default=False)  # answers came from it: the person is asked, at the main address
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class KeptApart(Base):
    """With whom somebody would rather not be brought together. Read by what brings people together, and by its owner; by nobody else."""

    __tablename__ = "kept_apart"
    __table_args__ = (Index("ix_kept_apart_other", "other_id"),)  # it counts in both directions

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)


class Nudge(Base):
    """A nudge somebody got, so that the cap holds over all that nudges; gone when it counts no more (`nudges.record`)."""

    __tablename__ = "nudges"
    __table_args__ = (Index("ix_nudges_person", "person_id", "nudged_at"),)  # how many within the last thirty days

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))  # of the mail, e.g. "sessions.nudge"
    nudged_at: Mapped[datetime] = mapped_column(UtcDateTime)


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


class ImportState(enum.StrEnum):
    """Where an import of people is. Nothing is written before somebody has seen the preview."""

    MAPPING = "mapping"  # which column is what?
    CHECKING = "checking"  # the worker compares every line with what is known
    CHECKED = "checked"  # the preview waits for a yes
    IMPORTING = "importing"
    DONE = "done"


class PeopleImport(Base):
    """One file of people. Its lines stand in parts until it is done; what was refused stays to be read."""

    __tablename__ = "people_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(200))
    encoding: Mapped[str] = mapped_column(String(20))
    separator: Mapped[str] = mapped_column(String(1))
    columns: Mapped[list[str]] = mapped_column(JSON)  # the headings, in order
    mapping: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)  # field to column number
    state: Mapped[ImportState] = mapped_column(one_of(ImportState, "state"), default=ImportState.MAPPING)
    lines: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)  # counts of the check, then of the import
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    preview: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # the first of each kind, as lists of plain values
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EarlierName(Base):
    """A name that somebody had until now, for as long as what Foyer wrote of them to others has not been gone through."""

    __tablename__ = "earlier_names"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))


class ImportPart(Base):
    """Some hundred lines of a file: what one transaction checks or imports, so that a killed worker goes on where it was."""

    __tablename__ = "people_import_parts"
    __table_args__ = (
        UniqueConstraint("import_id", "number"),
        Index("ix_people_import_parts_checked", "import_id", "checked", "number"),  # the worker's next part, and progress
        Index("ix_people_import_parts_imported", "import_id", "imported", "number"),
        Index("ix_people_import_parts_linked", "import_id", "linked", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("people_imports.id", ondelete="CASCADE"))
    number: Mapped[int]
    rows: Mapped[list[Any]] = mapped_column(JSON)  # [line number, [cell, ...]]
    refused: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # line number to [field, template, values]
    checked: Mapped[bool] = mapped_column(default=False)
    imported: Mapped[bool] = mapped_column(default=False)
    linked: Mapped[bool] = mapped_column(default=False)  # whose manager is who, once everybody of the file is known


class ImportAddress(Base):
    """An address that a check has met, and on which line first; gone when the check is done.

    In a table, not in the worker's memory: that stays flat, and a worker that takes over knows what the one before had met.
    """

    __tablename__ = "people_import_addresses"

    import_id: Mapped[int] = mapped_column(ForeignKey("people_imports.id", ondelete="CASCADE"), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), primary_key=True)
    line: Mapped[int]


# Letters that Unicode does not take apart, as people type them who have no such key.
_WITHOUT_STROKE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


def search_text_of(name: str, email: str) -> str:
    """Name and address without accents and capitals: 'Zieliński' is found by 'zielinski'."""
    plain = unicodedata.normalize("NFKD", f"{name} {email}").casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_WITHOUT_STROKE)[:500]


@event.listens_for(Person, "before_insert")
@event.listens_for(Person, "before_update")
def _keep_search_text(_mapper: Mapper[Person], _connection: object, person: Person) -> None:
    person.search_text = search_text_of(person.name or "", person.email)
