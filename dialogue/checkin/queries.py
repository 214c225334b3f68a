"""Who came: by words at the desk, in numbers by unit, one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account, Unit
from dialogue.attendance import queries as attendance
from dialogue.attendance.models import GUESTS, Delegate, DelegateList
from dialogue.checkin.models import CheckIn
from dialogue.checkin.permissions import sees
from dialogue.core import clock
from dialogue.core.errors import NotAllowed
from dialogue.core.text import fold
from dialogue.extensions import db
from dialogue.history.models import HistoryEvent
from dialogue.history.queries import timeline_of
from dialogue.plans.models import Meeting

SHOWN = 12
CODE_PATH = "/diem-danh/"


@dataclass(frozen=True)
class Hit:
    """Somebody whom the words at the desk may mean: a delegate, or who came without a list."""

    name: str
    unit: str
    unit_id: int | None
    detail: str
    delegate_id: int | None
    row: CheckIn | None

    @property
    def is_present(self) -> bool:
        return self.row is not None and self.row.is_present


@dataclass(frozen=True)
class Line:
    """One unit, the guests, or who belongs to none."""

    name: str
    expected: int
    present: int  # of those expected
    walk_ins: int


@dataclass(frozen=True)
class Counts:
    """How many came, by unit and in all."""

    lines: tuple[Line, ...]
    expected: int  # each person once, on however many lists

    @property
    def present(self) -> int:
        return sum(line.present for line in self.lines)

    @property
    def walk_ins(self) -> int:
        return sum(line.walk_ins for line in self.lines)

    @property
    def in_hall(self) -> int:
        return self.present + self.walk_ins


def words_of(scanned: str) -> str:
    """What a scanner typed: the code of an invitation's address, or the words as they are."""
    text = scanned.strip()
    path = urlsplit(text).path if "://" in text else text
    return path.partition(CODE_PATH)[2].strip("/") if CODE_PATH in path else text


def people(meeting: Meeting, asked: str) -> list[Hit]:
    """Delegates of sent lists, then those who came without a list, whom ``asked`` may mean.

    By part of a name, a unit, the end of a phone number, the number or code of an invitation;
    written with marks or not.
    """
    words = words_of(asked)
    found = attendance.find(meeting, words, limit=SHOWN)
    rows = _rows_of(meeting, [one.id for one in found])
    hits = [
        Hit(
            name=one.full_name,
            unit=one.roll.short_name,
            unit_id=one.roll.unit_id,
            detail=_detail(one),
            delegate_id=one.id,
            row=rows.get(one.id),
        )
        for one in found
    ]
    return hits + _walk_ins(meeting, words)


def row_of(delegate: Delegate) -> CheckIn | None:
    """The check-in of this person, on this list or on another of the same meeting."""
    return _rows_of(delegate.meeting, [delegate.id]).get(delegate.id)


def _rows_of(meeting: Meeting, delegates: Collection[int]) -> dict[int, CheckIn]:
    """Delegate → his row, a twin's where he has none; a present one before one taken back."""
    if not delegates:
        return {}
    others = attendance.twins_of(meeting).others
    same = {one: [one, *(twin.id for twin in others.get(one, ()))] for one in delegates}
    wanted = {number for group in same.values() for number in group}
    query = select(CheckIn).where(CheckIn.delegate_id.in_(wanted))
    rows = {row.delegate_id: row for row in db.session.scalars(query)}
    found = {}
    for one, group in same.items():
        mine = [rows[number] for number in group if number in rows]
        mine.sort(key=lambda row: (not row.is_present, row.delegate_id != one))
        if mine:
            found[one] = mine[0]
    return found


def _detail(one: Delegate) -> str:
    number = f"giấy mời số {one.number}" if one.number is not None else ""
    declined = "báo vắng" if one.state == "declined" else ""
    return " · ".join(part for part in (one.post, one.body, number, declined) if part)


def _walk_ins(meeting: Meeting, words: str) -> list[Hit]:
    parts = fold(words).split()[:8]
    if not parts:
        return []
    query = (
        select(CheckIn)
        .where(CheckIn.meeting_id == meeting.id, CheckIn.way == "walk_in")
        .options(joinedload(CheckIn.unit))
        .order_by(CheckIn.id)
    )
    for part in parts:
        escaped = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        query = query.where(CheckIn.folded.like(f"%{escaped}%", escape="\\"))
    return [
        Hit(
            name=row.full_name,
            unit=row.unit.short_name if row.unit is not None else "",
            unit_id=row.unit_id,
            detail="chưa có trong danh sách",
            delegate_id=None,
            row=row,
        )
        for row in db.session.scalars(query.limit(SHOWN))
    ]


def _named(meeting: Meeting, state: str, name: str, unit_id: int | None) -> list[CheckIn]:
    """The rows in ``state`` of this name, written with marks or not, and unit."""
    query = select(CheckIn).where(
        CheckIn.meeting_id == meeting.id,
        CheckIn.state == state,
        CheckIn.unit_id == unit_id if unit_id is not None else CheckIn.unit_id.is_(None),
    )
    wanted = fold(name)
    rows = db.session.scalars(query.order_by(CheckIn.id))
    return [row for row in rows if fold(row.full_name) == wanted]


def namesake(meeting: Meeting, name: str, unit_id: int | None) -> str:
    """A sentence about who of this name and unit is expected or present, or ""."""
    for row in _named(meeting, "present", name, unit_id):
        return f"{row.full_name} đã điểm danh lúc {clock.show_time(row.at)}."
    for one in attendance.find(meeting, name):
        if one.roll.unit_id == unit_id and fold(one.full_name) == fold(name):
            return f"{one.full_name} có tên trong danh sách của {one.roll.name}: tìm ở ô phía trên."
    return ""


def left(meeting: Meeting, name: str, unit_id: int | None) -> CheckIn | None:
    """Who of this name and unit came without a list and was taken back since."""
    gone = _named(meeting, "taken_back", name, unit_id)
    return next((row for row in gone if row.way == "walk_in"), None)


def is_here(meeting: Meeting, name: str, unit_id: int | None) -> bool:
    """Whether one of this name and unit is checked in."""
    return bool(_named(meeting, "present", name, unit_id))


def counts(meeting: Meeting) -> Counts:
    """Expected and present by unit, in the ward's order; the guests and unknown ones last."""
    named: Counter[int | None] = Counter()
    names: dict[int | None, tuple[int, str]] = {}
    query = (
        select(DelegateList.unit_id, Unit.name, Unit.position, func.count(Delegate.id))
        .join(Delegate, Delegate.list_id == DelegateList.id)
        .outerjoin(Unit, Unit.id == DelegateList.unit_id)
        .where(
            DelegateList.meeting_id == meeting.id,
            DelegateList.state == "sent",
            Delegate.state != "removed",
        )
        .group_by(DelegateList.unit_id, Unit.name, Unit.position)
    )
    for unit_id, name, position, number in db.session.execute(query):
        named[unit_id] = number
        names[unit_id] = (position or 0, name or GUESTS)
    came: Counter[tuple[int | None, bool]] = Counter()
    query_came = (
        select(CheckIn.unit_id, Unit.name, Unit.position, CheckIn.way == "walk_in", func.count())
        .outerjoin(Unit, Unit.id == CheckIn.unit_id)
        .where(CheckIn.meeting_id == meeting.id, CheckIn.state == "present")
        .group_by(CheckIn.unit_id, Unit.name, Unit.position, CheckIn.way == "walk_in")
    )
    for unit_id, name, position, walked, number in db.session.execute(query_came):
        came[(unit_id, bool(walked))] += number
        names.setdefault(unit_id, (position or 0, name or GUESTS))
    order = sorted(names, key=lambda unit_id: (unit_id is None, names[unit_id]))
    lines = tuple(
        Line(
            name=names[unit_id][1] if unit_id is not None else f"{GUESTS}, không thuộc đơn vị",
            expected=named[unit_id],
            present=came[(unit_id, False)],
            walk_ins=came[(unit_id, True)],
        )
        for unit_id in order
    )
    return Counts(lines, _expected_people(meeting))


def _expected_people(meeting: Meeting) -> int:
    twins = attendance.twins_of(meeting)
    return twins.people({one.list_id for one in twins.named if one.is_sent})


def arrived(meeting: Meeting, *, page: int = 1, size: int = 50) -> list[CheckIn]:
    """Who is present, the latest first."""
    query = (
        select(CheckIn)
        .where(CheckIn.meeting_id == meeting.id, CheckIn.state == "present")
        .options(joinedload(CheckIn.unit), joinedload(CheckIn.by))
        .order_by(CheckIn.at.desc(), CheckIn.id.desc())
        .limit(size)
        .offset((page - 1) * size)
    )
    return list(db.session.scalars(query))


def events(meeting: Meeting) -> list[HistoryEvent]:
    """Every act at the door, oldest first; the caller has checked who may see them."""
    query = select(CheckIn.id).where(CheckIn.meeting_id == meeting.id)
    return timeline_of((CheckIn.__tablename__, number) for number in db.session.scalars(query))


def get_row(user: Account, row_id: int) -> CheckIn:
    """One check-in; ``NotAllowed`` unless ``user`` may see who came."""
    row = db.session.scalar(
        select(CheckIn).where(CheckIn.id == row_id).options(joinedload(CheckIn.meeting))
    )
    if row is None or not sees(user, row.meeting):
        raise NotAllowed
    return row


def by_code(code: str) -> Delegate:
    """The delegate whose invitation bears ``code``; ``NotAllowed`` for a code that is none's."""
    query = (
        select(Delegate)
        .join(Delegate.roll)
        .where(
            Delegate.code == code.strip().upper(),
            or_(DelegateList.state == "sent", DelegateList.unit_id.is_(None)),
        )
        .options(
            joinedload(Delegate.roll).joinedload(DelegateList.unit), joinedload(Delegate.meeting)
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotAllowed
    return found
