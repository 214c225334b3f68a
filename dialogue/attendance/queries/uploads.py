"""What an uploaded list would do to a list as it is now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account
from dialogue.attendance.models import Delegate, DelegateImport, DelegateList
from dialogue.attendance.parsing import Entry, Person
from dialogue.attendance.permissions import can_keep
from dialogue.attendance.queries.same import as_person, named_of
from dialogue.core.errors import NotAllowed
from dialogue.extensions import db


@dataclass(frozen=True)
class Checked:
    """A row with what will become of it.

    ``verdict``: "good"; "maybe" (perhaps somebody who is there already: a person decides);
    "same" (is there already: not doubled); "refused".
    """

    entry: Entry
    verdict: str
    why: str = ""
    note: str = ""


@dataclass(frozen=True)
class Preview:
    """Every row of an upload in the file's order."""

    upload: DelegateImport
    rows: list[Checked]

    def of(self, *verdicts: str) -> list[Checked]:
        return [row for row in self.rows if row.verdict in verdicts]


def get_upload(user: Account, upload_id: int) -> DelegateImport:
    """The upload; ``NotAllowed`` for all but who brought it and may still keep the list."""
    query = (
        select(DelegateImport)
        .where(DelegateImport.id == upload_id)
        .options(joinedload(DelegateImport.roll).joinedload(DelegateList.meeting))
    )
    upload = db.session.scalar(query)
    if upload is None or upload.account_id != user.id or not can_keep(user, upload.roll):
        raise NotAllowed
    return upload


def preview_of(upload: DelegateImport) -> Preview:
    """Each row of ``upload`` against the file's other rows and the meeting's lists as they are."""
    roll = upload.roll
    here = db.session.scalars(
        select(Delegate).where(Delegate.list_id == roll.id, Delegate.state != "removed")
    )
    known = _by_name((as_person(one), "đã có trong danh sách này") for one in here)
    elsewhere: dict[str, list[Person]] = {}
    for other in named_of(roll.meeting):
        if other.is_sent and other.list_id != roll.id:
            elsewhere.setdefault(other.person.key, []).append(other.person)
    rows = []
    for packed in upload.rows:
        entry = Entry.unpacked(packed)
        checked = _check(entry, known, elsewhere)
        if entry.person is not None and checked.verdict != "same":
            line = (entry.person, f"là dòng {entry.number} của tệp")
            known.setdefault(entry.person.key, []).append(line)
        rows.append(checked)
    return Preview(upload, rows)


def _by_name(pairs: Iterable[tuple[Person, str]]) -> dict[str, list[tuple[Person, str]]]:
    found: dict[str, list[tuple[Person, str]]] = {}
    for one, where in pairs:
        found.setdefault(one.key, []).append((one, where))
    return found


def _check(
    entry: Entry, known: dict[str, list[tuple[Person, str]]], elsewhere: dict[str, list[Person]]
) -> Checked:
    one = entry.person
    if one is None:
        return Checked(entry, "refused", " ".join(entry.problems.values()))
    alike = known.get(one.key, [])
    for other, where in alike:
        if one.is_surely(other):
            return Checked(entry, "same", f"Trùng người: {where}.")
    for other, where in alike:
        if one.may_be(other):
            return Checked(entry, "maybe", f"Trùng họ tên: {where}.")
    note = ""
    if any(one.is_surely(other) for other in elsewhere.get(one.key, ())):
        note = "Cũng có trong danh sách của đơn vị khác: tính là một người."
    return Checked(entry, "good", note=note)
