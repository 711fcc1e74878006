"""Who came to a date, its check-in, and the nudges that count against the cap"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "attendances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("presence", one_of("presence", "here", "open", "missed", "erased"), nullable=False),
        sa.Column("how", one_of("how", "host", "code", "walk-in"), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_attendances_session_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attendances_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
        sa.UniqueConstraint("session_id", "person_id", name=op.f("uq_attendances_session_id_person_id")),
    )
    op.create_index("ix_attendances_person", "attendances", ["person_id", "session_id"])
    op.create_table(
        "check_ins",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("guests", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_check_ins_session_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_check_ins")),
    )
    op.create_table(
        "nudges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("nudged_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_nudges_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudges")),
    )
    op.create_index("ix_nudges_person", "nudges", ["person_id", "nudged_at"])
    op.add_column("people", sa.Column("nudges_paused_until", INSTANT, nullable=True))
    _take_over()


def _take_over() -> None:
    """The nudges of the last thirty days count on: nobody gets four more by our changing where they stand."""
    since = sa.bindparam("since", datetime.now(UTC) - timedelta(days=30), INSTANT)
    insert = "INSERT INTO nudges (person_id, kind, nudged_at) "
    about_sessions = "SELECT person_id, 'sessions.nudge', nudged_at FROM rsvps WHERE nudged_at > :since"
    about_polls = "SELECT person_id, 'sessions.poll_reminder', nudged_at FROM poll_people WHERE nudged_at > :since"
    about_parts = (
        "SELECT person_id, kind, created_at FROM outgoing_mails WHERE kind = 'sessions.make_up' AND person_id IS NOT NULL "
        "AND created_at > :since AND state NOT IN ('replaced', 'dropped')"
    )
    for select in (about_sessions, about_polls, about_parts):
        op.get_bind().execute(sa.text(insert + select).bindparams(since))


def downgrade() -> None:
    op.drop_column("people", "nudges_paused_until")
    op.drop_table("nudges")
    op.drop_table("check_ins")
    op.drop_table("attendances")
