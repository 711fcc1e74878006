"""A week of participation can be corrected for the whole company alone"""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("participation_weeks") as batch:
        batch.add_column(sa.Column("whole_only", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("participation_weeks") as batch:
        batch.alter_column("whole_only", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    """Of weeks that were corrected the whole stays."""
    with op.batch_alter_table("participation_weeks") as batch:
        batch.drop_column("whole_only")
