"""Weekly mails of ambassadors, and when an ambassador was asked whether there is a next meeting"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weekly_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_weekly_mails_weekday_is_one")),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_weekly_mails_hour_is_one")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_weekly_mails_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weekly_mails")),
        sa.UniqueConstraint("person_id", name=op.f("uq_weekly_mails_person_id")),
    )
    op.create_index("ix_weekly_mails_next_at", "weekly_mails", ["next_at", "id"])
    op.add_column("mentorships", sa.Column("contact_question_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("mentorships", "contact_question_on")
    op.drop_table("weekly_mails")
