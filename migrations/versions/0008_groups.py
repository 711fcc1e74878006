"""Groups: who looks after them, who belongs to them and how that came about, and what members write down"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
STEPS = ("invited", "asked", "began", "left", "removed", "declined", "refused", "withdrawn")


def one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def key(table, column, other, ondelete):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("kind", one_of("kind", "training", "network", "open"), nullable=False),
        sa.Column("visibility", one_of("visibility", "listed", "unlisted"), nullable=False),
        sa.Column("join_rule", one_of("join_rule", "open", "request", "invitation"), nullable=False),
        sa.Column("shows_people", one_of("shows_people", "everybody", "members", "nobody"), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        key("groups", "created_by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
    )
    op.create_index("ix_groups_listed", "groups", ["visibility", "closed_at", "name", "id"])
    op.create_index(op.f("ix_groups_created_by_id"), "groups", ["created_by_id"])
    op.create_table(
        "group_stewards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        key("group_stewards", "group_id", "groups", "CASCADE"),
        key("group_stewards", "person_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_stewards")),
        sa.UniqueConstraint("group_id", "person_id", name=op.f("uq_group_stewards_group_id_person_id")),
    )
    op.create_index(op.f("ix_group_stewards_person_id"), "group_stewards", ["person_id"])
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", one_of("state", "invited", "asked", "member", "over"), nullable=False),
        sa.Column("origin", one_of("origin", "joined", "invited", "mirrored"), nullable=True),
        sa.Column("ending", one_of("ending", "left", "removed", "declined", "refused", "withdrawn"), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("hides_name", sa.Boolean(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("began_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.CheckConstraint("(state = 'over') = (ending IS NOT NULL)", name=op.f("ck_memberships_over_has_an_ending")),
        sa.CheckConstraint(
            "state <> 'member' OR (origin IS NOT NULL AND began_at IS NOT NULL)",
            name=op.f("ck_memberships_member_has_an_origin"),
        ),
        key("memberships", "group_id", "groups", "CASCADE"),
        key("memberships", "person_id", "people", "CASCADE"),
        key("memberships", "asked_by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("group_id", "person_id", name=op.f("uq_memberships_group_id_person_id")),
        sa.UniqueConstraint("token", name=op.f("uq_memberships_token")),
    )
    op.create_index("ix_memberships_group", "memberships", ["group_id", "state", "person_id"])
    op.create_index("ix_memberships_person", "memberships", ["person_id", "state", "group_id"])
    op.create_index(op.f("ix_memberships_asked_by_id"), "memberships", ["asked_by_id"])
    op.create_table(
        "membership_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("step", one_of("step", *STEPS), nullable=False),
        sa.Column("origin", one_of("origin", "joined", "invited", "mirrored"), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        key("membership_records", "group_id", "groups", "CASCADE"),
        key("membership_records", "person_id", "people", "CASCADE"),
        key("membership_records", "by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_records")),
    )
    op.create_index("ix_membership_records_person", "membership_records", ["person_id", "group_id", "id"])
    op.create_index(op.f("ix_membership_records_group_id"), "membership_records", ["group_id"])
    op.create_index(op.f("ix_membership_records_by_id"), "membership_records", ["by_id"])
    op.create_table(
        "group_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        key("group_notes", "group_id", "groups", "CASCADE"),
        key("group_notes", "person_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_notes")),
    )
    op.create_index("ix_group_notes_group", "group_notes", ["group_id", "id"])
    op.create_index(op.f("ix_group_notes_person_id"), "group_notes", ["person_id"])


def downgrade() -> None:
    for table in ("group_notes", "membership_records", "memberships", "group_stewards", "groups"):
        op.drop_table(table)
