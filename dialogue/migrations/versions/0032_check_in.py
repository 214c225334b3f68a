"""Who came: check-ins at the door"""

import sqlalchemy as sa
from alembic import op

revision = "0032_check_in"
down_revision = "0031_reports"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "check_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("full_name", sa.String(length=120), nullable=False),
        sa.Column("folded", sa.String(length=300), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("client_key", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('present','taken_back')", name=op.f("ck_check_in_state")),
        sa.CheckConstraint("way in ('list','code','walk_in')", name=op.f("ck_check_in_way")),
        sa.CheckConstraint(
            "(delegate_id is null) = (way = 'walk_in')",
            name=op.f("ck_check_in_walk_in_is_unlisted"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_check_in_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["delegate_id"], ["delegate.id"], name=op.f("fk_check_in_delegate_id_delegate")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_check_in_unit_id_unit")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_check_in_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("delegate_id", name=op.f("uq_check_in_delegate_id")),
        sa.UniqueConstraint("client_key", name=op.f("uq_check_in_client_key")),
    )
    op.create_index("ix_check_in_meeting", "check_in", ["meeting_id", "state"])


def downgrade():
    op.drop_table("check_in")
