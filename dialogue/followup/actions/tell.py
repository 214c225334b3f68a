"""Who is told what, within the act itself."""

from __future__ import annotations

from dialogue.core.clock import show_date
from dialogue.followup.models import (
    OUTCOMES,
    Assignment,
    Conclusion,
    ConclusionNotice,
    Reply,
    Verdict,
)
from dialogue.followup.queries import everyone_in
from dialogue.notifications import actions as notifications
from dialogue.plans.queries import presider_of


def notice_submitted(notice: ConclusionNotice) -> None:
    text = f"Thông báo kết luận {notice.meeting.name} đang chờ duyệt."
    url = f"/notices/{notice.id}"
    presider = presider_of(notice.meeting)
    if presider is not None:
        notifications.tell_account(presider.id, text, url=url)


def notice_returned(notice: ConclusionNotice) -> None:
    notifications.tell_role(
        "office", f"Thông báo kết luận {notice.meeting.name} được trả lại: {notice.remarks}"[:400],
        url=f"/notices/{notice.id}",
    )  # fmt: skip


def notice_approved(notice: ConclusionNotice) -> None:
    notifications.tell_role(
        "office", f"Thông báo kết luận {notice.meeting.name} đã duyệt, chờ ban hành.",
        url=f"/notices/{notice.id}",
    )  # fmt: skip


def assigned(assignment: Assignment) -> None:
    """Lead and supporting units, each with the due date."""
    conclusion = assignment.conclusion
    about = f"“{conclusion.opinion.short}”, hạn {show_date(assignment.due.due_on)}"
    url = f"/assignments/{assignment.id}"
    notifications.tell_unit(assignment.lead_unit_id, f"Được giao giải quyết {about}.", url=url)
    lead = assignment.lead_unit.name
    notifications.tell_units(
        [support.unit_id for support in conclusion.supporting],
        f"Phối hợp với {lead} giải quyết {about}.",
        url=url,
    )


def concluded(conclusion: Conclusion, notice: ConclusionNotice) -> None:
    """The unit of every sender, merged ones included: each reads of its own receipt."""
    for opinion in everyone_in(conclusion.opinion):
        notifications.tell_unit(
            opinion.unit_id,
            f"Đã có kết luận về ý kiến {opinion.receipt}: {OUTCOMES[conclusion.outcome]} "
            f"(thông báo số {notice.symbol}).",
            url=f"/opinions/{opinion.id}",
        )


def reply_submitted(reply: Reply) -> None:
    text = f"Văn bản trả lời của {reply.assignment.lead_unit.name} đang chờ duyệt."
    notifications.tell_role("chair", text, url=f"/replies/{reply.id}")


def reply_returned(reply: Reply) -> None:
    notifications.tell_unit(
        reply.assignment.lead_unit_id, f"Văn bản trả lời được trả lại: {reply.remarks}"[:400],
        url=f"/replies/{reply.id}",
    )  # fmt: skip


def reply_approved(reply: Reply) -> None:
    text = f"Văn bản trả lời của {reply.assignment.lead_unit.name} đã duyệt, chờ phát hành."
    notifications.tell_role("office", text, url=f"/replies/{reply.id}")


def answered(reply: Reply) -> None:
    """The lead unit, and the unit of every sender."""
    kind = "trả lời tạm thời" if reply.kind == "interim" else "văn bản trả lời"
    assignment = reply.assignment
    notifications.tell_unit(
        assignment.lead_unit_id,
        f"Đã phát hành {kind} số {reply.symbol}. Hạn hiện nay: {show_date(assignment.due.due_on)}."
        if reply.kind == "interim"
        else f"Đã phát hành {kind} số {reply.symbol}.",
        url=f"/assignments/{assignment.id}",
    )
    for opinion in everyone_in(assignment.conclusion.opinion):
        notifications.tell_unit(
            opinion.unit_id,
            f"Đã có {kind} số {reply.symbol} về ý kiến {opinion.receipt}.",
            url=f"/replies/{reply.id}",
        )


def reminded(assignment: Assignment, note: str) -> None:
    text = f"Đôn đốc: hạn trả lời “{assignment.conclusion.opinion.short}” là "
    text += f"{show_date(assignment.due.due_on)}. {note}"
    notifications.tell_unit(
        assignment.lead_unit_id, text.strip()[:400], url=f"/assignments/{assignment.id}"
    )


def confirmed(verdict: Verdict) -> None:
    """The lead unit, which is done with it."""
    assignment = verdict.assignment
    notifications.tell_unit(
        assignment.lead_unit_id,
        f"{verdict.unit.name} xác nhận đã giải quyết xong: "
        f"“{assignment.conclusion.opinion.short}”.",
        url=f"/assignments/{assignment.id}",
    )


def contested(verdict: Verdict) -> None:
    """Who must act again, with the new due date; office and chair; the other senders."""
    assignment = verdict.assignment
    conclusion = assignment.conclusion
    about = f"“{conclusion.opinion.short}”"
    why = f"{verdict.unit.name} chưa đồng ý với trả lời số {verdict.reply.symbol}: {verdict.words}"
    again = f"Giải quyết lại {about}, hạn {show_date(assignment.due.due_on)}. {why}"
    url = f"/assignments/{assignment.id}"
    notifications.tell_unit(assignment.lead_unit_id, again[:400], url=url)
    notifications.tell_units([one.unit_id for one in conclusion.supporting], again[:400], url=url)
    for role in ("office", "chair"):
        notifications.tell_role(role, f"Mở lại {about}. {why}"[:400], url=url)
    for opinion in everyone_in(conclusion.opinion):
        if opinion.unit_id != verdict.unit_id:
            notifications.tell_unit(
                opinion.unit_id,
                f"Ý kiến {opinion.receipt} được mở lại để giải quyết tiếp, hạn "
                f"{show_date(assignment.due.due_on)}.",
                url=f"/opinions/{opinion.id}",
            )
