"""Phones, years and days as they come out of people's cells."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core import clock
from dialogue.sheets.values import (
    as_birth_year,
    as_date,
    as_phone,
    as_text,
    looks_like_identity,
)


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (905123456.0, "+84905123456"),
        (905123456, "+84905123456"),
        (84905123456.0, "+84905123456"),
        ("0905123456", "+84905123456"),
        ("'0905 123 456", "+84905123456"),
        ("0905.123.456", "+84905123456"),
        ("\u00a00905-123-456\u00a0", "+84905123456"),
        ("(+84) 905 123 456", "+84905123456"),
        ("+84 (0)905 123 456", "+84905123456"),
        ("0084905123456", "+84905123456"),
        ("0905123456 / 0914111222", "+84905123456"),
        ("0905 123 456 - 0914 111 222", "+84905123456"),
        ("01681234567", "+84381234567"),
        (1681234567.0, "+84381234567"),
        ("0123 456 7890", "+84834567890"),
        ("01991234567", "+84591234567"),
        ("02553822123", "+842553822123"),
        ("ĐT: 0905123456", "+84905123456"),
        ("", None),
        (None, None),
        ("không có", None),
        ("090512345", None),
        ("049095001234", None),
        ("1990", None),
        ("+1 650 253 0000", None),
        (datetime.fromisoformat("1990-05-01"), None),
    ],
)
def test_a_phone_is_read_in_every_form(cell: object, phone: str | None) -> None:
    assert as_phone(cell) == phone


@given(
    head=st.sampled_from(["090", "091", "032", "070", "081", "056", "059", "086", "097"]),
    tail=st.text("0123456789", min_size=7, max_size=7),
    breaks=st.lists(st.sampled_from(["", " ", ".", "-", "\u00a0"]), min_size=10, max_size=10),
)
def test_however_it_is_broken_up_it_is_the_same_number(
    head: str, tail: str, breaks: list[str]
) -> None:
    digits = head + tail
    plain = as_phone(digits)
    # " - " parts two numbers; a hyphen alone does not.
    broken = "".join(d + b for d, b in zip(digits, breaks, strict=True))
    assert as_phone(broken) == plain
    assert as_phone(float(digits)) == plain
    assert as_phone("84" + digits[1:]) == plain
    assert plain is None or plain == "+84" + digits[1:]


@given(st.one_of(st.text(max_size=40), st.floats(allow_nan=False, allow_infinity=False)))
def test_whatever_stands_there_is_read_without_a_fault(cell: str | float) -> None:
    phone = as_phone(cell)
    assert phone is None or phone.startswith("+84")
    year = as_birth_year(cell)
    assert year is None or 1900 < year <= clock.today().year
    as_date(cell)
    looks_like_identity(cell)


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        (1990.0, 1990),
        (1990, 1990),
        ("1990", 1990),
        ("  1990 ", 1990),
        ("12/5/1990", 1990),
        ("sinh năm 1990", 1990),
        (date(1990, 5, 12), 1990),
        (datetime.fromisoformat("1990-05-12"), 1990),
        (date(1905, 6, 12), 1990),  # 1990 in a cell that shows dates
        (33005.0, 1990),  # a date whose cell shows a number
        ("33005.0", 1990),
        ("90", None),
        ("1890", None),
        (3000.0, None),
        ("1990-1995", None),
        ("", None),
        (None, None),
        (True, None),
        (19.5, None),
    ],
)
def test_a_year_of_birth_is_read_in_every_form(cell: object, year: int | None) -> None:
    assert as_birth_year(cell) == year


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("12/4/2024", date(2024, 4, 12)),
        ("ngày 12-04-2024", date(2024, 4, 12)),
        ("2024-04-12", date(2024, 4, 12)),
        ("31/2/2024", None),
        ("tháng 4", None),
        (45394.0, date(2024, 4, 12)),
        (12.0, None),
        (date(2024, 4, 12), date(2024, 4, 12)),
        (datetime.fromisoformat("2024-04-12T07:30"), date(2024, 4, 12)),
    ],
)
def test_a_day_is_read_in_every_form(cell: object, day: date | None) -> None:
    assert as_date(cell) == day


@pytest.mark.parametrize(
    ("cell", "is_identity"),
    [
        ("049095001234", True),
        ("049 095 001 234", True),
        (49095001234.0, True),
        ("CCCD 049095001234", True),
        ("0905123456", False),
        (905123456.0, False),
        (84905123456.0, False),
        (1681234567.0, False),
        ("84905123456", False),
        ("0905123456 / 0914111222", False),
        ("", False),
    ],
)
def test_an_identity_number_is_noticed(cell: object, is_identity: bool) -> None:
    assert looks_like_identity(cell) is is_identity


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (905123456.0, "905123456"),
        (1.5, "1.5"),
        (True, "Có"),
        (date(2024, 4, 2), "02/04/2024"),
        (None, ""),
        ("a", "a"),
    ],
)
def test_a_cell_as_text(cell: object, text: str) -> None:
    assert as_text(cell) == text
