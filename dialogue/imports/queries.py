"""An uploaded list against what the unit has sent: what will become of each row."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import NotAllowed
from dialogue.core.text import fold
from dialogue.extensions import db
from dialogue.imports.models import OpinionImport
from dialogue.imports.parsing import Entry
from dialogue.imports.permissions import is_owner
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """A row with its verdict: "good", "doubt" (taken only if marked), "known" or "refused"."""

    entry: Entry
    verdict: str
    why: str = ""
    opinion_id: int | None = None
    receipt: str | None = None


@dataclass(frozen=True)
class Preview:
    """All rows of an upload as they stand now."""

    lines: list[Line]

    def of(self, *verdicts: str) -> list[Line]:
        return [line for line in self.lines if line.verdict in verdicts]


def get(user: Account, import_id: int) -> OpinionImport:
    """The upload of ``user``'s own; ``NotAllowed`` for another's or one that is too old."""
    found = db.session.scalar(
        select(OpinionImport)
        .where(OpinionImport.id == import_id)
        .options(
            joinedload(OpinionImport.unit),
            joinedload(OpinionImport.meeting).joinedload(Meeting.plan),
            joinedload(OpinionImport.meeting).joinedload(Meeting.opinions_due),
        )
    )
    if found is None or not is_owner(user, found) or is_over(found):
        raise NotAllowed
    return found


def is_over(brought: OpinionImport) -> bool:
    """Whether its time is up: people's data does not stay in uploads."""
    return brought.state == "dropped" or brought.created_at < clock.now() - KEPT


def key_of(brought: OpinionImport, number: int) -> str:
    """The key of a row: the same row of the same file for the same unit and meeting."""
    text = f"{brought.file_hash}|{brought.sheet}|{number}|{brought.unit_id}|{brought.meeting_id}"
    return f"xl-{hashlib.sha256(text.encode()).hexdigest()[:48]}"


def entries_of(brought: OpinionImport) -> list[Entry]:
    return [Entry.unpacked(row) for row in brought.rows]


def preview(brought: OpinionImport) -> Preview:
    """Each row against the others and against what the unit has for that meeting already."""
    entries = entries_of(brought)
    there = _there(brought)
    by_key = {one.client_key: one for one in there}
    by_words: dict[str, Opinion] = {}
    for one in there:
        by_words.setdefault(fold(one.words), one)
    first: dict[str, int] = {}
    lines = []
    for entry in entries:
        lines.append(_line(brought, entry, by_key, by_words, first))
        if not entry.refused:
            first.setdefault(entry.key, entry.number)
    return Preview(lines)


def _line(
    brought: OpinionImport,
    entry: Entry,
    by_key: dict[str, Opinion],
    by_words: dict[str, Opinion],
    first: dict[str, int],
) -> Line:
    if entry.refused:
        return Line(entry, "refused", entry.refused)
    known = by_key.get(key_of(brought, entry.number))
    if known is not None:
        why = f"Đã nhận từ tệp này trước đó ({_name(known)})."
        return Line(entry, "known", why, known.id, known.receipt)
    doubts = list(entry.doubts)
    if entry.key in first:
        doubts.append(f"Trùng nội dung với dòng {first[entry.key]}.")
    elif entry.key in by_words:
        doubts.append(f"Đơn vị đã có ý kiến này ({_name(by_words[entry.key])}).")
    return Line(entry, "doubt" if doubts else "good", " ".join(doubts))


def _name(opinion: Opinion) -> str:
    if opinion.state == "withdrawn":
        return f"{opinion.receipt}, đã rút"
    return opinion.receipt or "bản nháp CHƯA GỬI"


def _there(brought: OpinionImport) -> list[Opinion]:
    query = select(Opinion).where(
        Opinion.unit_id == brought.unit_id,
        Opinion.meeting_id == brought.meeting_id,
        Opinion.channel != "hall",
    )
    found = db.session.scalars(query.order_by(Opinion.id))
    if brought.account.unit_id == brought.unit_id:
        return list(found)
    # A unit's drafts are not the office's to know of, but for those that it made itself.
    own = {key_of(brought, row["number"]) for row in brought.rows}
    return [one for one in found if one.state != "draft" or one.client_key in own]


@dataclass(frozen=True)
class Outcome:
    """What became of a row once the list was taken."""

    entry: Entry
    why: str
    opinion_id: int | None = None
    receipt: str | None = None
    short: str = ""
    is_late: bool = False


def outcomes(brought: OpinionImport) -> tuple[list[Outcome], list[Outcome]]:
    """(what came in, what did not and why) of an upload that was taken."""
    ids = [opinion_id for _number, opinion_id, _why in brought.results if opinion_id]
    found = {o.id: o for o in db.session.scalars(select(Opinion).where(Opinion.id.in_(ids)))}
    by_number = {entry.number: entry for entry in entries_of(brought)}
    came: list[Outcome] = []
    left: list[Outcome] = []
    for number, opinion_id, why in brought.results:
        entry, opinion = by_number[number], found.get(opinion_id)
        if opinion is None:
            left.append(Outcome(entry, why or "Bản nháp đã được bỏ sau khi nhận."))
        else:
            came.append(
                Outcome(entry, why, opinion.id, opinion.receipt, opinion.short, opinion.late)
            )
    return came, left
