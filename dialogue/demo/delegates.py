"""Who comes to the meetings: lists typed, sent, invited. Every person here is made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dialogue.attendance import actions, queries
from dialogue.attendance.parsing import person as delegate
from dialogue.demo.stage import moment, person, unit, working_day
from dialogue.plans.models import Meeting

# name, year of birth, phone, post, chi đoàn or office
Line = tuple[str, str, str, str, str]
YOUTH: tuple[Line, ...] = (
    ("Phan Thị Thảo Vy", "1999", "0905 001 101", "Bí thư chi đoàn", "Chi đoàn tổ 1"),
    ("Nguyễn Đức Thịnh", "2001", "0905 001 102", "", "Chi đoàn tổ 1"),
    ("Trần Quốc Cường", "1997", "0905 001 103", "Bí thư chi đoàn", "Chi đoàn tổ 3"),
    ("Lê Thị Mỹ Hạnh", "2003", "0905 001 104", "", "Chi đoàn tổ 3"),
    ("Đỗ Minh Quân", "2000", "", "", "Chi đoàn tổ 5"),
    ("Huỳnh Thị Diễm", "1998", "0905 001 106", "", "Chi đoàn tổ 7"),
    ("Võ Hoàng Ân", "2002", "0905 001 107", "", "Chi đoàn Công an"),
    ("Bùi Ngọc Ánh", "2004", "", "", "Chi đoàn tổ 8"),
)
GROUP: tuple[Line, ...] = (
    ("Trần Quốc Cường", "1997", "0905 001 103", "", ""),  # on the youth union's list, too
    ("Ngô Văn Bảy", "1958", "0905 001 201", "Tổ phó", ""),
    ("Lý Thị Út", "1966", "", "", ""),
)
GUESTS: tuple[Line, ...] = (
    ("Nguyễn Hữu Phước", "", "", "Phó Chủ tịch HĐND", "Thường trực HĐND phường"),
    ("Trịnh Thị Lan", "", "", "Phó Bí thư", "Thành đoàn Quảng Ngãi"),
)


def invite(meeting: Meeting, today: date) -> None:
    """The live meeting: places, lists and guests weeks ago, invitations four days ago."""
    office = person("vanphong")
    with moment(working_day(today - timedelta(days=20)), 10):
        _allot(meeting, {"doan-thanh-nien": 10, "to-3": 3, "to-5": 3}, guests=5)
    with moment(today - timedelta(days=8), 19):
        _name(meeting, "doan-thanh-nien", "doan", YOUTH)
        _name(meeting, "to-3", "to3", GROUP)
        _send(meeting, "doan-thanh-nien", "doan")
        _send(meeting, "to-3", "to3")
    with moment(working_day(today - timedelta(days=4)), 9):
        _name(meeting, None, "vanphong", GUESTS)
        actions.invite_all(meeting, actor=office)
    with moment(today - timedelta(days=1), 18):
        invited = [d for d in queries.expected(meeting) if d.number is not None]
        for one in invited[2:7]:
            actions.answer(one, "confirm", actor=office)
        actions.answer(invited[8], "decline", actor=office)


def begin(meeting: Meeting, today: date) -> None:
    """The meeting to come: places given, one list sent, one begun."""
    with moment(working_day(today - timedelta(days=6)), 9):
        _allot(meeting, {f"to-{n}": 12 for n in range(1, 9)} | {"mat-tran": 4}, guests=10)
    with moment(today - timedelta(days=2), 20):
        _name(meeting, "to-3", "to3", GROUP)
        _send(meeting, "to-3", "to3")
        _name(meeting, "to-5", "to5", (("Hồ Thị Sương", "1970", "0905 001 301", "", ""),))


def _allot(meeting: Meeting, places: dict[str, int], *, guests: int) -> None:
    given: dict[int | None, int] = {unit(code).id: number for code, number in places.items()}
    actions.allot(meeting, given | {None: guests}, actor=person("vanphong"))


def _name(meeting: Meeting, code: str | None, username: str, lines: Sequence[Line]) -> None:
    for name, year, phone, post, body in lines:
        actions.add(
            queries.roll_of(meeting, unit(code) if code else None),
            delegate(name=name, year=year, phone=phone, post=post, body=body),
            actor=person(username),
        )


def _send(meeting: Meeting, code: str, username: str) -> None:
    actions.send(queries.roll_of(meeting, unit(code)), actor=person(username))
