"""A date, a series or a group can serve no goal, whatever what it belongs to says"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

SAID_OF = "goal_id IS NOT NULL OR session_id IS NOT NULL OR series_id IS NOT NULL OR group_id IS NOT NULL"


def upgrade() -> None:
    with op.batch_alter_table("goal_links") as batch:
        batch.alter_column("goal_id", existing_type=sa.Integer(), nullable=True)
        batch.create_check_constraint(batch.f("ck_goal_links_none_is_said_of"), SAID_OF)


def downgrade() -> None:
    """What served none serves again what it belongs to serves."""
    op.execute("DELETE FROM goal_links WHERE goal_id IS NULL")
    with op.batch_alter_table("goal_links") as batch:
        batch.drop_constraint(batch.f("ck_goal_links_none_is_said_of"), type_="check")
        batch.alter_column("goal_id", existing_type=sa.Integer(), nullable=False)
