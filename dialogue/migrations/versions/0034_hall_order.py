"""The hall's rules of order, groups on one matter, the day that the presider names"""

import sqlalchemy as sa
from alembic import op

revision = "0034_hall_order"
down_revision = "0033_speaking_request"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        "hall_session",
        sa.Column("answer_seconds", sa.Integer(), nullable=False, server_default="300"),
    )
    op.add_column(
        "hall_session",
        sa.Column(
            "order_rule", sa.String(length=16), nullable=False, server_default="registration"
        ),
    )
    op.add_column("hall_session", sa.Column("layout_since", sa.DateTime(), nullable=True))
    op.add_column(
        "turn", sa.Column("group_topic", sa.String(length=120), nullable=False, server_default="")
    )
    op.add_column("conclusion", sa.Column("wanted_on", sa.Date(), nullable=True))


def downgrade():
    op.drop_column("conclusion", "wanted_on")
    op.drop_column("turn", "group_topic")
    op.drop_column("hall_session", "layout_since")
    op.drop_column("hall_session", "order_rule")
    op.drop_column("hall_session", "answer_seconds")
