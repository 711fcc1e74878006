"""Living audiences: of which new name it was said that its people have moved"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    fields = sa.Enum(
        "department", "function", "location", "language", name="field", native_enum=False, create_constraint=True, length=24
    )
    op.create_table(
        "audience_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audience_id", sa.Integer(), nullable=False),
        sa.Column("field", fields, nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["audience_id"],
            ["living_audiences.id"],
            name=op.f("fk_audience_moves_audience_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audience_moves")),
        sa.UniqueConstraint("audience_id", "field", "value", name=op.f("uq_audience_moves_audience_id_field_value")),
    )


def downgrade() -> None:
    op.drop_table("audience_moves")
