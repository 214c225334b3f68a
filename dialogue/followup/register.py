"""The ward's register of outgoing documents: gapless per type and year (documents.md)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_office
from dialogue.core import clock
from dialogue.core.clock import show_date
from dialogue.core.db import Base
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.text import clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.followup.models import RegisterEntry
from dialogue.history.actions import record

# An official letter (công văn) bears the drafting body instead of a type.
NAMES = {"TB": "Thông báo", "CV": "Công văn", "BC": "Báo cáo"}
SYMBOLS = {"TB": "{number:02d}/TB-UBND", "CV": "{number:02d}/UBND-VP", "BC": "{number:02d}/BC-UBND"}


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
        last = last_entry(series, year)
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


def last_entry(series: str, year: int) -> RegisterEntry | None:
    """The highest number of ``series`` in ``year``."""
    return db.session.scalar(
        select(RegisterEntry)
        .where(RegisterEntry.series == series, RegisterEntry.year == year)
        .order_by(RegisterEntry.number.desc())
        .limit(1)
    )


def entries(series: str | None, year: int | None) -> list[RegisterEntry]:
    """The register by year, series and number."""
    query = select(RegisterEntry).order_by(
        RegisterEntry.year.desc(), RegisterEntry.series, RegisterEntry.number
    )
    if series is not None:
        query = query.where(RegisterEntry.series == series)
    if year is not None:
        query = query.where(RegisterEntry.year == year)
    return list(db.session.scalars(query))


def years() -> list[int]:
    """The years that have numbers, the latest first."""
    query = select(RegisterEntry.year).distinct().order_by(RegisterEntry.year.desc())
    return list(db.session.scalars(query))


def enter_outside(
    series: str, *, number: int | None, title: str, issued_on: date | None, actor: Account
) -> RegisterEntry:
    """Enter a paper that was made elsewhere (or a number that was spoiled), so that the next
    one here follows it: also how a ward begins in the middle of a year.

    ``number`` None takes the next. ``InvalidInput`` for one that is taken, a day in the future
    or before the last one's, or no title.
    """
    with unit_of_work() as session:
        if not is_office(actor):
            raise NotAllowed
        if series not in SYMBOLS:
            raise InvalidInput("Cần chọn loại văn bản.", field="series")
        title = clean_line(title)
        if not title:
            raise InvalidInput("Cần ghi văn bản về việc gì.", field="title")
        if issued_on is None:
            raise InvalidInput("Cần ghi ngày của văn bản.", field="issued_on")
        if issued_on > clock.today():
            raise InvalidInput("Ngày của văn bản không được sau hôm nay.", field="issued_on")
        last = last_entry(series, issued_on.year)
        if last is not None and issued_on < last.issued_on:
            raise InvalidInput(
                f"Văn bản số {last.symbol} đã ghi sổ ngày {show_date(last.issued_on)}.",
                field="issued_on",
            )
        following = last.number + 1 if last else 1
        number = following if number is None else number
        if number < following:
            raise InvalidInput(
                f"Số này đã ghi sổ. Số tiếp theo của năm {issued_on.year} là {following}.",
                field="number",
            )
        entry = RegisterEntry(
            series=series,
            year=issued_on.year,
            number=number,
            symbol=SYMBOLS[series].format(number=number),
            issued_on=issued_on,
            title=title[:300],
            subject_type=f"outside_{series}",
            subject_id=issued_on.year * 100_000 + number,
        )
        session.add(entry)
        session.flush()
        label = f"Ghi sổ văn bản ngoài hệ thống số {entry.symbol}"
        if number > following:
            label += f", bỏ qua từ số {following} đến số {number - 1}"
        record(actor, entry, "enter", label)
        return entry
