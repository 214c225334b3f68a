"""The lifecycle of an answer prepared before the meeting (B8)."""

from __future__ import annotations

from dialogue.core.workflow import Transition, Workflow, states
from dialogue.opinions import permissions as may
from dialogue.opinions.models import Preparation
from dialogue.opinions.workflow.rules import is_open

PREPARATION: Workflow[Preparation] = Workflow(
    name="preparation",
    states={"asked": "Chờ chuẩn bị", "ready": "Đã chuẩn bị"},
    tones={"asked": "wait", "ready": "good"},
    rows=(
        Transition(
            "write",
            "Ghi nội dung trả lời",
            states("asked"),
            "ready",
            may.is_lead,
            when=lambda p: is_open(p.opinion),
            tone="main",
            refused="Ý kiến này đã kết luận, đã gộp hoặc không còn chờ chuẩn bị trả lời.",
        ),
        Transition(
            "rewrite",
            "Sửa nội dung trả lời",
            states("ready"),
            None,
            may.is_lead,
            when=lambda p: is_open(p.opinion),
            refused="Ý kiến này đã kết luận, đã gộp hoặc không còn chờ chuẩn bị trả lời.",
        ),
        Transition(
            "ask_more",
            "Cần bổ sung",
            states("ready"),
            "asked",
            may.can_review,
            when=lambda p: is_open(p.opinion),
            reason=True,
            refused="Nội dung này đang chờ đơn vị bổ sung, hoặc ý kiến đã kết luận.",
        ),
    ),
)
