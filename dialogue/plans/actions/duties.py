"""Who serves at a meeting: secretary, desk, and the presider by delegation (B11)."""

from __future__ import annotations

from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.actions import perform, record
from dialogue.live.actions import publish
from dialogue.notifications.actions import tell_account, tell_role
from dialogue.plans.actions.dates import set_task_due
from dialogue.plans.actions.withdrawing import withdraw_open
from dialogue.plans.models import DUTIES, TASK_KINDS, Meeting, MeetingDuty, Task
from dialogue.plans.paths import meeting_path
from dialogue.plans.permissions import active_duties, can_name_duties, delegation
from dialogue.plans.workflow import MEETING

REPORT = "presider_report"
REPORT_RULE = "meeting_plus_3_working"
NAMED = ("secretary", "desk")


def name_duty(meeting: Meeting, account: Account, duty: str, *, actor: Account) -> MeetingDuty:
    """Name ``account`` "secretary" or "desk" of ``meeting``.

    Named already: the same row again. The presider changes only by ``delegate_presider``.
    """
    if not can_name_duties(actor, meeting):
        raise NotAllowed
    if duty not in NAMED:
        raise InvalidInput("Chỉ phân công thư ký hoặc bàn đăng ký ở đây.", field="duty")
    if not account.active:
        raise InvalidInput("Tài khoản này không còn hoạt động.", field="account")
    with unit_of_work() as session:
        _refuse_closed(meeting)
        for row in active_duties(meeting, duty):
            if row.account_id == account.id:
                return row
        row = MeetingDuty(meeting=meeting, account=account, duty=duty)
        session.add(row)
        words = DUTIES[duty].lower()
        label = f"Phân công {account.full_name} làm {words}"
        record(actor, meeting, "name_duty", label, account_id=account.id, duty=duty)
        tell_account(
            account.id,
            f"Ông/bà được phân công làm {words} của {meeting.name}.",
            url=meeting_path(meeting),
        )
        return row


def end_duty(duty: MeetingDuty, *, actor: Account) -> None:
    """Relieve a secretary or a person of the desk; the row stays with its end."""
    if not can_name_duties(actor, duty.meeting) or duty.duty not in NAMED:
        raise NotAllowed
    with unit_of_work():
        _refuse_closed(duty.meeting)
        if duty.until is not None:
            raise Conflict("Người này đã thôi phân công trước đó.")
        duty.until = clock.now()
        words = DUTIES[duty.duty].lower()
        name = duty.account.full_name
        record(
            actor,
            duty.meeting,
            "end_duty",
            f"Thôi phân công {name} làm {words}",
            account_id=duty.account_id,
            duty=duty.duty,
        )
        tell_account(
            duty.account_id,
            f"Ông/bà thôi làm {words} của {duty.meeting.name}.",
            url=meeting_path(duty.meeting),
        )


def delegate_presider(
    meeting: Meeting,
    to_account: Account,
    *,
    reason: str,
    actor: Account,
    version: int | None = None,
) -> MeetingDuty:
    """Have a vice chair preside, for a sudden reason (Kế hoạch II.1.1); while it is live, too.

    Screens and signatures follow the presider; the delegate then owes the chair a report,
    and so does an earlier delegate who presided over a part of it.
    """
    with unit_of_work() as session:
        MEETING.permit(actor, meeting, "delegate", version=version, reason=reason)
        if not to_account.active or not to_account.has("vice_chair"):
            raise InvalidInput("Chỉ ủy quyền được cho Phó Chủ tịch.", field="account")
        before = delegation(meeting)
        if before is not None and before.account_id == to_account.id:
            raise InvalidInput("Người này đang được ủy quyền chủ trì.", field="account")
        if before is not None:
            _end_presider(meeting, before, actor, f"Chủ tịch ủy quyền cho {to_account.full_name}")
        row = MeetingDuty(
            meeting=meeting, account=to_account, duty="presider", reason=clean(reason)
        )
        session.add(row)
        perform(
            MEETING,
            meeting,
            "delegate",
            actor=actor,
            version=version,
            reason=reason,
            label=f"Ủy quyền cho {to_account.full_name} chủ trì",
            account_id=to_account.id,
        )
        _owe_report(meeting, to_account, actor)
        url = meeting_path(meeting)
        text = f"{to_account.full_name} được ủy quyền chủ trì {meeting.name}. Lý do: "
        tell_account(to_account.id, (text + clean(reason))[:400], url=url)
        tell_role("office", (text + clean(reason))[:400], url=url)
        if before is not None:
            tell_account(before.account_id, (text + clean(reason))[:400], url=url)
        publish(f"hall:{meeting.id}")
        return row


def take_back_presider(
    meeting: Meeting, *, reason: str, actor: Account, version: int | None = None
) -> None:
    """The chair presides after all, or from now on.

    A delegate who has not presided owes no report any more; one who has, does.
    """
    with unit_of_work():
        MEETING.permit(actor, meeting, "take_back", version=version, reason=reason)
        row = delegation(meeting)
        assert row is not None
        delegate = row.account
        perform(
            MEETING,
            meeting,
            "take_back",
            actor=actor,
            version=version,
            reason=reason,
            account_id=delegate.id,
        )
        _end_presider(meeting, row, actor, f"Chủ tịch chủ trì trở lại: {clean(reason)}")
        url = meeting_path(meeting)
        text = f"Chủ tịch chủ trì trở lại {meeting.name}. Lý do: {clean(reason)}"[:400]
        tell_account(delegate.id, text, url=url)
        tell_role("office", text, url=url)
        publish(f"hall:{meeting.id}")


def _end_presider(meeting: Meeting, row: MeetingDuty, actor: Account, why: str) -> None:
    row.until = clock.now()
    db.session.flush()
    if meeting.state == "live":
        return  # a part of the meeting was in this delegate's hands: he reports on it
    task = _report(meeting, row.account)
    if task is not None:
        withdraw_open(task, actor=actor, why=why)


def _report(meeting: Meeting, delegate: Account) -> Task | None:
    return db.session.scalar(
        select(Task).where(
            Task.meeting_id == meeting.id,
            Task.kind == REPORT,
            Task.account_id == delegate.id,
            Task.state == "open",
        )
    )


def _owe_report(meeting: Meeting, delegate: Account, actor: Account) -> None:
    if _report(meeting, delegate) is not None:
        return
    task = Task(
        meeting=meeting,
        unit=delegate.unit,
        account=delegate,
        kind=REPORT,
        title=TASK_KINDS[REPORT],
        basis="Kế hoạch II.1.1",
        rule=REPORT_RULE,
    )
    db.session.add(task)
    record(actor, task, "create", "Giao nhiệm vụ")
    if meeting.held_on is not None:
        set_task_due(task, meeting, meeting.held_on)


def _refuse_closed(meeting: Meeting) -> None:
    if meeting.state == "closed":
        raise Conflict("Đợt đối thoại này đã khép lại.")
