"""Messages and records of answers: indexes of columns that are nearly always empty hold only what is not"""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

SPARSE = {
    "ix_outgoing_mails_lease": ("outgoing_mails", ["state", "lease_until"], "lease_until"),
    "ix_answer_records_recorded_by_id": ("answer_records", ["recorded_by_id"], "recorded_by_id"),
    "ix_answer_records_incoming_mail_id": ("answer_records", ["incoming_mail_id"], "incoming_mail_id"),
}


def upgrade() -> None:
    for name, (table, columns, filled) in SPARSE.items():
        only = sa.text(f"{filled} IS NOT NULL")
        op.drop_index(name, table)
        op.create_index(name, table, columns, sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    for name, (table, columns, _filled) in SPARSE.items():
        op.drop_index(name, table)
        op.create_index(name, table, columns)
