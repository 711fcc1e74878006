"""Groups invited as a living audience, and why an invitation stands"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def key(table, column, other, ondelete):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "living_audiences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calendar_object_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("ending_by_id", sa.Integer(), nullable=True),
        sa.Column("ending_at", INSTANT, nullable=True),
        key("living_audiences", "calendar_object_id", "calendar_objects", "CASCADE"),
        key("living_audiences", "group_id", "groups", "CASCADE"),
        key("living_audiences", "created_by_id", "people", "SET NULL"),
        key("living_audiences", "ending_by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_living_audiences")),
        sa.UniqueConstraint("calendar_object_id", "group_id", name=op.f("uq_living_audiences_calendar_object_id_group_id")),
    )
    for column in ("group_id", "created_by_id", "ending_by_id", "ending_at"):
        op.create_index(op.f(f"ix_living_audiences_{column}"), "living_audiences", [column])
    op.create_table(
        "invitation_reasons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("audience_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        key("invitation_reasons", "invitation_id", "invitations", "CASCADE"),
        key("invitation_reasons", "audience_id", "living_audiences", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_reasons")),
        sa.UniqueConstraint("invitation_id", "audience_id", name=op.f("uq_invitation_reasons_invitation_id_audience_id")),
    )
    op.create_index("ix_invitation_reasons_audience", "invitation_reasons", ["audience_id", "ended_at", "invitation_id"])


def downgrade() -> None:
    op.drop_table("invitation_reasons")
    op.drop_table("living_audiences")
