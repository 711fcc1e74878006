"""Calendars that people connect, and when they are busy"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "busy_sources",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sealed_address", sa.Text(), nullable=False),
        sa.Column("connected_at", UtcDateTime(), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.Column("fetched_at", UtcDateTime(), nullable=True),
        sa.Column("error", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_busy_sources_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_busy_sources")),
    )
    op.create_index("ix_busy_sources_due", "busy_sources", ["checked_at"])
    op.create_table(
        "busy_times",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_busy_times_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["busy_sources.person_id"], name=op.f("fk_busy_times_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_times")),
    )
    op.create_index("ix_busy_times_person", "busy_times", ["person_id", "starts_at"])


def downgrade() -> None:
    op.drop_index("ix_busy_times_person", table_name="busy_times")
    op.drop_table("busy_times")
    op.drop_index("ix_busy_sources_due", table_name="busy_sources")
    op.drop_table("busy_sources")
