"""Opinions of different years that are one matter"""

import sqlalchemy as sa
from alembic import op

revision = "0009_recurrence"
down_revision = "0021_history_chain"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "recurrence_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("later_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("earlier_id <> later_id", name=op.f("ck_recurrence_link_two_opinions")),
        sa.ForeignKeyConstraint(["earlier_id"], ["opinion.id"], name=op.f("fk_recurrence_link_earlier_id_opinion")),
        sa.ForeignKeyConstraint(["later_id"], ["opinion.id"], name=op.f("fk_recurrence_link_later_id_opinion")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_recurrence_link_actor_id_account")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["account.id"], name=op.f("fk_recurrence_link_undone_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurrence_link")),
    )
    op.create_index(
        "ix_recurrence_link_active",
        "recurrence_link",
        ["earlier_id", "later_id"],
        unique=True,
        sqlite_where=sa.text("undone_at is null"),
        postgresql_where=sa.text("undone_at is null"),
    )
    op.create_index("ix_recurrence_link_later_id", "recurrence_link", ["later_id"])


def downgrade():
    op.drop_table("recurrence_link")
