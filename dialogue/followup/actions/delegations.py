"""The chair has a vice chair approve replies for a time."""

from __future__ import annotations

from datetime import date

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.followup.models import ReplyDelegation
from dialogue.followup.permissions import delegates_replies
from dialogue.followup.queries.delegations import current_delegations
from dialogue.history.actions import record
from dialogue.notifications.actions import tell_account


def delegate_replies(
    person: Account, *, valid_from: date, valid_to: date, reason: str, actor: Account
) -> ReplyDelegation:
    """``person``, a vice chair, approves replies on these days (both included).

    ``InvalidInput`` for days that are over, in the wrong order or taken already.
    """
    with unit_of_work() as session:
        if not delegates_replies(actor):
            raise NotAllowed
        reason = clean_line(reason)
        if not person.has("vice_chair"):
            raise InvalidInput("Chỉ ủy quyền cho Phó Chủ tịch.", field="account")
        if not reason:
            raise InvalidInput("Cần ghi rõ lý do.", field="reason")
        if valid_to < valid_from:
            raise InvalidInput("Ngày cuối phải từ ngày đầu trở đi.", field="valid_to")
        if valid_to < clock.today():
            raise InvalidInput("Ngày cuối không được trước hôm nay.", field="valid_to")
        for other in current_delegations():
            if (
                other.account_id == person.id
                and other.valid_from <= valid_to
                and valid_from <= other.valid_to
            ):
                raise InvalidInput("Đã ủy quyền cho người này trong những ngày đó.",
                                   field="valid_from")  # fmt: skip
        row = ReplyDelegation(
            account=person,
            valid_from=valid_from,
            valid_to=valid_to,
            reason=reason,
            given_by_id=actor.id,
        )
        session.add(row)
        session.flush()
        days = f"từ {clock.show_date(valid_from)} đến hết {clock.show_date(valid_to)}"
        record(actor, row, "delegate", f"Ủy quyền {person.full_name} duyệt văn bản trả lời {days}",
               reason=reason)  # fmt: skip
        tell_account(
            person.id, f"Được ủy quyền duyệt văn bản trả lời {days}: {reason}", url="/delegations"
        )
        return row


def end_delegation(row: ReplyDelegation, *, actor: Account, version: int | None = None) -> None:
    """Take it back now; what was approved under it stays."""
    with unit_of_work():
        if not delegates_replies(actor):
            raise NotAllowed
        if row.ended_at is not None or row.valid_to < clock.today():
            raise Conflict("Ủy quyền này đã kết thúc.")
        row.next_version(version)
        row.ended_at = clock.now()
        record(actor, row, "end_delegation", f"Thôi ủy quyền {row.account.full_name}")
        tell_account(row.account_id, "Chủ tịch đã thôi ủy quyền duyệt văn bản trả lời.")
