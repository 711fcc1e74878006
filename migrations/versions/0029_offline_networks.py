"""Networks that meet offline: who keeps them together, who was asked to, who belongs to them"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

NETWORKS, PEOPLE, ASKS = "offline_networks", "offline_network_people", "offline_network_asks"


def one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def key(table, column, other, ondelete):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        NETWORKS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("purpose", one_of("purpose", "learning", "exchange", "work", "social"), nullable=False),
        sa.Column("what_for", sa.Text(), nullable=False),
        sa.Column("how", sa.String(length=300), nullable=False),
        sa.Column("rhythm", one_of("rhythm", "weekly", "fortnightly", "monthly", "now_and_then"), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("since_year", sa.Integer(), nullable=True),
        sa.Column("about_how_many", sa.Integer(), nullable=True),
        sa.Column("openness", one_of("openness", "open", "closed"), nullable=False),
        sa.Column("state", one_of("state", "spotted", "confirmed", "mirrored", "sleeping", "closed"), nullable=False),
        sa.Column("state_at", UtcDateTime(), nullable=False),
        sa.Column("spotted_by_id", sa.Integer(), nullable=True),
        sa.Column("spotted_at", UtcDateTime(), nullable=False),
        sa.Column("keeper_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        key(NETWORKS, "spotted_by_id", "people", "SET NULL"),
        key(NETWORKS, "keeper_id", "people", "SET NULL"),
        key(NETWORKS, "group_id", "groups", "SET NULL"),
        key(NETWORKS, "merged_into_id", NETWORKS, "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{NETWORKS}")),
    )
    op.create_index("ix_offline_networks_list", NETWORKS, ["state", "name", "id"])
    op.create_index("ix_offline_networks_keeper", NETWORKS, ["keeper_id"])
    op.create_index("ix_offline_networks_spotted_by", NETWORKS, ["spotted_by_id"])
    op.create_index("ix_offline_networks_group", NETWORKS, ["group_id"])
    op.create_index("ix_offline_networks_merged_into", NETWORKS, ["merged_into_id"])
    op.create_table(
        PEOPLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", one_of("state", "listed", "off"), nullable=False),
        sa.Column("own_word", sa.Boolean(), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=True),
        sa.Column("named_at", UtcDateTime(), nullable=False),
        sa.Column("off_at", UtcDateTime(), nullable=True),
        sa.Column("came_with_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.CheckConstraint("(state = 'off') = (off_at IS NOT NULL)", name=op.f(f"ck_{PEOPLE}_off_has_an_instant")),
        key(PEOPLE, "network_id", NETWORKS, "CASCADE"),
        key(PEOPLE, "person_id", "people", "CASCADE"),
        key(PEOPLE, "named_by_id", "people", "SET NULL"),
        key(PEOPLE, "came_with_id", NETWORKS, "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{PEOPLE}")),
        sa.UniqueConstraint("network_id", "person_id", name=op.f(f"uq_{PEOPLE}_network_id_person_id")),
        sa.UniqueConstraint("token", name=op.f(f"uq_{PEOPLE}_token")),
    )
    op.create_index("ix_offline_network_people_network", PEOPLE, ["network_id", "state", "person_id"])
    op.create_index("ix_offline_network_people_person", PEOPLE, ["person_id", "state", "network_id"])
    op.create_index(op.f("ix_offline_network_people_named_by_id"), PEOPLE, ["named_by_id"])
    op.create_index(op.f("ix_offline_network_people_came_with_id"), PEOPLE, ["came_with_id"])
    op.create_table(
        ASKS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answer", one_of("answer", "yes", "no"), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f(f"ck_{ASKS}_answer_has_an_instant")),
        key(ASKS, "network_id", NETWORKS, "CASCADE"),
        key(ASKS, "person_id", "people", "CASCADE"),
        key(ASKS, "asked_by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ASKS}")),
        sa.UniqueConstraint("network_id", "person_id", name=op.f(f"uq_{ASKS}_network_id_person_id")),
        sa.UniqueConstraint("token", name=op.f(f"uq_{ASKS}_token")),
    )
    op.create_index("ix_offline_network_asks_person", ASKS, ["person_id", "answer"])
    op.create_index(op.f("ix_offline_network_asks_asked_by_id"), ASKS, ["asked_by_id"])


def downgrade() -> None:
    for table in (ASKS, PEOPLE, NETWORKS):
        op.drop_table(table)
