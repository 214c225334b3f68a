"""Tasks as a table, as filtered on the page."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.plans import queries
from dialogue.plans.queries import TaskFilter
from dialogue.plans.queries.tasks import STATES as FILTERS
from dialogue.sheets.writer import Column, Sheet

COLUMNS = (
    Column("TT", 6, "number"),
    Column("Đợt", 16),
    Column("Đơn vị", 26),
    Column("Nhiệm vụ", 60, "long"),
    Column("Hạn", 13, "date"),
    Column("Tình trạng", 14),
    Column("Xong lúc", 18, "time"),
    Column("Ghi chú", 40, "long"),
)  # fmt: skip
STATES = {"open": "Chưa xong", "done": "Đã xong", "withdrawn": "Đã bỏ"}


def tasks_sheet(user: Account, wanted: TaskFilter) -> Sheet:
    """The rows of ``/tasks`` under the same filter, all pages of it."""
    found = queries.all_tasks(user, wanted)
    return Sheet(
        name="Nhiệm vụ",
        title="Nhiệm vụ chuẩn bị đối thoại",
        columns=COLUMNS,
        notes=(f"Mục: {FILTERS[wanted.state]}",),
        rows=(
            (
                number,
                f"Đợt {task.meeting.ordinal} năm {task.meeting.plan.year}",
                task.unit.name,
                task.title,
                task.due.due_on if task.due else None,
                STATES.get(task.state, task.state),
                task.done_at,
                task.note,
            )
            for number, task in enumerate(found, start=1)
        ),
    )
