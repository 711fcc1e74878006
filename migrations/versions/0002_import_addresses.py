"""Addresses that the check of an import has met, and indexes for its next part"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "people_import_addresses",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["people_imports.id"],
            name=op.f("fk_people_import_addresses_import_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "email", name=op.f("pk_people_import_addresses")),
    )
    op.create_index("ix_people_import_parts_checked", "people_import_parts", ["import_id", "checked", "number"])
    op.create_index("ix_people_import_parts_imported", "people_import_parts", ["import_id", "imported", "number"])


def downgrade() -> None:
    op.drop_index("ix_people_import_parts_imported", table_name="people_import_parts")
    op.drop_index("ix_people_import_parts_checked", table_name="people_import_parts")
    op.drop_table("people_import_addresses")
