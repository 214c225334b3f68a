"""The lifecycles of an opinion and of a prepared answer."""

from __future__ import annotations

from dialogue.core.workflow import Transition, Workflow, states
from dialogue.opinions import permissions as may
from dialogue.opinions.models import Opinion, Preparation

GONE = "Ý kiến này đã được xử lý bước khác. Dưới đây là tình trạng mới nhất."
MERGED = "Ý kiến này đã gộp vào ý kiến khác. Hãy tách ra trước nếu cần xử lý riêng."
RECEIVED = states("sent", "returned", "classified", "selected", "concluded")


def _alone(opinion: Opinion) -> bool:
    return opinion.merged_into_id is None


def _merged(opinion: Opinion) -> bool:
    return opinion.merged_into_id is not None


def _stands_for_none(opinion: Opinion) -> bool:
    return _alone(opinion) and not opinion.merged


def _unclassified(opinion: Opinion) -> bool:
    return _alone(opinion) and opinion.competence is None


def _was_classified(opinion: Opinion) -> bool:
    return _alone(opinion) and opinion.competence is not None


def _has_preparation(opinion: Opinion) -> bool:
    return _alone(opinion) and opinion.preparation is not None


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
    },
    rows=(
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
            may.is_sender,
            when=_alone,
            tone="main",
            refused=GONE,
        ),
        Transition(
            "withdraw",
            "Rút ý kiến",
            states("sent", "returned"),
            "withdrawn",
            may.is_sender,
            when=_stands_for_none,
            tone="danger",
            refused="Không rút được nữa: Văn phòng đã phân loại hoặc đã gộp ý kiến này.",
        ),
        Transition(
            "classify",
            "Phân loại",
            states("sent"),
            "classified",
            may.can_triage,
            when=_alone,
            tone="main",
            refused=GONE,
        ),
        Transition(
            "reclassify",
            "Sửa phân loại",
            states("classified", "selected"),
            None,
            may.can_triage,
            when=_alone,
            refused=GONE,
        ),
        Transition(
            "unclassify",
            "Bỏ phân loại",
            states("classified"),
            "sent",
            may.can_triage,
            when=_alone,
            refused=GONE,
        ),
        Transition(
            "return",
            "Trả lại để làm rõ",
            states("sent", "classified"),
            "returned",
            may.can_triage,
            when=_alone,
            reason=True,
            refused=GONE,
        ),
        Transition(
            "take_back",
            "Thôi hỏi lại, nhận ý kiến",
            states("returned"),
            "sent",
            may.can_triage,
            when=_unclassified,
            refused=GONE,
        ),
        Transition(
            "take_back_classified",
            "Thôi hỏi lại, nhận ý kiến",
            states("returned"),
            "classified",
            may.can_triage,
            when=_was_classified,
            refused=GONE,
        ),
        Transition(
            "refuse",
            "Không tiếp nhận",
            states("sent", "classified"),
            "refused",
            may.can_triage,
            when=_stands_for_none,
            reason=True,
            tone="danger",
            refused="Không làm được nữa: ý kiến đã được xử lý bước khác hoặc đang gộp ý kiến khác.",
        ),
        Transition(
            "refer",
            "Chuyển tiếp công dân",
            states("sent", "classified"),
            "referred",
            may.can_triage,
            when=_stands_for_none,
            reason=True,
            refused="Không làm được nữa: ý kiến đã được xử lý bước khác hoặc đang gộp ý kiến khác.",
        ),
        Transition(
            "restore",
            "Nhận lại ý kiến",
            states("refused", "referred"),
            "sent",
            may.can_triage,
            when=_unclassified,
            refused=GONE,
        ),
        Transition(
            "restore_classified",
            "Nhận lại ý kiến",
            states("refused", "referred"),
            "classified",
            may.can_triage,
            when=_was_classified,
            refused=GONE,
        ),
        Transition(
            "merge",
            "Gộp vào ý kiến khác",
            states("sent", "returned", "classified", "selected"),
            None,
            may.can_triage,
            when=_stands_for_none,
            refused=(
                "Không gộp được: ý kiến này đã được gộp, đang gộp ý kiến khác "
                "hoặc đã được xử lý bước khác."
            ),
        ),
        Transition(
            "unmerge",
            "Tách ra",
            states("sent", "returned", "classified", "selected"),
            None,
            may.can_triage,
            when=_merged,
            refused="Ý kiến này không còn gộp vào ý kiến nào.",
        ),
        Transition(
            "select",
            "Đưa vào chương trình",
            states("classified"),
            "selected",
            may.can_triage,
            when=_alone,
            refused="Chỉ đưa vào chương trình ý kiến đã phân loại và không gộp vào ý kiến khác.",
        ),
        Transition(
            "take_up",
            "Đưa vào chương trình vì người gửi đăng ký phát biểu",
            states("sent", "classified"),
            "selected",
            may.can_take_up,
            when=_alone,
            refused="Ý kiến này đã được xử lý bước khác nên không đăng ký phát biểu được.",
        ),
        Transition(
            "unselect",
            "Đưa ra khỏi chương trình",
            states("selected"),
            "classified",
            may.can_triage,
            when=_alone,
            refused=GONE,
        ),
        Transition(
            "reorder",
            "Đổi thứ tự trong chương trình",
            states("selected"),
            None,
            may.can_triage,
            when=_alone,
            refused=GONE,
        ),
        Transition(
            "ask_preparation",
            "Giao chuẩn bị trả lời",
            states("classified", "selected"),
            None,
            may.can_triage,
            when=_alone,
            refused="Chỉ giao chuẩn bị trả lời cho ý kiến đã phân loại và chưa kết luận.",
        ),
        Transition(
            "cancel_preparation",
            "Thôi giao chuẩn bị trả lời",
            states("classified", "selected"),
            None,
            may.can_triage,
            when=_has_preparation,
            refused=GONE,
        ),
        Transition(
            "conclude",
            "Kết luận",
            states("selected"),
            "concluded",
            may.can_conclude,
            when=_alone,
            tone="main",
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
    ),
)

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
            when=lambda p: _open(p.opinion),
            tone="main",
            refused="Ý kiến này đã kết luận, đã gộp hoặc không còn chờ chuẩn bị trả lời.",
        ),
        Transition(
            "rewrite",
            "Sửa nội dung trả lời",
            states("ready"),
            None,
            may.is_lead,
            when=lambda p: _open(p.opinion),
            refused="Ý kiến này đã kết luận, đã gộp hoặc không còn chờ chuẩn bị trả lời.",
        ),
    ),
)


def _open(opinion: Opinion) -> bool:
    return _alone(opinion) and opinion.state in ("classified", "selected")
