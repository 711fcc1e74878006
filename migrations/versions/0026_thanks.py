"""Thanks, which the thanked person shares or keeps"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def key(column, other, ondelete):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_thanks_{column}"), ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "thanks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("thanked_at", UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "shared", "kept", name="state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=False),
        key("by_id", "people", "CASCADE"),
        key("to_id", "people", "CASCADE"),
        key("session_id", "sessions", "SET NULL"),
        key("group_id", "groups", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks")),
        sa.UniqueConstraint("token", name=op.f("uq_thanks_token")),
    )
    op.create_index("ix_thanks_shared", "thanks", ["group_id", "state", "decided_at"])
    op.create_index("ix_thanks_to", "thanks", ["to_id", "thanked_at"])
    op.create_index("ix_thanks_by", "thanks", ["by_id", "thanked_at"])
    op.create_index(op.f("ix_thanks_session_id"), "thanks", ["session_id"])


def downgrade() -> None:
    op.drop_table("thanks")
