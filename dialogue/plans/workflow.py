"""The lifecycles of a plan, a meeting and a task."""

from __future__ import annotations

from datetime import timedelta

from dialogue.core import clock
from dialogue.core.workflow import Transition, Workflow, states
from dialogue.plans import permissions as may
from dialogue.plans.models import Meeting, Plan, Task

SLIP = timedelta(minutes=15)  # a slip of the finger is undone without a word; later, with one


def _day_has_come(meeting: Meeting) -> bool:
    return meeting.held_on is not None and meeting.held_on <= clock.today()


def _is_delegated(meeting: Meeting) -> bool:
    return may.delegation(meeting) is not None


def _may_be_dropped(meeting: Meeting) -> bool:
    return meeting.plan.state == "draft" and len(meeting.plan.meetings) > 1


def _is_the_units(task: Task) -> bool:
    return task.kind != "presider_report"


def _may_be_reported(task: Task) -> bool:
    return task.kind != "presider_report" or task.meeting.state in ("ended", "closed")


def _was_just_done(task: Task) -> bool:
    return task.done_at is not None and clock.now() - task.done_at <= SLIP


PLAN: Workflow[Plan] = Workflow(
    name="plan",
    states={"draft": "Dự thảo", "issued": "Đã ban hành"},
    tones={"draft": "wait", "issued": "good"},
    rows=(
        Transition("edit", "Sửa kế hoạch", states("draft"), None, may.can_edit_plan),
        Transition(
            "issue",
            "Ghi số, ngày ban hành",
            states("draft"),
            "issued",
            may.can_edit_plan,
            tone="main",
            refused="Kế hoạch này đã ghi số, ngày ban hành.",
        ),
        Transition("amend", "Sửa kế hoạch", states("issued"), None, may.can_edit_plan, reason=True),
        Transition(
            "renumber",
            "Sửa số, ngày ban hành",
            states("issued"),
            None,
            may.can_edit_plan,
            reason=True,
            refused="Kế hoạch này chưa ghi số, ngày ban hành.",
        ),
        Transition(
            "change_rules",
            "Đổi cách tính hạn",
            states("draft", "issued"),
            None,
            may.can_edit_plan,
            reason=True,
        ),
    ),
)

MEETING: Workflow[Meeting] = Workflow(
    name="meeting",
    states={
        "planned": "Chưa định ngày",
        "announced": "Đã công bố ngày",
        "live": "Đang đối thoại",
        "ended": "Đã họp, đang giải quyết",
        "closed": "Đã khép lại",
    },
    tones={
        "planned": "wait",
        "announced": "info",
        "live": "good",
        "ended": "info",
        "closed": "neutral",
    },
    rows=(
        Transition(
            "announce",
            "Công bố ngày đối thoại",
            states("planned"),
            "announced",
            may.can_announce,
            tone="main",
            refused="Ngày đối thoại đã được công bố trước đó.",
        ),
        Transition(
            "move_date",
            "Dời ngày đối thoại",
            states("announced"),
            None,
            may.can_announce,
            reason=True,
            refused="Không dời được ngày nữa: buổi đối thoại đã bắt đầu hoặc chưa có ngày.",
        ),
        Transition(
            "open",
            "Khai mạc",
            states("announced"),
            "live",
            may.can_run,
            when=_day_has_come,
            tone="main",
            refused="Chưa khai mạc được: chưa đến ngày đã công bố hoặc đã khai mạc rồi.",
        ),
        Transition(
            "end",
            "Kết thúc buổi đối thoại",
            states("live"),
            "ended",
            may.can_run,
            refused="Buổi đối thoại không còn đang diễn ra.",
        ),
        Transition(
            "resume",
            "Họp tiếp",
            states("ended"),
            "live",
            may.can_run,
            reason=True,
            refused="Buổi đối thoại không ở trạng thái đã kết thúc.",
        ),
        Transition(
            "close",
            "Khép lại đợt đối thoại",
            states("ended"),
            "closed",
            may.can_close,
            refused="Chỉ khép lại được khi buổi đối thoại đã họp xong.",
        ),
        Transition(
            "delegate",
            "Ủy quyền chủ trì",
            states("planned", "announced", "live"),
            None,
            may.can_delegate,
            reason=True,
            refused="Buổi đối thoại đã kết thúc, không ủy quyền chủ trì được nữa.",
        ),
        Transition(
            "take_back",
            "Chủ tịch chủ trì trở lại",
            states("planned", "announced", "live"),
            None,
            may.can_delegate,
            when=_is_delegated,
            reason=True,
            refused="Không còn ủy quyền nào, hoặc buổi đối thoại đã kết thúc.",
        ),
        Transition(
            "edit",
            "Sửa đợt đối thoại",
            states("planned", "announced"),
            None,
            may.can_edit_meeting,
            refused="Buổi đối thoại đã bắt đầu, không sửa được nữa.",
        ),
        Transition(
            "drop",
            "Bỏ đợt đối thoại",
            states("planned"),
            None,
            may.can_edit_meeting,
            when=_may_be_dropped,
            reason=True,
            tone="danger",
            refused="Chỉ bỏ được đợt chưa định ngày của kế hoạch còn dự thảo, "
            "và kế hoạch phải còn ít nhất một đợt.",
        ),
        Transition(
            "programme",
            "Sửa chương trình",
            states("planned", "announced", "live"),
            None,
            may.can_edit_meeting,
            refused="Buổi đối thoại đã kết thúc, không sửa chương trình được nữa.",
        ),
        Transition(
            "house_rules",
            "Sửa nội quy",
            states("planned", "announced", "live"),
            None,
            may.can_edit_meeting,
            refused="Buổi đối thoại đã kết thúc, không sửa nội quy được nữa.",
        ),
    ),
)

TASK: Workflow[Task] = Workflow(
    name="task",
    states={"open": "Chưa xong", "done": "Đã xong", "withdrawn": "Đã rút"},
    tones={"open": "wait", "done": "good", "withdrawn": "neutral"},
    rows=(
        Transition(
            "done",
            "Báo đã xong",
            states("open"),
            "done",
            may.can_complete,
            when=_may_be_reported,
            tone="main",
            refused="Nhiệm vụ này đã báo xong, hoặc buổi đối thoại chưa họp xong.",
        ),
        Transition(
            "undo",
            "Hoàn tác: chưa xong",
            states("done"),
            "open",
            may.can_complete,
            when=_was_just_done,
            refused="Chỉ hoàn tác được ngay sau khi báo xong. Xin rút lại và ghi lý do.",
        ),
        Transition(
            "take_back",
            "Rút lại, làm tiếp",
            states("done"),
            "open",
            may.owns_task,
            reason=True,
            refused="Nhiệm vụ này chưa báo xong hoặc đã được mở lại.",
        ),
        Transition(
            "reopen",
            "Trả lại, yêu cầu làm tiếp",
            states("done"),
            "open",
            may.can_reopen,
            reason=True,
            refused="Nhiệm vụ này chưa báo xong hoặc đã được mở lại.",
        ),
        Transition(
            "add_evidence",
            "Gửi thêm ảnh, văn bản",
            states("done"),
            None,
            may.can_complete,
            refused="Chỉ gửi thêm được khi nhiệm vụ đã báo xong.",
        ),
        Transition(
            "edit",
            "Sửa nhiệm vụ",
            states("open"),
            None,
            may.can_assign_tasks,
            when=_is_the_units,
            refused="Nhiệm vụ này đã báo xong hoặc đã rút.",
        ),
        Transition(
            "withdraw",
            "Rút nhiệm vụ",
            states("open"),
            "withdrawn",
            may.can_assign_tasks,
            when=_is_the_units,
            reason=True,
            tone="danger",
            refused="Nhiệm vụ này đã báo xong hoặc đã rút.",
        ),
        Transition(
            "restore",
            "Giao lại nhiệm vụ",
            states("withdrawn"),
            "open",
            may.can_assign_tasks,
            refused="Nhiệm vụ này không ở trạng thái đã rút.",
        ),
    ),
)
