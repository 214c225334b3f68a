"""The notice's lines: one for each conclusion, in the order of the agenda."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.extensions import db
from dialogue.followup.models import ConclusionNotice, NoticeItem
from dialogue.followup.queries import matters
from dialogue.followup.workflow import NOTICE
from dialogue.history.actions import perform
from dialogue.notifications import actions as notifications


def sync_items(notice: ConclusionNotice) -> int:
    """Add a line for each conclusion that has none yet, put all in order; how many are new.

    Words that the office has already put stay as they are; they only fall behind
    (``NoticeItem.is_behind``) when their conclusion changes.
    """
    session = db.session
    session.flush()
    session.expire(notice, ["items"])
    known = {item.conclusion_id: item for item in notice.items}
    added = 0
    concluded = [m.conclusion for m in matters(notice.meeting) if m.conclusion is not None]
    for position, conclusion in enumerate(concluded, start=1):
        item = known.get(conclusion.id)
        if item is None:
            added += 1
            item = NoticeItem(conclusion=conclusion)
            item.words = conclusion.words
            item.conclusion_version = conclusion.version
            notice.items.append(item)
        item.position = position
    session.flush()
    session.expire(notice, ["items"])
    return added


def start_anew(notice: ConclusionNotice, actor: Account, why: str) -> None:
    """Bring a submitted or approved notice back to the office: what it says has changed."""
    if notice.state not in ("submitted", "approved"):
        return
    perform(NOTICE, notice, "reopen", actor=actor, reason=why)
    clear_approval(notice)
    notice.remarks = why
    notifications.tell_role(
        "office", f"Thông báo kết luận {notice.meeting.name} cần soạn lại: {why}",
        url=f"/notices/{notice.id}",
    )  # fmt: skip


def clear_approval(notice: ConclusionNotice) -> None:
    """Nobody has signed what is in draft."""
    notice.approved_by_id = None
    notice.approved_at = None
    notice.signer_name = notice.signer_role = ""
