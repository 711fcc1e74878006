"""Platforms on which groups can stand"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0036"
down_revision = "0040"
branch_labels = None
depends_on = None

KINDS = ("scim", "matrix", "mattermost", "slack", "discourse", "graph")


def upgrade() -> None:
    op.create_table(
        "platforms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=24), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("base_url", sa.String(length=500), nullable=False),
        sa.Column("sealed_secrets", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("test_asked_at", UtcDateTime(), nullable=True),
        sa.Column("tested_at", UtcDateTime(), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platforms")),
        sa.UniqueConstraint("name", name=op.f("uq_platforms_name")),
    )
    op.create_index("ix_platforms_test_asked_at", "platforms", ["test_asked_at"])


def downgrade() -> None:
    op.drop_table("platforms")
