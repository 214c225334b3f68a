"""The working calendar against the ward's table of cases, and its laws as properties."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dialogue.core.errors import InvalidInput
from dialogue.deadlines.calendar import WorkingCalendar
from dialogue.deadlines.facts import CalendarRow, DueDateResult
from dialogue.deadlines.table import SHIPPED_ROWS

CALENDAR = WorkingCalendar(SHIPPED_ROWS)
DAY = timedelta(days=1)

days = st.dates(date(2015, 1, 1), date(2034, 12, 31))
counts = st.integers(1, 60)
rows = st.lists(
    st.builds(
        CalendarRow,
        day=st.dates(date(2023, 12, 1), date(2025, 1, 31)),
        is_working_day=st.booleans(),
        name=st.just("Ngày của phường"),
        source=st.just("Công văn"),
    ),
    max_size=12,
    unique_by=lambda row: row.day,
)
days_2024 = st.dates(date(2024, 1, 1), date(2024, 11, 1))


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2024, 4, 12), 10, date(2024, 5, 2)),
        (date(2024, 5, 2), 20, date(2024, 5, 29)),
        (date(2024, 5, 2), 30, date(2024, 6, 12)),
        (date(2025, 12, 26), 10, date(2026, 1, 12)),
    ],
)
def test_the_cases_of_the_ward(start: date, count: int, due: date) -> None:
    assert CALENDAR.add_working_days(start, count).due_on == due


def test_the_base_alone_lacks_the_exchange_of_2026() -> None:
    start = date(2025, 12, 26)
    assert WorkingCalendar().add_working_days(start, 9).due_on == date(2026, 1, 9)
    assert CALENDAR.add_working_days(start, 9).due_on == date(2026, 1, 10)


def test_a_result_names_the_days_skipped_and_worked() -> None:
    result = CALENDAR.add_working_days(date(2024, 5, 2), 20)
    assert [(d.date, d.reason) for d in result.makeup] == [
        (date(2024, 5, 4), "Ngày làm bù cho ngày nghỉ 29/04/2024")
    ]
    assert result.holidays_skipped == ()
    result = CALENDAR.add_working_days(date(2024, 4, 12), 10)
    assert [d.date.isoformat() for d in result.holidays_skipped] == [
        "2024-04-18",
        "2024-04-29",
        "2024-04-30",
        "2024-05-01",
    ]
    assert result.holidays_skipped[0].reason == "Ngày Giỗ Tổ Hùng Vương"
    assert len(result.weekends_skipped) == 6


def test_explain_day() -> None:
    told = {
        day: (CALENDAR.explain_day(day).is_working, CALENDAR.explain_day(day).reason)
        for day in (date(2024, 4, 12), date(2024, 4, 13), date(2024, 4, 14), date(2026, 1, 10))
    }
    assert told == {
        date(2024, 4, 12): (True, "Ngày làm việc"),
        date(2024, 4, 13): (False, "Thứ Bảy"),
        date(2024, 4, 14): (False, "Chủ nhật"),
        date(2026, 1, 10): (True, "Làm bù cho ngày nghỉ 02/01/2026"),
    }
    assert CALENDAR.explain_day(date(2026, 1, 2)).source.startswith("Thông báo ngày 25/12/2025")
    # Worked at the end of 2014 for a day off in 2015: the neighbouring year is read too.
    assert CALENDAR.is_working_day(date(2014, 12, 27))


def test_the_wards_rows_override_the_base_both_ways() -> None:
    changed = WorkingCalendar(
        [
            CalendarRow(date(2024, 4, 18), True, "Làm việc theo lệnh", "CV 1"),
            CalendarRow(date(2024, 4, 15), False, "Nghỉ tránh bão", "CV 2"),
            CalendarRow(date(2024, 4, 20), True, "Làm bù", "CV 2"),
            CalendarRow(date(2024, 5, 4), False, "Không làm bù nữa", "CV 3"),
        ]
    )
    assert changed.is_working_day(date(2024, 4, 18))
    assert not changed.is_working_day(date(2024, 4, 15))
    assert changed.is_working_day(date(2024, 4, 20))
    assert not changed.is_working_day(date(2024, 5, 4))
    assert changed.explain_day(date(2024, 4, 15)).reason == "Nghỉ tránh bão"
    assert changed.explain_day(date(2024, 4, 15)).source == "CV 2"
    back = changed.without_row(date(2024, 4, 18))
    assert not back.is_working_day(date(2024, 4, 18))


def test_days_before_counts_back_and_never_rolls() -> None:
    plain = CALENDAR.days_before(date(2024, 4, 22), 10)
    assert (plain.due_on, plain.warning, plain.suggested_on) == (date(2024, 4, 12), "", None)
    on_sunday = CALENDAR.days_before(date(2024, 4, 24), 10)
    assert on_sunday.due_on == date(2024, 4, 14)
    assert on_sunday.suggested_on == date(2024, 4, 12)
    assert on_sunday.warning == (
        "Ngày 14/04/2024 là ngày nghỉ (Chủ nhật). Nên làm xong từ thứ Sáu, 12/04/2024."
    )
    assert CALENDAR.days_before(date(2024, 5, 2), 2).suggested_on == date(2024, 4, 26)


def test_calendar_days_forward_roll_to_a_working_day() -> None:
    result = CALENDAR.add_calendar_days(date(2024, 4, 17), 10)  # Saturday, then 29/4 - 1/5 off
    assert result.due_on == date(2024, 5, 2)
    assert [d.date.day for d in result.skipped] == [27, 28, 29, 30, 1]
    assert CALENDAR.add_calendar_days(date(2024, 4, 24), 10).due_on == date(2024, 5, 4)


def test_working_days_between() -> None:
    assert CALENDAR.working_days_between(date(2024, 6, 7), date(2024, 6, 12)) == 3
    assert CALENDAR.working_days_between(date(2024, 6, 12), date(2024, 6, 7)) == -3
    assert CALENDAR.working_days_between(date(2024, 6, 12), date(2024, 6, 12)) == 0
    assert CALENDAR.working_days_between(date(2024, 5, 3), date(2024, 5, 5)) == 1  # 4/5 is worked


def test_an_unconfirmed_year_says_so() -> None:
    assert CALENDAR.add_working_days(date(2026, 12, 1), 10).is_confirmed
    into_2027 = CALENDAR.add_working_days(date(2026, 12, 25), 10)
    assert not into_2027.is_confirmed
    assert into_2027.doubts == ("Lịch nghỉ năm 2027 mới là dự kiến, chưa có văn bản công bố.",)
    assert CALENDAR.with_year(2027, True).recompute(into_2027).is_confirmed
    assert not CALENDAR.with_year(2024, False).days_before(date(2024, 6, 20), 10).is_confirmed
    # Counted back out of an expected year into a decreed one, the day is sure.
    assert CALENDAR.days_before(date(2027, 1, 4), 10).is_confirmed


def test_24_november_waits_for_the_office_from_2026() -> None:
    assert CALENDAR.is_working_day(date(2025, 11, 24))
    assert not CALENDAR.is_working_day(date(2026, 11, 24))
    across = CALENDAR.add_working_days(date(2026, 11, 20), 5)
    assert not across.is_confirmed
    assert "24/11/2026" in across.doubts[0]
    assert CALENDAR.add_working_days(date(2026, 11, 24), 5).is_confirmed
    for is_working, due in ((False, date(2026, 11, 30)), (True, date(2026, 11, 27))):
        decided = CALENDAR.with_row(
            CalendarRow(date(2026, 11, 24), is_working, "Ngày Văn hóa Việt Nam", "Công văn 1")
        )
        assert decided.recompute(across).is_confirmed
        assert decided.recompute(across).due_on == due


@pytest.mark.parametrize("count", [0, -1, 1001])
def test_refuses_senseless_counts(count: int) -> None:
    with pytest.raises(InvalidInput, match="Số ngày"):
        CALENDAR.add_working_days(date(2024, 4, 12), count)


def test_refuses_years_without_a_table() -> None:
    with pytest.raises(InvalidInput, match="2099"):
        CALENDAR.add_working_days(date(2099, 12, 20), 30)
    with pytest.raises(InvalidInput, match="2000"):
        CALENDAR.days_before(date(2000, 1, 5), 10)


@given(days, counts)
def test_exactly_n_working_days_lie_after_the_start(start: date, count: int) -> None:
    result = CALENDAR.add_working_days(start, count)
    span = [start + DAY * i for i in range(1, (result.due_on - start).days + 1)]
    assert CALENDAR.is_working_day(result.due_on)
    assert sum(CALENDAR.is_working_day(day) for day in span) == count
    assert [d.date for d in result.skipped] == [d for d in span if not CALENDAR.is_working_day(d)]
    assert CALENDAR.working_days_between(start, result.due_on) == count


@given(days, counts, st.integers(0, 30))
def test_later_start_or_more_days_is_never_earlier(start: date, count: int, more: int) -> None:
    due = CALENDAR.add_working_days(start, count).due_on
    assert CALENDAR.add_working_days(start + DAY * more, count).due_on >= due
    assert CALENDAR.add_working_days(start, count + more).due_on >= due
    assert CALENDAR.add_working_days(start, count + 1).due_on > due


@given(days, counts, counts)
def test_counting_twice_is_counting_the_sum(start: date, first: int, second: int) -> None:
    half = CALENDAR.add_working_days(start, first).due_on
    whole = CALENDAR.add_working_days(start, first + second).due_on
    assert CALENDAR.add_working_days(half, second).due_on == whole


@given(days, st.integers(0, 60))
def test_backwards_is_plain_subtraction(event: date, count: int) -> None:
    result = CALENDAR.days_before(event, count)
    assert result.due_on == event - DAY * count
    if CALENDAR.is_working_day(result.due_on):
        assert (result.warning, result.suggested_on) == ("", None)
    else:
        assert result.suggested_on is not None
        assert result.suggested_on < result.due_on
        assert CALENDAR.is_working_day(result.suggested_on)
        assert CALENDAR.working_days_between(result.suggested_on, result.due_on) == 0


@given(days, st.integers(0, 60))
def test_calendar_days_end_on_the_first_working_day(start: date, count: int) -> None:
    due = CALENDAR.add_calendar_days(start, count).due_on
    end = start + DAY * count
    assert due >= end
    assert CALENDAR.is_working_day(due)
    assert not any(CALENDAR.is_working_day(end + DAY * i) for i in range((due - end).days))


@given(days_2024, counts, rows, days_2024)
def test_a_day_off_more_never_moves_earlier(
    start: date, count: int, ward: list[CalendarRow], day: date
) -> None:
    calendar = WorkingCalendar(ward)
    before = calendar.add_working_days(start, count).due_on
    off = calendar.with_row(CalendarRow(day, False, "Nghỉ", "CV"))
    assert off.add_working_days(start, count).due_on >= before
    worked = calendar.with_row(CalendarRow(day, True, "Làm bù", "CV"))
    assert worked.add_working_days(start, count).due_on <= before


@given(rows, st.dates(date(2023, 12, 1), date(2025, 1, 31)))
def test_the_wards_word_is_the_last(ward: list[CalendarRow], other: date) -> None:
    calendar = WorkingCalendar(ward)
    for row in ward:
        assert calendar.is_working_day(row.day) is row.is_working_day
        assert calendar.explain_day(row.day).source == "Công văn"
    assume(other not in {row.day for row in ward})
    assert calendar.is_working_day(other) == WorkingCalendar().is_working_day(other)


@settings(max_examples=50)
@given(days, counts, st.sampled_from(["add_working_days", "add_calendar_days", "days_before"]))
def test_facts_are_kept_whole_and_counted_alike(start: date, count: int, way: str) -> None:
    result: DueDateResult = getattr(CALENDAR, way)(start, count)
    assert DueDateResult.from_facts(result.to_facts()) == result
    assert CALENDAR.recompute(result) == result
