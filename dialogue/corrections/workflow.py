"""The lifecycle of a correction."""

from __future__ import annotations

from dialogue.core.workflow import Transition, Workflow, states
from dialogue.corrections import permissions as may
from dialogue.corrections.models import NoticeCorrection

CORRECTION: Workflow[NoticeCorrection] = Workflow(
    "correction",
    {
        "draft": "Đang soạn",
        "submitted": "Đã trình, chờ duyệt",
        "approved": "Đã duyệt, chờ ban hành",
        "issued": "Đã ban hành",
    },
    (
        Transition("edit", "Sửa nội dung", states("draft"), None, may.drafts,
                   refused="Thông báo đính chính đã trình, cần rút lại trước khi sửa."),
        Transition("drop", "Bỏ bản đính chính", states("draft"), None, may.drafts,
                   tone="danger", refused="Chỉ bỏ được bản đang soạn."),
        Transition("submit", "Trình duyệt", states("draft"), "submitted", may.drafts,
                   tone="main"),
        Transition("recall", "Rút lại để sửa", states("submitted"), "draft", may.drafts),
        Transition("approve", "Duyệt, ký", states("submitted"), "approved", may.approves,
                   tone="main"),
        Transition("return", "Trả lại để sửa", states("submitted", "approved"), "draft",
                   may.approves, reason=True, tone="danger"),
        Transition("issue", "Ban hành", states("approved"), "issued", may.drafts, tone="main"),
        # Never by itself: a correction restarts no clock.
        Transition("move_due", "Đổi hạn", states("issued"), None, may.may_move, reason=True,
                   refused="Chỉ đổi hạn sau khi thông báo đính chính đã ban hành."),
    ),
    tones={"draft": "neutral", "submitted": "wait", "approved": "info", "issued": "good"},
)  # fmt: skip
