"""Date polls: what is planned but for its date, its dates, who is asked, and what they marked"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "polls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", one_of("kind", "training", "meetup"), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("online_url", sa.String(length=500), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("shows_marks", sa.Boolean(), nullable=False),
        sa.Column("answer_until", INSTANT, nullable=True),
        sa.Column("state", one_of("state", "draft", "open", "closed"), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("began_at", INSTANT, nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closing_word", sa.Text(), nullable=False),
        sa.Column("chosen_starts_at", INSTANT, nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_polls_minutes_are_positive")),
        sa.ForeignKeyConstraint(["host_id"], ["people.id"], name=op.f("fk_polls_host_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_polls_created_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_polls_session_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
    )
    op.create_index("ix_polls_host", "polls", ["host_id", "state", "id"])
    op.create_index("ix_polls_state", "polls", ["state", "id"])
    op.create_index(op.f("ix_polls_created_by_id"), "polls", ["created_by_id"])
    op.create_index(op.f("ix_polls_session_id"), "polls", ["session_id"])
    op.create_table(
        "poll_dates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_dates_poll_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_dates")),
        sa.UniqueConstraint("poll_id", "starts_at", name=op.f("uq_poll_dates_poll_id_starts_at")),
    )
    op.create_table(
        "poll_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("asked_again_at", INSTANT, nullable=True),
        sa.Column("nudged_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_people_poll_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_poll_people_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_people")),
        sa.UniqueConstraint("poll_id", "person_id", name=op.f("uq_poll_people_poll_id_person_id")),
        sa.UniqueConstraint("token", name=op.f("uq_poll_people_token")),
    )
    op.create_index("ix_poll_people_person", "poll_people", ["person_id", "poll_id"])
    op.create_table(
        "poll_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_person_id", sa.Integer(), nullable=False),
        sa.Column("date_id", sa.Integer(), nullable=False),
        sa.Column("mark", one_of("mark", "yes", "if-need-be", "no"), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_person_id"], ["poll_people.id"], name=op.f("fk_poll_marks_poll_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["date_id"], ["poll_dates.id"], name=op.f("fk_poll_marks_date_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_marks")),
        sa.UniqueConstraint("poll_person_id", "date_id", name=op.f("uq_poll_marks_poll_person_id_date_id")),
    )
    op.create_index("ix_poll_marks_date", "poll_marks", ["date_id", "mark"])


def downgrade() -> None:
    for table in ("poll_marks", "poll_people", "poll_dates", "polls"):
        op.drop_table(table)
