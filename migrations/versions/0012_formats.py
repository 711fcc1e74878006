"""Formats with the kit for their hosts, what a session is like, who asked to be told of another one, and who is asked to host"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("sessions", "series"):
        op.add_column(table, sa.Column("format_key", sa.String(length=60), nullable=False, server_default=""))
        op.add_column(table, sa.Column("like_topic", sa.String(length=80), nullable=False, server_default=""))
    kinds = sa.Enum("training", "meetup", name="kind", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "formats",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", kinds, nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("dates", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("put_away_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("dates > 0", name=op.f("ck_formats_dates_are_positive")),
        sa.CheckConstraint("seats IS NULL OR seats > 0", name=op.f("ck_formats_seats_are_positive")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_formats")),
    )
    op.create_table(
        "format_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("format_key", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        *[
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("description", "agenda", "preparation", "materials", "first_time", "follow_up")
        ],
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["format_key"], ["formats.key"], name=op.f("fk_format_texts_format_key"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_format_texts")),
        sa.UniqueConstraint("format_key", "language", name=op.f("uq_format_texts_format_key_language")),
    )
    op.create_table(
        "interests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_interests_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interests")),
        sa.UniqueConstraint("person_id", "topic", name=op.f("uq_interests_person_id_topic")),
    )
    op.create_index("ix_interests_topic", "interests", ["topic"])
    op.create_table(
        "interest_figures",
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("topic", name=op.f("pk_interest_figures")),
    )
    answers = sa.Enum("open", "yes", "no", name="answer", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "host_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("answer", answers, nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_host_requests_asked_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_host_requests_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_host_requests_session_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_requests")),
        sa.UniqueConstraint("session_id", "person_id", name=op.f("uq_host_requests_session_id_person_id")),
    )
    op.create_index("ix_host_requests_asked_by_id", "host_requests", ["asked_by_id"])
    op.create_index("ix_host_requests_person", "host_requests", ["person_id", "answer"])
    op.create_index("ix_host_requests_token", "host_requests", ["token"])


def downgrade() -> None:
    op.drop_table("host_requests")
    op.drop_table("interest_figures")
    op.drop_table("interests")
    op.drop_table("format_texts")
    op.drop_table("formats")
    for table in ("series", "sessions"):
        op.drop_column(table, "like_topic")
        op.drop_column(table, "format_key")
