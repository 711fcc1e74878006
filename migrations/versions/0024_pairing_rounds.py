"""Rounds in which pairs of ambassadors and mentees are looked for"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def key(table, column, other, ondelete="CASCADE"):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "pairing_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", one_of("state", "finding", "found", "failed", "asked"), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("resemblance", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.CheckConstraint("resemblance BETWEEN 0 AND 100", name=op.f("ck_pairing_rounds_resemblance_is_a_dial")),
        key("pairing_rounds", "by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_rounds")),
    )
    op.create_index(op.f("ix_pairing_rounds_by_id"), "pairing_rounds", ["by_id"])
    op.create_index("ix_pairing_rounds_state", "pairing_rounds", ["state", "id"])
    op.create_table(
        "pairing_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("mentee_id", sa.Integer(), nullable=False),
        sa.Column("ambassador_id", sa.Integer(), nullable=True),
        sa.Column("fit", sa.Integer(), nullable=False),
        sa.Column("is_out", sa.Boolean(), nullable=False),
        key("pairing_lines", "round_id", "pairing_rounds"),
        key("pairing_lines", "mentee_id", "people"),
        key("pairing_lines", "ambassador_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_lines")),
        sa.UniqueConstraint("round_id", "mentee_id", name=op.f("uq_pairing_lines_round_id_mentee_id")),
    )
    op.create_index("ix_pairing_lines_page", "pairing_lines", ["round_id", "fit", "id"])
    op.create_index("ix_pairing_lines_mentee", "pairing_lines", ["mentee_id"])
    op.create_index("ix_pairing_lines_ambassador", "pairing_lines", ["ambassador_id"])


def downgrade() -> None:
    op.drop_table("pairing_lines")
    op.drop_table("pairing_rounds")
