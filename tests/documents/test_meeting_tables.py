"""Excel of a meeting's delegates and of its figures."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import load_workbook

from dialogue.accounts.models import Account
from dialogue.attendance import actions
from dialogue.attendance.models import DelegateList
from dialogue.attendance.parsing import Person
from dialogue.attendance.queries import roll_of
from dialogue.core.unit_of_work import unit_of_work
from dialogue.plans.models import Meeting, MeetingDuty
from tests.followup import support as after

As = Callable[[str], FlaskClient]
PHONE = "+84905123456"


def sheets(client: FlaskClient, url: str) -> dict[str, list[list[Any]]]:
    """Each sheet from its header on."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    assert "attachment" in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.data))
    found = {}
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python()
        head = next(n for n, row in enumerate(rows) if row[1] not in ("", None))
        found[name] = rows[head:]
    return found


def laid_out(data: bytes) -> None:
    """Every sheet: A4 landscape, one page wide, a header that stays and repeats, a filter, no
    formula, rows of set height."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if re.match(r"xl/worksheets/sheet\d", name)]
        assert names
        for name in names:
            sheet = archive.read(name).decode()
            assert 'paperSize="9"' in sheet
            assert 'orientation="landscape"' in sheet
            assert 'fitToHeight="0"' in sheet
            assert 'state="frozen"' in sheet
            assert "<autoFilter" in sheet
            assert "<f>" not in sheet
            assert 'customHeight="1"' in sheet
        assert "Print_Titles" in archive.read("xl/workbook.xml").decode()


def a_person(name: str, phone: str = PHONE) -> Person:
    return Person(full_name=name, birth_year=1960, phone=phone, post="Tổ phó", body="")


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return after.make_meeting(state="announced")


@pytest.fixture
def rolls(
    meeting: Meeting, account: Callable[[str], Account], unit: Callable[[str], Any]
) -> list[DelegateList]:
    """Tổ 3 has sent its list of two, tổ 5 has written one name and not sent it."""
    mine = roll_of(meeting, unit("to-3"))
    for name in ("=2+2 Nguyễn Văn Bình", "Trần Thị An"):
        actions.add(mine, a_person(name), actor=account("to3"))
        mine = roll_of(meeting, unit("to-3"))
    actions.send(mine, actor=account("to3"), version=mine.version, reason="Đông người muốn dự.")
    other = roll_of(meeting, unit("to-5"))
    actions.add(other, a_person("Lê Văn Cường"), actor=account("to5"))
    return [roll_of(meeting, unit("to-3")), roll_of(meeting, unit("to-5"))]


def test_the_office_gets_everyone_and_each_list(
    meeting: Meeting, rolls: list[DelegateList], client_as: As
) -> None:
    url = f"/meetings/{meeting.id}/attendance.xlsx"
    office = client_as("vanphong")
    assert url in office.get(f"/meetings/{meeting.id}/attendance").text
    laid_out(office.get(url).data)
    found = sheets(office, url)
    assert [row[2] for row in found["Đại biểu"][1:]] == [
        "Trần Thị An",
        "=2+2 Nguyễn Văn Bình",
        "Lê Văn Cường",
    ]
    assert [row[7] for row in found["Đại biểu"][1:]] == ["Rồi", "Rồi", "CHƯA GỬI"]
    assert {row[3] for row in found["Đại biểu"][1:]} == {1960}
    lists = {row[1]: row for row in found["Đơn vị"][1:]}
    assert lists["Tổ dân phố 3"][3:5] == [2, "Gửi muộn"]
    assert lists["Tổ dân phố 3"][10] == "Đông người muốn dự."
    assert lists["Tổ dân phố 5"][3] == 1
    assert "Khách mời" in lists


def test_leaders_get_no_phones(meeting: Meeting, rolls: list[DelegateList], client_as: As) -> None:
    url = f"/meetings/{meeting.id}/attendance.xlsx"
    assert {row[6] for row in sheets(client_as("vanphong"), url)["Đại biểu"][1:]} == {PHONE}
    assert {row[6] for row in sheets(client_as("chutich"), url)["Đại biểu"][1:]} == {""}


def test_the_desk_gets_what_was_sent(
    meeting: Meeting, rolls: list[DelegateList], client_as: As, account: Callable[[str], Account]
) -> None:
    with unit_of_work() as session:
        session.add(
            MeetingDuty(meeting_id=meeting.id, account_id=account("congan").id, duty="desk")
        )
    found = sheets(client_as("congan"), f"/meetings/{meeting.id}/attendance.xlsx")
    assert {row[1] for row in found["Đại biểu"][1:]} == {"Tổ dân phố 3"}
    assert "Tổ dân phố 5" not in {row[1] for row in found["Đơn vị"][1:]}


def test_a_unit_gets_its_own_list_and_no_other(
    meeting: Meeting, rolls: list[DelegateList], client_as: As
) -> None:
    own, other = rolls
    url = f"/meetings/{meeting.id}/attendance.xlsx"
    leader = client_as("to3")
    assert f"{url}?who={own.unit_id}" in leader.get(f"/meetings/{meeting.id}/attendance").text
    found = sheets(leader, f"{url}?who={own.unit_id}")
    assert list(found) == ["Đại biểu"]
    assert len(found["Đại biểu"]) == 3
    for refused in (url, f"{url}?who={other.unit_id}", f"{url}?who=guests", f"{url}?who=x"):
        assert leader.get(refused).status_code == 404, refused
    one = sheets(client_as("vanphong"), f"{url}?who={other.unit_id}")["Đại biểu"]
    assert [row[2] for row in one[1:]] == ["Lê Văn Cường"]
    assert client_as("quantri").get(url).status_code == 404


def test_statistics_count_by_field_unit_outcome_and_time(
    app: Flask, client_as: As, notice_day: Any
) -> None:
    meeting = after.make_meeting()
    root = after.make_opinion(meeting, people_count=4)
    after.make_opinion(meeting, "to-5", merged_into_id=root.id, state="classified")
    after.make_opinion(meeting, state="withdrawn")
    after.make_opinion(after.make_meeting(ordinal=2))
    answered, late = root, after.make_opinion(meeting)
    conclusions = [after.conclude(one) for one in (answered, late)]
    after.conclude(after.make_opinion(meeting), outcome="explained", lead=None)
    after.issued_notice(meeting)
    after.issued_reply(after.assignment_of(conclusions[0]))
    notice_day.move_to(after.moment(date(2024, 7, 1)))
    url = f"/meetings/{meeting.id}/statistics.xlsx"
    office = client_as("vanphong")
    assert url in office.get(f"/meetings/{meeting.id}/documents").text
    laid_out(office.get(url).data)
    found = sheets(office, url)
    assert list(found) == ["Lĩnh vực", "Đơn vị gửi", "Kết luận", "Đúng hạn"]
    total = found["Lĩnh vực"][-1]
    #       ý kiến, nội dung, người, kết luận, giao, đúng hạn, trễ, quá hạn, còn, tỷ lệ, lùi hạn
    assert total == ["Cộng", 4, 3, 7, 3, 2, 1, 0, 1, 0, 50, 0]
    units = {row[0]: row[1:] for row in found["Đơn vị gửi"][1:]}
    assert units["Tổ dân phố 5"] == [1, 0, 1, 0]
    assert units["Cộng"] == [4, 3, 7, 3]
    outcomes = {row[0]: row[1:] for row in found["Kết luận"][1:]}
    assert outcomes["Tiếp thu, giao giải quyết"] == [2, 3]
    assert outcomes["Giải thích"] == [1, 1]
    assert outcomes["Cộng"] == [3, 4]
    (_head, lead, summed) = found["Đúng hạn"]
    assert lead[1:] == summed[1:] == [2, 1, 0, 1, 0, 50, 0]


def test_a_meeting_without_anything_has_statistics_too(meeting: Meeting, client_as: As) -> None:
    found = sheets(client_as("chutich"), f"/meetings/{meeting.id}/statistics.xlsx")
    assert found["Đúng hạn"][1:] == []
    assert found["Lĩnh vực"][1][:3] == ["Cộng", 0, 0]


def test_statistics_are_for_who_sees_everything(meeting: Meeting, client_as: As) -> None:
    for username in ("to3", "diachinh", "quantri"):
        answer = client_as(username).get(f"/meetings/{meeting.id}/statistics.xlsx")
        assert answer.status_code == 404, username
    assert client_as("vanphong").get("/meetings/999/statistics.xlsx").status_code == 404
