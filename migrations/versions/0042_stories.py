"""Stories of colleagues, words proposed for them, questions to their tellers"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0042"
down_revision = "0036"
branch_labels = None
depends_on = None

QUESTIONS = ("worth_it", "time", "wrong_words", "who_reads", "no_desk", "finding")
SIZES = ("alone", "few", "some", "many", "crowd")


def key(table, column, other, ondelete="CASCADE"):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def one_of(name, values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def words():
    return [
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("was_hard", sa.Text(), nullable=False),
        sa.Column("do_now", sa.Text(), nullable=False),
        sa.Column("it_changed", sa.Text(), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "stories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("team_size", one_of("team_size", SIZES), nullable=True),
        sa.Column("question", one_of("question", QUESTIONS), nullable=True),
        sa.Column("takes_questions", sa.Boolean(), nullable=False),
        sa.Column("wants_editor", sa.Boolean(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("taken_off_at", UtcDateTime(), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=False),
        *words(),
        key("stories", "by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
        sa.UniqueConstraint("token", name=op.f("uq_stories_token")),
    )
    op.create_index("ix_stories_published", "stories", ["published_at", "id"])
    op.create_index("ix_stories_by", "stories", ["by_id", "written_at"])
    op.create_table(
        "story_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=True),
        sa.Column("drafted_at", UtcDateTime(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        *words(),
        key("story_drafts", "story_id", "stories"),
        key("story_drafts", "editor_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_drafts")),
        sa.UniqueConstraint("story_id", name=op.f("uq_story_drafts_story_id")),
        sa.UniqueConstraint("token", name=op.f("uq_story_drafts_token")),
    )
    op.create_index(op.f("ix_story_drafts_editor_id"), "story_drafts", ["editor_id"])
    op.create_table(
        "story_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=False),
        key("story_questions", "story_id", "stories"),
        key("story_questions", "by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_questions")),
        sa.UniqueConstraint("token", name=op.f("uq_story_questions_token")),
    )
    op.create_index("ix_story_questions_story", "story_questions", ["story_id", "asked_at"])
    op.create_index("ix_story_questions_by", "story_questions", ["by_id", "asked_at"])
    op.create_index("ix_story_questions_asked", "story_questions", ["asked_at"])
    op.create_table(
        "story_starts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("question", one_of("question", QUESTIONS), nullable=False),
        key("story_starts", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_starts")),
        sa.UniqueConstraint("person_id", name=op.f("uq_story_starts_person_id")),
    )


def downgrade() -> None:
    for table in ("story_starts", "story_questions", "story_drafts", "stories"):
        op.drop_table(table)
