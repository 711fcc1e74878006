"""Wishes and concerns, and blind tokens: a key for each purpose, who had a signature, and what was used"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0041"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blind_keys",
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("modulus", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("purpose", name=op.f("pk_blind_keys")),
    )
    op.create_table(
        "blind_spent_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_blind_spent_tokens")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "voice_launches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("launches_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_launches")),
    )
    op.create_table(
        "blind_grants",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("blinded_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_blind_grants_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_grants")),
        sa.UniqueConstraint("person_id", "purpose", name=op.f("uq_blind_grants_person_id_purpose")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("blind_grants") as batch_op:
        batch_op.create_index("ix_blind_grants_purpose", ["purpose", "id"], unique=False)

    op.create_table(
        "voices",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "kind", sa.Enum("wish", "concern", name="kind", native_enum=False, create_constraint=True, length=24), nullable=False
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("words_stay", sa.Boolean(), nullable=False),
        sa.Column("pseudonym", sa.String(length=40), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "heard",
                "in_progress",
                "done",
                "not_now",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("answerer_id", sa.Integer(), nullable=True),
        sa.Column("me_toos", sa.Integer(), nullable=False),
        sa.Column("me_toos_shown", sa.Integer(), nullable=True),
        sa.Column(
            "showing",
            sa.Enum("shown", "held_back", "second_look", name="showing", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("held_reason", sa.Text(), nullable=False),
        sa.Column("held_by_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("person_id IS NULL OR secret_hash IS NULL", name=op.f("ck_voices_pseudonym_has_no_person")),
        sa.ForeignKeyConstraint(["answerer_id"], ["people.id"], name=op.f("fk_voices_answerer_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["held_by_id"], ["people.id"], name=op.f("fk_voices_held_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["merged_into_id"], ["voices.id"], name=op.f("fk_voices_merged_into_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_voices_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voices")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_voices_secret_hash")),
    )
    with op.batch_alter_table("voices") as batch_op:
        batch_op.create_index("ix_voices_answerer", ["answerer_id", "state"], unique=False)
        batch_op.create_index("ix_voices_board", ["showing", "merged_into_id", "said_on", "id"], unique=False)
        batch_op.create_index("ix_voices_held_by", ["held_by_id"], unique=False)
        batch_op.create_index("ix_voices_merged", ["merged_into_id"], unique=False)
        batch_op.create_index("ix_voices_person", ["person_id"], unique=False)
        batch_op.create_index("ix_voices_waiting", ["state", "due_on"], unique=False)

    op.create_table(
        "voice_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voice_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "heard",
                "in_progress",
                "done",
                "not_now",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_voice_answers_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["voice_id"], ["voices.id"], name=op.f("fk_voice_answers_voice_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_answers")),
    )
    with op.batch_alter_table("voice_answers") as batch_op:
        batch_op.create_index(batch_op.f("ix_voice_answers_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_voice_answers_day", ["answered_on", "id"], unique=False)
        batch_op.create_index("ix_voice_answers_voice", ["voice_id", "id"], unique=False)

    op.create_table(
        "voice_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("incoming_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind", sa.Enum("wish", "concern", name="kind", native_enum=False, create_constraint=True, length=24), nullable=False
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("shows_at", UtcDateTime(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["incoming_id"], ["incoming_mails.id"], name=op.f("fk_voice_letters_incoming_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_voice_letters_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_letters")),
        sa.UniqueConstraint("token", name=op.f("uq_voice_letters_token")),
    )
    with op.batch_alter_table("voice_letters") as batch_op:
        batch_op.create_index("ix_voice_letters_due", ["shows_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_voice_letters_incoming_id"), ["incoming_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_voice_letters_person_id"), ["person_id"], unique=False)

    op.create_table(
        "voice_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voice_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["voice_id"], ["voices.id"], name=op.f("fk_voice_reports_voice_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_reports")),
    )
    with op.batch_alter_table("voice_reports") as batch_op:
        batch_op.create_index("ix_voice_reports_voice", ["voice_id"], unique=False)


def downgrade() -> None:
    for table in (
        "voice_reports",
        "voice_letters",
        "voice_answers",
        "voices",
        "blind_grants",
        "voice_launches",
        "blind_spent_tokens",
        "blind_keys",
    ):
        op.drop_table(table)
