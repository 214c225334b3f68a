"""The lifecycle of a report."""

from __future__ import annotations

from dialogue.core.workflow import Transition, Workflow, states
from dialogue.reports import permissions as may
from dialogue.reports.models import Report

REPORT: Workflow[Report] = Workflow(
    "report",
    {
        "draft": "Đang soạn",
        "submitted": "Đã gửi, chờ duyệt",
        "approved": "Đã duyệt",
        "issued": "Đã ban hành",
    },
    (
        Transition("edit", "Sửa báo cáo", states("draft"), None, may.writes,
                   refused="Báo cáo đã gửi, cần rút lại trước khi sửa."),
        Transition("submit", "Gửi báo cáo", states("draft"), "submitted", may.writes,
                   tone="main"),
        Transition("recall", "Rút lại để sửa", states("submitted"), "draft", may.writes),
        Transition("approve", "Duyệt", states("submitted"), "approved", may.receives,
                   tone="main"),
        Transition("return", "Trả lại để sửa", states("submitted"), "draft", may.receives,
                   reason=True, tone="danger"),
        Transition("issue", "Ban hành", states("approved"), "issued", may.issues, tone="main"),
    ),
    tones={"draft": "neutral", "submitted": "wait", "approved": "good", "issued": "good"},
)  # fmt: skip
