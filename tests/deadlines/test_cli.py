"""``flask deadline`` answers as the pages do."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import Result
from flask import Flask

from dialogue.deadlines import actions


def run(app: Flask, *args: str) -> Result:
    return app.test_cli_runner().invoke(args=["deadline", *args])


@pytest.mark.parametrize(
    ("start", "option", "count", "due"),
    [
        ("2024-04-12", "--working-days", "10", "2024-05-02"),
        ("2024-05-02", "--working-days", "20", "2024-05-29"),
        ("2024-05-02", "--working-days", "30", "2024-06-12"),
        ("2025-12-26", "--working-days", "10", "2026-01-12"),
        ("2024-04-24", "--calendar-days-before", "10", "2024-04-14"),
        ("2024-04-17", "--calendar-days", "10", "2024-05-02"),
    ],
)
def test_the_last_line_is_the_due_date_alone(
    app: Flask, start: str, option: str, count: str, due: str
) -> None:
    result = run(app, "--from", start, option, count)
    assert result.exit_code == 0
    assert result.output.splitlines()[-1] == due
    assert len(result.output.splitlines()) > 1


def test_it_says_what_was_skipped_and_worked(app: Flask) -> None:
    assert run(app, "--from", "2024-04-12", "--working-days", "10").output.splitlines() == [
        "10 ngày làm việc sau thứ Sáu, 12/04/2024 (không tính ngày này).",
        "Bỏ qua thứ Năm, 18/04/2024: Ngày Giỗ Tổ Hùng Vương.",
        "Bỏ qua thứ Hai, 29/04/2024: Ngày nghỉ (thay cho ngày 04/05/2024).",
        "Bỏ qua thứ Ba, 30/04/2024: Ngày Chiến thắng.",
        "Bỏ qua thứ Tư, 01/05/2024: Ngày Quốc tế Lao động.",
        "Bỏ qua 6 ngày thứ Bảy, Chủ nhật.",
        "Đến hạn thứ Năm, 02/05/2024, hết ngày 02/05/2024.",
        "2024-05-02",
    ]
    worked = run(app, "--from", "2024-05-02", "--working-days", "20").output
    assert "Có làm việc thứ Bảy, 04/05/2024: Ngày làm bù cho ngày nghỉ 29/04/2024." in worked
    assert (
        "Dự kiến: Lịch nghỉ năm 2027"
        in run(app, "--from", "2026-12-25", "--working-days", "10").output
    )
    assert (
        "Nên làm xong từ thứ Sáu, 12/04/2024."
        in run(app, "--from", "2024-04-24", "--calendar-days-before", "10").output
    )


def test_it_reads_the_wards_own_rows(app: Flask, account) -> None:  # type: ignore[no-untyped-def]
    actions.change_calendar_day(
        actor=account("vanphong"),
        day=date(2024, 4, 15),
        is_working=False,
        name="Nghỉ tránh bão",
        source="Công điện 1",
    )
    output = run(app, "--from", "2024-04-12", "--working-days", "10").output
    assert output.splitlines()[-1] == "2024-05-03"
    assert "Nghỉ tránh bão" in output


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), "Cần ghi ngày bắt đầu"),
        (("--from", "2024-04-12"), "Cần ghi đúng một cách tính"),
        (("--from", "12/04/2024", "--working-days", "10"), "Ví dụ đúng: 2024-04-12"),
        (("--from", "2024-02-30", "--working-days", "10"), "Ngày “2024-02-30” chưa đúng"),
        (("--from", "2024-04-12", "--working-days", "mười"), "Số ngày “mười” chưa đúng"),
        (("--from", "2024-04-12", "--working-days", "-3"), "Số ngày “-3” chưa đúng"),
        (("--from", "2024-04-12", "--working-days", "0"), "Số ngày phải từ 1"),
        (("--from", "1999-04-12", "--working-days", "5"), "từ năm 2000 đến năm 2099"),
        (
            ("--from", "2024-04-12", "--working-days", "1", "--calendar-days", "1"),
            "Cần ghi đúng một cách tính",
        ),
    ],
)
def test_bad_input_is_told_in_vietnamese(app: Flask, args: tuple[str, ...], words: str) -> None:
    result = run(app, *args)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""
