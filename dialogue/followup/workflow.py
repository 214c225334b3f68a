"""The lifecycles after the hall: conclusion, notice, assignment, reply."""

from __future__ import annotations

from dialogue.core.workflow import Transition, Workflow, states
from dialogue.followup import permissions as may
from dialogue.followup.models import (
    Assignment,
    AssignmentRequest,
    Conclusion,
    ConclusionNotice,
    Reply,
)

FROZEN = "Thông báo kết luận đã ban hành, lời kết luận không sửa được nữa."
REPLY_IN_HAND = "Đã có một văn bản trả lời đang soạn hoặc đang chờ duyệt."
NOT_ANSWERED = "Nội dung này đang được giải quyết lại, chưa có trả lời mới."
ONE_INTERIM = (
    "Đã trả lời tạm thời một lần; lần này cần trả lời chính thức, "
    "trừ khi Chủ tịch cho phép trả lời tạm thời thêm."
)
ALREADY_ACCEPTED = "Đơn vị đã nhận việc này."
REQUEST_WAITS = "Đơn vị chủ trì đang có đề nghị chờ quyết định về việc này."
REPLY_ON_ITS_WAY = "Văn bản trả lời đang chờ duyệt hoặc chờ phát hành; cần trả lại trước."
ALREADY_DECIDED = "Đề nghị này đã được quyết định hoặc đã rút."

# A conclusion is open until the notice is issued; the state is derived (models.py).
CONCLUSION: Workflow[Conclusion] = Workflow(
    "conclusion",
    {"open": "Đã kết luận", "frozen": "Đã ban hành thông báo"},
    (
        Transition("change", "Sửa kết luận", states("open"), None,
                   may.may_change_conclusion, refused=FROZEN),
        Transition("revoke", "Bỏ kết luận", states("open"), None,
                   may.may_change_conclusion, reason=True, tone="danger", refused=FROZEN),
    ),
    tones={"open": "info", "frozen": "good"},
)  # fmt: skip

NOTICE: Workflow[ConclusionNotice] = Workflow(
    "notice",
    {
        "draft": "Đang soạn",
        "submitted": "Đã trình, chờ duyệt",
        "approved": "Đã duyệt, chờ ban hành",
        "issued": "Đã ban hành",
    },
    (
        Transition("edit", "Sửa nội dung", states("draft"), None, may.drafts_notice,
                   refused="Thông báo đã trình, cần rút lại trước khi sửa."),
        Transition("submit", "Trình duyệt", states("draft"), "submitted", may.drafts_notice,
                   tone="main"),
        Transition("recall", "Rút lại để sửa", states("submitted"), "draft", may.drafts_notice),
        Transition("approve", "Duyệt, ký", states("submitted"), "approved", may.approves_notice,
                   tone="main"),
        Transition("return", "Trả lại để sửa", states("submitted", "approved"), "draft",
                   may.approves_notice, reason=True, tone="danger"),
        # What was approved must be what is issued: a changed conclusion starts it anew.
        Transition("reopen", "Soạn lại vì kết luận thay đổi", states("submitted", "approved"),
                   "draft", may.changes_what_notice_says, reason=True),
        Transition("issue", "Ban hành", states("approved"), "issued", may.issues_notice,
                   tone="main"),
    ),
    tones={"draft": "neutral", "submitted": "wait", "approved": "info", "issued": "good"},
)  # fmt: skip


def _no_reply_in_hand(assignment: Assignment) -> bool:
    return all(reply.state == "issued" for reply in assignment.replies)


def _not_accepted(assignment: Assignment) -> bool:
    return assignment.accepted_at is None and assignment.asked is None


def _nothing_asked(assignment: Assignment) -> bool:
    return assignment.asked is None


def _may_be_interim(assignment: Assignment) -> bool:
    return assignment.may_be_interim


def _may_change_hands(assignment: Assignment) -> bool:
    return all(reply.state in ("draft", "issued") for reply in assignment.replies)


ASSIGNMENT: Workflow[Assignment] = Workflow(
    "assignment",
    {"open": "Đang giải quyết", "interim": "Đã trả lời tạm thời", "answered": "Đã trả lời"},
    (
        Transition("draft", "Soạn văn bản trả lời", states("open", "interim"), None,
                   may.is_of_lead_unit, when=_no_reply_in_hand, tone="main",
                   refused=REPLY_IN_HAND),
        Transition("accept", "Nhận việc", states("open"), None, may.is_of_lead_unit,
                   when=_not_accepted, tone="main", refused=ALREADY_ACCEPTED),
        Transition("ask", "Gửi đề nghị", states("open", "interim"), None, may.is_of_lead_unit,
                   when=_nothing_asked, reason=True, refused=REQUEST_WAITS),
        Transition("reassign", "Giao đơn vị khác", states("open", "interim"), None,
                   may.gives_out, when=_may_change_hands, reason=True,
                   refused=REPLY_ON_ITS_WAY),
        Transition("interim", "Trả lời tạm thời", states("open", "interim"), "interim",
                   may.settles, when=_may_be_interim, refused=ONE_INTERIM),
        Transition("answer", "Trả lời chính thức", states("open", "interim"), "answered",
                   may.settles),
        Transition("remind", "Đôn đốc", states("open", "interim"), None, may.chases),
        Transition("confirm", "Xác nhận đã giải quyết xong", states("answered"), None,
                   may.gives_verdict, tone="main", refused=NOT_ANSWERED),
        # The same matter with its whole history, another round and a due date of its own (A6).
        Transition("contest", "Chưa đồng ý, mở lại", states("answered"), "open",
                   may.gives_verdict, reason=True, tone="danger", refused=NOT_ANSWERED),
    ),
    tones={"open": "info", "interim": "wait", "answered": "good"},
)  # fmt: skip

REQUEST: Workflow[AssignmentRequest] = Workflow(
    "request",
    {
        "asked": "Chờ quyết định",
        "granted": "Đã đồng ý",
        "refused": "Không đồng ý",
        "withdrawn": "Đơn vị đã rút",
    },
    (
        Transition("grant", "Đồng ý", states("asked"), "granted", may.decides_request,
                   tone="main", refused=ALREADY_DECIDED),
        Transition("refuse", "Không đồng ý", states("asked"), "refused", may.decides_request,
                   reason=True, tone="danger", refused=ALREADY_DECIDED),
        Transition("withdraw", "Rút đề nghị", states("asked"), "withdrawn",
                   may.withdraws_request, refused=ALREADY_DECIDED),
    ),
    tones={"asked": "wait", "granted": "good", "refused": "bad", "withdrawn": "neutral"},
)  # fmt: skip

REPLY: Workflow[Reply] = Workflow(
    "reply",
    {
        "draft": "Đang soạn",
        "submitted": "Đã trình, chờ duyệt",
        "approved": "Đã duyệt, chờ phát hành",
        "issued": "Đã phát hành",
    },
    (
        Transition("edit", "Sửa văn bản", states("draft"), None, may.drafts_reply,
                   refused="Văn bản đã trình, cần rút lại trước khi sửa."),
        Transition("submit", "Trình duyệt", states("draft"), "submitted", may.drafts_reply,
                   tone="main"),
        Transition("recall", "Rút lại để sửa", states("submitted"), "draft", may.drafts_reply),
        Transition("approve", "Duyệt, ký", states("submitted"), "approved", may.approves_reply,
                   tone="main"),
        Transition("return", "Trả lại để sửa", states("submitted", "approved"), "draft",
                   may.approves_reply, reason=True, tone="danger"),
        Transition("issue", "Phát hành", states("approved"), "issued", may.issues_reply,
                   tone="main"),
    ),
    tones={"draft": "neutral", "submitted": "wait", "approved": "info", "issued": "good"},
)  # fmt: skip
