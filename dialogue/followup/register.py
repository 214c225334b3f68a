"""The ward's register of outgoing documents: gapless per type and year (documents.md)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from dialogue.core.clock import show_date
from dialogue.core.db import Base
from dialogue.core.errors import InvalidInput
from dialogue.core.unit_of_work import unit_of_work
from dialogue.followup.models import RegisterEntry

# An official letter (công văn) bears the drafting body instead of a type.
SYMBOLS = {"TB": "{number:02d}/TB-UBND", "CV": "{number:02d}/UBND-VP"}


def take_number(
    series: str, year: int, subject: Base, title: str, issued_on: date
) -> RegisterEntry:
    """The next number of ``series`` in ``year`` for ``subject``, from 01 each 1 January.

    Taken in the caller's act: an act that fails gives its number back, so there is no gap.
    ``InvalidInput`` where the day would stand before that of an earlier number.
    """
    if issued_on.year != year:
        raise ValueError("the year of the register is the year of the date")
    with unit_of_work() as session:
        last = session.scalar(
            select(RegisterEntry)
            .where(RegisterEntry.series == series, RegisterEntry.year == year)
            .order_by(RegisterEntry.number.desc())
            .limit(1)
        )
        if last is not None and issued_on < last.issued_on:
            raise InvalidInput(
                f"Văn bản số {last.symbol} đã ghi sổ ngày {show_date(last.issued_on)}; "
                "ngày ban hành không được sớm hơn ngày đó.",
                field="issued_on",
            )
        number = last.number + 1 if last else 1
        entry = RegisterEntry(
            series=series,
            year=year,
            number=number,
            symbol=SYMBOLS[series].format(number=number),
            issued_on=issued_on,
            title=title[:300],
            subject_type=subject.__tablename__,
            subject_id=subject.id,  # type: ignore[attr-defined]
        )
        session.add(entry)
        session.flush()
        return entry
