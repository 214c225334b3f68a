"""Each row of the record names the one before it by hash"""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0021_history_chain"
down_revision = "0004_tasks"
branch_labels = None
depends_on = None

NO_UPDATE = (
    "CREATE TRIGGER history_event_no_update BEFORE UPDATE ON history_event "
    "BEGIN SELECT RAISE(ABORT, 'history_event is append-only'); END"
)

event = sa.table(
    "history_event",
    sa.column("id", sa.Integer),
    sa.column("at", sa.DateTime),
    sa.column("actor_id", sa.Integer),
    sa.column("actor_name", sa.String),
    sa.column("unit_name", sa.String),
    sa.column("subject_type", sa.String),
    sa.column("subject_id", sa.Integer),
    sa.column("verb", sa.String),
    sa.column("label", sa.String),
    sa.column("from_state", sa.String),
    sa.column("to_state", sa.String),
    sa.column("from_label", sa.String),
    sa.column("to_label", sa.String),
    sa.column("reason", sa.Text),
    sa.column("details", sa.JSON),
    sa.column("content_digest", sa.String),
    sa.column("digest", sa.String),
)


def upgrade():
    for column in ("content_digest", "digest"):
        op.execute(f"ALTER TABLE history_event ADD COLUMN {column} VARCHAR(64) DEFAULT '' NOT NULL")
    op.execute("DROP TRIGGER history_event_no_update")
    _tie()
    op.execute(NO_UPDATE)


def _tie():
    """Rows written before the chain are tied in the order they were written."""
    bind = op.get_bind()
    previous, last_id = "0" * 64, 0
    while rows := bind.execute(
        sa.select(event).where(event.c.id > last_id).order_by(event.c.id).limit(1000)
    ).all():
        tied = []
        for row in rows:
            content = _sha256(
                row.actor_name,
                row.unit_name,
                row.label,
                row.from_label,
                row.to_label,
                row.reason,
                row.details,
            )
            previous = _sha256(
                previous,
                row.at.replace(tzinfo=None).isoformat(timespec="microseconds") + "+00:00",
                row.actor_id,
                row.subject_type,
                row.subject_id,
                row.verb,
                row.from_state,
                row.to_state,
                content,
            )
            tied.append({"row": row.id, "content": content, "link": previous})
        bind.execute(
            sa.update(event)
            .where(event.c.id == sa.bindparam("row"))
            .values(content_digest=sa.bindparam("content"), digest=sa.bindparam("link")),
            tied,
        )
        last_id = rows[-1].id


def _sha256(*parts):
    words = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


def downgrade():
    for column in ("digest", "content_digest"):
        op.execute(f"ALTER TABLE history_event DROP COLUMN {column}")
