"""A meeting in numbers: by field, by who sent, by what was concluded, by who answers and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogue.core import clock
from dialogue.documents.outcomes import conclusions_of
from dialogue.extensions import db
from dialogue.followup.models import OUTCOMES, Assignment, Conclusion
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting
from dialogue.sheets.writer import Column, Sheet

T = TypeVar("T")
NOT_COUNTED = ("draft", "withdrawn", "split")  # a split one counts as its parts
NO_FIELD = "Chưa phân loại"
_GIVEN = (
    Column("Giao trả lời", 11, "number"),
    Column("Trả lời đúng hạn", 11, "number"),
    Column("Trả lời trễ", 11, "number"),
    Column("Quá hạn, chưa trả lời", 13, "number"),
    Column("Còn hạn", 11, "number"),
    Column("Tỷ lệ đúng hạn (%)", 12, "number"),
    Column("Có lùi hạn", 11, "number"),
)  # fmt: skip
_RAISED = (
    Column("Ý kiến", 11, "number"),
    Column("Nội dung (đã gộp)", 12, "number"),
    Column("Người nêu", 11, "number"),
    Column("Đã kết luận", 11, "number"),
)  # fmt: skip


@dataclass
class _Count:
    """Opinions or assignments of one group."""

    opinions: Sequence[Opinion] = ()
    given: Sequence[Assignment] = ()

    def raised(self) -> tuple[int, ...]:
        roots = [one for one in self.opinions if one.merged_into_id is None]
        people = sum(one.people_count for one in self.opinions)
        return (
            len(self.opinions),
            len(roots),
            people,
            sum(one.state == "concluded" for one in roots),
        )

    def kept(self) -> tuple[int | None, ...]:
        """On time is by the due date that holds now; how many were moved stands beside it."""
        states = Counter(_state(one) for one in self.given)
        over = len(self.given) - states["left"]
        share = round(100 * states["on_time"] / over) if over else None
        return (
            len(self.given),
            states["on_time"],
            states["after"],
            states["late"],
            states["left"],
            share,
            sum(one.due.replaces_id is not None for one in self.given),
        )


def _state(assignment: Assignment) -> str:
    if assignment.state == "answered" and assignment.answered_at is not None:
        day = clock.local(assignment.answered_at).date()
        return "on_time" if day <= assignment.due.due_on else "after"
    return "late" if assignment.due.is_overdue() else "left"


def statistics_sheets(meeting: Meeting) -> list[Sheet]:
    """Four sheets about ``meeting``; the caller checks who asks."""
    opinions, conclusions = _opinions(meeting), conclusions_of(meeting)
    given = [one.assignment for one in conclusions if one.assignment is not None]
    return [
        Sheet(
            name="Lĩnh vực",
            title=f"Ý kiến theo lĩnh vực, {meeting.name}",
            columns=(Column("Lĩnh vực", 34), *_RAISED, *_GIVEN),
            rows=_by_field(opinions, given),
        ),
        Sheet(
            name="Đơn vị gửi",
            title=f"Ý kiến theo đơn vị gửi, {meeting.name}",
            columns=(Column("Đơn vị", 34), *_RAISED),
            rows=_with_total(
                (name, *_Count(opinions=found).raised())
                for name, found in _grouped(opinions, lambda one: one.unit.name).items()
            ),
        ),
        Sheet(
            name="Kết luận",
            title=f"Nội dung theo hình thức kết luận, {meeting.name}",
            columns=(
                Column("Hình thức", 40),
                Column("Nội dung", 12, "number"),
                Column("Lượt ý kiến", 12, "number"),
            ),
            rows=_by_outcome(conclusions),
        ),
        Sheet(
            name="Đúng hạn",
            title=f"Trả lời công dân theo đơn vị chủ trì, {meeting.name}",
            columns=(Column("Đơn vị chủ trì", 34), *_GIVEN),
            rows=_with_share(
                given, _grouped(given, lambda one: one.lead_unit.name)
            ),
            notes=(f"Tính đến ngày {clock.show_date(clock.today())}, theo hạn đang có hiệu lực.",),
        ),
    ]  # fmt: skip


def _opinions(meeting: Meeting) -> list[Opinion]:
    query = (
        select(Opinion)
        .where(Opinion.meeting_id == meeting.id, Opinion.state.not_in(NOT_COUNTED))
        .options(joinedload(Opinion.field), joinedload(Opinion.unit))
        .order_by(Opinion.id)
    )
    return sorted(db.session.scalars(query), key=lambda one: (one.unit.position, one.id))


def _grouped(rows: Iterable[T], name: Callable[[T], str]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for row in rows:
        found.setdefault(name(row), []).append(row)
    return found


def _field(opinion: Opinion) -> str:
    # What was merged counts where the whole matter was put.
    field = (opinion.merged_into or opinion).field or opinion.field
    return field.name if field else NO_FIELD


def _by_field(opinions: Sequence[Opinion], given: Sequence[Assignment]) -> list[Sequence[object]]:
    raised = _grouped(opinions, _field)
    owed = _grouped(given, lambda one: _field(one.conclusion.opinion))
    names = sorted({*raised, *owed}, key=lambda name: (name == NO_FIELD, name))
    rows: list[Sequence[object]] = [
        _line(name, _Count(raised.get(name, ()), owed.get(name, ()))) for name in names
    ]
    return [*rows, _line("Cộng", _Count(opinions, given))]


def _line(name: str, count: _Count) -> tuple[object, ...]:
    return (name, *count.raised(), *count.kept())


def _by_outcome(conclusions: Sequence[Conclusion]) -> list[Sequence[object]]:
    found = _grouped(conclusions, lambda one: one.outcome)
    return _with_total(
        (label, len(found.get(code, ())), sum(c.opinion.times_raised for c in found.get(code, ())))
        for code, label in OUTCOMES.items()
    )


def _with_total(rows: Iterable[tuple[str, *tuple[int, ...]]]) -> list[Sequence[object]]:
    listed = list(rows)
    numbers = zip(*(row[1:] for row in listed), strict=True)
    return [*listed, ("Cộng", *map(sum, numbers))] if listed else []


def _with_share(
    given: Sequence[Assignment], units: dict[str, list[Assignment]]
) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = [
        (name, *_Count(given=found).kept()) for name, found in units.items()
    ]
    return [*rows, ("Cộng", *_Count(given=given).kept())] if rows else []
