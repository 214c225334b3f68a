"""Lead units ask for another unit or one more interim reply; the chair delegates approval;
a unit keeps texts of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0025_requests"
down_revision = "0024_former_ward"
branch_labels = None
depends_on = None

INTERIM = "CREATE UNIQUE INDEX ix_reply_one_interim ON reply ({}) WHERE kind = 'interim'"


def _refers(table, **columns):
    return [
        sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"))
        for name, to in columns.items()
    ]


def upgrade():
    op.add_column("assignment", sa.Column("accepted_at", sa.DateTime(), nullable=True))
    op.execute("ALTER TABLE reply ADD COLUMN nth INTEGER DEFAULT 1 NOT NULL")
    op.execute("DROP INDEX ix_reply_one_interim")
    op.execute(INTERIM.format("assignment_id, round, nth"))
    op.create_table(
        "assignment_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_unit_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('other_unit','interim')", name=op.f("ck_assignment_request_kind")
        ),
        sa.CheckConstraint(
            "state in ('asked','granted','refused','withdrawn')",
            name=op.f("ck_assignment_request_state"),
        ),
        sa.CheckConstraint(
            "kind <> 'interim' or until is not null",
            name=op.f("ck_assignment_request_interim_has_day"),
        ),
        *_refers(
            "assignment_request",
            assignment_id="assignment",
            by_unit_id="unit",
            unit_id="unit",
            asked_by_id="account",
            decided_by_id="account",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_request")),
    )
    op.create_index("ix_assignment_request_assignment", "assignment_request", ["assignment_id"])
    op.execute(
        "CREATE UNIQUE INDEX ix_assignment_request_one_open"
        " ON assignment_request (assignment_id) WHERE state = 'asked'"
    )
    op.create_table(
        "reply_delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "valid_to >= valid_from", name=op.f("ck_reply_delegation_validity")
        ),
        *_refers("reply_delegation", account_id="account", given_by_id="account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_delegation")),
    )
    op.create_index("ix_reply_delegation_account", "reply_delegation", ["account_id"])
    op.create_table(
        "reply_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_refers("reply_text", unit_id="unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_text")),
    )
    op.create_index("ix_reply_text_unit", "reply_text", ["unit_id"])


def downgrade():
    op.drop_table("reply_text")
    op.drop_table("reply_delegation")
    op.drop_table("assignment_request")
    op.execute("DROP INDEX ix_reply_one_interim")
    op.execute(INTERIM.format("assignment_id, round"))
    op.execute("ALTER TABLE reply DROP COLUMN nth")
    op.execute("ALTER TABLE assignment DROP COLUMN accepted_at")
