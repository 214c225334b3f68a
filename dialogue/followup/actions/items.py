"""The notice's lines: one for each conclusion, in the order of the agenda."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.core.unit_of_work import unit_of_work
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
            item.position = len(concluded)
        if not notice.is_reordered:
            item.position = position
    _close_ranks(notice)
    session.flush()
    session.expire(notice, ["items"])
    return added


def _close_ranks(notice: ConclusionNotice) -> None:
    """Number the items 1, 2, 3 … as they stand."""
    standing = sorted(notice.items, key=lambda one: (one.position, one.conclusion_id))
    for position, item in enumerate(standing, start=1):
        item.position = position


def move_item(
    item: NoticeItem, *, earlier: bool, actor: Account, version: int | None = None
) -> None:
    """Put an item of a draft one place up or down; from then on the office keeps the order."""
    with unit_of_work():
        notice = item.notice
        NOTICE.permit(actor, notice, "edit", version=version)
        standing = list(notice.items)
        place = standing.index(item)
        other = place - 1 if earlier else place + 1
        if not 0 <= other < len(standing):
            return
        perform(
            NOTICE, notice, "edit", actor=actor, version=version,
            label=f"Chuyển mục {item.position} {'lên' if earlier else 'xuống'}",
            conclusion_id=item.conclusion_id,
        )  # fmt: skip
        notice.is_reordered = True
        standing[place], standing[other] = standing[other], standing[place]
        for position, one in enumerate(standing, start=1):
            one.position = position
    db.session.expire(notice, ["items"])


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
