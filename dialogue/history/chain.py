"""Each row of the record names the one before it by hash, so that a change cannot hide.

Two digests a row: ``content_digest`` over the words, ``digest`` over the facts, the
content's digest and the row before. Words taken out at a person's wish (the law on
personal data) leave the content's digest standing, and so the chain whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from dialogue.extensions import db
from dialogue.history.models import HistoryEvent

START = "0" * 64
_BATCH = 1000


@dataclass(frozen=True)
class Verdict:
    """What a walk over the whole record found.

    ``broken`` is the id of the first row that does not hold, ``why`` says how
    (``"content"``: its words; ``"link"``: its facts or the row before it; ``"redaction"``:
    its words were taken out, and no erasure on record names it). ``redacted``: rows whose
    words were taken out at a person's wish.
    """

    rows: int
    head: str
    broken: int | None = None
    why: str = ""
    passed_noted: bool = True
    redacted: int = 0


def content_digest(event: HistoryEvent) -> str:
    """SHA-256 (64 hex digits) over the words of ``event``."""
    return _sha256(
        event.actor_name,
        event.unit_name,
        event.label,
        event.from_label,
        event.to_label,
        event.reason,
        event.details,
    )


def link_digest(previous: str, event: HistoryEvent) -> str:
    """SHA-256 over the row before, the facts of ``event`` and its content's digest."""
    return _sha256(
        previous,
        event.at.isoformat(timespec="microseconds"),
        event.actor_id,
        event.subject_type,
        event.subject_id,
        event.verb,
        event.from_state,
        event.to_state,
        event.content_digest,
    )


def append(event: HistoryEvent) -> None:
    """Tie ``event`` to the last row and add it; inside the write transaction."""
    previous = db.session.scalar(
        select(HistoryEvent.digest).order_by(HistoryEvent.id.desc()).limit(1)
    )
    event.content_digest = content_digest(event)
    event.digest = link_digest(previous or START, event)
    db.session.add(event)
    db.session.flush()


def verify(noted: str | None = None) -> Verdict:
    """Walk the whole record from its first row; stop at the first that does not hold.

    ``noted`` is a head written down earlier: a record cut off after it does not hold it
    any more (``passed_noted`` false).
    """
    previous, rows, last_id, passed = START, 0, 0, noted is None
    redacted: set[tuple[int, int]] = set()  # (redaction, row)
    named: set[tuple[int, int]] = set()
    while batch := _after(last_id):
        for event in batch:
            if event.redaction_id is not None:
                redacted.add((event.redaction_id, event.id))
            elif event.content_digest != content_digest(event):
                return Verdict(rows, previous, event.id, "content", passed)
            if event.digest != link_digest(previous, event):
                return Verdict(rows, previous, event.id, "link", passed)
            if event.subject_type == "redaction" and event.redaction_id is None:
                named.update((event.subject_id, one) for one in event.details.get("events", ()))
            previous, rows = event.digest, rows + 1
            passed = passed or previous == noted
        last_id = batch[-1].id
    if unnamed := redacted - named:
        return Verdict(rows, previous, min(row for _, row in unnamed), "redaction", passed)
    return Verdict(rows, previous, passed_noted=passed, redacted=len(redacted))


def _after(last_id: int) -> Sequence[HistoryEvent]:
    return db.session.scalars(
        select(HistoryEvent)
        .where(HistoryEvent.id > last_id)
        .order_by(HistoryEvent.id)
        .limit(_BATCH)
    ).all()


def _sha256(*parts: object) -> str:
    words = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()
