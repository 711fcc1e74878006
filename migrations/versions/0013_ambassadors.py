"""Ambassadors: what they offer, who thought of whom, and how each came to it"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STANDINGS = ("interested", "invited", "active", "resting", "former")
STEPS = ("volunteered", "took_back", "invited", "suggested", "said_yes", "said_no", "welcomed", "rested", "came_back", "left")


def one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def key(table, column, other, ondelete):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "ambassadors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("standing", one_of("standing", *STANDINGS), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.CheckConstraint("capacity BETWEEN 0 AND 20", name=op.f("ck_ambassadors_capacity_is_few")),
        key("ambassadors", "person_id", "people", "CASCADE"),
        key("ambassadors", "invited_by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassadors")),
        sa.UniqueConstraint("person_id", name=op.f("uq_ambassadors_person_id")),
        sa.UniqueConstraint("token", name=op.f("uq_ambassadors_token")),
    )
    op.create_index("ix_ambassadors_standing", "ambassadors", ["standing", "since", "id"])
    op.create_index(op.f("ix_ambassadors_invited_by_id"), "ambassadors", ["invited_by_id"])
    op.create_table(
        "ambassador_suggestions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        key("ambassador_suggestions", "ambassador_id", "ambassadors", "CASCADE"),
        key("ambassador_suggestions", "by_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador_suggestions")),
        sa.UniqueConstraint("ambassador_id", "by_id", name=op.f("uq_ambassador_suggestions_ambassador_id_by_id")),
    )
    op.create_index(op.f("ix_ambassador_suggestions_by_id"), "ambassador_suggestions", ["by_id"])
    op.create_table(
        "ambassador_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("step", one_of("step", *STEPS), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        key("ambassador_records", "person_id", "people", "CASCADE"),
        key("ambassador_records", "by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador_records")),
    )
    op.create_index("ix_ambassador_records_person", "ambassador_records", ["person_id", "id"])
    op.create_index("ix_ambassador_records_by", "ambassador_records", ["by_id", "step", "at"])


def downgrade() -> None:
    op.drop_table("ambassador_records")
    op.drop_table("ambassador_suggestions")
    op.drop_table("ambassadors")
