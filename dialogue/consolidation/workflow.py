"""The lifecycle of a consolidation."""

from __future__ import annotations

from dialogue.consolidation import permissions as may
from dialogue.consolidation.models import Consolidation
from dialogue.core.workflow import Transition, Workflow, states

SENT = "Bản tổng hợp này đã gửi Văn phòng nên không sửa được nữa."


def _nothing_new(consolidation: Consolidation) -> bool:
    """What the office took back must be what it had: no draft may slip in unsent."""
    return all(item.opinion.state != "draft" for item in consolidation.items)


CONSOLIDATION: Workflow[Consolidation] = Workflow(
    name="consolidation",
    states={"draft": "CHƯA GỬI", "sent": "Đã gửi", "returned": "Trả lại để sửa"},
    tones={"draft": "warn", "sent": "good", "returned": "wait"},
    rows=(
        Transition(
            "arrange",
            "Sắp xếp nhóm và ý kiến",
            states("draft", "returned"),
            None,
            may.is_gatherer,
            refused=SENT,
        ),
        Transition(
            "send",
            "Gửi bản tổng hợp",
            states("draft"),
            "sent",
            may.is_gatherer,
            tone="main",
            refused="Bản tổng hợp này đã gửi trước đó.",
        ),
        Transition(
            "resend",
            "Gửi lại bản tổng hợp",
            states("returned"),
            "sent",
            may.is_gatherer,
            tone="main",
            refused="Bản tổng hợp này đã gửi trước đó.",
        ),
        Transition(
            "return",
            "Trả lại để sửa",
            states("sent"),
            "returned",
            may.can_receive,
            reason=True,
            refused="Bản tổng hợp này đang ở đơn vị gửi, chưa trả lại được.",
        ),
        Transition(
            "take_back",
            "Thôi trả lại, nhận bản tổng hợp",
            states("returned"),
            "sent",
            may.can_receive,
            when=_nothing_new,
            refused="Đơn vị đã bắt đầu sửa hoặc đã gửi lại bản tổng hợp này.",
        ),
        Transition(
            "triage",
            "Xử lý cả nhóm",
            states("sent", "returned"),
            None,
            may.can_receive,
            refused="Bản tổng hợp này chưa gửi.",
        ),
    ),
)
