"""The lifecycles of a list and of one delegate."""

from __future__ import annotations

from dialogue.attendance import permissions as may
from dialogue.attendance.models import Delegate, DelegateList
from dialogue.core.workflow import Transition, Workflow, states

OVER = "Buổi đối thoại đã kết thúc nên danh sách không sửa được nữa."


def _open(kept: DelegateList) -> bool:
    return may.is_open(kept.meeting)


def _sendable(kept: DelegateList) -> bool:
    return _open(kept) and not kept.is_guests


def _still_open(delegate: Delegate) -> bool:
    return may.is_open(delegate.roll.meeting)


def _invitable(delegate: Delegate) -> bool:
    return _still_open(delegate) and delegate.roll.state == "sent"


def _unnumbered(delegate: Delegate) -> bool:
    return _still_open(delegate) and delegate.number is None


def _numbered(delegate: Delegate) -> bool:
    return _still_open(delegate) and delegate.number is not None


LIST: Workflow[DelegateList] = Workflow(
    name="delegate_list",
    states={"draft": "Chưa gửi", "sent": "Đã gửi"},
    tones={"draft": "wait", "sent": "good"},
    rows=(
        Transition(
            "allot",
            "Phân bổ chỗ",
            states("draft", "sent"),
            None,
            may.can_arrange,
            when=_open,
            refused=OVER,
        ),
        Transition(
            "fill",
            "Thêm đại biểu",
            states("draft", "sent"),
            None,
            may.can_keep,
            when=_open,
            refused=OVER,
        ),
        Transition(
            "send",
            "Gửi danh sách",
            states("draft"),
            "sent",
            may.can_keep,
            when=_sendable,
            tone="main",
            refused="Danh sách này đã gửi rồi, hoặc buổi đối thoại đã kết thúc.",
        ),
    ),
)

NAMED = ("listed", "invited", "confirmed", "declined")

DELEGATE: Workflow[Delegate] = Workflow(
    name="delegate",
    states={
        "listed": "Chưa mời",
        "invited": "Đã mời",
        "confirmed": "Sẽ dự",
        "declined": "Báo vắng",
        "removed": "Đã bỏ tên",
    },
    tones={"invited": "info", "confirmed": "good", "declined": "warn", "removed": "neutral"},
    rows=(
        Transition("edit", "Sửa", states(*NAMED), None, may.keeps, when=_still_open, refused=OVER),
        Transition(
            "remove",
            "Bỏ tên khỏi danh sách",
            states(*NAMED),
            "removed",
            may.keeps,
            when=_still_open,
            refused="Người này đã được bỏ tên trước đó, hoặc buổi đối thoại đã kết thúc.",
        ),
        Transition(
            "restore",
            "Đưa lại vào danh sách",
            states("removed"),
            "listed",
            may.keeps,
            when=_unnumbered,
            refused="Người này đang có tên trong danh sách.",
        ),
        Transition(
            "restore_invited",
            "Đưa lại vào danh sách",
            states("removed"),
            "invited",
            may.keeps,
            when=_numbered,
            refused="Người này đang có tên trong danh sách.",
        ),
        Transition(
            "invite",
            "Ghi số giấy mời",
            states("listed"),
            "invited",
            may.invites,
            when=_invitable,
            refused="Chỉ mời người trong danh sách đã gửi và chưa có giấy mời.",
        ),
        Transition(
            "confirm",
            "Sẽ dự",
            states("invited", "declined"),
            "confirmed",
            may.keeps,
            when=_still_open,
            refused="Người này chưa được mời, hoặc đã ghi là sẽ dự.",
        ),
        Transition(
            "decline",
            "Báo vắng",
            states("invited", "confirmed"),
            "declined",
            may.keeps,
            when=_still_open,
            refused="Người này chưa được mời, hoặc đã ghi là báo vắng.",
        ),
        Transition(
            "unanswer",
            "Chưa trả lời",
            states("confirmed", "declined"),
            "invited",
            may.keeps,
            when=_still_open,
            refused="Người này chưa trả lời.",
        ),
    ),
)
