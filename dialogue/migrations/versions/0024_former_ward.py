"""What the ward was called before"""

import sqlalchemy as sa
from alembic import op

revision = "0024_former_ward"
down_revision = "0023_feeds"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "former_ward",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("parent_body", sa.String(length=160), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_ward")),
        sa.UniqueConstraint("valid_to", name=op.f("uq_former_ward_valid_to")),
    )


def downgrade():
    op.drop_table("former_ward")
