"""Who comes in whose place at all dates of a series"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLE = "series_delegations"


def to_answer(column):
    return sa.ForeignKeyConstraint([column], ["series_rsvps.id"], name=op.f(f"fk_{TABLE}_{column}"), ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegator_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        to_answer("delegator_id"),
        to_answer("delegate_id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("delegator_id", name=op.f(f"uq_{TABLE}_delegator_id")),
    )
    op.create_index(op.f(f"ix_{TABLE}_delegate_id"), TABLE, ["delegate_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
