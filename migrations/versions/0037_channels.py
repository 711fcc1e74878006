"""Channels: where a group stands outside, whom Foyer brought in there, looks, runs, changes, and what is said in the rooms"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0037"
down_revision = "0042"
branch_labels = None
depends_on = None

ACTS = ("add", "invite", "keep", "remove", "conflict")
WHYS = (
    "listed",
    "both",
    "by_hand",
    "only_adds",
    "invited",
    "not_listed",
    "invited_only",
    "out",
    "unsure",
    "no_account",
    "undoing",
    "decided",
)
STOPS = ("failing", "access", "room", "empty", "nobody", "renamed", "removals", "emptied")


def one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def key(table, column, other, ondelete):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def whole(name, *, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "channels",
        whole("id"),
        whole("group_id"),
        whole("platform_id"),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("room_id", sa.String(length=500), nullable=False),
        sa.Column("room_url", sa.String(length=1000), nullable=False),
        sa.Column("rule", one_of("rule", "suggest", "add", "authoritative"), nullable=False),
        whole("most_removed"),
        sa.Column("state", one_of("state", "active", "stopped", "paused"), nullable=False),
        sa.Column("brake", one_of("brake", *STOPS), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        whole("attempts"),
        sa.Column("retry_at", UtcDateTime(), nullable=True),
        sa.Column("claim", sa.String(length=32), nullable=False),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        whole("run_by_id", nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("next_look_at", UtcDateTime(), nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=True),
        sa.Column("drift", sa.JSON(), nullable=False),
        sa.Column("announces", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.CheckConstraint("(state = 'stopped') = (brake IS NOT NULL)", name=op.f("ck_channels_stopped_has_a_brake")),
        sa.CheckConstraint("most_removed BETWEEN 0 AND 100", name=op.f("ck_channels_most_removed_is_per_cent")),
        key("channels", "group_id", "groups", "CASCADE"),
        key("channels", "platform_id", "platforms", "CASCADE"),
        key("channels", "run_by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
        sa.UniqueConstraint("group_id", "platform_id", name=op.f("uq_channels_group_id_platform_id")),
        sa.UniqueConstraint("key", name=op.f("uq_channels_key")),
    )
    op.create_index("ix_channels_due", "channels", ["state", "next_look_at", "id"])
    op.create_index(op.f("ix_channels_platform_id"), "channels", ["platform_id"])
    op.create_index(op.f("ix_channels_run_by_id"), "channels", ["run_by_id"])
    op.create_table(
        "channel_announcements",
        whole("id"),
        whole("channel_id"),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("news", one_of("news", "set", "moved", "cancelled"), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("state", one_of("state", "waits", "said", "dropped", "failed"), nullable=False),
        whole("attempts"),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        key("channel_announcements", "channel_id", "channels", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_announcements")),
        sa.UniqueConstraint("channel_id", "key", name=op.f("uq_channel_announcements_channel_id_key")),
    )
    op.create_index("ix_channel_announcements_about", "channel_announcements", ["channel_id", "about", "state"])
    op.create_index("ix_channel_announcements_due", "channel_announcements", ["state", "due_at", "id"])
    op.create_table(
        "channel_looks",
        whole("id"),
        whole("channel_id"),
        sa.Column("state", one_of("state", "waiting", "ready", "failed"), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("ready_at", UtcDateTime(), nullable=True),
        whole("read"),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("brake", one_of("brake", *STOPS), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        key("channel_looks", "channel_id", "channels", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_looks")),
        sa.UniqueConstraint("channel_id", name=op.f("uq_channel_looks_channel_id")),
    )
    op.create_index(op.f("ix_channel_looks_state"), "channel_looks", ["state"])
    op.create_table(
        "channel_runs",
        whole("id"),
        whole("channel_id"),
        sa.Column(
            "state", one_of("state", "checking", "applying", "held", "done", "outdated", "broken_off", "undone"), nullable=False
        ),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("despite", one_of("despite", *STOPS), nullable=True),
        whole("undoes_id", nullable=True),
        whole("by_id", nullable=True),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        key("channel_runs", "by_id", "people", "SET NULL"),
        key("channel_runs", "channel_id", "channels", "CASCADE"),
        key("channel_runs", "undoes_id", "channel_runs", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_runs")),
    )
    op.create_index(op.f("ix_channel_runs_by_id"), "channel_runs", ["by_id"])
    op.create_index("ix_channel_runs_channel", "channel_runs", ["channel_id", "id"])
    op.create_index("ix_channel_runs_state", "channel_runs", ["state", "id"])
    op.create_index(op.f("ix_channel_runs_undoes_id"), "channel_runs", ["undoes_id"])
    op.create_table(
        "channel_changes",
        whole("id"),
        whole("run_id"),
        whole("person_id"),
        sa.Column("account", sa.String(length=500), nullable=False),
        sa.Column("act", one_of("act", *ACTS), nullable=False),
        sa.Column("why", one_of("why", *WHYS), nullable=False),
        sa.Column(
            "state",
            one_of("state", "waits", "called", "done", "asked", "already", "unsure", "refused", "passed_over"),
            nullable=False,
        ),
        whole("calls"),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=True),
        key("channel_changes", "person_id", "people", "CASCADE"),
        key("channel_changes", "run_id", "channel_runs", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_changes")),
        sa.UniqueConstraint("run_id", "person_id", name=op.f("uq_channel_changes_run_id_person_id")),
    )
    op.create_index("ix_channel_changes_person", "channel_changes", ["person_id", "id"])
    op.create_index("ix_channel_changes_run", "channel_changes", ["run_id", "state", "act", "id"])
    op.create_table(
        "channel_look_lines",
        whole("id"),
        whole("look_id"),
        whole("person_id"),
        sa.Column("account", sa.String(length=500), nullable=False),
        sa.Column("act", one_of("act", *ACTS), nullable=False),
        sa.Column("why", one_of("why", *WHYS), nullable=False),
        key("channel_look_lines", "look_id", "channel_looks", "CASCADE"),
        key("channel_look_lines", "person_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_look_lines")),
        sa.UniqueConstraint("look_id", "person_id", name=op.f("uq_channel_look_lines_look_id_person_id")),
    )
    op.create_index(op.f("ix_channel_look_lines_person_id"), "channel_look_lines", ["person_id"])
    op.create_table(
        "channel_people",
        whole("id"),
        whole("channel_id"),
        whole("person_id"),
        sa.Column("account", sa.String(length=500), nullable=False),
        sa.Column(
            "stands",
            one_of("stands", "coming", "again", "in", "asked", "unsure", "going", "out", "there", "left"),
            nullable=False,
        ),
        sa.Column("since", UtcDateTime(), nullable=False),
        whole("run_id", nullable=True),
        key("channel_people", "channel_id", "channels", "CASCADE"),
        key("channel_people", "person_id", "people", "CASCADE"),
        key("channel_people", "run_id", "channel_runs", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_people")),
        sa.UniqueConstraint("channel_id", "person_id", name=op.f("uq_channel_people_channel_id_person_id")),
    )
    op.create_index("ix_channel_people_person", "channel_people", ["person_id", "channel_id"])
    op.create_index(op.f("ix_channel_people_run_id"), "channel_people", ["run_id"])


def downgrade() -> None:
    for table in (
        "channel_people",
        "channel_look_lines",
        "channel_changes",
        "channel_runs",
        "channel_looks",
        "channel_announcements",
        "channels",
    ):
        op.drop_table(table)
