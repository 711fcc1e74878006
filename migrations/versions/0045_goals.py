"""Programmes and their plans, goals, what was measured, what serves which goal"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "programmes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_programmes_made_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
    )
    op.create_index("ix_programmes_made_by_id", "programmes", ["made_by_id"])

    op.create_table(
        "goals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum("culture", "platform", "process", name="part", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column(
            "direction",
            sa.Enum("lower", "higher", name="direction", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("baseline", sa.Float(), nullable=True),
        sa.Column("baseline_how", sa.Text(), nullable=False),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("says_not", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("queued", "under_way", "closed", name="state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("taken_up_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "reached", "not_reached", "not_measured", name="outcome", native_enum=False, create_constraint=True, length=24
            ),
            nullable=True,
        ),
        sa.Column("last_sentence", sa.Text(), nullable=False),
        sa.Column("asks_shown", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("heir_id", sa.Integer(), nullable=True),
        sa.Column("heir_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name=op.f("ck_goals_closed_has_an_outcome")),
        sa.CheckConstraint(
            "state = 'queued' OR (baseline IS NOT NULL AND baseline_how <> '' AND baseline_on IS NOT NULL AND target IS NOT NULL AND due_on IS NOT NULL)",
            name=op.f("ck_goals_under_way_is_measured"),
        ),
        sa.CheckConstraint(
            "due_on IS NULL OR baseline_on IS NULL OR due_on > baseline_on", name=op.f("ck_goals_due_after_its_baseline")
        ),
        sa.ForeignKeyConstraint(["heir_by_id"], ["people.id"], name=op.f("fk_goals_heir_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["heir_id"], ["people.id"], name=op.f("fk_goals_heir_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_goals_made_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_goals_owner_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_goals_programme_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
    )
    op.create_index("ix_goals_heir_by_id", "goals", ["heir_by_id"])
    op.create_index("ix_goals_heir_id", "goals", ["heir_id"])
    op.create_index("ix_goals_made_by_id", "goals", ["made_by_id"])
    op.create_index(
        "ix_goals_one_under_way",
        "goals",
        ["programme_id"],
        unique=True,
        sqlite_where=sa.text("state = 'under_way' AND part = 'process'"),
        postgresql_where=sa.text("state = 'under_way' AND part = 'process'"),
    )
    op.create_index("ix_goals_owner_id", "goals", ["owner_id"])
    op.create_index("ix_goals_programme", "goals", ["programme_id", "part", "state"])

    op.create_table(
        "programme_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("culture", "platform", "process", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("heir_id", sa.Integer(), nullable=True),
        sa.Column("heir_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind <> 'process'", name=op.f("ck_programme_plans_kind_is_a_plan")),
        sa.ForeignKeyConstraint(["heir_by_id"], ["people.id"], name=op.f("fk_programme_plans_heir_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["heir_id"], ["people.id"], name=op.f("fk_programme_plans_heir_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_programme_plans_owner_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_programme_plans_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_plans")),
        sa.UniqueConstraint("programme_id", "kind", name=op.f("uq_programme_plans_programme_id_kind")),
    )
    op.create_index("ix_programme_plans_heir_by_id", "programme_plans", ["heir_by_id"])
    op.create_index("ix_programme_plans_heir_id", "programme_plans", ["heir_id"])
    op.create_index("ix_programme_plans_owner_id", "programme_plans", ["owner_id"])

    op.create_table(
        "goal_asks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_goal_asks_goal_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_goal_asks_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_asks")),
        sa.UniqueConstraint("goal_id", "person_id", name=op.f("uq_goal_asks_goal_id_person_id")),
    )
    op.create_index("ix_goal_asks_person", "goal_asks", ["person_id"])

    op.create_table(
        "goal_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_goal_events_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_goal_events_goal_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_events")),
    )
    op.create_index("ix_goal_events_by_id", "goal_events", ["by_id"])
    op.create_index("ix_goal_events_goal", "goal_events", ["goal_id", "on"])

    op.create_table(
        "goal_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "made",
                "changed",
                "taken_up",
                "handed_over",
                "closed",
                "reopened",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_goal_records_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_goal_records_goal_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_records")),
    )
    op.create_index("ix_goal_records_by_id", "goal_records", ["by_id"])
    op.create_index("ix_goal_records_goal", "goal_records", ["goal_id", "id"])

    op.create_table(
        "measurement_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_measurement_imports_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_measurement_imports_goal_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement_imports")),
        sa.UniqueConstraint("goal_id", name=op.f("uq_measurement_imports_goal_id")),
    )
    op.create_index("ix_measurement_imports_by_id", "measurement_imports", ["by_id"])

    op.create_table(
        "measurement_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column(
            "source",
            sa.Enum("hand", "import", "api", "survey", name="source", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("source_number", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_measurement_records_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_measurement_records_goal_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement_records")),
    )
    op.create_index("ix_measurement_records_by_id", "measurement_records", ["by_id"])
    op.create_index("ix_measurement_records_goal", "measurement_records", ["goal_id", "id"])

    op.create_table(
        "measurements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column(
            "source",
            sa.Enum("hand", "import", "api", "survey", name="source", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("source_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_measurements_goal_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurements")),
        sa.UniqueConstraint("goal_id", "on", name=op.f("uq_measurements_goal_id_on")),
    )
    op.create_table(
        "programme_starts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_programme_starts_goal_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_programme_starts_programme_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["people.id"], name=op.f("fk_programme_starts_started_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_starts")),
        sa.UniqueConstraint("goal_id", name=op.f("uq_programme_starts_goal_id")),
        sa.UniqueConstraint("programme_id", name=op.f("uq_programme_starts_programme_id")),
    )
    op.create_index("ix_programme_starts_started_by_id", "programme_starts", ["started_by_id"])

    op.create_table(
        "goal_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("thanks_id", sa.Integer(), nullable=True),
        sa.Column("story_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "session_id IS NOT NULL OR series_id IS NOT NULL OR round_id IS NOT NULL OR group_id IS NOT NULL OR thanks_id IS NOT NULL "
            "OR story_id IS NOT NULL",
            name=op.f("ck_goal_links_names_something"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_goal_links_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_goal_links_goal_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_goal_links_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_goal_links_round_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_goal_links_series_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_goal_links_session_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_goal_links_story_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["thanks_id"], ["thanks.id"], name=op.f("fk_goal_links_thanks_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_links")),
        sa.UniqueConstraint("group_id", name=op.f("uq_goal_links_group_id")),
        sa.UniqueConstraint("round_id", name=op.f("uq_goal_links_round_id")),
        sa.UniqueConstraint("series_id", name=op.f("uq_goal_links_series_id")),
        sa.UniqueConstraint("session_id", name=op.f("uq_goal_links_session_id")),
        sa.UniqueConstraint("story_id", name=op.f("uq_goal_links_story_id")),
        sa.UniqueConstraint("thanks_id", name=op.f("uq_goal_links_thanks_id")),
    )
    op.create_index("ix_goal_links_by_id", "goal_links", ["by_id"])
    op.create_index("ix_goal_links_goal_id", "goal_links", ["goal_id"])


def downgrade() -> None:
    op.drop_table("goal_links")
    op.drop_table("programme_starts")
    op.drop_table("measurements")
    op.drop_table("measurement_records")
    op.drop_table("measurement_imports")
    op.drop_table("goal_records")
    op.drop_table("goal_events")
    op.drop_table("goal_asks")
    op.drop_table("programme_plans")
    op.drop_table("goals")
    op.drop_table("programmes")
