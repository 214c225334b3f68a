"""What was done for the server"""

import sqlalchemy as sa
from alembic import op

revision = "0037_care"
down_revision = "0036_sign_in"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "care_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('backup','check','restore','upgrade')", name=op.f("ck_care_event_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_event")),
    )
    op.create_index("ix_care_event_kind", "care_event", ["kind", "at"])


def downgrade():
    op.drop_index("ix_care_event_kind", table_name="care_event")
    op.drop_table("care_event")
