"""Parts of supporting units, notes on the way, letters to other bodies"""

import sqlalchemy as sa
from alembic import op

revision = "0026_progress"
down_revision = "0025_requests"
branch_labels = None
depends_on = None


def _refers(table, **columns):
    return [
        sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"))
        for name, to in columns.items()
    ]


def upgrade():
    op.create_table(
        "support_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_id", sa.Integer(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('asked','done','withdrawn')", name=op.f("ck_support_part_state")
        ),
        sa.CheckConstraint(
            "state <> 'done' or length(result) > 0", name=op.f("ck_support_part_done_says_what")
        ),
        *_refers(
            "support_part",
            assignment_id="assignment",
            unit_id="unit",
            due_id="due_date",
            asked_by_id="account",
            done_by_id="account",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_part")),
    )
    op.create_index("ix_support_part_assignment", "support_part", ["assignment_id"])
    op.create_index("ix_support_part_unit", "support_part", ["unit_id", "state"])
    op.create_table(
        "progress_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        *_refers("progress_note", assignment_id="assignment", unit_id="unit", by_id="account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_note")),
    )
    op.create_index("ix_progress_note_assignment", "progress_note", ["assignment_id"])
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER progress_note_no_{verb.lower()} BEFORE {verb} ON progress_note "
            "BEGIN SELECT RAISE(ABORT, 'progress_note is append-only'); END"
        )
    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("to_whom", sa.String(length=200), nullable=False),
        sa.Column("letter", sa.String(length=60), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("ask_again_on", sa.Date(), nullable=False),
        sa.Column("asked_again", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_letter", sa.String(length=60), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('waiting','answered')", name=op.f("ck_referral_state")),
        sa.CheckConstraint(
            "state <> 'answered' or length(answer) > 0", name=op.f("ck_referral_answered_says_what")
        ),
        *_refers("referral", assignment_id="assignment", by_id="account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index("ix_referral_assignment", "referral", ["assignment_id"])
    op.create_index("ix_referral_state", "referral", ["state", "ask_again_on"])


def downgrade():
    op.drop_table("referral")
    op.drop_table("progress_note")
    op.drop_table("support_part")
