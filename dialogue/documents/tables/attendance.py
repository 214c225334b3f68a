"""Who is to attend a meeting: everyone by list, and each list in numbers."""

from __future__ import annotations

from collections.abc import Iterator

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.permissions import sees_everything
from dialogue.attendance import queries
from dialogue.attendance.models import Delegate, DelegateList
from dialogue.attendance.permissions import can_see, sees_overview, sees_phones
from dialogue.attendance.workflow import DELEGATE, LIST
from dialogue.core.errors import NotAllowed
from dialogue.extensions import db
from dialogue.plans.models import Meeting
from dialogue.sheets.writer import Column, Sheet

PEOPLE = (
    Column("TT", 6, "number"),
    Column("Danh sách", 24),
    Column("Họ và tên", 28),
    Column("Năm sinh", 9, "number"),
    Column("Chức vụ", 24),
    Column("Nơi công tác", 28),
    Column("Điện thoại", 14),
    Column("Danh sách đã gửi", 12),
    Column("Giấy mời số", 10, "number"),
    Column("Tình trạng", 16),
    Column("Ký tên", 18),
)  # fmt: skip
LISTS = (
    Column("TT", 6, "number"),
    Column("Danh sách", 34),
    Column("Số chỗ", 10, "number"),
    Column("Đã ghi", 10, "number"),
    Column("Tình trạng", 16),
    Column("Gửi lúc", 18, "time"),
    Column("Đã mời", 10, "number"),
    Column("Sẽ dự", 10, "number"),
    Column("Báo vắng", 10, "number"),
    Column("Chưa trả lời", 12, "number"),
    Column("Lý do", 40, "long"),
)  # fmt: skip


def attendance_sheets(user: Account, meeting: Meeting, who: str = "") -> list[Sheet]:
    """The people that ``user`` may see, of all lists or of one; the lists side by side for who
    sees them so. ``NotAllowed`` for who may see none."""
    overview = sees_overview(user, meeting)
    if who:
        queries.get_roll(user, meeting, None if who == "guests" else int(who))
    elif not overview:
        raise NotAllowed
    title = f"Danh sách đại biểu dự {meeting.name}"
    people = Sheet(
        name="Đại biểu",
        title=title,
        columns=PEOPLE,
        rows=_people(user, meeting, who),
        notes=(meeting.title,),
    )
    if who:
        return [people]
    lists = Sheet(
        name="Đơn vị",
        title=f"{title}, theo đơn vị",
        columns=LISTS,
        rows=_lists(user, meeting),
        notes=(meeting.title,),
    )
    return [people, lists]


def _people(user: Account, meeting: Meeting, who: str) -> Iterator[tuple[object, ...]]:
    query = queries.visible_to(user).where(
        Delegate.meeting_id == meeting.id, Delegate.state != "removed"
    )
    if who == "guests":
        query = query.where(DelegateList.unit_id.is_(None))
    elif who:
        query = query.where(DelegateList.unit_id == int(who))
    query = query.order_by(
        DelegateList.unit_id.is_not(None), Unit.position, Delegate.name_key, Delegate.id
    )
    for number, one in enumerate(db.session.scalars(query), start=1):
        yield (
            number,
            one.roll.name,
            one.full_name,
            one.birth_year,
            one.post,
            one.body,
            one.phone if sees_phones(user, one.roll) else "",
            "Rồi" if one.roll.state == "sent" else "CHƯA GỬI",
            one.number,
            DELEGATE.label(one.state),
            "",
        )


def _lists(user: Account, meeting: Meeting) -> Iterator[tuple[object, ...]]:
    everything = sees_everything(user)
    shown = [one for one in queries.overview(meeting) if everything or can_see(user, one.roll)]
    for number, line in enumerate(shown, start=1):
        roll = line.roll
        state = "Văn phòng ghi" if roll.is_guests else LIST.label(roll.state)
        yield (
            number,
            roll.name,
            roll.places,
            line.named,
            "Gửi muộn" if roll.is_late else state,
            None if roll.is_guests else roll.sent_at,
            line.invited,
            line.confirmed,
            line.declined,
            line.invited - line.confirmed - line.declined,
            roll.reason,
        )
