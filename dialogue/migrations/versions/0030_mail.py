"""Mail: who wants it about what, and the queue"""

import sqlalchemy as sa
from alembic import op

revision = "0030_mail"
down_revision = "0029_corrections"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "mail_setting",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_mail_setting_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_mail_setting")),
    )
    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("state in ('queued','sent','given_up')", name=op.f("ck_mail_state")),
        sa.CheckConstraint("lines >= 0", name=op.f("ck_mail_lines")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_mail_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    op.create_index("ix_mail_queue", "mail", ["state", "next_at"])
    op.create_index("ix_mail_account", "mail", ["account_id"])


def downgrade():
    op.drop_table("mail")
    op.drop_table("mail_setting")
