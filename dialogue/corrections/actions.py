"""The only writer of corrections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_chair, is_office
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.corrections.models import CorrectionItem, NoticeCorrection
from dialogue.corrections.queries import corrected_words, in_hand
from dialogue.corrections.workflow import CORRECTION
from dialogue.deadlines.actions import move_due
from dialogue.followup.actions.dates import check_date_of_issue
from dialogue.followup.models import ConclusionNotice, NoticeItem
from dialogue.followup.queries import everyone_in
from dialogue.followup.register import take_number
from dialogue.history.actions import perform, record
from dialogue.notifications.actions import tell_account, tell_role, tell_unit
from dialogue.plans.queries import presider_of

NOT_ISSUED = "Thông báo chưa ban hành thì sửa thẳng, không cần đính chính."
IN_HAND = "Đã có một bản đính chính đang làm cho thông báo này."
NOTHING = "Cần sửa lời của ít nhất một mục."


def begin(notice: ConclusionNotice, *, reason: str, actor: Account) -> NoticeCorrection:
    """Start a correction of the issued ``notice``; one is in hand at a time."""
    with unit_of_work() as session:
        if not is_office(actor):
            raise NotAllowed
        if notice.state != "issued":
            raise Conflict(NOT_ISSUED)
        if in_hand(notice) is not None:
            raise Conflict(IN_HAND)
        reason = clean(reason)
        if not reason:
            raise InvalidInput("Cần ghi vì sao phải đính chính.", field="reason")
        correction = NoticeCorrection(notice=notice, reason=reason, drafted_by_id=actor.id)
        session.add(correction)
        session.flush()
        moved = (None, "draft", "", CORRECTION.label("draft"))
        record(actor, correction, "begin", f"Đính chính thông báo số {notice.symbol}",
               moved=moved, reason=reason)  # fmt: skip
        return correction


def edit(
    correction: NoticeCorrection,
    words: Mapping[int, str],
    *,
    reason: str,
    actor: Account,
    version: int | None = None,
) -> None:
    """Word the items anew: ``words`` by the item's id; an item that stays as it is, is left out."""
    with unit_of_work() as session:
        CORRECTION.permit(actor, correction, "edit", version=version)
        reason = clean(reason)
        if not reason:
            raise InvalidInput("Cần ghi vì sao phải đính chính.", field="reason")
        known = {item.id: item for item in correction.notice.items}
        now = _as_said_now(correction)
        before = {one.item_id: one.words for one in correction.items}
        wanted = {
            item_id: clean(text)
            for item_id, text in words.items()
            if item_id in known and clean(text) and clean(text) != now[item_id]
        }
        if (wanted, reason) == (before, correction.reason):
            return
        perform(
            CORRECTION, correction, "edit", actor=actor, version=version,
            before={str(k): v for k, v in before.items()},
            after={str(k): v for k, v in wanted.items()},
        )  # fmt: skip
        correction.reason = reason
        correction.items.clear()
        session.flush()
        correction.items = [
            CorrectionItem(item_id=item_id, before=now[item_id], words=text)
            for item_id, text in sorted(wanted.items(), key=lambda one: known[one[0]].position)
        ]


def _as_said_now(correction: NoticeCorrection) -> dict[int, str]:
    """What each item says by the notice and the corrections issued since."""
    items = correction.notice.items
    earlier = corrected_words([item.id for item in items])
    return {item.id: earlier[item.id][0] if item.id in earlier else item.words for item in items}


def drop(correction: NoticeCorrection, *, actor: Account, version: int | None = None) -> None:
    """Give up a draft; the record keeps that it was begun."""
    with unit_of_work() as session:
        perform(CORRECTION, correction, "drop", actor=actor, version=version)
        record(actor, correction.notice, "drop_correction", "Bỏ bản đính chính đang soạn",
               reason=correction.reason)  # fmt: skip
        session.delete(correction)


def submit(correction: NoticeCorrection, *, actor: Account, version: int | None = None) -> None:
    """Hand it to the presider. ``InvalidInput`` where it corrects nothing."""
    with unit_of_work():
        CORRECTION.permit(actor, correction, "submit", version=version)
        if not correction.items:
            raise InvalidInput(NOTHING)
        perform(CORRECTION, correction, "submit", actor=actor, version=version)
        correction.drafted_by_id = actor.id
        correction.remarks = ""
        presider = presider_of(correction.notice.meeting)
        if presider is not None:
            tell_account(presider.id, f"{_name(correction)} đang chờ duyệt.", url=_url(correction))


def recall(correction: NoticeCorrection, *, actor: Account, version: int | None = None) -> None:
    """Take it back to edit it."""
    with unit_of_work():
        perform(CORRECTION, correction, "recall", actor=actor, version=version)


def return_to_office(
    correction: NoticeCorrection, *, reason: str, actor: Account, version: int | None = None
) -> None:
    """Give it back with remarks; an approval falls with it."""
    with unit_of_work():
        perform(CORRECTION, correction, "return", actor=actor, version=version, reason=reason)
        correction.remarks = clean(reason)
        correction.approved_by_id = correction.approved_at = None
        correction.signer_name = correction.signer_role = ""
        tell_role("office", f"{_name(correction)} được trả lại: {correction.remarks}"[:400],
                  url=_url(correction))  # fmt: skip


def approve(correction: NoticeCorrection, *, actor: Account, version: int | None = None) -> None:
    """Sign it; name and post are kept as on that day."""
    with unit_of_work():
        perform(CORRECTION, correction, "approve", actor=actor, version=version)
        correction.approved_by_id = actor.id
        correction.approved_at = clock.now()
        correction.signer_name = actor.full_name
        correction.signer_role = "chair" if is_chair(actor) else "vice_chair"
        tell_role("office", f"{_name(correction)} đã duyệt, chờ ban hành.", url=_url(correction))


def issue(
    correction: NoticeCorrection, *, issued_on: date, actor: Account, version: int | None = None
) -> None:
    """Number and date it in the ward's register. Every due date stays as it was.

    ``InvalidInput`` for a date before the notice's, before the approval or in the future.
    """
    with unit_of_work():
        CORRECTION.permit(actor, correction, "issue", version=version)
        notice = correction.notice
        if notice.issued_on is not None and issued_on < notice.issued_on:
            raise InvalidInput(
                "Ngày ban hành không được trước ngày của thông báo được đính chính "
                f"({clock.show_date(notice.issued_on)}).",
                field="issued_on",
            )
        check_date_of_issue(issued_on, correction.approved_at)
        title = f"Đính chính Thông báo số {notice.symbol}"
        entry = take_number("TB", issued_on.year, correction, title, issued_on)
        correction.number, correction.symbol = entry.number, entry.symbol
        correction.issued_on = issued_on
        perform(CORRECTION, correction, "issue", actor=actor, version=version,
                label=f"Ban hành thông báo đính chính số {entry.symbol}")  # fmt: skip
        record(actor, notice, "corrected", f"Được đính chính bởi thông báo số {entry.symbol}")
        for one in correction.items:
            _tell(correction, one)


def _tell(correction: NoticeCorrection, one: CorrectionItem) -> None:
    """The lead unit and every sender of the item."""
    conclusion = one.item.conclusion
    if conclusion.assignment is not None:
        tell_unit(
            conclusion.assignment.lead_unit_id,
            f"Kết luận về “{conclusion.opinion.short}” được đính chính bởi thông báo số "
            f"{correction.symbol}. Hạn trả lời giữ nguyên."[:400],
            url=f"/corrections/{correction.id}",
        )
    for opinion in everyone_in(conclusion.opinion):
        tell_unit(
            opinion.unit_id,
            f"Kết luận về ý kiến {opinion.receipt} được đính chính bởi thông báo số "
            f"{correction.symbol}.",
            url=f"/corrections/{correction.id}",
        )


def move_date(
    correction: NoticeCorrection,
    item: NoticeItem,
    *,
    due_on: date | None,
    reason: str,
    actor: Account,
    version: int | None = None,
) -> None:
    """Give a corrected item another due date: the one act by which a correction moves one.

    ``InvalidInput`` for no date, one in the past, or no reason; ``Conflict`` where nothing is
    owed any more.
    """
    with unit_of_work():
        CORRECTION.permit(actor, correction, "move_due", version=version, reason=reason)
        if item.id not in {one.item_id for one in correction.items}:
            raise NotAllowed
        assignment = item.conclusion.assignment
        if assignment is None or assignment.state == "answered":
            raise Conflict("Mục này không còn hạn trả lời.")
        if due_on is None or due_on < clock.today():
            raise InvalidInput("Cần ghi hạn mới, không trước hôm nay.", field="due_on")
        if due_on == assignment.due.due_on:
            raise InvalidInput("Hạn hiện nay đã là ngày này.", field="due_on")
        why = f"Theo thông báo đính chính số {correction.symbol}: {clean(reason)}"
        before = assignment.due.due_on
        assignment.due = move_due(assignment.due, actor=actor, on=due_on, why=why[:300])
        perform(
            CORRECTION, correction, "move_due", actor=actor, version=version, reason=reason,
            label=f"Đổi hạn mục {item.position} sang {clock.show_date(due_on)}",
        )  # fmt: skip
        record(actor, assignment, "move_due", f"Đổi hạn sang {clock.show_date(due_on)}", reason=why)
        tell_unit(
            assignment.lead_unit_id,
            f"Hạn trả lời “{item.conclusion.opinion.short}” đổi từ {clock.show_date(before)} sang "
            f"{clock.show_date(due_on)}. {why}"[:400],
            url=f"/assignments/{assignment.id}",
        )


def _name(correction: NoticeCorrection) -> str:
    return f"Thông báo đính chính {correction.notice.meeting.name}"


def _url(correction: NoticeCorrection) -> str:
    return f"/corrections/{correction.id}"
