"""Mirrors: what a group follows, each run, and every change of a run"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

ACTS = ("add", "invite", "keep", "remove", "conflict")
REASONS = ("listed", "asked", "both", "by_hand", "only_adds", "invited", "not_listed", "invited_only", "out")


def one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def key(table, column, other, ondelete):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def whole(name, *, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "mirrors",
        whole("id"),
        whole("group_id"),
        sa.Column("source_kind", one_of("source_kind", "network", "group"), nullable=False),
        whole("source_network_id", nullable=True),
        whole("source_group_id", nullable=True),
        sa.Column("rule", one_of("rule", "suggest", "add", "authoritative"), nullable=False),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        whole("most_removed"),
        sa.Column("state", one_of("state", "active", "stopped", "paused"), nullable=False),
        sa.Column("brake", one_of("brake", "failing", "empty", "nobody", "renamed", "removals"), nullable=True),
        whole("run_by_id", nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("next_look_at", UtcDateTime(), nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=True),
        sa.Column("drift", sa.JSON(), nullable=False),
        sa.CheckConstraint("most_removed BETWEEN 0 AND 100", name=op.f("ck_mirrors_most_removed_is_per_cent")),
        sa.CheckConstraint("(state = 'stopped') = (brake IS NOT NULL)", name=op.f("ck_mirrors_stopped_has_a_brake")),
        sa.CheckConstraint("basis <> '' OR NOT is_automatic", name=op.f("ck_mirrors_automatic_has_a_basis")),
        key("mirrors", "group_id", "groups", "CASCADE"),
        key("mirrors", "source_network_id", "offline_networks", "SET NULL"),
        key("mirrors", "source_group_id", "groups", "SET NULL"),
        key("mirrors", "run_by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mirrors")),
        sa.UniqueConstraint("group_id", name=op.f("uq_mirrors_group_id")),
    )
    op.create_index("ix_mirrors_due", "mirrors", ["state", "next_look_at", "id"])
    op.create_index(op.f("ix_mirrors_source_network_id"), "mirrors", ["source_network_id"])
    op.create_index(op.f("ix_mirrors_source_group_id"), "mirrors", ["source_group_id"])
    op.create_index(op.f("ix_mirrors_run_by_id"), "mirrors", ["run_by_id"])
    op.create_table(
        "mirror_runs",
        whole("id"),
        whole("mirror_id"),
        sa.Column("state", one_of("state", "applying", "done", "undoing", "undone"), nullable=False),
        whole("by_id", nullable=True),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        whole("undone_by_id", nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        key("mirror_runs", "mirror_id", "mirrors", "CASCADE"),
        key("mirror_runs", "by_id", "people", "SET NULL"),
        key("mirror_runs", "undone_by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mirror_runs")),
    )
    op.create_index("ix_mirror_runs_mirror", "mirror_runs", ["mirror_id", "id"])
    op.create_index("ix_mirror_runs_state", "mirror_runs", ["state", "id"])
    op.create_index(op.f("ix_mirror_runs_by_id"), "mirror_runs", ["by_id"])
    op.create_index(op.f("ix_mirror_runs_undone_by_id"), "mirror_runs", ["undone_by_id"])
    op.create_table(
        "mirror_changes",
        whole("id"),
        whole("run_id"),
        whole("mirror_id"),
        whole("person_id"),
        sa.Column("act", one_of("act", *ACTS), nullable=False),
        sa.Column("reason", one_of("reason", *REASONS), nullable=False),
        sa.Column("state", one_of("state", "waits", "done", "passed_over", "undone", "stays"), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=True),
        key("mirror_changes", "run_id", "mirror_runs", "CASCADE"),
        key("mirror_changes", "mirror_id", "mirrors", "CASCADE"),
        key("mirror_changes", "person_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mirror_changes")),
        sa.UniqueConstraint("run_id", "person_id", name=op.f("uq_mirror_changes_run_id_person_id")),
    )
    op.create_index("ix_mirror_changes_run", "mirror_changes", ["run_id", "state", "id"])
    op.create_index("ix_mirror_changes_mirror", "mirror_changes", ["mirror_id", "person_id", "id"])
    op.create_index("ix_mirror_changes_person", "mirror_changes", ["person_id", "id"])


def downgrade() -> None:
    for table in ("mirror_changes", "mirror_runs", "mirrors"):
        op.drop_table(table)
