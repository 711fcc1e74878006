"""Early adopters, waves, and who was asked for one"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def key(table, column, other, ondelete):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "early_adopters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("standing", one_of("standing", "raised", "asked", "down"), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=False),
        key("early_adopters", "person_id", "people", "CASCADE"),
        key("early_adopters", "asked_by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_early_adopters")),
        sa.UniqueConstraint("person_id", name=op.f("uq_early_adopters_person_id")),
        sa.UniqueConstraint("token", name=op.f("uq_early_adopters_token")),
    )
    op.create_index("ix_early_adopters_standing", "early_adopters", ["standing", "since", "id"])
    op.create_index(op.f("ix_early_adopters_asked_by_id"), "early_adopters", ["asked_by_id"])
    op.create_table(
        "waves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("state", one_of("state", "draft", "asked", "running", "closed"), nullable=False),
        sa.Column("thanks", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        key("waves", "created_by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waves")),
    )
    op.create_index("ix_waves_state", "waves", ["state", "ends_on", "id"])
    op.create_index(op.f("ix_waves_created_by_id"), "waves", ["created_by_id"])
    op.create_table(
        "wave_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answer", one_of("answer", "open", "yes", "no"), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("feedback", sa.JSON(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        key("wave_people", "wave_id", "waves", "CASCADE"),
        key("wave_people", "person_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave_people")),
        sa.UniqueConstraint("wave_id", "person_id", name=op.f("uq_wave_people_wave_id_person_id")),
        sa.UniqueConstraint("token", name=op.f("uq_wave_people_token")),
    )
    op.create_index("ix_wave_people_person", "wave_people", ["person_id", "asked_at"])


def downgrade() -> None:
    op.drop_table("wave_people")
    op.drop_table("waves")
    op.drop_table("early_adopters")
