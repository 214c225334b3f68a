"""Lists out of Excel: row by row first; the good are taken, the others told why."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from dialogue.accounts.models import Account
from dialogue.attendance import actions, queries
from dialogue.attendance.models import Delegate, DelegateImport, DelegateList
from dialogue.attendance.parsing import Person
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.extensions import db
from tests.sheets.support import rows, workbook

Find = Callable[[str], Account]
Roll = Callable[..., DelegateList]

UGLY: tuple[list[Any], ...] = (
    ["UBND PHƯỜNG", "", "", "CỘNG HÒA"],
    [],
    ["STT", "Họ và tên", "Năm sinh", "SĐT", "Chức vụ", "CCCD"],
    [1, " Trần\u00a0Thị  Bình ", 1990, 905123456, "Tổ phó", "049095001234"],
    [2, "ĐỖ VĂN AN", "12/5/1988", "01681234567", ""],
    [3, "Tran Thi Binh", 1990],
    [4, "Đỗ Văn An"],
    [5, "Lê Cường", "hai mươi"],
    [6, "Phạm Dũng", 1970, 49095001234],
    [7, "Hoa"],
    [8, "Võ Thị Én", "", "0905 123"],
    ["", "Tổng cộng: 8 người"],
    ["Người lập"],
)


def file_of(data: bytes, name: str = "danh sách.xlsx") -> FileStorage:
    return FileStorage(io.BytesIO(data), filename=name)


@pytest.fixture
def uploaded(roll: Roll, account: Find) -> Callable[..., DelegateImport]:
    def go(*lines: list[Any], by: str = "to3", code: str = "to-3") -> DelegateImport:
        data = workbook(rows(*(lines or UGLY)))
        return actions.upload(roll(code), file_of(data), actor=account(by))

    return go


def test_each_row_is_understood_or_refused(uploaded: Callable[..., DelegateImport]) -> None:
    preview = queries.preview_of(uploaded())
    good = [row.entry.person for row in preview.of("good")]
    assert good == [
        Person("Trần Thị Bình", 1990, "+84905123456", "Tổ phó"),
        Person("Đỗ Văn An", 1988, "+84381234567"),
    ]
    # "Tran Thi Binh", born the same year, is the same; without a year it is asked.
    assert [(r.entry.number, r.why) for r in preview.of("same")] == [
        (6, "Trùng người: là dòng 4 của tệp.")
    ]
    assert [(r.entry.number, r.why) for r in preview.of("maybe")] == [
        (7, "Trùng họ tên: là dòng 5 của tệp.")
    ]
    refused = {row.entry.number: row.why for row in preview.of("refused")}
    assert set(refused) == {8, 9, 10, 11, 12}
    assert "năm sinh" in refused[8]
    assert "căn cước" in refused[9]
    assert "đủ họ và tên" in refused[10]
    assert "Số điện thoại" in refused[11]
    assert "không giống" in refused[12]


def test_no_identity_number_is_kept_anywhere(uploaded: Callable[..., DelegateImport]) -> None:
    upload = uploaded()
    assert "49095001234" not in str(upload.rows)
    assert "49095001234" not in str(upload.facts)


def test_nobody_is_named_before_the_word(
    uploaded: Callable[..., DelegateImport], roll: Roll
) -> None:
    uploaded()
    assert queries.count_people(roll()) == 0


def test_taking_names_the_good_and_empties_the_upload(
    uploaded: Callable[..., DelegateImport], roll: Roll, account: Find
) -> None:
    upload = uploaded()
    count = actions.take(upload, actor=account("to3"), version=roll().version)
    assert count == 2
    assert [d.full_name for d in queries.people_of(roll())] == ["Đỗ Văn An", "Trần Thị Bình"]
    assert (upload.state, upload.rows) == ("taken", [])
    assert [e.label for e in queries.events_of(roll())] == ["Thêm 2 người từ tệp “danh sách.xlsx”"]
    with pytest.raises(Conflict, match="đã được nhận hoặc bỏ"):
        actions.take(upload, actor=account("to3"))
    assert queries.count_people(roll()) == 2


def test_a_namesake_is_added_on_a_word_and_a_good_row_left_out(
    uploaded: Callable[..., DelegateImport], roll: Roll, account: Find
) -> None:
    taken = actions.take(uploaded(), actor=account("to3"), also=[7, 6, 8], without=[4])
    assert taken == 2
    assert [d.full_name for d in queries.people_of(roll())] == ["Đỗ Văn An", "Đỗ Văn An"]


def test_leaving_everything_out_takes_nothing(
    uploaded: Callable[..., DelegateImport], account: Find
) -> None:
    upload = uploaded()
    with pytest.raises(InvalidInput, match="Không còn dòng nào"):
        actions.take(upload, actor=account("to3"), without=[4, 5])
    assert upload.state == "open"


def test_the_same_file_again_doubles_nobody(
    uploaded: Callable[..., DelegateImport], roll: Roll, account: Find
) -> None:
    actions.take(uploaded(), actor=account("to3"))
    again = queries.preview_of(uploaded())
    assert again.of("good") == []
    assert {row.entry.number for row in again.of("same")} == {4, 5, 6}
    assert again.of("same")[0].why == "Trùng người: đã có trong danh sách này."


def test_a_preview_is_stale_once_the_list_changed(
    uploaded: Callable[..., DelegateImport], roll: Roll, account: Find
) -> None:
    upload, seen = uploaded(), roll().version
    actions.add(roll(), Person("Trần Thị Bình", 1990), actor=account("to3"))
    with pytest.raises(Conflict, match="vừa thay đổi"):
        actions.take(upload, actor=account("to3"), version=seen)
    assert upload.state == "open"
    assert [r.entry.number for r in queries.preview_of(upload).of("good")] == [5]


def test_somebody_in_another_units_sent_list_is_taken_and_noted(
    uploaded: Callable[..., DelegateImport],
    named: Callable[..., Delegate],
    send: Callable[..., DelegateList],
) -> None:
    named("Trần Thị Bình", "to-4", birth_year=1990)
    assert [r.note for r in queries.preview_of(uploaded()).of("good")] == ["", ""]
    send("to-4")
    notes = [r.note for r in queries.preview_of(uploaded()).of("good")]
    assert "đơn vị khác" in notes[0]
    assert notes[1] == ""


def test_only_who_brought_the_file_sees_it(
    uploaded: Callable[..., DelegateImport], account: Find
) -> None:
    upload = uploaded()
    for username in ("vanphong", "to4", "chutich"):
        with pytest.raises(NotAllowed):
            queries.get_upload(account(username), upload.id)
        with pytest.raises(NotAllowed):
            actions.take(upload, actor=account(username))
        with pytest.raises(NotAllowed):
            actions.drop(upload, actor=account(username))


@pytest.mark.parametrize("username", ["to4", "chutich", "quantri", "doan"])
def test_nobody_brings_a_file_for_another_unit(
    uploaded: Callable[..., DelegateImport], username: str
) -> None:
    with pytest.raises(NotAllowed):
        uploaded(by=username)


def test_what_is_dropped_or_forgotten_leaves_no_data(
    uploaded: Callable[..., DelegateImport],
    account: Find,
    traveller: time_machine.Coordinates,
) -> None:
    first = uploaded()
    second = uploaded()
    assert (first.state, first.rows) == ("dropped", [])
    actions.drop(second, actor=account("to3"))
    assert (second.state, second.rows) == ("dropped", [])
    with pytest.raises(Conflict):
        actions.drop(second, actor=account("to3"))
    uploaded(by="vanphong")
    traveller.move_to(clock.now() + timedelta(days=1, hours=1))
    uploaded(by="to3")
    still = db.session.scalars(select(DelegateImport).where(DelegateImport.state == "open")).all()
    assert [one.account_id for one in still] == [account("to3").id]


def test_a_file_without_people_is_refused(uploaded: Callable[..., DelegateImport]) -> None:
    with pytest.raises(InvalidInput, match="chưa có ai"):
        uploaded(["Họ và tên", "SĐT"])


def test_family_and_given_name_in_two_columns(uploaded: Callable[..., DelegateImport]) -> None:
    upload = uploaded(["Họ và chữ lót", "Tên", "Cơ quan"], ["Lê Thị", "Hoa", "HĐND"])
    assert queries.preview_of(upload).rows[0].entry.person == Person("Lê Thị Hoa", body="HĐND")
    upload = uploaded(["Họ và tên", "Tên cơ quan"], ["Lê Thị Hoa", "HĐND"])
    one = queries.preview_of(upload).rows[0].entry.person
    assert one is not None
    assert one.full_name == "Lê Thị Hoa"
