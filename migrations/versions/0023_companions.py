"""Two who come to a session together, and a mentorship's question whether they would"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def key(table, column, other, ondelete):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def upgrade() -> None:
    with op.batch_alter_table("rsvps") as batch:
        batch.add_column(sa.Column("comes_with_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_rsvps_comes_with_id"), "rsvps", ["comes_with_id"], ["id"], ondelete="SET NULL")
        batch.create_index(op.f("ix_rsvps_comes_with_id"), ["comes_with_id"])
    op.create_table(
        "mentorship_outings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum("none", "yes", "no", name="answer", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        key("mentorship_outings", "mentorship_id", "mentorships", "CASCADE"),
        key("mentorship_outings", "session_id", "sessions", "CASCADE"),
        key("mentorship_outings", "asked_by_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship_outings")),
        sa.UniqueConstraint("mentorship_id", "session_id", name=op.f("uq_mentorship_outings_mentorship_id_session_id")),
    )
    op.create_index("ix_mentorship_outings_session", "mentorship_outings", ["session_id"])
    op.create_index(op.f("ix_mentorship_outings_asked_by_id"), "mentorship_outings", ["asked_by_id"])


def downgrade() -> None:
    op.drop_table("mentorship_outings")
    with op.batch_alter_table("rsvps") as batch:
        batch.drop_index(op.f("ix_rsvps_comes_with_id"))
        batch.drop_constraint(op.f("fk_rsvps_comes_with_id"), type_="foreignkey")
        batch.drop_column("comes_with_id")
