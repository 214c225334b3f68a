"""What brings an opinion on the agenda, to its answer and its conclusion."""

from __future__ import annotations

from dialogue.core.workflow import Transition, states
from dialogue.opinions import permissions as may
from dialogue.opinions.models import Opinion
from dialogue.opinions.workflow.rules import GONE, alone, has_preparation

AGENDA: tuple[Transition[Opinion], ...] = (
    Transition(
        "select",
        "Đưa vào chương trình",
        states("classified"),
        "selected",
        may.can_triage,
        when=alone,
        refused="Chỉ đưa vào chương trình ý kiến đã phân loại và không gộp vào ý kiến khác.",
    ),
    Transition(
        "take_up",
        "Đưa vào chương trình vì người gửi đăng ký phát biểu",
        states("sent", "classified"),
        "selected",
        may.can_take_up,
        when=alone,
        refused="Ý kiến này đã được xử lý bước khác nên không đăng ký phát biểu được.",
    ),
    Transition(
        "unselect",
        "Đưa ra khỏi chương trình",
        states("selected"),
        "classified",
        may.can_triage,
        when=alone,
        refused=GONE,
    ),
    Transition(
        "reorder",
        "Đổi thứ tự trong chương trình",
        states("selected"),
        None,
        may.can_triage,
        when=alone,
        refused=GONE,
    ),
    Transition(
        "ask_preparation",
        "Giao chuẩn bị trả lời",
        states("classified", "selected"),
        None,
        may.can_triage,
        when=alone,
        refused="Chỉ giao chuẩn bị trả lời cho ý kiến đã phân loại và chưa kết luận.",
    ),
    Transition(
        "cancel_preparation",
        "Thôi giao chuẩn bị trả lời",
        states("classified", "selected"),
        None,
        may.can_triage,
        when=has_preparation,
        refused=GONE,
    ),
    Transition(
        "conclude",
        "Kết luận",
        states("selected"),
        "concluded",
        may.can_conclude,
        when=alone,
        tone="main",
        refused="Ý kiến này đã kết luận hoặc không còn trong chương trình.",
    ),
    Transition(
        "gather",
        "Kết luận chung với ý kiến khác",
        states("selected"),
        None,
        may.can_conclude,
        when=alone,
        refused="Ý kiến này đã kết luận hoặc không còn trong chương trình.",
    ),
    Transition(
        "reopen",
        "Bỏ kết luận",
        states("concluded"),
        "selected",
        may.can_conclude,
        refused="Ý kiến này chưa kết luận.",
    ),
)
