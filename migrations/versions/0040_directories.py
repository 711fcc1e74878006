"""Directories as sources of networks, what a meeting came to, and when a keeper was asked whether all is still so"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


HANDED = ("file", "text", "address")
FOLLOWED = ("network", "group")


def upgrade() -> None:
    op.create_table(
        "directories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("kind", "ldap", "scim"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("account", sa.String(length=500), nullable=False),
        sa.Column("base", sa.String(length=500), nullable=False),
        sa.Column("group_filter", sa.String(length=1000), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("sealed_secret", sa.Text(), nullable=False),
        sa.Column("connected_at", UtcDateTime(), nullable=False),
        sa.Column("tested_at", UtcDateTime(), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directories")),
        sa.UniqueConstraint("name", name=op.f("uq_directories_name")),
    )
    op.create_table(
        "directory_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directory_id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=600), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("is_followed", sa.Boolean(), nullable=False),
        sa.Column("fetched_at", UtcDateTime(), nullable=True),
        sa.Column("fault", sa.String(length=40), nullable=False),
        sa.Column("tried_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["directory_id"], ["directories.id"], name=op.f("fk_directory_groups_directory_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["offline_networks.id"], name=op.f("fk_directory_groups_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_groups")),
        sa.UniqueConstraint("directory_id", "key", name=op.f("uq_directory_groups_directory_id_key")),
        sa.UniqueConstraint("network_id", name=op.f("uq_directory_groups_network_id")),
    )
    op.create_index("ix_directory_groups_followed", "directory_groups", ["is_followed", "tried_at"])
    op.create_table(
        "directory_group_people",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["directory_groups.id"], name=op.f("fk_directory_group_people_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_directory_group_people_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_directory_group_people")),
    )
    op.create_index("ix_directory_group_people_person", "directory_group_people", ["person_id"])
    op.create_table(
        "meeting_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_meeting_notes_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_meeting_notes_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_notes")),
        sa.UniqueConstraint("group_id", "met_on", name=op.f("uq_meeting_notes_group_id_met_on")),
    )
    op.create_index(op.f("ix_meeting_notes_person_id"), "meeting_notes", ["person_id"])
    op.add_column("offline_networks", sa.Column("still_asked_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("hand_overs") as batch:
        batch.alter_column(
            "kind", existing_type=_one_of("kind", *HANDED), type_=_one_of("kind", *HANDED, "directory"), existing_nullable=False
        )
        batch.add_column(sa.Column("directory_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_hand_overs_directory_id"), "directories", ["directory_id"], ["id"], ondelete="CASCADE"
        )
        batch.create_index(batch.f("ix_hand_overs_directory_id"), ["directory_id"])
    with op.batch_alter_table("mirrors") as batch:
        batch.alter_column(
            "source_kind",
            existing_type=_one_of("source_kind", *FOLLOWED),
            type_=_one_of("source_kind", *FOLLOWED, "directory"),
            existing_nullable=False,
        )
        batch.add_column(sa.Column("source_directory_group_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_mirrors_source_directory_group_id"),
            "directory_groups",
            ["source_directory_group_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch.create_index(batch.f("ix_mirrors_source_directory_group_id"), ["source_directory_group_id"])


def downgrade() -> None:
    """What was found in a directory, or follows one, has no place before: it is gone."""
    op.execute("DELETE FROM mirrors WHERE source_kind = 'directory'")
    op.execute("DELETE FROM hand_overs WHERE kind = 'directory'")
    with op.batch_alter_table("mirrors") as batch:
        batch.drop_index(batch.f("ix_mirrors_source_directory_group_id"))
        batch.drop_constraint(batch.f("fk_mirrors_source_directory_group_id"), type_="foreignkey")
        batch.drop_column("source_directory_group_id")
        batch.alter_column(
            "source_kind",
            existing_type=_one_of("source_kind", *FOLLOWED, "directory"),
            type_=_one_of("source_kind", *FOLLOWED),
            existing_nullable=False,
        )
    with op.batch_alter_table("hand_overs") as batch:
        batch.drop_index(batch.f("ix_hand_overs_directory_id"))
        batch.drop_constraint(batch.f("fk_hand_overs_directory_id"), type_="foreignkey")
        batch.drop_column("directory_id")
        batch.alter_column(
            "kind", existing_type=_one_of("kind", *HANDED, "directory"), type_=_one_of("kind", *HANDED), existing_nullable=False
        )
    with op.batch_alter_table("offline_networks") as batch:
        batch.drop_column("still_asked_at")
    op.drop_table("meeting_notes")
    op.drop_table("directory_group_people")
    op.drop_table("directory_groups")
    op.drop_table("directories")
