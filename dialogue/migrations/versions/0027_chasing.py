"""The ladder of reminders as data, with its first steps"""

import sqlalchemy as sa
from alembic import op

revision = "0027_chasing"
down_revision = "0026_progress"
branch_labels = None
depends_on = None

FIRST = (
    (-5, "unit"), (-2, "unit"), (0, "unit"), (1, "unit"),
    (3, "head"), (5, "unit"), (5, "office"), (10, "head"), (10, "chair"),
)  # fmt: skip


def upgrade():
    table = op.create_table(
        "chasing_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("whom", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "whom in ('unit','head','office','chair')", name=op.f("ck_chasing_step_whom")
        ),
        sa.CheckConstraint("days between -60 and 60", name=op.f("ck_chasing_step_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chasing_step")),
        sa.UniqueConstraint("days", "whom", name=op.f("uq_chasing_step_days")),
    )
    op.bulk_insert(table, [{"days": d, "whom": w, "version": 1} for d, w in FIRST])


def downgrade():
    op.drop_table("chasing_step")
