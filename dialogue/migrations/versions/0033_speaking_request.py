"""Phones in the hall ask to speak"""

import sqlalchemy as sa
from alembic import op

revision = "0033_speaking_request"
down_revision = "0032_check_in"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "speaking_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=False),
        sa.Column("speaker_name", sa.String(length=120), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("field_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('waiting','accepted','refused','taken_back')",
            name=op.f("ck_speaking_request_state"),
        ),
        sa.CheckConstraint(
            "state != 'accepted' or turn_id is not null",
            name=op.f("ck_speaking_request_accepted_has_turn"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_speaking_request_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_speaking_request_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["field_id"], ["field.id"], name=op.f("fk_speaking_request_field_id_field")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["account.id"],
            name=op.f("fk_speaking_request_decided_by_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["turn.id"], name=op.f("fk_speaking_request_turn_id_turn")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaking_request")),
        sa.UniqueConstraint("client_key", name=op.f("uq_speaking_request_client_key")),
    )
    op.create_index("ix_speaking_request_meeting", "speaking_request", ["meeting_id", "state"])
    op.create_index("ix_speaking_request_device", "speaking_request", ["meeting_id", "device"])


def downgrade():
    op.drop_table("speaking_request")
