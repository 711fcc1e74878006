"""Meetings of a mentorship in both calendars"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

ANSWERS = ("needs-action", "accepted", "tentative", "declined")
COLUMNS = ("next_meeting_minutes", "meeting_uid", "meeting_sequence", "meeting_asked_sequence", "meeting_set_at")


def one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.add_column("mentorships", sa.Column("next_meeting_minutes", sa.Integer(), server_default="30", nullable=False))
    op.add_column("mentorships", sa.Column("meeting_uid", sa.String(length=120), nullable=True))
    op.add_column("mentorships", sa.Column("meeting_sequence", sa.Integer(), server_default="0", nullable=False))
    op.add_column("mentorships", sa.Column("meeting_asked_sequence", sa.Integer(), server_default="0", nullable=False))
    op.add_column("mentorships", sa.Column("meeting_set_at", UtcDateTime(), nullable=True))
    op.create_table(
        "mentorship_meeting_seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("answer", one_of("answer", *ANSWERS), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("reply_sequence", sa.Integer(), nullable=True),
        sa.Column("reply_dtstamp", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.id"],
            name=op.f("fk_mentorship_meeting_seats_mentorship_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_mentorship_meeting_seats_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship_meeting_seats")),
        sa.UniqueConstraint("mentorship_id", "person_id", name=op.f("uq_mentorship_meeting_seats_mentorship_id_person_id")),
        sa.UniqueConstraint("token", name=op.f("uq_mentorship_meeting_seats_token")),
    )
    op.create_index(op.f("ix_mentorship_meeting_seats_person_id"), "mentorship_meeting_seats", ["person_id"])


def downgrade() -> None:
    op.drop_table("mentorship_meeting_seats")
    for name in reversed(COLUMNS):
        op.drop_column("mentorships", name)
