"""Reasons of invitations that end once it has stood for a day that somebody fits a filter no more"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invitation_reasons", sa.Column("ends_at", UtcDateTime(), nullable=True))
    op.create_index("ix_invitation_reasons_ends_at", "invitation_reasons", ["ends_at"])


def downgrade() -> None:
    op.drop_index("ix_invitation_reasons_ends_at", "invitation_reasons")
    with op.batch_alter_table("invitation_reasons") as batch:
        batch.drop_column("ends_at")
