"""The lifecycle of the minutes."""

from __future__ import annotations

from dialogue.core.workflow import Transition, Workflow, states
from dialogue.minutes import permissions as may
from dialogue.minutes.models import Minutes

LOCKED = {
    "submitted": "Biên bản đã trình ký nên không sửa được nữa. Cần rút lại trước khi sửa.",
    "signed": "Biên bản đã ký nên không sửa được nữa. Chủ trì cần cho ghi đính chính.",
}


def _is_over(minutes: Minutes) -> bool:
    return minutes.meeting.state in ("ended", "closed")


MINUTES: Workflow[Minutes] = Workflow(
    "minutes",
    {"draft": "Đang ghi", "submitted": "Đã trình, chờ ký", "signed": "Đã ký"},
    (
        Transition("write", "Ghi biên bản", states("draft"), None, may.writes),
        Transition("submit", "Trình ký", states("draft"), "submitted", may.writes, _is_over,
                   tone="main", refused="Buổi đối thoại chưa kết thúc nên chưa trình ký được."),
        Transition("recall", "Rút lại để sửa", states("submitted"), "draft", may.writes),
        Transition("sign", "Ký biên bản", states("submitted"), "signed", may.signs, tone="main"),
        Transition("return", "Trả lại để sửa", states("submitted"), "draft", may.signs,
                   reason=True, tone="danger"),
        # What was signed stays as it is: a correction is a new line with its date.
        Transition("reopen", "Cho ghi đính chính", states("signed"), "draft", may.signs,
                   reason=True),
    ),
    tones={"draft": "neutral", "submitted": "wait", "signed": "good"},
)  # fmt: skip
