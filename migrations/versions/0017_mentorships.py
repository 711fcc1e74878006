"""Mentorships: who looks for an ambassador, which pairs are proposed, what the two keep together"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

OPEN, GOES_ON = sa.text("closed_at IS NULL"), sa.text("ended_at IS NULL")
ANSWERS = ("none", "yes", "no")


def one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def key(table, column, other, ondelete):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "ambassador_asks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", one_of("state", "looking", "accompanied", "decides"), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("resemblance", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.CheckConstraint("resemblance BETWEEN 0 AND 100", name=op.f("ck_ambassador_asks_resemblance_is_a_dial")),
        key("ambassador_asks", "person_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador_asks")),
        sa.UniqueConstraint("person_id", name=op.f("uq_ambassador_asks_person_id")),
        sa.UniqueConstraint("token", name=op.f("uq_ambassador_asks_token")),
    )
    op.create_index("ix_ambassador_asks_state", "ambassador_asks", ["state", "asked_at", "id"])
    op.create_table(
        "mentorship_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentee_id", sa.Integer(), nullable=False),
        sa.Column("ambassador_id", sa.Integer(), nullable=False),
        sa.Column("origin", one_of("origin", "asked", "by_hand", "round", "handover"), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("mentee_answer", one_of("mentee_answer", *ANSWERS), nullable=False),
        sa.Column("ambassador_answer", one_of("ambassador_answer", *ANSWERS), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=False),
        key("mentorship_proposals", "mentee_id", "people", "CASCADE"),
        key("mentorship_proposals", "ambassador_id", "people", "CASCADE"),
        key("mentorship_proposals", "by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship_proposals")),
        sa.UniqueConstraint("token", name=op.f("uq_mentorship_proposals_token")),
    )
    op.create_index("ix_mentorship_proposals_mentee", "mentorship_proposals", ["mentee_id", "closed_at"])
    op.create_index("ix_mentorship_proposals_ambassador", "mentorship_proposals", ["ambassador_id", "closed_at"])
    op.create_index("ix_mentorship_proposals_expiry", "mentorship_proposals", ["closed_at", "expires_at"])
    op.create_index(op.f("ix_mentorship_proposals_by_id"), "mentorship_proposals", ["by_id"])
    op.create_index(
        "uq_mentorship_proposals_open_pair",
        "mentorship_proposals",
        ["mentee_id", "ambassador_id"],
        unique=True,
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )
    op.create_table(
        "mentorships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentee_id", sa.Integer(), nullable=False),
        sa.Column("ambassador_id", sa.Integer(), nullable=True),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("next_step", sa.String(length=300), nullable=False),
        sa.Column("next_meeting_at", UtcDateTime(), nullable=True),
        sa.Column("next_meeting_place", sa.String(length=200), nullable=False),
        key("mentorships", "mentee_id", "people", "CASCADE"),
        key("mentorships", "ambassador_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorships")),
    )
    op.create_index("ix_mentorships_mentee", "mentorships", ["mentee_id", "ended_at"])
    op.create_index("ix_mentorships_ambassador", "mentorships", ["ambassador_id", "ended_at"])
    op.create_index(
        "uq_mentorships_one_at_a_time",
        "mentorships",
        ["mentee_id"],
        unique=True,
        postgresql_where=GOES_ON,
        sqlite_where=GOES_ON,
    )
    op.create_table(
        "mentorship_check_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("kind", one_of("kind", "check_in", "closing"), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("going", one_of("going", "well", "so_so", "hard"), nullable=True),
        key("mentorship_check_ins", "mentorship_id", "mentorships", "CASCADE"),
        key("mentorship_check_ins", "author_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship_check_ins")),
    )
    op.create_index("ix_mentorship_check_ins_mentorship", "mentorship_check_ins", ["mentorship_id", "met_on", "id"])
    op.create_index("ix_mentorship_check_ins_author", "mentorship_check_ins", ["author_id"])


def downgrade() -> None:
    op.drop_table("mentorship_check_ins")
    op.drop_table("mentorships")
    op.drop_table("mentorship_proposals")
    op.drop_table("ambassador_asks")
