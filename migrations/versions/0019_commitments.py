"""Commitments, what became of each date, and to whom they are shown"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def key(table, column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "commitments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminder_days", sa.Integer(), nullable=True),
        sa.Column("reminder_hour", sa.Integer(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.CheckConstraint("every_weeks BETWEEN 1 AND 26", name=op.f("ck_commitments_rhythm_is_weeks")),
        key("commitments", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
        sa.UniqueConstraint("token", name=op.f("uq_commitments_token")),
    )
    op.create_index(op.f("ix_commitments_person_id"), "commitments", ["person_id"])
    op.create_index("ix_commitments_next_at", "commitments", ["next_at", "id"])
    op.create_table(
        "commitment_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("marked_at", UtcDateTime(), nullable=False),
        key("commitment_marks", "commitment_id", "commitments"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_marks")),
        sa.UniqueConstraint("commitment_id", "due_on", name=op.f("uq_commitment_marks_commitment_id_due_on")),
    )
    op.create_table(
        "commitment_shares",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("shared_at", UtcDateTime(), nullable=False),
        key("commitment_shares", "commitment_id", "commitments"),
        key("commitment_shares", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_shares")),
        sa.UniqueConstraint("commitment_id", "person_id", name=op.f("uq_commitment_shares_commitment_id_person_id")),
    )
    op.create_index(op.f("ix_commitment_shares_person_id"), "commitment_shares", ["person_id"])


def downgrade() -> None:
    op.drop_table("commitment_shares")
    op.drop_table("commitment_marks")
    op.drop_table("commitments")
