"""What the sending unit does with its opinion."""

from __future__ import annotations

from dialogue.core.workflow import Transition, states
from dialogue.opinions import permissions as may
from dialogue.opinions.models import Opinion
from dialogue.opinions.workflow.rules import GONE, alone, stands_for_none

SENDER: tuple[Transition[Opinion], ...] = (
    Transition("save", "Lưu bản nháp", states("draft"), None, may.is_sender, refused=GONE),
    Transition("discard", "Bỏ bản nháp", states("draft"), None, may.is_sender, refused=GONE),
    Transition(
        "send", "Gửi ý kiến", states("draft"), "sent", may.is_sender, tone="main", refused=GONE
    ),
    Transition(
        "resend",
        "Gửi lại sau khi làm rõ",
        states("returned"),
        "sent",
        may.stands_for_sender,
        when=alone,
        tone="main",
        refused=GONE,
    ),
    Transition(
        "withdraw",
        "Rút ý kiến",
        states("sent", "returned"),
        "withdrawn",
        may.stands_for_sender,
        when=stands_for_none,
        tone="danger",
        refused="Không rút được nữa: Văn phòng đã phân loại hoặc đã gộp ý kiến này.",
    ),
)
