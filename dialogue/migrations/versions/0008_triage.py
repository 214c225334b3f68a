"""Letters split into matters, pairs that are no duplicates, clusters merged, saved filters"""

import sqlalchemy as sa
from alembic import op

revision = "0008_triage"
down_revision = "0003_plans"
branch_labels = None
depends_on = None

BEFORE, AFTER = "'referred','withdrawn')", "'referred','withdrawn','split')"
STATES = "state in ('draft','sent','returned','classified','selected','concluded','refused',{}"


def upgrade():
    op.create_table(
        "not_duplicate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_not_duplicate_smaller_first")),
        sa.ForeignKeyConstraint(["one_id"], ["opinion.id"], name=op.f("fk_not_duplicate_one_id_opinion")),
        sa.ForeignKeyConstraint(["other_id"], ["opinion.id"], name=op.f("fk_not_duplicate_other_id_opinion")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_not_duplicate_actor_id_account")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["account.id"], name=op.f("fk_not_duplicate_undone_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_duplicate")),
    )
    op.create_index(
        "ix_not_duplicate_active",
        "not_duplicate",
        ["one_id", "other_id"],
        unique=True,
        sqlite_where=sa.text("undone_at is null"),
        postgresql_where=sa.text("undone_at is null"),
    )
    op.create_index("ix_not_duplicate_other_id", "not_duplicate", ["other_id"])
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_filter_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
    )
    op.create_index("ix_saved_filter_name", "saved_filter", ["account_id", "name"], unique=True)
    # In place: a table made anew would lose the triggers of the search index.
    op.execute(
        "ALTER TABLE opinion ADD COLUMN split_from_id INTEGER "
        "CONSTRAINT fk_opinion_split_from_id_opinion REFERENCES opinion (id)"
    )
    op.create_index("ix_opinion_split_from_id", "opinion", ["split_from_id"])
    op.execute("ALTER TABLE opinion_merge ADD COLUMN agenda_place INTEGER")
    op.execute(
        "ALTER TABLE opinion_merge ADD COLUMN came_with_id INTEGER "
        "CONSTRAINT fk_opinion_merge_came_with_id_opinion_merge REFERENCES opinion_merge (id)"
    )
    op.create_index("ix_opinion_merge_came_with_id", "opinion_merge", ["came_with_id"])
    op.execute("ALTER TABLE preparation ADD COLUMN remark TEXT DEFAULT '' NOT NULL")
    _allow(BEFORE, AFTER)


def downgrade():
    op.execute("UPDATE opinion SET state = 'withdrawn' WHERE state = 'split'")
    _allow(AFTER, BEFORE)
    op.execute("ALTER TABLE preparation DROP COLUMN remark")
    op.drop_index("ix_opinion_merge_came_with_id", "opinion_merge")
    op.execute("ALTER TABLE opinion_merge DROP COLUMN came_with_id")
    op.execute("ALTER TABLE opinion_merge DROP COLUMN agenda_place")
    op.drop_index("ix_opinion_split_from_id", "opinion")
    op.execute("ALTER TABLE opinion DROP COLUMN split_from_id")
    op.drop_table("saved_filter")
    op.drop_table("not_duplicate")


def _allow(before, after):
    """Change the states that the table takes.

    On SQLite the CHECK is rewritten where it stands, as its manual allows for a change that
    touches no row (lang_altertable, "other kinds of table schema changes").
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint("ck_opinion_state", "opinion", type_="check")
        op.create_check_constraint("ck_opinion_state", "opinion", STATES.format(after))
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    changed = connection.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :before, :after) "
            "WHERE type = 'table' AND name = 'opinion' AND instr(sql, :before) > 0"
        ),
        {"before": before, "after": after},
    )
    assert changed.rowcount == 1, "the states of an opinion stand otherwise than expected"
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=RESET")
