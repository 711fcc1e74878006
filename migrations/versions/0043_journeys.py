"""Journeys with their steps, who follows one, and their buddies"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0043"
down_revision = "0045"
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "journeys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", _one_of("state", "draft", "open", "closed"), nullable=False),
        sa.Column("occasion", _one_of("occasion", "new_here", "new_on_platform", "programme"), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("departments", sa.JSON(), nullable=False),
        sa.Column("locations", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_journeys_created_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_journeys_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journeys")),
    )
    op.create_index(op.f("ix_journeys_created_by_id"), "journeys", ["created_by_id"])
    op.create_index(op.f("ix_journeys_group_id"), "journeys", ["group_id"])
    op.create_index("ix_journeys_state", "journeys", ["state", "id"])
    op.create_table(
        "journey_followers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", _one_of("state", "active", "paused", "left"), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("paused_on", sa.Date(), nullable=True),
        sa.Column("wants_reminders", sa.Boolean(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("looked_on", sa.Date(), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name=op.f("fk_journey_followers_journey_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_journey_followers_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey_followers")),
        sa.UniqueConstraint("journey_id", "person_id", name=op.f("uq_journey_followers_journey_id_person_id")),
        sa.UniqueConstraint("token", name=op.f("uq_journey_followers_token")),
    )
    op.create_index("ix_journey_followers_looked", "journey_followers", ["state", "looked_on", "id"])
    op.create_index("ix_journey_followers_person", "journey_followers", ["person_id", "state"])
    op.create_table(
        "journey_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("way", _one_of("way", "consume", "contribute", "create"), nullable=False),
        sa.Column("fact", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.Column("departments", sa.JSON(), nullable=False),
        sa.Column("locations", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 1 AND 10", name=op.f("ck_journey_steps_minutes_are_few")),
        sa.CheckConstraint("week BETWEEN -52 AND 52 AND week <> 0", name=op.f("ck_journey_steps_week_is_one")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_journey_steps_group_id")),
        sa.ForeignKeyConstraint(["journey_id"], ["journeys.id"], name=op.f("fk_journey_steps_journey_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey_steps")),
    )
    op.create_index(op.f("ix_journey_steps_group_id"), "journey_steps", ["group_id"])
    op.create_index("ix_journey_steps_journey", "journey_steps", ["journey_id", "position"])
    op.create_table(
        "journey_texts",
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("about", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["journey_id"], ["journeys.id"], name=op.f("fk_journey_texts_journey_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("journey_id", "language", name=op.f("pk_journey_texts")),
    )
    op.create_table(
        "journey_buddies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follower_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", _one_of("state", "asked", "agreed", "declined"), nullable=False),
        sa.Column("shows_progress", sa.Boolean(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["follower_id"], ["journey_followers.id"], name=op.f("fk_journey_buddies_follower_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_journey_buddies_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey_buddies")),
        sa.UniqueConstraint("follower_id", "person_id", name=op.f("uq_journey_buddies_follower_id_person_id")),
        sa.UniqueConstraint("token", name=op.f("uq_journey_buddies_token")),
    )
    op.create_index("ix_journey_buddies_person", "journey_buddies", ["person_id", "state"])
    op.create_table(
        "journey_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["journey_id"], ["journeys.id"], name=op.f("fk_journey_figures_journey_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["step_id"], ["journey_steps.id"], name=op.f("fk_journey_figures_step_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey_figures")),
        sa.UniqueConstraint("journey_id", "step_id", name=op.f("uq_journey_figures_journey_id_step_id")),
    )
    op.create_index(op.f("ix_journey_figures_step_id"), "journey_figures", ["step_id"])
    op.create_table(
        "journey_step_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follower_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("kind", "done", "skipped"), nullable=False),
        sa.Column("marked_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=150), nullable=False),
        sa.ForeignKeyConstraint(
            ["follower_id"], ["journey_followers.id"], name=op.f("fk_journey_step_marks_follower_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["journey_steps.id"], name=op.f("fk_journey_step_marks_step_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey_step_marks")),
        sa.UniqueConstraint("follower_id", "step_id", name=op.f("uq_journey_step_marks_follower_id_step_id")),
    )
    op.create_index(op.f("ix_journey_step_marks_step_id"), "journey_step_marks", ["step_id"])
    op.create_table(
        "journey_step_texts",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["step_id"], ["journey_steps.id"], name=op.f("fk_journey_step_texts_step_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("step_id", "language", name=op.f("pk_journey_step_texts")),
    )


def downgrade() -> None:
    op.drop_table("journey_step_texts")
    op.drop_table("journey_step_marks")
    op.drop_table("journey_figures")
    op.drop_table("journey_buddies")
    op.drop_table("journey_texts")
    op.drop_table("journey_steps")
    op.drop_table("journey_followers")
    op.drop_table("journeys")
