"""Questions, what people work on, and what colleagues say to both"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0044"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question_preferences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("hears_mentions", sa.Boolean(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("hour", sa.Integer(), nullable=True),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(weekday IS NULL) = (next_at IS NULL)", name=op.f("ck_question_preferences_weekly_mail_has_a_next")),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_question_preferences_hour_is_one")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_question_preferences_weekday_is_one")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_question_preferences_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_preferences")),
        sa.UniqueConstraint("person_id", name=op.f("uq_question_preferences_person_id")),
    )
    op.create_index("ix_question_preferences_next_at", "question_preferences", ["next_at", "id"], unique=False)
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "kind", sa.Enum("question", "work", name="kind", native_enum=False, create_constraint=True, length=24), nullable=False
        ),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("only_group", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answerer_id", sa.Integer(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("summary_by_id", sa.Integer(), nullable=True),
        sa.Column("summarised_at", UtcDateTime(), nullable=True),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.CheckConstraint("group_id IS NOT NULL OR only_group = false", name=op.f("ck_questions_only_a_group_has_members")),
        sa.ForeignKeyConstraint(["answerer_id"], ["people.id"], name=op.f("fk_questions_answerer_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_questions_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_questions_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["summary_by_id"], ["people.id"], name=op.f("fk_questions_summary_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    op.create_index("ix_questions_answerer", "questions", ["answerer_id", "promised_on"], unique=False)
    op.create_index("ix_questions_by", "questions", ["by_id", "asked_at"], unique=False)
    op.create_index("ix_questions_group", "questions", ["group_id", "asked_at"], unique=False)
    op.create_index("ix_questions_list", "questions", ["held", "kind", "asked_at", "id"], unique=False)
    op.create_index("ix_questions_open", "questions", ["held", "answered_at", "asked_at"], unique=False)
    op.create_index("ix_questions_summarised_at", "questions", ["summarised_at"], unique=False)
    op.create_index("ix_questions_summary_by", "questions", ["summary_by_id"], unique=False)
    op.create_table(
        "question_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("mention", "might_know", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("called_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_question_calls_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_question_calls_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_calls_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_calls")),
    )
    op.create_index(op.f("ix_question_calls_by_id"), "question_calls", ["by_id"], unique=False)
    op.create_index("ix_question_calls_person", "question_calls", ["person_id", "called_at"], unique=False)
    op.create_index("ix_question_calls_question", "question_calls", ["question_id", "person_id"], unique=False)
    op.create_table(
        "question_replies",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("answer", "done", "knows", "joins", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("as_leader", sa.Boolean(), nullable=False),
        sa.Column("replied_at", UtcDateTime(), nullable=False),
        sa.Column("helped_at", UtcDateTime(), nullable=True),
        sa.Column("welcome", sa.Boolean(), nullable=True),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind = 'joins' OR welcome IS NULL", name=op.f("ck_question_replies_who_joins_is_welcome_or_not")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_question_replies_by_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_replies_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_replies")),
    )
    op.create_index("ix_question_replies_by", "question_replies", ["by_id", "replied_at"], unique=False)
    op.create_index("ix_question_replies_helped", "question_replies", ["kind", "helped_at"], unique=False)
    op.create_index("ix_question_replies_question", "question_replies", ["question_id", "replied_at", "id"], unique=False)
    op.create_table(
        "question_words",
        sa.Column("word", sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_words_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("word", "question_id", name=op.f("pk_question_words")),
    )
    op.create_index("ix_question_words_question", "question_words", ["question_id"], unique=False)
    op.create_table(
        "question_holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("held_at", UtcDateTime(), nullable=False),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("appealed_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "decided_at IS NULL OR appealed_at IS NOT NULL", name=op.f("ck_question_holds_only_an_appeal_is_decided")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_question_holds_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_question_holds_decided_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_holds_question_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["question_replies.id"], name=op.f("fk_question_holds_reply_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_holds")),
    )
    op.create_index("ix_question_holds_appealed", "question_holds", ["decided_at", "appealed_at"], unique=False)
    op.create_index("ix_question_holds_by", "question_holds", ["by_id"], unique=False)
    op.create_index("ix_question_holds_decided_by", "question_holds", ["decided_by_id"], unique=False)
    op.create_index("ix_question_holds_question", "question_holds", ["question_id"], unique=False)
    op.create_index("ix_question_holds_reply", "question_holds", ["reply_id"], unique=False)
    op.create_table(
        "question_reports",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_reports_question_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["question_replies.id"], name=op.f("fk_question_reports_reply_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_reports")),
    )
    op.create_index("ix_question_reports_question", "question_reports", ["question_id"], unique=False)
    op.create_index("ix_question_reports_reply", "question_reports", ["reply_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_question_reports_reply", table_name="question_reports")
    op.drop_index("ix_question_reports_question", table_name="question_reports")
    op.drop_table("question_reports")
    op.drop_index("ix_question_holds_reply", table_name="question_holds")
    op.drop_index("ix_question_holds_question", table_name="question_holds")
    op.drop_index("ix_question_holds_decided_by", table_name="question_holds")
    op.drop_index("ix_question_holds_by", table_name="question_holds")
    op.drop_index("ix_question_holds_appealed", table_name="question_holds")
    op.drop_table("question_holds")
    op.drop_index("ix_question_words_question", table_name="question_words")
    op.drop_table("question_words")
    op.drop_index("ix_question_replies_question", table_name="question_replies")
    op.drop_index("ix_question_replies_helped", table_name="question_replies")
    op.drop_index("ix_question_replies_by", table_name="question_replies")
    op.drop_table("question_replies")
    op.drop_index("ix_question_calls_question", table_name="question_calls")
    op.drop_index("ix_question_calls_person", table_name="question_calls")
    op.drop_index(op.f("ix_question_calls_by_id"), table_name="question_calls")
    op.drop_table("question_calls")
    op.drop_index("ix_questions_summary_by", table_name="questions")
    op.drop_index("ix_questions_summarised_at", table_name="questions")
    op.drop_index("ix_questions_open", table_name="questions")
    op.drop_index("ix_questions_list", table_name="questions")
    op.drop_index("ix_questions_group", table_name="questions")
    op.drop_index("ix_questions_by", table_name="questions")
    op.drop_index("ix_questions_answerer", table_name="questions")
    op.drop_table("questions")
    op.drop_index("ix_question_preferences_next_at", table_name="question_preferences")
    op.drop_table("question_preferences")
