"""What people hand over to find networks in it, and what was found until they have decided"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hand_overs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("file", "text", "address", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sealed_address", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "read", "failed", name="state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("fault", sa.String(length=40), nullable=False),
        sa.Column("handed_at", UtcDateTime(), nullable=False),
        sa.Column("claimed_at", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_hand_overs_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_overs")),
    )
    op.create_index("ix_hand_overs_person", "hand_overs", ["person_id", "id"])
    op.create_index("ix_hand_overs_waiting", "hand_overs", ["state", "claimed_at"])
    op.create_index("ix_hand_overs_handed_at", "hand_overs", ["handed_at"])
    op.create_table(
        "hand_over_pieces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hand_over_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("octets", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hand_over_id"], ["hand_overs.id"], name=op.f("fk_hand_over_pieces_hand_over_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over_pieces")),
        sa.UniqueConstraint("hand_over_id", "number", name=op.f("uq_hand_over_pieces_hand_over_id_number")),
    )
    op.create_table(
        "found_networks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hand_over_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hand_over_id"], ["hand_overs.id"], name=op.f("fk_found_networks_hand_over_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_found_networks")),
        sa.UniqueConstraint("hand_over_id", "number", name=op.f("uq_found_networks_hand_over_id_number")),
    )
    op.create_table(
        "topic_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_lists")),
    )


def downgrade() -> None:
    op.drop_table("topic_lists")
    op.drop_table("found_networks")
    op.drop_table("hand_over_pieces")
    op.drop_table("hand_overs")
