"""Series and courses: what dates have in common, an answer for all of them"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ANSWERS = ("needs-action", "accepted", "tentative", "declined")
VIA = ("calendar", "link", "web", "api", "host", "system")


def one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form", one_of("form", "series", "course"), nullable=False),
        sa.Column("calendar_object_id", sa.Integer(), nullable=True),
        sa.Column("continues_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("recur", sa.String(length=120), nullable=False),
        sa.Column("first_at", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", one_of("kind", "training", "meetup"), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("online_url", sa.String(length=500), nullable=False),
        sa.Column("keeps_group", sa.Boolean(), nullable=False),
        sa.Column("group_capacity", sa.Integer(), nullable=True),
        sa.Column("minimum_dates", sa.Integer(), nullable=True),
        sa.Column("last_waiting_number", sa.Integer(), nullable=False),
        sa.Column("asked_sequence", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("state", one_of("state", "draft", "published", "cancelled"), nullable=False),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("edit_number", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(form = 'series') = (calendar_object_id IS NOT NULL)", name=op.f("ck_series_a_series_has_one_uid")),
        sa.CheckConstraint("group_capacity IS NULL OR group_capacity > 0", name=op.f("ck_series_group_capacity_is_positive")),
        sa.ForeignKeyConstraint(["calendar_object_id"], ["calendar_objects.id"], name=op.f("fk_series_calendar_object_id")),
        sa.ForeignKeyConstraint(["continues_id"], ["series.id"], name=op.f("fk_series_continues_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_series_created_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["programme_id"], ["series.id"], name=op.f("fk_series_programme_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("calendar_object_id", name=op.f("uq_series_calendar_object_id")),
    )
    op.create_index(op.f("ix_series_continues_id"), "series", ["continues_id"])
    op.create_index(op.f("ix_series_created_by_id"), "series", ["created_by_id"])
    op.create_index(op.f("ix_series_programme_id"), "series", ["programme_id"])
    op.create_table(
        "series_rsvps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("answer", one_of("answer", *ANSWERS), nullable=False),
        sa.Column("seat", one_of("seat", "none", "seated", "waiting"), nullable=False),
        sa.Column("waiting_number", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("via", one_of("via", *VIA), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("reply_sequence", sa.Integer(), nullable=True),
        sa.Column("reply_dtstamp", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(seat = 'waiting') = (waiting_number IS NOT NULL)", name=op.f("ck_series_rsvps_waiting_has_a_number")
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_series_rsvps_invitation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_series_rsvps_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_series_rsvps_series_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_rsvps")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_series_rsvps_invitation_id")),
        sa.UniqueConstraint("series_id", "person_id", name=op.f("uq_series_rsvps_series_id_person_id")),
        sa.UniqueConstraint("series_id", "waiting_number", name=op.f("uq_series_rsvps_series_id_waiting_number")),
    )
    op.create_index("ix_series_rsvps_person", "series_rsvps", ["person_id", "series_id"])
    op.create_index("ix_series_rsvps_seats", "series_rsvps", ["series_id", "seat", "waiting_number"])
    with op.batch_alter_table("sessions") as sessions:
        sessions.add_column(sa.Column("series_id", sa.Integer(), nullable=True))
        sessions.add_column(sa.Column("part", sa.Integer(), nullable=True))
        sessions.create_foreign_key(op.f("fk_sessions_series_id"), "series", ["series_id"], ["id"])
    op.create_index("ix_sessions_series", "sessions", ["series_id", "starts_at"])
    op.create_table(
        "former_dates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calendar_object_id", sa.Integer(), nullable=False),
        sa.Column("recurrence_id", UtcDateTime(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_object_id"],
            ["calendar_objects.id"],
            name=op.f("fk_former_dates_calendar_object_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_former_dates_session_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_dates")),
        sa.UniqueConstraint("calendar_object_id", "recurrence_id", name=op.f("uq_former_dates_calendar_object_id_recurrence_id")),
    )
    op.create_index(op.f("ix_former_dates_session_id"), "former_dates", ["session_id"])
    op.add_column("invitations", sa.Column("left_at", UtcDateTime(), nullable=True))
    op.add_column("rsvps", sa.Column("stands_alone", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("outgoing_mails", sa.Column("slot", sa.String(length=40), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("outgoing_mails", "slot")
    op.drop_column("rsvps", "stands_alone")
    op.drop_column("invitations", "left_at")
    op.drop_index(op.f("ix_former_dates_session_id"), table_name="former_dates")
    op.drop_table("former_dates")
    op.drop_index("ix_sessions_series", table_name="sessions")
    with op.batch_alter_table("sessions") as sessions:
        sessions.drop_constraint(op.f("fk_sessions_series_id"), type_="foreignkey")
        sessions.drop_column("part")
        sessions.drop_column("series_id")
    op.drop_index("ix_series_rsvps_seats", table_name="series_rsvps")
    op.drop_index("ix_series_rsvps_person", table_name="series_rsvps")
    op.drop_table("series_rsvps")
    op.drop_index(op.f("ix_series_programme_id"), table_name="series")
    op.drop_index(op.f("ix_series_created_by_id"), table_name="series")
    op.drop_index(op.f("ix_series_continues_id"), table_name="series")
    op.drop_table("series")
