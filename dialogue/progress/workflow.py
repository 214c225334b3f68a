"""The lifecycles of a supporting unit's part and of a letter to another body."""

from __future__ import annotations

from dialogue.core.workflow import Transition, Workflow, states
from dialogue.progress import permissions as may
from dialogue.progress.models import Referral, SupportPart

PART: Workflow[SupportPart] = Workflow(
    "support_part",
    {"asked": "Đang làm", "done": "Đã làm xong", "withdrawn": "Không cần nữa"},
    (
        Transition("finish", "Báo đã xong", states("asked"), "done", may.does_part,
                   reason=True, tone="main", refused="Phần việc này đã báo xong hoặc đã rút."),
        Transition("reopen", "Đề nghị làm lại", states("done"), "asked", may.directs_part,
                   reason=True, refused="Phần việc này chưa báo xong."),
        Transition("withdraw", "Không cần nữa", states("asked"), "withdrawn", may.directs_part,
                   reason=True, refused="Phần việc này đã báo xong hoặc đã rút."),
    ),
    tones={"asked": "info", "done": "good", "withdrawn": "neutral"},
)  # fmt: skip

REFERRAL: Workflow[Referral] = Workflow(
    "referral",
    {"waiting": "Chờ trả lời", "answered": "Đã có trả lời"},
    (
        Transition("ask_again", "Đã hỏi lại", states("waiting"), None, may.keeps_referral,
                   refused="Nơi nhận đã trả lời."),
        Transition("answer", "Ghi trả lời", states("waiting"), "answered", may.keeps_referral,
                   tone="main", refused="Nơi nhận đã trả lời."),
    ),
    tones={"waiting": "wait", "answered": "good"},
)  # fmt: skip
