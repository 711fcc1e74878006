"""Further addresses of people, and who comes in whose place"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "further_addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("asks_owner", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_further_addresses_email_is_lower_case")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_further_addresses_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_further_addresses")),
        sa.UniqueConstraint("person_id", "email", name=op.f("uq_further_addresses_person_id_email")),
    )
    op.create_index("ix_further_addresses_email", "further_addresses", ["email"])
    op.create_index(
        "uq_further_addresses_confirmed_email",
        "further_addresses",
        ["email"],
        unique=True,
        postgresql_where=sa.text("confirmed_at IS NOT NULL"),
        sqlite_where=sa.text("confirmed_at IS NOT NULL"),
    )
    op.create_table(
        "delegations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegator_rsvp_id", sa.Integer(), nullable=False),
        sa.Column("delegate_rsvp_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delegator_rsvp_id"], ["rsvps.id"], name=op.f("fk_delegations_delegator_rsvp_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["delegate_rsvp_id"], ["rsvps.id"], name=op.f("fk_delegations_delegate_rsvp_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    op.create_index(op.f("ix_delegations_delegator_rsvp_id"), "delegations", ["delegator_rsvp_id"])
    op.create_index(op.f("ix_delegations_delegate_rsvp_id"), "delegations", ["delegate_rsvp_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_delegations_delegate_rsvp_id"), table_name="delegations")
    op.drop_index(op.f("ix_delegations_delegator_rsvp_id"), table_name="delegations")
    op.drop_table("delegations")
    op.drop_index("uq_further_addresses_confirmed_email", table_name="further_addresses")
    op.drop_index("ix_further_addresses_email", table_name="further_addresses")
    op.drop_table("further_addresses")
