"""To be present is set, never toggled; nobody is counted twice, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest
import time_machine

from dialogue.accounts.models import Account, Unit
from dialogue.attendance import actions as attendance
from dialogue.attendance.models import Delegate
from dialogue.checkin import actions, queries
from dialogue.checkin.workflow import CHECK_IN
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.queries import timeline
from dialogue.plans.models import Meeting
from tests.attendance.conftest import HELD

AccountOf = Callable[[str], Account]


def test_a_second_scan_changes_nothing(
    morning: dict[str, Delegate], account: AccountOf, traveller: time_machine.Coordinates
) -> None:
    row, fresh = actions.check_in(morning["bong"], actor=account("bvdp"), way="code")
    assert fresh
    assert row.at == clock.at(HELD, time(7, 0))
    traveller.shift(timedelta(minutes=20))
    again, fresh = actions.check_in(morning["bong"], actor=account("vanphong"))
    assert (again.id, fresh) == (row.id, False)
    assert (again.at, again.by_id) == (clock.at(HELD, time(7, 0)), account("bvdp").id)
    assert len(timeline(row)) == 1


def test_who_stands_on_two_lists_is_one_person(
    morning: dict[str, Delegate], meeting: Meeting, account: AccountOf
) -> None:
    assert queries.counts(meeting).expected == 3
    row, _ = actions.check_in(morning["an"], actor=account("bvdp"))
    twin, fresh = actions.check_in(morning["an2"], actor=account("bvdp"))
    assert (twin.id, fresh) == (row.id, False)
    assert queries.counts(meeting).present == 1


def test_taken_back_with_a_reason_and_said_again(
    morning: dict[str, Delegate], meeting: Meeting, account: AccountOf
) -> None:
    desk = account("bvdp")
    row, _ = actions.check_in(morning["bong"], actor=desk)
    with pytest.raises(InvalidInput):
        actions.take_back(row, reason=" ", actor=desk)
    actions.take_back(row, reason="Nhầm với người cùng tên", actor=desk, version=row.version)
    assert queries.counts(meeting).present == 0
    with pytest.raises(Conflict):
        actions.take_back(row, reason="Lần nữa", actor=desk)
    again, fresh = actions.check_in(morning["bong"], actor=desk)
    assert fresh
    assert again.id == row.id
    assert [event.verb for event in timeline(row)] == ["check_in", "take_back", "again"]
    assert timeline(row)[1].reason == "Nhầm với người cùng tên"


def test_a_stale_page_takes_nobody_back(morning: dict[str, Delegate], account: AccountOf) -> None:
    row, _ = actions.check_in(morning["bong"], actor=account("bvdp"))
    with pytest.raises(Conflict):
        actions.take_back(row, reason="Nhầm", actor=account("bvdp"), version=row.version - 1)


def test_only_on_the_day_and_not_after_it(
    lists: dict[str, Delegate],
    meeting: Meeting,
    account: AccountOf,
    traveller: time_machine.Coordinates,
) -> None:
    with pytest.raises(Conflict, match="trong ngày"):
        actions.check_in(lists["bong"], actor=account("bvdp"))
    traveller.move_to(clock.at(HELD, time(9, 0)))
    with unit_of_work():
        meeting.state = "ended"
    with pytest.raises(Conflict):
        actions.check_in(lists["bong"], actor=account("bvdp"))
    with pytest.raises(Conflict):
        actions.walk_in(meeting, full_name="Võ Thị Hường", unit=None, actor=account("bvdp"))


def test_who_was_taken_off_the_list_is_not_checked_in(
    morning: dict[str, Delegate], account: AccountOf
) -> None:
    attendance.remove(morning["bong"], actor=account("vanphong"))
    with pytest.raises(Conflict, match="bỏ tên"):
        actions.check_in(morning["bong"], actor=account("bvdp"))


@pytest.mark.parametrize("username", ["to3", "diachinh", "matran", "phochutich", "quantri"])
def test_others_check_nobody_in(
    username: str, morning: dict[str, Delegate], meeting: Meeting, account: AccountOf
) -> None:
    row, _ = actions.check_in(morning["cuc"], actor=account("bvdp"))
    stranger = account(username)
    with pytest.raises(NotAllowed):
        actions.check_in(morning["bong"], actor=stranger)
    with pytest.raises(NotAllowed):
        actions.walk_in(meeting, full_name="Ai đó", unit=None, actor=stranger)
    with pytest.raises(NotAllowed):
        actions.take_back(row, reason="Không", actor=stranger)


def test_a_walk_in_once_however_often_it_is_sent(
    morning: dict[str, Delegate],
    meeting: Meeting,
    account: AccountOf,
    unit: Callable[[str], Unit],
) -> None:
    common = {"full_name": " Võ  Thị Hường ", "unit": unit("to-3"), "actor": account("bvdp")}
    first = actions.walk_in(meeting, key="k1", **common)
    assert actions.walk_in(meeting, key="k1", **common).id == first.id
    assert first.full_name == "Võ Thị Hường"
    with pytest.raises(InvalidInput, match="đã điểm danh lúc 07:00"):
        actions.walk_in(meeting, key="k2", **common)
    other = actions.walk_in(meeting, key="k3", another=True, **common)
    assert other.id != first.id
    found = queries.counts(meeting)
    assert (found.present, found.walk_ins) == (0, 2)


def test_a_walk_in_who_is_on_the_list_is_pointed_out(
    morning: dict[str, Delegate],
    meeting: Meeting,
    account: AccountOf,
    unit: Callable[[str], Unit],
) -> None:
    with pytest.raises(InvalidInput, match="trong danh sách của Tổ dân phố 3") as refused:
        actions.walk_in(meeting, full_name="lê thị bông", unit=unit("to-3"), actor=account("bvdp"))
    assert refused.value.field == "another"


def test_a_walk_in_taken_back_comes_again(
    morning: dict[str, Delegate], meeting: Meeting, account: AccountOf
) -> None:
    desk = account("bvdp")
    row = actions.walk_in(meeting, full_name="Võ Thị Hường", unit=None, actor=desk)
    actions.take_back(row, reason="Về sớm", actor=desk)
    assert actions.walk_in(meeting, full_name="Võ Thị Hường", unit=None, actor=desk).id == row.id
    assert row.state == "present"


def test_counts_by_unit(
    morning: dict[str, Delegate],
    meeting: Meeting,
    account: AccountOf,
    unit: Callable[[str], Unit],
) -> None:
    desk = account("bvdp")
    actions.check_in(morning["bong"], actor=desk)
    actions.check_in(morning["cuc"], actor=desk)
    actions.walk_in(meeting, full_name="Võ Thị Hường", unit=unit("to-4"), actor=desk)
    actions.walk_in(meeting, full_name="Khách qua đường", unit=None, actor=desk)
    lines = {line.name: (line.expected, line.present, line.walk_ins)
             for line in queries.counts(meeting).lines}  # fmt: skip
    assert lines["Tổ dân phố 3"] == (2, 1, 0)
    assert lines["Tổ dân phố 4"] == (2, 1, 1)
    assert lines["Khách mời, không thuộc đơn vị"] == (0, 0, 1)


@pytest.mark.parametrize("typed", ["bong", "Lê Thị", "to 3 bong", "1203", "0905001203", "đỗ văn"])
def test_found_by_part_of_what_one_knows(
    typed: str, morning: dict[str, Delegate], meeting: Meeting
) -> None:
    names = {hit.name for hit in queries.people(meeting, typed)}
    assert names <= {"Lê Thị Bông", "Đỗ Văn An"}
    assert names


def test_found_by_the_code_as_a_scanner_types_it(
    morning: dict[str, Delegate], meeting: Meeting
) -> None:
    code = morning["cuc"].code
    for typed in (code, code.lower(), f"http://10.0.0.2:8000/diem-danh/{code}",
                  f"/diem-danh/{code}/"):  # fmt: skip
        assert [hit.name for hit in queries.people(meeting, typed)] == ["Trần Thị Cúc"], typed


@pytest.mark.parametrize("state", list(CHECK_IN.states))
@pytest.mark.parametrize(
    "username", ["quantri", "chutich", "phochutich", "vanphong", "bvdp", "diachinh", "to3"]
)
def test_matrix(
    username: str, state: str, morning: dict[str, Delegate], account: AccountOf
) -> None:
    row, _ = actions.check_in(morning["bong"], actor=account("bvdp"))
    with unit_of_work():
        row.state = state
    desk = username in ("chutich", "vanphong", "bvdp")
    assert CHECK_IN.can(account(username), row, "take_back") is (desk and state == "present")
    assert CHECK_IN.can(account(username), row, "again") is (desk and state == "taken_back")
    assert {r.verb for r in CHECK_IN.rows} == {"take_back", "again"}
