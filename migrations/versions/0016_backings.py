"""Backing that ambassadors ask their line manager for"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def key(table, column, other, ondelete):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "ambassador_backings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum("open", "yes", "not_now", name="answer", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=False),
        key("ambassador_backings", "ambassador_id", "ambassadors", "CASCADE"),
        key("ambassador_backings", "manager_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador_backings")),
        sa.UniqueConstraint("ambassador_id", name=op.f("uq_ambassador_backings_ambassador_id")),
        sa.UniqueConstraint("token", name=op.f("uq_ambassador_backings_token")),
    )
    op.create_index(op.f("ix_ambassador_backings_manager_id"), "ambassador_backings", ["manager_id"])


def downgrade() -> None:
    op.drop_table("ambassador_backings")
