"""Places for each unit, and a unit's list sent to the office (B10)."""

from __future__ import annotations

from collections.abc import Mapping

from dialogue.accounts.models import Account
from dialogue.attendance.models import DelegateList
from dialogue.attendance.paths import roll_path
from dialogue.attendance.queries.people import count_people
from dialogue.attendance.queries.rolls import TASK_KIND, due_of, overview, roll_of
from dialogue.attendance.workflow import LIST
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.actions import perform, record
from dialogue.notifications.actions import tell_role, tell_unit
from dialogue.plans import actions as plans
from dialogue.plans.models import Meeting

MOST = 2000
TASK = plans.TaskContent(
    title="Gửi danh sách đại biểu tham dự về Văn phòng phường",
    rule=TASK_KIND,
    basis="Kế hoạch III.5",
    kind=TASK_KIND,
)
STALE = "Số chỗ vừa được người khác sửa. Dưới đây là số chỗ hiện nay."
NOBODY = "Danh sách chưa có ai. Nếu không cử đại biểu, xin ghi lý do rồi gửi."


def stored(roll: DelegateList) -> DelegateList:
    """``roll`` as a row of the database, inside the caller's act; somebody may have begun it."""
    if roll.id is None:
        roll = roll_of(roll.meeting, roll.unit)
        if roll.id is None:
            db.session.add(roll)
            db.session.flush()
    return roll


def touch(roll: DelegateList) -> None:
    """A preview of an import seen before is no longer true."""
    roll.version += 1


def places_seen(rolls: list[DelegateList]) -> str:
    """What a form of places was filled in against, to notice that another changed it."""
    return ",".join(f"{r.unit_id or 0}:{'' if r.places is None else r.places}" for r in rolls)


def allot(
    meeting: Meeting,
    places: Mapping[int | None, int],
    *,
    actor: Account,
    seen: str | None = None,
) -> list[DelegateList]:
    """Give each unit id (None: the guests) its places; each unit concerned is told.

    A unit with places owes its list by D−5. ``Conflict`` if somebody changed places since
    ``seen``, ``InvalidInput`` for a number out of bounds.
    """
    with unit_of_work():
        rolls = [line.roll for line in overview(meeting)]
        for roll in rolls:
            LIST.permit(actor, roll, "allot")
        if seen is not None and seen != places_seen(rolls):
            raise Conflict(STALE)
        changed = []
        for roll in rolls:
            wanted = places.get(roll.unit_id)
            if wanted is None or wanted == roll.places:
                continue
            if not 0 <= wanted <= MOST:
                raise InvalidInput(f"{roll.name}: số chỗ từ 0 đến {MOST}.", field="places")
            changed.append(_give(stored(roll), wanted, actor))
        return changed


def _give(roll: DelegateList, places: int, actor: Account) -> DelegateList:
    before = roll.places
    roll.places = places
    was = "" if before is None else f" (trước là {before})"
    perform(LIST, roll, "allot", actor=actor, label=f"Phân bổ {places} chỗ{was}", places=places)
    if roll.unit is None or (before is None and places == 0):
        return roll
    task, due_on = due_of(roll.meeting, roll.unit)
    if places and task is None:
        plans.add_task(roll.meeting, TASK, [roll.unit], actor=actor)
    by = f" Xin gửi danh sách đại biểu chậm nhất ngày {clock.show_date(due_on)}." if due_on else ""
    tell_unit(
        roll.unit.id,
        f"{roll.meeting.name}: đơn vị được phân bổ {places} chỗ{was}.{by if places else ''}",
        url=roll_path(roll),
    )
    return roll


def send(
    roll: DelegateList, *, actor: Account, version: int | None = None, reason: str = ""
) -> DelegateList:
    """Send the list to the office: late is marked, never refused; the unit's task is done.

    ``InvalidInput`` for more people than places, or nobody, without a reason.
    """
    with unit_of_work():
        roll = stored(roll)
        LIST.permit(actor, roll, "send", version=version)
        assert roll.unit is not None
        named, reason = count_people(roll), clean(reason)
        if not reason and (problem := what_needs_reason(roll, named)):
            raise InvalidInput(problem, field="reason")
        task, due_on = due_of(roll.meeting, roll.unit)
        roll.is_late = due_on is not None and due_on < clock.today()
        roll.sent_at, roll.sent_by, roll.reason = clock.now(), actor, reason
        late = ", muộn" if roll.is_late else ""
        perform(
            LIST,
            roll,
            "send",
            actor=actor,
            version=version,
            reason=reason,
            label=f"Gửi danh sách {named} đại biểu{late}",
            count=named,
        )
        if task is not None and task.state == "open":
            plans.complete_task(task, f"Đã gửi danh sách {named} đại biểu.", actor=actor)
        tell_role(
            "office",
            f"{roll.name} gửi danh sách {named} đại biểu của {roll.meeting.name}{late}.",
            url=roll_path(roll),
        )
        return roll


def what_needs_reason(roll: DelegateList, named: int) -> str:
    """Why the list may only be sent with a written reason; empty if it needs none."""
    if named == 0:
        return NOBODY
    if roll.places is not None and named > roll.places:
        return (
            f"Danh sách có {named} người, nhiều hơn {named - roll.places} người so với "
            f"{roll.places} chỗ được phân bổ. Xin ghi lý do rồi gửi."
        )
    return ""


def tell_more(roll: DelegateList, actor: Account, words: str) -> None:
    """A list changed after it was sent: the office hears of it once a day."""
    if roll.state != "sent" or roll.unit is None or actor.has("office"):
        return
    record(actor, roll, "amend", f"Sau khi gửi: {words}")
    tell_role(
        "office",
        f"{roll.name} sửa danh sách đại biểu đã gửi của {roll.meeting.name}.",
        url=roll_path(roll),
        key=f"delegates-amended:{roll.id}:{clock.today().isoformat()}",
    )
