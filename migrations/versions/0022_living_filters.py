"""Living audiences of filters, and of courses"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("living_audiences") as batch:
        batch.alter_column("calendar_object_id", existing_type=sa.Integer(), nullable=True)
        batch.alter_column("group_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("course_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_living_audiences_course_id"), "series", ["course_id"], ["id"], ondelete="CASCADE")
        batch.create_unique_constraint(op.f("uq_living_audiences_course_id_group_id"), ["course_id", "group_id"])
    fields = sa.Enum(
        "department", "function", "location", "language", name="field", native_enum=False, create_constraint=True, length=24
    )
    op.create_table(
        "audience_values",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audience_id", sa.Integer(), nullable=False),
        sa.Column("field", fields, nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["living_audiences.id"], name=op.f("fk_audience_values_audience_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audience_values")),
        sa.UniqueConstraint("audience_id", "field", "value", name=op.f("uq_audience_values_audience_id_field_value")),
    )
    op.create_index("ix_audience_values_match", "audience_values", ["field", "value", "audience_id"])
    op.create_table(
        "audience_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_audience_checks_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audience_checks")),
    )
    op.create_index(op.f("ix_audience_checks_person_id"), "audience_checks", ["person_id"])


def downgrade() -> None:
    op.drop_table("audience_checks")
    op.drop_table("audience_values")
    # What the tables before this knew nothing of: those who are invited stay so, as by hand.
    audiences = sa.table("living_audiences", sa.column("id"), sa.column("calendar_object_id"), sa.column("group_id"))
    is_unknown = sa.or_(audiences.c.calendar_object_id.is_(None), audiences.c.group_id.is_(None))
    unknown = sa.select(audiences.c.id).where(is_unknown)
    reasons = sa.table("invitation_reasons", sa.column("audience_id"))
    op.execute(reasons.delete().where(reasons.c.audience_id.in_(unknown)))
    op.execute(audiences.delete().where(is_unknown))
    with op.batch_alter_table("living_audiences") as batch:
        batch.drop_constraint(op.f("uq_living_audiences_course_id_group_id"), type_="unique")
        batch.drop_constraint(op.f("fk_living_audiences_course_id"), type_="foreignkey")
        batch.drop_column("course_id")
        batch.alter_column("group_id", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("calendar_object_id", existing_type=sa.Integer(), nullable=False)
