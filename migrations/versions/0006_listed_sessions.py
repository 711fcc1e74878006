"""Sessions that everybody may see in the calendar of all sessions, and its address"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("listed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "company_calendars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_company_calendars_there_is_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_calendars")),
    )


def downgrade() -> None:
    op.drop_table("company_calendars")
    op.drop_column("sessions", "listed")
