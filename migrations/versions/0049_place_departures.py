"""Who left a room stays out also when its platform is cut off and connected again; what is not listed any more stops in a public room"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0049"
down_revision = "0051"
branch_labels = None
depends_on = None

BEFORE = ("failing", "access", "room", "empty", "nobody", "renamed", "removals", "emptied")
AFTER = (*BEFORE, "public")
STOPS = (("channels", "brake"), ("channel_looks", "brake"), ("channel_runs", "despite"))


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    _allow(BEFORE, AFTER)
    op.create_table(
        "place_departures",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=600), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=500), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_place_departures_{column}"), ondelete="CASCADE")
            for column, other in (("group_id", "groups"), ("person_id", "people"))
        ),
        sa.PrimaryKeyConstraint("group_id", "place", "person_id", name=op.f("pk_place_departures")),
    )
    op.create_index(op.f("ix_place_departures_person_id"), "place_departures", ["person_id"])


def downgrade() -> None:
    op.execute("UPDATE channels SET state = 'paused', brake = NULL WHERE brake = 'public'")
    op.execute("UPDATE channel_looks SET brake = NULL WHERE brake = 'public'")
    op.execute("UPDATE channel_runs SET despite = NULL WHERE despite = 'public'")
    op.drop_table("place_departures")
    _allow(AFTER, BEFORE)


def _allow(before, after) -> None:
    for table, column in STOPS:
        with op.batch_alter_table(table) as batch:
            batch.alter_column(
                column, existing_type=_one_of(column, *before), type_=_one_of(column, *after), existing_nullable=True
            )
