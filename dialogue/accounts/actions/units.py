"""The ward's units: made, renamed, ended. Every act stands in the history."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from dialogue.accounts.hooks import open_work
from dialogue.accounts.models import UNIT_KINDS, Account, Unit
from dialogue.accounts.signals import record
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.text import clean_line, fold
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db


def create_unit(
    *,
    name: str,
    short_name: str,
    kind: str,
    code: str = "",
    position: int = 0,
    valid_from: date | None = None,
    actor: Account | None = None,
) -> Unit:
    """Add a unit of the ward. Raises ``InvalidInput`` for an unknown kind or a doubled name."""
    if kind not in UNIT_KINDS:
        raise InvalidInput("Loại đơn vị này không có trong danh sách.", field="kind")
    name = clean_line(name)
    with unit_of_work() as session:
        _refuse_doubled(name)
        code = code or _free_code(fold(name).replace(" ", "-")[:36])
        unit = Unit(
            code=code,
            name=name,
            short_name=clean_line(short_name) or name[:60],
            kind=kind,
            position=position,
            valid_from=valid_from,
        )
        session.add(unit)
        session.flush()
        record(actor, unit, "create", "Thêm đơn vị", name=name)
        return unit


def _refuse_doubled(name: str, own: int | None = None) -> None:
    same = db.session.scalars(select(Unit).where(Unit.name == name))
    if any(other.is_valid() and other.id != own for other in same):
        raise InvalidInput("Phường đã có đơn vị tên này.", field="name")


def _free_code(wanted: str) -> str:
    taken = set(db.session.scalars(select(Unit.code).where(Unit.code.startswith(wanted))))
    code, number = wanted, 2
    while code in taken:
        code, number = f"{wanted}-{number}", number + 1
    return code


def update_unit(
    unit: Unit,
    *,
    name: str,
    short_name: str,
    valid_to: date | None,
    actor: Account,
    version: int | None = None,
) -> None:
    """Rename a unit or end it.

    Raises ``InvalidInput`` if it would end before it began or take another unit's name,
    ``Conflict`` when it was changed since ``version``. One that still owes something does
    not end before that is handed on.
    """
    if valid_to and unit.valid_from and valid_to < unit.valid_from:
        raise InvalidInput("Ngày kết thúc trước ngày bắt đầu.", field="valid_to")
    if valid_to is not None and valid_to != unit.valid_to:
        owed = ", ".join(one.words for one in open_work(unit))
        if owed:
            raise InvalidInput(
                f"Đơn vị còn {owed}. Cần giao lại cho đơn vị khác trước.", field="valid_to"
            )
    name = clean_line(name)
    with unit_of_work():
        unit.next_version(version)
        _refuse_doubled(name, own=unit.id)
        before = {"name": unit.name, "valid_to": str(unit.valid_to or "")}
        label = "Sửa đơn vị" if name == unit.name else f"Đổi tên từ “{unit.name}” thành “{name}”"
        if valid_to != unit.valid_to:
            label += f", đến hết {clock.show_date(valid_to)}" if valid_to else ", lại hoạt động"
        unit.name, unit.short_name = name, clean_line(short_name) or name[:60]
        unit.valid_to = valid_to
        record(actor, unit, "update", label[:200], before=before)
