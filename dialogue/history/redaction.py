"""Taking words out of the record at a person's wish; the chain still holds (see chain.py)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.actions import record
from dialogue.history.models import HistoryEvent, Redaction

LABEL = "Xóa dữ liệu cá nhân theo yêu cầu"


@contextmanager
def redacting(ground: str, *, actor: Account) -> Iterator[Redaction]:
    """Inside the body words may leave the append-only tables; one transaction.

    At its end the rows of the record that were changed are named in a new row of it, which
    holds no free words itself.
    """
    with unit_of_work() as session:
        redaction = Redaction(ground=clean(ground), actor_id=actor.id)
        session.add(redaction)
        session.flush()
        yield redaction
        session.flush()
        events = [
            row.id
            for row in session.query(HistoryEvent.id)
            .filter_by(redaction_id=redaction.id)
            .order_by(HistoryEvent.id)
        ]
        if events:
            redaction.counts = {**redaction.counts, HistoryEvent.__tablename__: len(events)}
        redaction.finished_at = clock.now()
        record(actor, redaction, "erase", LABEL, events=events, counts=redaction.counts)
