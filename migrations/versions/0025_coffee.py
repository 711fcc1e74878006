"""Coffee: circles, who takes part, turns, the coffees that come of them and who has one"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

STATES = ("open", "running", "paused", "ended")
ANSWERS = ("needs-action", "accepted", "tentative", "declined")


def one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def key(table, column, other, ondelete):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def whole(name, *, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "coffee_circles",
        whole("id"),
        sa.Column("name", sa.String(length=80), nullable=False),
        whole("every_weeks"),
        whole("minutes"),
        whole("weekday"),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("state", one_of("state", *STATES), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        whole("last_number"),
        whole("shown_count", nullable=True),
        whole("created_by_id", nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("every_weeks BETWEEN 1 AND 12", name=op.f("ck_coffee_circles_weeks_are_few")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 120", name=op.f("ck_coffee_circles_coffee_is_short")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_coffee_circles_weekday_is_one")),
        key("coffee_circles", "created_by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coffee_circles")),
    )
    op.create_index("ix_coffee_circles_due", "coffee_circles", ["state", "next_on"])
    op.create_index(op.f("ix_coffee_circles_created_by_id"), "coffee_circles", ["created_by_id"])
    op.create_table(
        "coffee_turns",
        whole("id"),
        whole("circle_id"),
        whole("number"),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("pairing_asked_at", UtcDateTime(), nullable=True),
        sa.Column("paired_at", UtcDateTime(), nullable=True),
        key("coffee_turns", "circle_id", "coffee_circles", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coffee_turns")),
        sa.UniqueConstraint("circle_id", "began_on", name=op.f("uq_coffee_turns_circle_id_began_on")),
        sa.UniqueConstraint("circle_id", "number", name=op.f("uq_coffee_turns_circle_id_number")),
    )
    op.create_index("ix_coffee_turns_pairing", "coffee_turns", ["pairing_asked_at"])
    op.create_table(
        "coffee_guests",
        whole("id"),
        whole("circle_id"),
        whole("person_id"),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("pauses_until", sa.Date(), nullable=True),
        sa.Column("comes_first", sa.Boolean(), nullable=False),
        whole("seeks_in_id", nullable=True),
        key("coffee_guests", "circle_id", "coffee_circles", "CASCADE"),
        key("coffee_guests", "person_id", "people", "CASCADE"),
        key("coffee_guests", "seeks_in_id", "coffee_turns", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coffee_guests")),
        sa.UniqueConstraint("circle_id", "person_id", name=op.f("uq_coffee_guests_circle_id_person_id")),
    )
    op.create_index("ix_coffee_guests_person", "coffee_guests", ["person_id", "circle_id"])
    op.create_index("ix_coffee_guests_seeking", "coffee_guests", ["seeks_in_id"])
    op.create_table(
        "coffee_meetings",
        whole("id"),
        whole("turn_id"),
        sa.Column("uid", sa.String(length=120), nullable=False),
        whole("sequence"),
        whole("asked_sequence"),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("tried", sa.JSON(), nullable=False),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("met_asked_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_coffee_meetings_ends_after_it_starts")),
        key("coffee_meetings", "turn_id", "coffee_turns", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coffee_meetings")),
        sa.UniqueConstraint("uid", name=op.f("uq_coffee_meetings_uid")),
    )
    op.create_index("ix_coffee_meetings_turn", "coffee_meetings", ["turn_id", "id"])
    op.create_index("ix_coffee_meetings_ended", "coffee_meetings", ["ends_at"])
    op.create_table(
        "coffee_seats",
        whole("id"),
        whole("meeting_id"),
        whole("person_id"),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("answer", one_of("answer", *ANSWERS), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        whole("reply_sequence", nullable=True),
        sa.Column("reply_dtstamp", UtcDateTime(), nullable=True),
        sa.Column("met", sa.Boolean(), nullable=True),
        key("coffee_seats", "meeting_id", "coffee_meetings", "CASCADE"),
        key("coffee_seats", "person_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coffee_seats")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_coffee_seats_meeting_id_person_id")),
        sa.UniqueConstraint("token", name=op.f("uq_coffee_seats_token")),
    )
    op.create_index("ix_coffee_seats_person", "coffee_seats", ["person_id", "id"])


def downgrade() -> None:
    for table in ("coffee_seats", "coffee_meetings", "coffee_guests", "coffee_turns", "coffee_circles"):
        op.drop_table(table)
