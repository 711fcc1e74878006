"""Invitations: the few of a session that were withdrawn are found without looking at every one of it"""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

NAME, TABLE = "ix_invitations_withdrawn", "invitations"
ONLY = sa.text("withdrawn_at IS NOT NULL")


def upgrade() -> None:
    op.create_index(NAME, TABLE, ["calendar_object_id"], sqlite_where=ONLY, postgresql_where=ONLY)


def downgrade() -> None:
    op.drop_index(NAME, TABLE)
