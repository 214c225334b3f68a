"""A person's data may be taken out of the record: only words, only by an erasure on record"""

import sqlalchemy as sa
from alembic import op

revision = "0038_privacy"
down_revision = "0037_care"
branch_labels = None
depends_on = None

# Of each append-only table the columns that hold free words. All others never change.
WORDS = {
    "history_event": ("label", "reason", "details", "redaction_id"),
    "hall_command": ("label", "reason", "before"),
    "progress_note": ("words",),
    "publication": ("reason", "shown"),
    "minutes_revision": ("text",),
    "verdict": ("words",),
    "register_entry": ("title",),
    "due_date": ("label", "facts", "why_moved"),
    "issued_document": ("name",),
}


def upgrade():
    op.create_table(
        "redaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("length(trim(ground)) > 0", name=op.f("ck_redaction_ground")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_redaction_actor_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redaction")),
    )
    op.execute(
        "CREATE TRIGGER redaction_no_delete BEFORE DELETE ON redaction "
        "BEGIN SELECT RAISE(ABORT, 'redaction is append-only'); END"
    )
    op.execute(
        "CREATE TRIGGER redaction_no_update BEFORE UPDATE ON redaction "
        "WHEN new.id IS NOT old.id OR new.at IS NOT old.at OR new.actor_id IS NOT old.actor_id "
        "OR (old.finished_at IS NOT NULL AND (new.finished_at IS NOT old.finished_at "
        "OR new.counts IS NOT old.counts "
        "OR NOT EXISTS (SELECT 1 FROM redaction WHERE finished_at IS NULL))) "
        "BEGIN SELECT RAISE(ABORT, 'redaction is append-only'); END"
    )
    op.execute("ALTER TABLE history_event ADD COLUMN redaction_id INTEGER REFERENCES redaction(id)")
    for table, words in WORDS.items():
        columns = [row[1] for row in op.get_bind().exec_driver_sql(f"PRAGMA table_info({table})")]
        changed = " OR ".join(f"new.{c} IS NOT old.{c}" for c in columns if c not in words)
        unmarked = (
            "OR NOT EXISTS (SELECT 1 FROM redaction WHERE id = new.redaction_id "
            "AND finished_at IS NULL) "
            if "redaction_id" in columns
            else "OR NOT EXISTS (SELECT 1 FROM redaction WHERE finished_at IS NULL) "
        )
        op.execute(f"DROP TRIGGER {table}_no_update")
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"WHEN {changed} {unmarked}"
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def downgrade():
    for table in WORDS:
        op.execute(f"DROP TRIGGER {table}_no_update")
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    op.execute("ALTER TABLE history_event DROP COLUMN redaction_id")
    op.execute("DROP TRIGGER redaction_no_update")
    op.execute("DROP TRIGGER redaction_no_delete")
    op.drop_table("redaction")
