"""The only writer of uploaded lists; taking one makes opinions through opinions.actions."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.queries import units
from dialogue.core import clock
from dialogue.core.errors import Conflict, DomainError, InvalidInput, NotAllowed
from dialogue.core.text import clean, clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.actions import record
from dialogue.imports.models import OpinionImport
from dialogue.imports.parsing import COLUMNS, Entry, Reader
from dialogue.imports.permissions import can_import, is_owner
from dialogue.imports.queries import KEPT, Line, is_over, key_of, preview
from dialogue.notifications.actions import tell_role, tell_unit
from dialogue.opinions import actions as opinions
from dialogue.opinions import queries as fields
from dialogue.opinions.permissions import can_enter_for
from dialogue.plans.models import Meeting
from dialogue.sheets.reader import read_table
from dialogue.sheets.workbook import FILE_BYTES

MAX_ROWS = 500
OVER = "Danh sách này đã được nhận hoặc bỏ trước đó."


def upload(
    file: FileStorage | None, *, unit: Unit, meeting: Meeting, actor: Account
) -> OpinionImport:
    """Read a workbook for its preview; no opinion is made yet.

    ``InvalidInput`` beside "file" for what is no list or too long, ``NotAllowed`` for another
    unit's. The account's earlier unfinished upload is dropped.
    """
    if not can_import(actor) or not can_enter_for(actor, unit):
        raise NotAllowed
    if file is None or not file.filename:
        raise InvalidInput("Cần chọn tệp danh sách.", "file")
    name = clean_line(file.filename.replace("\\", "/").rpartition("/")[2])[:120] or "tep"
    data = file.stream.read(FILE_BYTES + 1)
    file.close()
    table = read_table(data, name, COLUMNS)
    if len(table.rows) > MAX_ROWS:
        raise InvalidInput(
            f"Danh sách có {len(table.rows)} ý kiến, mỗi lần nhận nhiều nhất {MAX_ROWS}. "
            "Xin chia thành nhiều tệp.",
            "file",
        )
    reader = Reader(unit, units("residential_group"), fields.fields())
    rows = [entry.packed() for entry in reader.entries(table)[: MAX_ROWS + 100]]
    if not rows:
        raise InvalidInput(f"Trang tính “{table.sheet}” chưa có ý kiến nào.", "file")
    with unit_of_work() as session:
        _forget(actor)
        made = OpinionImport(
            account_id=actor.id,
            unit_id=unit.id,
            meeting_id=meeting.id,
            file_name=name,
            file_hash=hashlib.sha256(data).hexdigest(),
            sheet=table.sheet[:120],
            facts={
                "header_row": table.header_row,
                "headers": table.headers,
                "unknown": table.unknown[:30],
                "other_sheets": table.other_sheets[:30],
            },
            rows=rows,
        )
        session.add(made)
        session.flush()
        return made


def _forget(actor: Account) -> None:
    """People's data does not stay in uploads that nobody took, nor in those that are over."""
    with unit_of_work() as session:
        mine = (OpinionImport.account_id == actor.id) & (OpinionImport.state == "open")
        old = OpinionImport.created_at < clock.now() - KEPT
        for one in session.scalars(select(OpinionImport).where(mine | old)):
            if one.state == "open":
                one.state = "dropped"
            one.rows, one.results, one.facts = [], [], {}


def take(
    brought: OpinionImport,
    *,
    numbers: Collection[int],
    is_sent: bool,
    late_reason: str = "",
    actor: Account,
) -> int:
    """Make opinions of the rows ``numbers``; how many are new.

    Each row is an act of its own under its own key: what is interrupted goes on where it
    stopped, and nothing comes in twice. What one row meets does not cost the others.
    ``InvalidInput`` when nothing is marked or, late, without a reason.
    """
    _refuse_others(brought, actor)
    if brought.state != "open":
        raise Conflict(OVER)
    wanted = set(numbers)
    found = preview(brought).lines
    takeable = [one for one in found if one.verdict in ("good", "doubt")]
    if not any(one.entry.number in wanted for one in takeable):
        raise InvalidInput("Cần đánh dấu ít nhất một dòng để nhận.", "numbers")
    reason = clean(late_reason)
    if is_sent and opinions.is_late(brought.meeting) and not reason:
        raise InvalidInput("Đã quá hạn gửi ý kiến: cần ghi lý do gửi muộn.", "late_reason")
    results = [
        _take_row(brought, one, wanted, is_sent=is_sent, reason=reason, actor=actor)
        for one in found
    ]
    count = sum(1 for *_row, is_new in results if is_new)
    with unit_of_work():
        if brought.state != "open":
            raise Conflict(OVER)
        brought.state, brought.taken_at = "taken", clock.now()
        brought.results = [[number, made, why] for number, made, why, _new in results]
        # What came in stands in the opinions now; what did not stays to be shown once more.
        came = {number for number, made, _why, _new in results if made}
        brought.rows = [
            Entry(row["number"], {}).packed() if row["number"] in came else row
            for row in brought.rows
        ]
        word = "đã gửi" if is_sent else "bản nháp"
        record(
            actor,
            brought,
            "take",
            f"Nhận {count} ý kiến từ tệp “{brought.file_name}” ({word})",
            unit_id=brought.unit_id,
            opinions=[made for _number, made, _why, is_new in results if is_new],
        )
        if count:
            _tell(brought, count, is_sent=is_sent, actor=actor)
    return count


def _take_row(
    brought: OpinionImport,
    line: Line,
    wanted: set[int],
    *,
    is_sent: bool,
    reason: str,
    actor: Account,
) -> tuple[int, int | None, str, bool]:
    """(row number, opinion or None, why not or what to know, whether it is new)."""
    entry = line.entry
    if line.verdict == "known":
        return entry.number, line.opinion_id, line.why, False
    if line.verdict == "refused":
        return entry.number, None, line.why, False
    if entry.number not in wanted:
        return entry.number, None, line.why or "Không đánh dấu nên không nhận.", False
    try:
        opinion, is_new = opinions.enter_from_list(
            actor=actor,
            client_key=key_of(brought, entry.number),
            unit=brought.unit,
            meeting=brought.meeting,
            content=_content(entry, reason),
            is_sent=is_sent,
        )
    except DomainError as refusal:
        return entry.number, None, refusal.message, False
    return entry.number, opinion.id, " ".join(entry.notes), is_new


def _content(entry: Entry, late_reason: str) -> opinions.Content:
    return opinions.Content(
        words=entry.words,
        place=entry.place,
        area_id=entry.area_id,
        field_id=entry.field_id,
        resident_name=entry.name,
        resident_phone=entry.phone,
        resident_address=entry.address,
        people_count=entry.people,
        late_reason=late_reason,
    )


def _tell(brought: OpinionImport, count: int, *, is_sent: bool, actor: Account) -> None:
    if actor.unit_id != brought.unit_id:
        become = "gửi" if is_sent else "bản nháp CHƯA GỬI, xin xem và gửi"
        tell_unit(
            brought.unit_id,
            f"Văn phòng đã nhập danh sách của đơn vị: {count} ý kiến ({become}).",
            url="/opinions" if is_sent else "/opinions?show=draft",
        )
    elif is_sent:
        tell_role(
            "office",
            f"{brought.unit.name} gửi {count} ý kiến từ danh sách Excel.",
            url="/triage?show=new",
        )


def drop(brought: OpinionImport, *, actor: Account) -> None:
    """Leave an upload: nothing of it is kept."""
    with unit_of_work():
        _refuse_others(brought, actor)
        if brought.state != "open":
            raise Conflict(OVER)
        brought.state = "dropped"
        brought.rows, brought.facts = [], {}


def _refuse_others(brought: OpinionImport, actor: Account) -> None:
    if not is_owner(actor, brought) or is_over(brought):
        raise NotAllowed
