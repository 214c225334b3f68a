"""A list out of an Excel file: shown row by row first, taken on a word (B10)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import or_, select
from werkzeug.datastructures import FileStorage

from dialogue.accounts.models import Account
from dialogue.attendance.actions.people import is_past_due, make
from dialogue.attendance.actions.rolls import stored, tell_more, touch
from dialogue.attendance.models import DelegateImport, DelegateList
from dialogue.attendance.parsing import COLUMNS, entries
from dialogue.attendance.queries.uploads import preview_of
from dialogue.attendance.workflow import LIST
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.actions import record
from dialogue.sheets.reader import read_upload

KEPT = timedelta(days=1)
CHANGED = (
    "Danh sách vừa thay đổi sau khi mở bảng này. Bảng dưới đây đã so lại với danh sách hiện nay; "
    "chưa có ai được thêm từ tệp."
)
OVER = "Tệp này đã được nhận hoặc bỏ trước đó."


def upload(roll: DelegateList, file: FileStorage | None, *, actor: Account) -> DelegateImport:
    """Read an Excel list for its preview; nobody is named yet.

    Raises ``InvalidInput`` beside "file" for what is no list, ``Conflict`` once it is over.
    """
    LIST.permit(actor, roll, "fill")
    table = read_upload(file, COLUMNS)
    rows = [entry.packed() for entry in entries(table)]
    if not rows:
        raise InvalidInput(
            f"Trang tính “{table.sheet}” chưa có ai ở dưới dòng tiêu đề.", field="file"
        )
    with unit_of_work() as session:
        roll = stored(roll)
        LIST.permit(actor, roll, "fill")
        _forget_old(roll, actor)
        made = DelegateImport(
            roll=roll,
            account_id=actor.id,
            file_name=clean_line(file.filename if file else "")[:120],
            sheet=table.sheet[:120],
            facts={
                "header_row": table.header_row,
                "headers": table.headers,
                "skipped": [[one.number, one.text] for one in table.skipped[:50]],
                "unknown": table.unknown[:50],
                "other_sheets": table.other_sheets[:50],
            },
            rows=rows,
        )
        session.add(made)
        session.flush()
        return made


def _forget_old(roll: DelegateList, actor: Account) -> None:
    """People's data does not stay in uploads that nobody confirmed."""
    mine = (DelegateImport.account_id == actor.id) & (DelegateImport.list_id == roll.id)
    old = DelegateImport.created_at < clock.now() - KEPT
    query = select(DelegateImport).where(DelegateImport.state == "open", or_(mine, old))
    for one in db.session.scalars(query):
        _empty(one, "dropped")


def _empty(upload: DelegateImport, state: str) -> None:
    upload.state, upload.rows = state, []
    upload.facts = {"header_row": upload.facts.get("header_row")}


def take(
    upload: DelegateImport,
    *,
    actor: Account,
    version: int | None = None,
    also: Collection[int] = (),
    without: Collection[int] = (),
) -> int:
    """Name the good rows of ``upload``; how many they are.

    ``also``: rows of people who only share a name with somebody. ``without``: good rows left
    out. ``Conflict`` if the list changed since the preview or the upload is over.
    """
    with unit_of_work():
        _refuse_others(upload, actor)
        roll = upload.roll
        LIST.permit(actor, roll, "fill")
        if upload.state != "open":
            raise Conflict(OVER)
        if version is not None and version != roll.version:
            raise Conflict(CHANGED)
        wanted = [
            row.entry.person
            for row in preview_of(upload).of("good", "maybe")
            if row.entry.number not in without
            and (row.verdict == "good" or row.entry.number in also)
        ]
        if not wanted:
            raise InvalidInput("Không còn dòng nào để thêm vào danh sách.")
        is_late = is_past_due(roll)
        for person in wanted:
            assert person is not None
            make(roll, person, actor, is_late=is_late)
        touch(roll)
        label = f"Thêm {len(wanted)} người từ tệp “{upload.file_name}”"
        record(actor, roll, "import", label, count=len(wanted))
        tell_more(roll, actor, label[0].lower() + label[1:])
        _empty(upload, "taken")
        return len(wanted)


def drop(upload: DelegateImport, *, actor: Account) -> None:
    """Leave an upload: nothing of it is kept."""
    with unit_of_work():
        _refuse_others(upload, actor)
        if upload.state != "open":
            raise Conflict(OVER)
        _empty(upload, "dropped")


def _refuse_others(upload: DelegateImport, actor: Account) -> None:
    if upload.account_id != actor.id:
        raise NotAllowed
