"""Participation: ready figures by week and segment, which week came when, what a file would show"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "participation_weeks",
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("what", _one_of("what", "events", "totals"), nullable=False),
        sa.Column("door", _one_of("door", "file", "api"), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_participation_weeks_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("on", name=op.f("pk_participation_weeks")),
    )
    with op.batch_alter_table("participation_weeks") as batch_op:
        batch_op.create_index(batch_op.f("ix_participation_weeks_by_id"), ["by_id"], unique=False)

    op.create_table(
        "participation_figures",
        sa.Column(
            "kind",
            _one_of("kind", "whole", "department", "took_part", "waiting", "function", "place", "group"),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("took_part", sa.Integer(), nullable=True),
        sa.Column("consume", sa.Integer(), nullable=True),
        sa.Column("contribute", sa.Integer(), nullable=True),
        sa.Column("create", sa.Integer(), nullable=True),
        sa.Column("across", sa.Integer(), nullable=True),
        sa.Column("has_contacts", sa.Boolean(), nullable=False),
        sa.CheckConstraint("people IS NOT NULL OR took_part IS NULL", name=op.f("ck_participation_figures_part_of_people")),
        sa.CheckConstraint("took_part IS NOT NULL OR consume IS NULL", name=op.f("ck_participation_figures_levels_of_part")),
        sa.CheckConstraint("consume IS NOT NULL OR contribute IS NULL", name=op.f("ck_participation_figures_levels_in_order")),
        sa.CheckConstraint('(contribute IS NULL) = ("create" IS NULL)', name=op.f("ck_participation_figures_levels_together")),
        sa.ForeignKeyConstraint(["on"], ["participation_weeks.on"], name=op.f("fk_participation_figures_on"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("kind", "name", "on", name=op.f("pk_participation_figures")),
    )
    with op.batch_alter_table("participation_figures") as batch_op:
        batch_op.create_index("ix_participation_figures_week", ["on", "kind", "name"], unique=False)

    op.create_table(
        "participation_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", _one_of("what", "events", "totals"), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("weeks", sa.JSON(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("refused_lines", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_participation_imports_by_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation_imports")),
        sa.UniqueConstraint("by_id", name=op.f("uq_participation_imports_by_id")),
    )


def downgrade() -> None:
    op.drop_table("participation_imports")
    op.drop_table("participation_figures")
    op.drop_table("participation_weeks")
