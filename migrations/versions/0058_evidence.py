"""Evidence: groups of which a goal is measured, interviews, and reports with the links by which they are shared"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "evidence_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("side", _one_of("side", "started", "waits", "others"), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "side <> 'started' OR round_id IS NOT NULL OR starts_on IS NOT NULL",
            name=op.f("ck_evidence_groups_a_start_has_a_day"),
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_evidence_groups_goal_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_evidence_groups_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_groups")),
        sa.UniqueConstraint("goal_id", "name", name=op.f("uq_evidence_groups_goal_id_name")),
    )
    with op.batch_alter_table("evidence_groups") as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_groups_round_id"), ["round_id"], unique=False)

    op.create_table(
        "evidence_weeks",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people > 0", name=op.f("ck_evidence_weeks_of_people")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["evidence_groups.id"], name=op.f("fk_evidence_weeks_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "on", name=op.f("pk_evidence_weeks")),
    )

    op.create_table(
        "evidence_sources",
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_evidence_sources_goal_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("goal_id", name=op.f("pk_evidence_sources")),
    )

    op.create_table(
        "evidence_touched",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["goal_events.id"], name=op.f("fk_evidence_touched_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["evidence_groups.id"], name=op.f("fk_evidence_touched_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "group_id", name=op.f("pk_evidence_touched")),
    )
    with op.batch_alter_table("evidence_touched") as batch_op:
        batch_op.create_index("ix_evidence_touched_group", ["group_id"], unique=False)

    op.create_table(
        "evidence_interviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("stage", _one_of("stage", "asked", "declined", "agreed", "approved"), nullable=False),
        sa.Column("told", _one_of("told", "worked", "did_not"), nullable=True),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("tried", sa.Text(), nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("hindered", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(stage = 'approved') = (approved_on IS NOT NULL)", name=op.f("ck_evidence_interviews_approved_on_a_day")
        ),
        sa.CheckConstraint(
            "stage <> 'approved' OR told IS NOT NULL", name=op.f("ck_evidence_interviews_approved_says_how_it_was")
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_evidence_interviews_goal_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_evidence_interviews_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["people.id"], name=op.f("fk_evidence_interviews_asked_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_interviews")),
        sa.UniqueConstraint("goal_id", "person_id", name=op.f("uq_evidence_interviews_goal_id_person_id")),
        sa.UniqueConstraint("token", name=op.f("uq_evidence_interviews_token")),
    )
    with op.batch_alter_table("evidence_interviews") as batch_op:
        batch_op.create_index("ix_evidence_interviews_goal", ["goal_id", "stage"], unique=False)
        batch_op.create_index("ix_evidence_interviews_person", ["person_id"], unique=False)
        batch_op.create_index("ix_evidence_interviews_asked_by", ["asked_by_id"], unique=False)

    op.create_table(
        "evidence_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_evidence_reports_made_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_reports")),
    )
    with op.batch_alter_table("evidence_reports") as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_reports_made_by_id"), ["made_by_id"], unique=False)

    op.create_table(
        "evidence_report_shares",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("for_whom", sa.String(length=80), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"], ["evidence_reports.id"], name=op.f("fk_evidence_report_shares_report_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["people.id"], name=op.f("fk_evidence_report_shares_made_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_report_shares")),
        sa.UniqueConstraint("token", name=op.f("uq_evidence_report_shares_token")),
    )
    with op.batch_alter_table("evidence_report_shares") as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_report_shares_report_id"), ["report_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_report_shares_made_by_id"), ["made_by_id"], unique=False)


def downgrade() -> None:
    for table in (
        "evidence_report_shares",
        "evidence_reports",
        "evidence_interviews",
        "evidence_touched",
        "evidence_sources",
        "evidence_weeks",
        "evidence_groups",
    ):
        op.drop_table(table)
