"""Thanks that whoever looks after a page took off it"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("thanks", sa.Column("taken_off_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("thanks", "taken_off_at")
