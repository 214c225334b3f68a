"""Senders confirm or contest an answer; a contested matter goes into another round"""

import sqlalchemy as sa
from alembic import op

revision = "0022_verdicts"
down_revision = "0009_recurrence"
branch_labels = None
depends_on = None

INTERIM = "CREATE UNIQUE INDEX ix_reply_one_interim ON reply ({}) WHERE kind = 'interim'"


def upgrade():
    for table in ("assignment", "reply"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN round INTEGER DEFAULT 1 NOT NULL")
    op.execute("DROP INDEX ix_reply_one_interim")
    op.execute(INTERIM.format("assignment_id, round"))
    op.create_table(
        "verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("kind in ('confirmed','contested')", name=op.f("ck_verdict_kind")),
        sa.CheckConstraint(
            "kind = 'confirmed' or length(words) > 0",
            name=op.f("ck_verdict_contested_has_reason"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{column}"], [f"{table}.id"], name=op.f(f"fk_verdict_{column}_{table}")
            )
            for column, table in (
                ("assignment_id", "assignment"),
                ("reply_id", "reply"),
                ("unit_id", "unit"),
                ("by_id", "account"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
    )
    op.create_index("ix_verdict_assignment", "verdict", ["assignment_id"])
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER verdict_no_{verb.lower()} BEFORE {verb} ON verdict "
            "BEGIN SELECT RAISE(ABORT, 'verdict is append-only'); END"
        )


def downgrade():
    op.drop_table("verdict")
    op.execute("DROP INDEX ix_reply_one_interim")
    op.execute(INTERIM.format("assignment_id"))
    for table in ("reply", "assignment"):
        op.execute(f"ALTER TABLE {table} DROP COLUMN round")
