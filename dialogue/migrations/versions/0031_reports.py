"""Reports of units, of a delegated presider, of the ward"""

import sqlalchemy as sa
from alembic import op

revision = "0031_reports"
down_revision = "0030_mail"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("proposals", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.Column("signer_name", sa.String(length=120), nullable=False),
        sa.Column("signer_role", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("symbol", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('unit','presider','result')", name=op.f("ck_report_kind")),
        sa.CheckConstraint(
            "state in ('draft','submitted','approved','issued')", name=op.f("ck_report_state")
        ),
        sa.CheckConstraint(
            "state <> 'issued' or (number is not null and issued_on is not null)",
            name=op.f("ck_report_issued_is_numbered"),
        ),
        *(
            sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_report_{name}_{to}"))
            for name, to in (
                ("meeting_id", "meeting"),
                ("unit_id", "unit"),
                ("drafted_by_id", "account"),
                ("approved_by_id", "account"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("meeting_id", "kind", "unit_id", name=op.f("uq_report_meeting_id")),
    )


def downgrade():
    op.drop_table("report")
