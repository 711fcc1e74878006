"""Who left a room stays out of it, also when the group leaves the platform and comes back"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0046"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channel_departures",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("group_id", "platform_id", "person_id")),
        sa.Column("account", sa.String(length=500), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_channel_departures_{column}"), ondelete="CASCADE")
            for column, other in (("group_id", "groups"), ("platform_id", "platforms"), ("person_id", "people"))
        ),
        sa.PrimaryKeyConstraint("group_id", "platform_id", "person_id", name=op.f("pk_channel_departures")),
    )
    for column in ("platform_id", "person_id"):
        op.create_index(op.f(f"ix_channel_departures_{column}"), "channel_departures", [column])


def downgrade() -> None:
    op.drop_table("channel_departures")
