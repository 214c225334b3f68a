"""The lifecycles of an opinion and of a prepared answer."""

from __future__ import annotations

from dialogue.core.workflow import Workflow, states
from dialogue.opinions.models import Opinion
from dialogue.opinions.workflow.agenda import AGENDA
from dialogue.opinions.workflow.desk import DESK
from dialogue.opinions.workflow.preparation import PREPARATION
from dialogue.opinions.workflow.rules import GONE, MERGED
from dialogue.opinions.workflow.sender import SENDER

__all__ = ["GONE", "MERGED", "OPINION", "PREPARATION", "RECEIVED"]

RECEIVED = states("sent", "returned", "classified", "selected", "concluded")

OPINION: Workflow[Opinion] = Workflow(
    name="opinion",
    states={
        "draft": "CHƯA GỬI",
        "sent": "Đã gửi",
        "returned": "Cần làm rõ",
        "classified": "Đã phân loại",
        "selected": "Đưa vào chương trình",
        "concluded": "Đã kết luận",
        "refused": "Không tiếp nhận",
        "referred": "Chuyển tiếp công dân",
        "withdrawn": "Đã rút",
        "split": "Đã tách thành nhiều việc",
    },
    tones={
        "draft": "warn",
        "sent": "info",
        "returned": "wait",
        "classified": "info",
        "selected": "good",
        "concluded": "good",
        "refused": "bad",
        "referred": "neutral",
        "withdrawn": "neutral",
        "split": "neutral",
    },
    rows=(*SENDER, *DESK, *AGENDA),
)
