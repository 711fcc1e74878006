"""Surveys: what they ask and whom, each time of asking, and answers that name nobody"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=True),
        sa.Column("measures", _one_of("measures", "none", "share", "median"), nullable=False),
        sa.Column("audience", _one_of("audience", "everybody", "department", "group", "session", "round"), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("state", _one_of("state", "draft", "running", "ended"), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("every_weeks IS NULL OR days < every_weeks * 7", name=op.f("ck_surveys_waves_do_not_overlap")),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_surveys_goal_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_surveys_group_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_surveys_session_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_surveys_round_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_surveys_made_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
    )
    with op.batch_alter_table("surveys") as batch_op:
        for column in ("goal_id", "group_id", "session_id", "round_id", "made_by_id"):
            batch_op.create_index(batch_op.f(f"ix_surveys_{column}"), [column], unique=False)
        batch_op.create_index("ix_surveys_next", ["state", "next_on"], unique=False)

    op.create_table(
        "survey_waves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name=op.f("fk_survey_waves_survey_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_waves")),
        sa.UniqueConstraint("survey_id", "number", name=op.f("uq_survey_waves_survey_id_number")),
    )
    with op.batch_alter_table("survey_waves") as batch_op:
        batch_op.create_index("ix_survey_waves_open", ["closed", "closes_on"], unique=False)

    op.create_table(
        "survey_stops",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name=op.f("fk_survey_stops_survey_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_survey_stops_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("survey_id", "person_id", name=op.f("pk_survey_stops")),
    )
    with op.batch_alter_table("survey_stops") as batch_op:
        batch_op.create_index("ix_survey_stops_person", ["person_id"], unique=False)

    op.create_table(
        "survey_asked",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("told", _one_of("told", "waits", "nothing", "asked", "reminded"), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["survey_waves.id"], name=op.f("fk_survey_asked_wave_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_survey_asked_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("wave_id", "person_id", name=op.f("pk_survey_asked")),
    )
    with op.batch_alter_table("survey_asked") as batch_op:
        batch_op.create_index("ix_survey_asked_person", ["person_id", "wave_id"], unique=False)
        batch_op.create_index("ix_survey_asked_told", ["wave_id", "told", "person_id"], unique=False)

    op.create_table(
        "survey_answers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(step IS NULL) <> (words = '')", name=op.f("ck_survey_answers_step_or_words")),
        sa.ForeignKeyConstraint(["wave_id"], ["survey_waves.id"], name=op.f("fk_survey_answers_wave_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answers")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("survey_answers") as batch_op:
        batch_op.create_index("ix_survey_answers_wave", ["wave_id", "id"], unique=False)


def downgrade() -> None:
    for table in ("survey_answers", "survey_asked", "survey_stops", "survey_waves", "surveys"):
        op.drop_table(table)
