"""Receipt numbers, taken inside the sending transaction: gapless, from 0001 each year."""

from __future__ import annotations

from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.opinions.models import ReceiptCounter


def next_receipt() -> str:
    """``YK-2026-0001``. If the act is rolled back, so is the number."""
    with unit_of_work() as session:
        today = clock.today()
        counter = session.get(ReceiptCounter, today.year)
        if counter is None:
            counter = ReceiptCounter(year=today.year, last=0)
            session.add(counter)
        counter.last += 1
        counter.updated_on = today
        session.flush()
        return f"YK-{today.year}-{counter.last:04d}"
