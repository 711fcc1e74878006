"""Photos of stories, each in a few sizes"""

import sqlalchemy as sa
from alembic import op

from database import UtcDateTime

revision = "0051"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "story_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(length=300), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_story_photos_story_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_photos")),
        sa.UniqueConstraint("story_id", name=op.f("uq_story_photos_story_id")),
        sa.UniqueConstraint("token", name=op.f("uq_story_photos_token")),
    )
    kind = sa.Enum("webp", "jpg", name="kind", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "story_pictures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("octets", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["story_photos.id"], name=op.f("fk_story_pictures_photo_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_pictures")),
        sa.UniqueConstraint("photo_id", "kind", "width", name=op.f("uq_story_pictures_photo_id_kind_width")),
    )


def downgrade() -> None:
    op.drop_table("story_pictures")
    op.drop_table("story_photos")
