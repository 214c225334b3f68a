"""Notices that correct another; the order of a notice's items by hand"""

import sqlalchemy as sa
from alembic import op

revision = "0029_corrections"
down_revision = "0028_publishing"
branch_labels = None
depends_on = None


def _refers(table, **columns):
    return [
        sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"))
        for name, to in columns.items()
    ]


def upgrade():
    op.execute("ALTER TABLE conclusion_notice ADD COLUMN is_reordered BOOLEAN DEFAULT 0 NOT NULL")
    op.create_table(
        "notice_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.Column("signer_name", sa.String(length=120), nullable=False),
        sa.Column("signer_role", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("symbol", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('draft','submitted','approved','issued')",
            name=op.f("ck_notice_correction_state"),
        ),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_notice_correction_has_reason")),
        sa.CheckConstraint(
            "state <> 'issued' or (number is not null and issued_on is not null)",
            name=op.f("ck_notice_correction_issued_is_numbered"),
        ),
        *_refers(
            "notice_correction",
            notice_id="conclusion_notice",
            drafted_by_id="account",
            approved_by_id="account",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_correction")),
    )
    op.create_index("ix_notice_correction_notice_id", "notice_correction", ["notice_id"])
    op.execute(
        "CREATE UNIQUE INDEX ix_notice_correction_one_in_hand"
        " ON notice_correction (notice_id) WHERE state <> 'issued'"
    )
    op.create_table(
        "correction_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        *_refers("correction_item", correction_id="notice_correction", item_id="notice_item"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_item")),
        sa.UniqueConstraint(
            "correction_id", "item_id", name=op.f("uq_correction_item_correction_id")
        ),
    )
    op.create_index("ix_correction_item_item_id", "correction_item", ["item_id"])


def downgrade():
    op.drop_table("correction_item")
    op.drop_table("notice_correction")
    op.execute("ALTER TABLE conclusion_notice DROP COLUMN is_reordered")
