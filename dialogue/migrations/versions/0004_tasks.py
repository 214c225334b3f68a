"""Tasks that were returned; files of the programme with their versions"""

import sqlalchemy as sa
from alembic import op

revision = "0004_tasks"
down_revision = "0006_intake"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE task ADD COLUMN returned_why TEXT DEFAULT '' NOT NULL")
    op.execute(
        "ALTER TABLE task ADD COLUMN returned_at DATETIME CONSTRAINT ck_task_done_is_not_returned "
        "CHECK (state <> 'done' or returned_at is null)"
    )
    op.create_table(
        "programme_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("audience", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('current','replaced','removed')", name=op.f("ck_programme_file_state")
        ),
        sa.CheckConstraint(
            "state = 'current' or ended_at is not null",
            name=op.f("ck_programme_file_ended_has_time"),
        ),
        sa.CheckConstraint(
            "state <> 'removed' or length(reason) > 0",
            name=op.f("ck_programme_file_removed_has_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'current' or item_id is not null",
            name=op.f("ck_programme_file_current_has_item"),
        ),
        sa.CheckConstraint(
            "audience in ('leaders','units')", name=op.f("ck_programme_file_audience")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_programme_file_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["programme_item.id"],
            name=op.f("fk_programme_file_item_id_programme_item"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_programme_file_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name=op.f("fk_programme_file_task_id_task")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["account.id"], name=op.f("fk_programme_file_added_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["account.id"], name=op.f("fk_programme_file_ended_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["programme_file.id"],
            name=op.f("fk_programme_file_replaces_id_programme_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_file")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_programme_file_replaces_id")),
    )
    for column in ("meeting_id", "item_id", "task_id"):
        op.create_index(op.f(f"ix_programme_file_{column}"), "programme_file", [column])


def downgrade():
    op.drop_table("programme_file")
    with op.batch_alter_table("task") as task:
        task.drop_constraint(op.f("ck_task_done_is_not_returned"), type_="check")
        task.drop_column("returned_at")
        task.drop_column("returned_why")
