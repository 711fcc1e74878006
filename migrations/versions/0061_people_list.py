"""People: one index for the list and for its search"""

from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_people_search", "people")
    op.drop_index("ix_people_list", "people")
    op.create_index("ix_people_list", "people", ["active", "name", "id", "search_text"])


def downgrade() -> None:
    op.drop_index("ix_people_list", "people")
    op.create_index("ix_people_list", "people", ["active", "name", "id"])
    op.create_index("ix_people_search", "people", ["active", "search_text"])
