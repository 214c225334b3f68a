"""History, hall commands and the register are append-only; opinions have a search index"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = ("history_event", "hall_command", "register_entry", "due_date")


def upgrade():
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    op.execute(
        "CREATE VIRTUAL TABLE opinion_fts USING fts5("
        "folded, content='opinion', content_rowid='id', tokenize='unicode61')"
    )
    op.execute(
        "CREATE TRIGGER opinion_fts_insert AFTER INSERT ON opinion BEGIN "
        "INSERT INTO opinion_fts(rowid, folded) VALUES (new.id, new.folded); END"
    )
    op.execute(
        "CREATE TRIGGER opinion_fts_delete AFTER DELETE ON opinion BEGIN "
        "INSERT INTO opinion_fts(opinion_fts, rowid, folded) "
        "VALUES ('delete', old.id, old.folded); END"
    )
    op.execute(
        "CREATE TRIGGER opinion_fts_update AFTER UPDATE OF folded ON opinion BEGIN "
        "INSERT INTO opinion_fts(opinion_fts, rowid, folded) "
        "VALUES ('delete', old.id, old.folded); "
        "INSERT INTO opinion_fts(rowid, folded) VALUES (new.id, new.folded); END"
    )


def downgrade():
    for suffix in ("update", "delete", "insert"):
        op.execute(f"DROP TRIGGER opinion_fts_{suffix}")
    op.execute("DROP TABLE opinion_fts")
    for table in APPEND_ONLY:
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{verb}")
