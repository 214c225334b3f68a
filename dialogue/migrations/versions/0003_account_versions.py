"""Two administrators at once: accounts and units carry the version that was seen"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    for table in ("account", "unit"):
        op.add_column(
            table, sa.Column("version", sa.Integer(), nullable=False, server_default="1")
        )


def downgrade():
    for table in ("account", "unit"):
        op.drop_column(table, "version")
