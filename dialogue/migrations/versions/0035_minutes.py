"""The minutes: lines tied to turns, and everything that was typed"""

import sqlalchemy as sa
from alembic import op

revision = "0035_minutes"
down_revision = "0034_hall_order"
branch_labels = None
depends_on = None


def _refers(table, **columns):
    return [
        sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"))
        for name, to in columns.items()
    ]


def upgrade():
    op.create_table(
        "minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('draft','submitted','signed')", name=op.f("ck_minutes_state")
        ),
        sa.CheckConstraint(
            "state <> 'signed' or (signed_by_id is not null and signed_at is not null)",
            name=op.f("ck_minutes_signed_by_somebody"),
        ),
        *_refers(
            "minutes", meeting_id="meeting", submitted_by_id="account", signed_by_id="account"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_minutes_meeting_id")),
    )
    op.create_table(
        "minutes_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('speech','answer','free','correction')", name=op.f("ck_minutes_line_kind")
        ),
        sa.CheckConstraint(
            "kind not in ('speech','answer') or turn_id is not null",
            name=op.f("ck_minutes_line_of_a_turn"),
        ),
        *_refers("minutes_line", minutes_id="minutes", turn_id="turn", by_id="account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_line")),
    )
    op.execute(
        "CREATE UNIQUE INDEX ix_minutes_line_one_of_a_kind"
        " ON minutes_line (turn_id, kind) WHERE kind in ('speech','answer')"
    )
    op.create_index(
        "ix_minutes_line_minutes", "minutes_line", ["minutes_id", "turn_id", "position"]
    )
    op.create_table(
        "minutes_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        *_refers("minutes_revision", line_id="minutes_line", by_id="account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_revision")),
        sa.UniqueConstraint("key", name=op.f("uq_minutes_revision_key")),
    )
    op.create_index("ix_minutes_revision_line", "minutes_revision", ["line_id", "id"])
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER minutes_revision_no_{verb.lower()} BEFORE {verb} ON minutes_revision "
            "BEGIN SELECT RAISE(ABORT, 'minutes_revision is append-only'); END"
        )
    op.execute(
        "CREATE TRIGGER minutes_line_no_delete BEFORE DELETE ON minutes_line "
        "BEGIN SELECT RAISE(ABORT, 'minutes_line is never deleted'); END"
    )


def downgrade():
    op.execute("DROP TRIGGER minutes_line_no_delete")
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER minutes_revision_no_{verb}")
    op.drop_table("minutes_revision")
    op.drop_table("minutes_line")
    op.drop_table("minutes")
