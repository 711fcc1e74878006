"""Feedback: questions after a date, and answers that name nobody"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "feedbacks",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("state", one_of("state", "planned", "asking", "closed"), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_feedbacks_session_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_feedbacks")),
    )
    op.create_index("ix_feedbacks_state", "feedbacks", ["state", "closes_on"])
    op.create_table(
        "feedback_answers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("choice", one_of("choice", "yes", "maybe", "no"), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["feedbacks.session_id"], name=op.f("fk_feedback_answers_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_answers")),
        sqlite_with_rowid=False,  # or SQLite would keep the order in which answers came
    )
    op.create_index("ix_feedback_answers_session", "feedback_answers", ["session_id", "question"])
    op.create_table(
        "feedback_spent_links",
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["feedbacks.session_id"], name=op.f("fk_feedback_spent_links_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_feedback_spent_links")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_feedback_spent_links_session_id"), "feedback_spent_links", ["session_id"])


def downgrade() -> None:
    op.drop_table("feedback_spent_links")
    op.drop_table("feedback_answers")
    op.drop_table("feedbacks")
