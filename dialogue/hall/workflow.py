"""The states of a speaking turn and the one table that moves it."""

from __future__ import annotations

from dialogue.core.workflow import Transition, Workflow, states
from dialogue.hall import permissions as may
from dialogue.hall.models import SpeakingRequest, Turn

WAITING = states("registered", "absent")
MICROPHONE = states("called", "speaking", "answering")
ON_PAPER = WAITING | MICROPHONE | states("done", "written")
IN_GROUPS = WAITING | MICROPHONE | states("done")
LAYOUTS = {
    "opening": "Mở đầu",
    "speaker": "Người phát biểu",
    "pause": "Giải lao",
    "results": "Kết luận đến lúc này",
}
# What the queue is arranged by; a departure from it has its reason on record (H3).
ORDER_RULES = {
    "registration": "Theo thứ tự đăng ký",
    "topic": "Theo nội dung: cùng lĩnh vực nói liền nhau",
    "units": "Các tổ, đơn vị lần lượt, mỗi vòng một người",
}
# Opinions whose senders may still come to the microphone; none of them is concluded.
SPEAKABLE = frozenset({"sent", "classified", "selected"})
# What these do disturbs nobody who acts on the queue at the same moment.
QUIET = frozenset(
    {"register", "layout", "open_registration", "close_registration", "ask", "answer_request"}
)


def _live(turn: Turn) -> bool:
    return turn.meeting.state == "live"


def _held(turn: Turn) -> bool:
    return turn.meeting.state in ("live", "ended")


def _before_the_end(turn: Turn) -> bool:
    return turn.meeting.state in ("announced", "live")


def _running(turn: Turn) -> bool:
    return _live(turn) and turn.paused_at is None


def _paused(turn: Turn) -> bool:
    return _live(turn) and turn.paused_at is not None


def _grouped(turn: Turn) -> bool:
    return _before_the_end(turn) and bool(turn.group_topic)


GONE = "Lượt này không còn ở bước đó."
NOT_LIVE = "Chỉ làm được khi buổi đối thoại đang diễn ra và lượt này còn ở bước đó."

TURN: Workflow[Turn] = Workflow(
    name="turn",
    states={
        "registered": "Đang chờ",
        "called": "Đã mời",
        "speaking": "Đang phát biểu",
        "answering": "Đang trả lời",
        "done": "Đã phát biểu",
        "absent": "Vắng khi được mời",
        "withdrawn": "Đã rút",
        "written": "Trả lời bằng văn bản",
    },
    tones={
        "registered": "neutral",
        "called": "info",
        "speaking": "good",
        "answering": "info",
        "done": "good",
        "absent": "warn",
        "withdrawn": "neutral",
        "written": "wait",
    },
    rows=(
        Transition("call", "Mời phát biểu", WAITING, "called", may.operates,
                   when=_live, tone="main", refused=NOT_LIVE),
        Transition("start", "Bắt đầu phát biểu", states("called"), "speaking", may.operates,
                   when=_live, tone="main", refused=NOT_LIVE),
        Transition("pause", "Tạm dừng", states("speaking"), None, may.operates,
                   when=_running, refused="Lượt này không đang nói hoặc đã tạm dừng."),
        Transition("resume", "Nói tiếp", states("speaking"), None, may.operates,
                   when=_paused, refused="Lượt này không đang tạm dừng."),
        Transition("extend", "Thêm giờ", states("called", "speaking"), None, may.operates,
                   when=_live, reason=True, refused=NOT_LIVE),
        Transition("finish", "Kết thúc phát biểu", states("speaking"), "done", may.operates,
                   when=_held, tone="main", refused=GONE),
        Transition("hand", "Giao trả lời", states("speaking", "answering", "done"), "answering",
                   may.operates, when=_live, refused=NOT_LIVE),
        Transition("finish_answer", "Kết thúc trả lời", states("answering"), "done",
                   may.operates, when=_held, tone="main", refused=GONE),
        Transition("enter_speech", "Ghi lượt đã nói từ giấy", ON_PAPER, "done", may.operates,
                   when=_held, refused=GONE),
        Transition("take_back_answer", "Thu lại, không giao nữa", states("answering"), "done",
                   may.operates, when=_live, refused=NOT_LIVE),
        Transition("group", "Nhóm cùng nội dung", IN_GROUPS, None, may.operates,
                   when=_before_the_end, refused=GONE),
        Transition("ungroup", "Ra khỏi nhóm", IN_GROUPS, None, may.operates,
                   when=_grouped, refused="Lượt này không ở trong nhóm nào."),
        Transition("absent", "Vắng mặt", states("registered", "called"), "absent", may.operates,
                   when=_live, refused=NOT_LIVE),
        Transition("withdraw", "Rút đăng ký", states("registered", "absent", "called"),
                   "withdrawn", may.operates_or_serves, when=_before_the_end, reason=True,
                   tone="danger", refused=GONE),
        Transition("move", "Đổi thứ tự", WAITING, None, may.operates,
                   when=_before_the_end, reason=True, refused=GONE),
        Transition("write", "Chuyển trả lời bằng văn bản", WAITING, "written", may.closes,
                   when=_held, refused=GONE),
    ),
)  # fmt: skip


def _taking_part(request: SpeakingRequest) -> bool:
    return request.meeting.state in ("announced", "live")


ANSWERED = "Đăng ký này đã được trả lời hoặc đã được rút."

REQUEST: Workflow[SpeakingRequest] = Workflow(
    name="speaking_request",
    states={
        "waiting": "Chờ bàn đăng ký",
        "accepted": "Đã cấp số",
        "refused": "Không nhận",
        "taken_back": "Đã rút",
    },
    tones={"waiting": "wait", "accepted": "good", "refused": "warn", "taken_back": "neutral"},
    rows=(
        Transition("accept", "Đồng ý, cấp số", states("waiting"), "accepted", may.serves_request,
                   when=_taking_part, tone="main", refused=ANSWERED),
        Transition("refuse", "Không nhận", states("waiting"), "refused", may.serves_request,
                   reason=True, tone="danger", refused=ANSWERED),
    ),
)  # fmt: skip
