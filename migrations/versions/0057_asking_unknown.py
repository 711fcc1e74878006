"""Questions under a pseudonym, what was edited, reminders of what was promised; journeys of a programme"""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("questions") as batch:
        batch.add_column(sa.Column("pseudonym", sa.String(length=40), nullable=False, server_default=""))
        batch.add_column(sa.Column("secret_hash", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("additions", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("edited_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("promise_told", sa.Integer(), nullable=False, server_default="0"))
        batch.create_unique_constraint(batch.f("uq_questions_secret_hash"), ["secret_hash"])
        batch.create_check_constraint(batch.f("ck_questions_pseudonym_has_no_person"), "by_id IS NULL OR secret_hash IS NULL")
    with op.batch_alter_table("questions") as batch:
        for column in ("pseudonym", "additions", "promise_told"):
            batch.alter_column(column, server_default=None)
    op.add_column("question_replies", sa.Column("edited_on", sa.Date(), nullable=True))
    op.create_table(
        "question_versions",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("replaced_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_versions_question_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["question_replies.id"], name=op.f("fk_question_versions_reply_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_versions")),
    )
    op.create_index("ix_question_versions_question", "question_versions", ["question_id", "replaced_on"])
    op.create_index("ix_question_versions_reply", "question_versions", ["reply_id"])
    _words_anew(with_rowid=False)
    with op.batch_alter_table("journeys") as batch:
        batch.add_column(sa.Column("programme_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(batch.f("fk_journeys_programme_id"), "programmes", ["programme_id"], ["id"], ondelete="SET NULL")
        batch.create_index(batch.f("ix_journeys_programme_id"), ["programme_id"])


def downgrade() -> None:
    """A question under a pseudonym stays, as of somebody who is not here any more; its way back is gone."""
    with op.batch_alter_table("journeys") as batch:
        batch.drop_index(batch.f("ix_journeys_programme_id"))
        batch.drop_constraint(batch.f("fk_journeys_programme_id"), type_="foreignkey")
        batch.drop_column("programme_id")
    _words_anew(with_rowid=True)
    op.drop_table("question_versions")
    with op.batch_alter_table("question_replies") as batch:
        batch.drop_column("edited_on")
    with op.batch_alter_table("questions") as batch:
        batch.drop_constraint(batch.f("ck_questions_pseudonym_has_no_person"), type_="check")
        batch.drop_constraint(batch.f("uq_questions_secret_hash"), type_="unique")
        for column in ("promise_told", "edited_on", "additions", "secret_hash", "pseudonym"):
            batch.drop_column(column)


def _words_anew(*, with_rowid: bool) -> None:
    """SQLite alone has row numbers to leave out: there the table is made anew, with what it holds."""
    if op.get_bind().dialect.name != "sqlite":
        return
    op.drop_index("ix_question_words_question", table_name="question_words")
    op.rename_table("question_words", "question_words_before")
    op.create_table(
        "question_words",
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_words_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("word", "question_id", name=op.f("pk_question_words")),
        sqlite_with_rowid=with_rowid,
    )
    op.execute(
        "INSERT INTO question_words (word, question_id, weight) SELECT word, question_id, weight FROM question_words_before"
    )
    op.drop_table("question_words_before")
    op.create_index("ix_question_words_question", "question_words", ["question_id"])
