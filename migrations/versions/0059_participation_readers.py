"""Participation: what readers answered, as it may be shown"""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "participation_readers",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("yes", sa.Integer(), nullable=True),
        sa.Column("between", sa.Integer(), nullable=True),
        sa.Column("no", sa.Integer(), nullable=True),
        sa.Column("most", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["survey_waves.id"], name=op.f("fk_participation_readers_wave_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_participation_readers")),
    )
    with op.batch_alter_table("participation_readers") as batch_op:
        batch_op.create_index(batch_op.f("ix_participation_readers_closes_on"), ["closes_on"], unique=False)


def downgrade() -> None:
    op.drop_table("participation_readers")
