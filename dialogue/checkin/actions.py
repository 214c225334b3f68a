"""The only writer of check-ins: to be present is set, never toggled (hall.md 7)."""

from __future__ import annotations

from sqlalchemy import select

from dialogue.accounts.models import Account, Unit
from dialogue.attendance.models import Delegate
from dialogue.checkin import queries
from dialogue.checkin.models import CheckIn
from dialogue.checkin.permissions import checks_in, is_the_day
from dialogue.checkin.workflow import CHECK_IN, NOT_TODAY
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean_line, fold
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.actions import perform, record
from dialogue.plans.models import Meeting


def check_in(delegate: Delegate, *, actor: Account, way: str = "list") -> tuple[CheckIn, bool]:
    """Say that ``delegate`` is in the hall: (the row, whether it was new).

    A second scan, another desk's or that of the same person on another unit's list changes
    nothing. ``way``: "list" (found by name) or "code" (the invitation's). Raises
    ``NotAllowed``; ``Conflict`` on another day or for who was taken off the list.
    """
    with unit_of_work() as session:
        meeting = delegate.meeting
        _guard(actor, meeting)
        if delegate.state == "removed":
            raise Conflict(f"{delegate.full_name} đã được bỏ tên khỏi danh sách đại biểu.")
        row = queries.row_of(delegate)
        if row is not None:
            return (row, False) if row.is_present else (_again(row, actor), True)
        unit = delegate.roll.unit
        row = CheckIn(
            meeting_id=meeting.id,
            delegate_id=delegate.id,
            way=way,
            full_name=delegate.full_name,
            folded=_folded(delegate.full_name, unit),
            unit_id=unit.id if unit is not None else None,
            by_id=actor.id,
        )
        session.add(row)
        _written(row, actor, f"{row.full_name} có mặt")
        return row, True


def walk_in(
    meeting: Meeting,
    *,
    full_name: str,
    unit: Unit | None,
    actor: Account,
    key: str | None = None,
    another: bool = False,
) -> CheckIn:
    """Somebody who stands on no list. The same key adds the same person once.

    Raises ``NotAllowed``, ``Conflict`` (not the day), ``InvalidInput`` without a name, or where
    one of the same name and unit is expected or present and ``another`` does not say that it
    is somebody else.
    """
    with unit_of_work() as session:
        _guard(actor, meeting)
        if key:
            found = session.scalar(select(CheckIn).where(CheckIn.client_key == key))
            if found is not None:
                return found
        name = clean_line(full_name)
        if not name:
            raise InvalidInput("Cần ghi họ và tên.", field="full_name")
        folded = _folded(name, unit)
        before = queries.left(meeting, name, unit.id if unit is not None else None)
        if before is not None:
            return _again(before, actor)
        if not another:
            _refuse_namesake(meeting, name, unit)
        row = CheckIn(
            meeting_id=meeting.id,
            way="walk_in",
            full_name=name[:120],
            folded=folded,
            unit_id=unit.id if unit is not None else None,
            client_key=key or None,
            by_id=actor.id,
        )
        session.add(row)
        _written(row, actor, f"{row.full_name} có mặt, chưa có trong danh sách")
        return row


def take_back(row: CheckIn, *, reason: str, actor: Account, version: int | None = None) -> CheckIn:
    """It was not this person, or he went home before the opening: on record with its reason."""
    with unit_of_work():
        perform(
            CHECK_IN, row, "take_back", actor=actor, version=version, reason=reason,
            label=f"Rút điểm danh {row.full_name}",
        )  # fmt: skip
        return row


def _guard(actor: Account, meeting: Meeting) -> None:
    if not checks_in(actor, meeting):
        raise NotAllowed
    if not is_the_day(meeting):
        raise Conflict(NOT_TODAY)


def _again(row: CheckIn, actor: Account) -> CheckIn:
    perform(CHECK_IN, row, "again", actor=actor, label=f"Điểm danh lại {row.full_name}")
    row.at, row.by_id = clock.now(), actor.id
    return row


def _written(row: CheckIn, actor: Account, label: str) -> None:
    record(actor, row, "check_in", label, moved=(None, "present", "", CHECK_IN.label("present")))


def _folded(name: str, unit: Unit | None) -> str:
    return fold(f"{name} {unit.name if unit is not None else ''}")[:300]


def _refuse_namesake(meeting: Meeting, name: str, unit: Unit | None) -> None:
    said = queries.namesake(meeting, name, unit.id if unit is not None else None)
    if said:
        raise InvalidInput(
            f"{said} Nếu là người khác trùng tên, xin chọn ô “Là người khác” rồi ghi lại.",
            field="another",
        )
