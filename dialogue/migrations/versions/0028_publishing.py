"""Acts of publishing; what was public by itself until now stays so"""

import sqlalchemy as sa
from alembic import op

revision = "0028_publishing"
down_revision = "0027_chasing"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "subject_type in ('conclusion_notice','notice_item','reply')",
            name=op.f("ck_publication_subject_type"),
        ),
        sa.CheckConstraint("act in ('publish','withdraw')", name=op.f("ck_publication_act")),
        sa.CheckConstraint(
            "act = 'publish' or length(reason) > 0",
            name=op.f("ck_publication_withdrawn_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_publication_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    op.create_index("ix_publication_subject", "publication", ["subject_type", "subject_id"])
    for table in ("conclusion_notice", "reply"):
        op.execute(
            "INSERT INTO publication (subject_type, subject_id, act, reason, shown, by_id, at) "
            f"SELECT '{table}', id, 'publish', '', '[]', "
            "coalesce(approved_by_id, drafted_by_id), "
            "coalesce(approved_at, CURRENT_TIMESTAMP) "
            f"FROM {table} WHERE state = 'issued'"
        )
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER publication_no_{verb.lower()} BEFORE {verb} ON publication "
            "BEGIN SELECT RAISE(ABORT, 'publication is append-only'); END"
        )


def downgrade():
    op.drop_table("publication")
