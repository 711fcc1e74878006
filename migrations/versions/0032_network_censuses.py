"""Censuses of networks that meet offline"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "network_censuses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_network_censuses_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_network_censuses_made_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_censuses")),
        sa.UniqueConstraint("token", name=op.f("uq_network_censuses_token")),
    )
    op.create_index("ix_network_censuses_days", "network_censuses", ["starts_on", "ends_on"])
    op.create_index(op.f("ix_network_censuses_made_by_id"), "network_censuses", ["made_by_id"])


def downgrade() -> None:
    op.drop_table("network_censuses")
