"""Messages: those about one session, newest first, come from their index in that order"""

from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_outgoing_mails_topic", "outgoing_mails")
    op.create_index("ix_outgoing_mails_topic", "outgoing_mails", ["topic", "id", "state"])


def downgrade() -> None:
    op.drop_index("ix_outgoing_mails_topic", "outgoing_mails")
    op.create_index("ix_outgoing_mails_topic", "outgoing_mails", ["topic", "state", "id"])
