"""Rounds of training groups, and line managers"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("smallest", sa.Integer(), nullable=False),
        sa.Column("largest", sa.Integer(), nullable=False),
        sa.Column("most_groups", sa.Integer(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("dates", sa.Integer(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("sign_up_until", UtcDateTime(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "composing",
                "proposed",
                "asked",
                "published",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("resemblance", sa.Integer(), nullable=False),
        sa.Column("keeps_pairs", sa.Boolean(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("compose_began_at", UtcDateTime(), nullable=True),
        sa.Column("compose_error", sa.String(length=200), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.CheckConstraint("minutes > 0 AND dates > 0", name=op.f("ck_rounds_dates_last")),
        sa.CheckConstraint("smallest > 0 AND smallest <= largest", name=op.f("ck_rounds_sizes_fit")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_rounds_created_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("token", name=op.f("uq_rounds_token")),
    )
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rounds_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index("ix_rounds_state", ["state", "id"], unique=False)

    op.create_table(
        "round_hosts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("most_groups", sa.Integer(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_round_hosts_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_hosts_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_hosts")),
        sa.UniqueConstraint("round_id", "person_id", name=op.f("uq_round_hosts_round_id_person_id")),
    )
    with op.batch_alter_table("round_hosts", schema=None) as batch_op:
        batch_op.create_index("ix_round_hosts_person", ["person_id"], unique=False)

    op.create_table(
        "round_places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_places_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_places")),
        sa.UniqueConstraint("round_id", "name", name=op.f("uq_round_places_round_id_name")),
    )
    op.create_table(
        "round_times",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_round_times_weekday_is_one")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_times_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_times")),
        sa.UniqueConstraint("round_id", "weekday", "starts", name=op.f("uq_round_times_round_id_weekday_starts")),
    )
    op.create_table(
        "round_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("time_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("formed_group_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["host_id"], ["round_hosts.id"], name=op.f("fk_round_groups_host_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["place_id"], ["round_places.id"], name=op.f("fk_round_groups_place_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_groups_round_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["formed_group_id"], ["groups.id"], name=op.f("fk_round_groups_formed_group_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_round_groups_series_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["time_id"], ["round_times.id"], name=op.f("fk_round_groups_time_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_groups")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_round_groups_round_id_number")),
    )
    with op.batch_alter_table("round_groups", schema=None) as batch_op:
        batch_op.create_index("ix_round_groups_host", ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_groups_formed_group_id"), ["formed_group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_groups_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_groups_series_id"), ["series_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_groups_time_id"), ["time_id"], unique=False)

    op.create_table(
        "round_host_places",
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["round_hosts.id"], name=op.f("fk_round_host_places_host_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["place_id"], ["round_places.id"], name=op.f("fk_round_host_places_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("host_id", "place_id", name=op.f("pk_round_host_places")),
    )
    with op.batch_alter_table("round_host_places", schema=None) as batch_op:
        batch_op.create_index("ix_round_host_places_place", ["place_id"], unique=False)

    op.create_table(
        "round_host_times",
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("time_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["round_hosts.id"], name=op.f("fk_round_host_times_host_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["time_id"], ["round_times.id"], name=op.f("fk_round_host_times_time_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("host_id", "time_id", name=op.f("pk_round_host_times")),
    )
    with op.batch_alter_table("round_host_times", schema=None) as batch_op:
        batch_op.create_index("ix_round_host_times_time", ["time_id"], unique=False)

    op.create_table(
        "sign_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("signed_up_at", UtcDateTime(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("manager_welcome", sa.Boolean(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column(
            "answer", sa.Enum("none", "yes", name="answer", native_enum=False, create_constraint=True, length=24), nullable=False
        ),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("why_unplaced", sa.String(length=24), nullable=False),
        sa.Column("remedies", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["round_groups.id"], name=op.f("fk_sign_ups_group_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_ups_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_sign_ups_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ups")),
        sa.UniqueConstraint("round_id", "person_id", name=op.f("uq_sign_ups_round_id_person_id")),
    )
    with op.batch_alter_table("sign_ups", schema=None) as batch_op:
        batch_op.create_index("ix_sign_ups_group", ["group_id"], unique=False)
        batch_op.create_index("ix_sign_ups_person", ["person_id", "round_id"], unique=False)

    op.create_table(
        "round_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        sa.Column("from_group_id", sa.Integer(), nullable=True),
        sa.Column("to_group_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_group_id"], ["round_groups.id"], name=op.f("fk_round_moves_from_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_moves_round_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sign_up_id"], ["sign_ups.id"], name=op.f("fk_round_moves_sign_up_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["to_group_id"], ["round_groups.id"], name=op.f("fk_round_moves_to_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_moves")),
    )
    with op.batch_alter_table("round_moves", schema=None) as batch_op:
        batch_op.create_index("ix_round_moves_round", ["round_id", "id"], unique=False)
        batch_op.create_index("ix_round_moves_sign_up", ["sign_up_id"], unique=False)

    op.create_table(
        "sign_up_companions",
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_up_companions_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["sign_up_id"], ["sign_ups.id"], name=op.f("fk_sign_up_companions_sign_up_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sign_up_id", "person_id", name=op.f("pk_sign_up_companions")),
    )
    with op.batch_alter_table("sign_up_companions", schema=None) as batch_op:
        batch_op.create_index("ix_sign_up_companions_person", ["person_id"], unique=False)

    op.create_table(
        "sign_up_declined",
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["round_groups.id"], name=op.f("fk_sign_up_declined_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sign_up_id"], ["sign_ups.id"], name=op.f("fk_sign_up_declined_sign_up_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sign_up_id", "group_id", name=op.f("pk_sign_up_declined")),
    )
    with op.batch_alter_table("sign_up_declined", schema=None) as batch_op:
        batch_op.create_index("ix_sign_up_declined_group", ["group_id"], unique=False)

    op.create_table(
        "sign_up_kept_apart",
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_up_kept_apart_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["sign_up_id"], ["sign_ups.id"], name=op.f("fk_sign_up_kept_apart_sign_up_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sign_up_id", "person_id", name=op.f("pk_sign_up_kept_apart")),
    )
    with op.batch_alter_table("sign_up_kept_apart", schema=None) as batch_op:
        batch_op.create_index("ix_sign_up_kept_apart_person", ["person_id"], unique=False)

    op.create_table(
        "sign_up_places",
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["round_places.id"], name=op.f("fk_sign_up_places_place_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sign_up_id"], ["sign_ups.id"], name=op.f("fk_sign_up_places_sign_up_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sign_up_id", "place_id", name=op.f("pk_sign_up_places")),
    )
    with op.batch_alter_table("sign_up_places", schema=None) as batch_op:
        batch_op.create_index("ix_sign_up_places_place", ["place_id"], unique=False)

    op.create_table(
        "sign_up_times",
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        sa.Column("time_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sign_up_id"], ["sign_ups.id"], name=op.f("fk_sign_up_times_sign_up_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["time_id"], ["round_times.id"], name=op.f("fk_sign_up_times_time_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sign_up_id", "time_id", name=op.f("pk_sign_up_times")),
    )
    with op.batch_alter_table("sign_up_times", schema=None) as batch_op:
        batch_op.create_index("ix_sign_up_times_time", ["time_id"], unique=False)

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("manager_id", sa.Integer(), nullable=True))
        batch_op.create_index("ix_people_manager", ["manager_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_people_manager_id"), "people", ["manager_id"], ["id"], ondelete="SET NULL")

    with op.batch_alter_table("people_import_parts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("linked", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index("ix_people_import_parts_linked", ["import_id", "linked", "number"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("people_import_parts", schema=None) as batch_op:
        batch_op.drop_index("ix_people_import_parts_linked")
        batch_op.drop_column("linked")

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_people_manager_id"), type_="foreignkey")
        batch_op.drop_index("ix_people_manager")
        batch_op.drop_column("manager_id")

    with op.batch_alter_table("sign_up_times", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_up_times_time")

    op.drop_table("sign_up_times")
    with op.batch_alter_table("sign_up_places", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_up_places_place")

    op.drop_table("sign_up_places")
    with op.batch_alter_table("sign_up_kept_apart", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_up_kept_apart_person")

    op.drop_table("sign_up_kept_apart")
    with op.batch_alter_table("sign_up_declined", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_up_declined_group")

    op.drop_table("sign_up_declined")
    with op.batch_alter_table("sign_up_companions", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_up_companions_person")

    op.drop_table("sign_up_companions")
    with op.batch_alter_table("round_moves", schema=None) as batch_op:
        batch_op.drop_index("ix_round_moves_sign_up")
        batch_op.drop_index("ix_round_moves_round")

    op.drop_table("round_moves")
    with op.batch_alter_table("sign_ups", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_ups_person")
        batch_op.drop_index("ix_sign_ups_group")

    op.drop_table("sign_ups")
    with op.batch_alter_table("round_host_times", schema=None) as batch_op:
        batch_op.drop_index("ix_round_host_times_time")

    op.drop_table("round_host_times")
    with op.batch_alter_table("round_host_places", schema=None) as batch_op:
        batch_op.drop_index("ix_round_host_places_place")

    op.drop_table("round_host_places")
    with op.batch_alter_table("round_groups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_groups_time_id"))
        batch_op.drop_index(batch_op.f("ix_round_groups_series_id"))
        batch_op.drop_index(batch_op.f("ix_round_groups_formed_group_id"))
        batch_op.drop_index(batch_op.f("ix_round_groups_place_id"))
        batch_op.drop_index("ix_round_groups_host")

    op.drop_table("round_groups")
    op.drop_table("round_times")
    op.drop_table("round_places")
    with op.batch_alter_table("round_hosts", schema=None) as batch_op:
        batch_op.drop_index("ix_round_hosts_person")

    op.drop_table("round_hosts")
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.drop_index("ix_rounds_state")
        batch_op.drop_index(batch_op.f("ix_rounds_created_by_id"))

    op.drop_table("rounds")
