"""Being there: said, taken back for a reason, said again."""

from __future__ import annotations

from dialogue.checkin import permissions as may
from dialogue.checkin.models import CheckIn
from dialogue.core.workflow import Transition, Workflow, states

NOT_TODAY = "Chỉ điểm danh được trong ngày diễn ra buổi đối thoại, trước khi kết thúc."


def _today(row: CheckIn) -> bool:
    return may.is_the_day(row.meeting)


CHECK_IN: Workflow[CheckIn] = Workflow(
    name="check_in",
    states={"present": "Có mặt", "taken_back": "Đã rút điểm danh"},
    tones={"present": "good", "taken_back": "neutral"},
    rows=(
        Transition(
            "take_back",
            "Rút điểm danh",
            states("present"),
            "taken_back",
            may.takes_back,
            when=_today,
            reason=True,
            tone="danger",
            refused="Người này không còn được ghi là có mặt, hoặc buổi đối thoại đã kết thúc.",
        ),
        Transition(
            "again",
            "Điểm danh lại",
            states("taken_back"),
            "present",
            may.takes_back,
            when=_today,
            refused=NOT_TODAY,
        ),
    ),
)
