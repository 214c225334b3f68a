"""The office edits plans: house rules, owners of the programme, tasks withdrawn and in person"""

import sqlalchemy as sa
from alembic import op

revision = "0003_plans"
down_revision = "0003"
branch_labels = None
depends_on = None

# ALTER TABLE leaves a table that others refer to where it is; a copy would break their keys.
COLUMNS = (
    ("meeting", "expected", "INTEGER CONSTRAINT ck_meeting_expected "
     "CHECK (expected is null or expected > 0)"),
    ("meeting", "house_rules", "JSON DEFAULT '[]' NOT NULL"),
    ("task_template", "due_on", "DATE CONSTRAINT ck_task_template_date_instead_of_rule "
     "CHECK (due_on is null or rule = 'on_date')"),
    ("task_template", "withdrawn_at", "DATETIME"),
    ("programme_item", "starts", "TIME"),
    ("programme_item", "account_id", "INTEGER "
     "CONSTRAINT fk_programme_item_account_id_account REFERENCES account (id)"),
    ("programme_item", "unit_id", "INTEGER "
     "CONSTRAINT fk_programme_item_unit_id_unit REFERENCES unit (id) "
     "CONSTRAINT ck_programme_item_one_owner CHECK (account_id is null or unit_id is null)"),
)  # fmt: skip


def upgrade():
    for table, column, what in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {what}")
    _rebuild_task("state in ('open','done','withdrawn')", "state <> 'done' or done_at is not null")
    # Whoever presides by delegation owes the report in person.
    op.execute(
        "UPDATE task SET account_id = (SELECT d.account_id FROM meeting_duty d "
        "WHERE d.meeting_id = task.meeting_id AND d.duty = 'presider' AND d.until IS NULL) "
        "WHERE kind = 'presider_report'"
    )


def _rebuild_task(states, done_has_time):
    adding = "withdrawn" in states
    with op.batch_alter_table("task") as task:
        for name, words in (("ck_task_state", states), ("ck_task_done_has_time", done_has_time)):
            task.drop_constraint(op.f(name), type_="check")
            task.create_check_constraint(op.f(name), words)
        if adding:
            task.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
            task.create_foreign_key(
                op.f("fk_task_account_id_account"), "account", ["account_id"], ["id"]
            )
        else:
            task.drop_constraint(op.f("fk_task_account_id_account"), type_="foreignkey")
            task.drop_column("account_id")


def downgrade():
    op.execute("DELETE FROM task WHERE state = 'withdrawn'")
    _rebuild_task("state in ('open','done')", "state = 'open' or done_at is not null")
    with op.batch_alter_table("programme_item") as item:
        item.drop_constraint(op.f("ck_programme_item_one_owner"), type_="check")
        for column in ("starts", "account_id", "unit_id"):
            item.drop_column(column)
    for table, column, _what in reversed(COLUMNS):
        if table != "programme_item":
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
