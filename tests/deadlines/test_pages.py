"""The calendar's pages and "Vì sao là ngày này?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogue.accounts.models import Account, Unit
from dialogue.deadlines import actions, holders, queries
from dialogue.deadlines.models import CalendarDay
from dialogue.extensions import db
from dialogue.plans.models import Meeting, Task
from tests.deadlines.support import make_meeting, make_task

SignIn = Callable[[str], FlaskClient]
DAY = {
    "day": "2024-04-15",
    "kind": "off",
    "name": "Nghỉ tránh bão",
    "source": "Công điện 1",
}


@pytest.fixture(autouse=True)
def april_2024(app: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(holders, "_known", dict(holders._known))
    holders.register_holder(
        Task.due_id, is_open=lambda: Task.state == "open", describe=lambda task: task.title
    )
    with time_machine.travel("2024-04-12T03:00:00+00:00", tick=False):
        yield


def hidden(html: str, name: str) -> list[str]:
    tags = re.findall(r"<input[^>]*>", html)
    return [
        match[1]
        for tag in tags
        if f'name="{name}"' in tag and (match := re.search(r'value="([^"]*)"', tag))
    ]


def test_only_office_and_admin_see_the_calendar(client: FlaskClient, client_as: SignIn) -> None:
    for username in ("vanphong", "quantri"):
        assert client_as(username).get("/calendar").status_code == 200
    for username in ("to1", "motcua", "doan", "matran", "chutich"):
        browser = client_as(username)
        for path in (
            "/calendar",
            "/calendar/days/new",
            "/calendar/moves",
            "/calendar/years/2027",
            "/calendar/days/2026-01-02/removal",
        ):
            assert browser.get(path).status_code == 404
        assert browser.post("/calendar/days", data={**DAY, "step": "save"}).status_code == 404
    assert client.get("/calendar").status_code == 303


def test_the_year_shows_its_days_and_their_documents(client_as: SignIn) -> None:
    page = client_as("vanphong").get("/calendar?year=2026").text
    assert "Thông báo ngày 25/12/2025" in page
    assert "thứ Bảy, 10/01/2026" in page
    assert "Đã công bố" in page
    assert "Ngày 24/11/2026 chờ xác nhận" in page
    expected = client_as("vanphong").get("/calendar?year=2027").text
    assert "Dự kiến" in expected
    assert "Tết Nguyên Đán" in expected
    assert client_as("vanphong").get("/calendar?year=1900").status_code == 404


def test_a_day_is_previewed_then_saved_with_the_due_dates_ticked(
    client_as: SignIn, unit: Callable[[str], Unit]
) -> None:
    task = make_task(make_meeting(), unit("van-phong"), title="Ra thông báo kết luận")
    other = make_task(task.meeting, unit("van-hoa"), title="Viết bài")
    task_id, other_id = task.id, other.id
    browser = client_as("vanphong")
    preview = browser.post("/calendar/days", data=DAY)
    assert preview.status_code == 200
    assert "Ra thông báo kết luận" in preview.text
    assert "thứ Năm 02/05/2024" in preview.text
    assert "thứ Sáu 03/05/2024" in preview.text
    assert db.session.get(CalendarDay, date(2024, 4, 15)) is None
    seen = hidden(preview.text, "seen")
    assert len(seen) == 2
    saved = browser.post(
        "/calendar/days",
        data={**DAY, "step": "save", "seen": seen, "move": [f"{task.due_id}:2024-05-03"]},
    )
    assert (saved.status_code, saved.location) == (303, "/calendar?year=2024")
    db.session.expire_all()
    moved, kept = db.session.get(Task, task_id), db.session.get(Task, other_id)
    assert moved is not None
    assert kept is not None
    assert [t.due.due_on for t in (moved, kept) if t.due] == [date(2024, 5, 3), date(2024, 5, 2)]
    after = browser.get("/calendar?year=2024").text
    assert "Ghi 15/04/2024 là ngày nghỉ" in after
    assert "Nghỉ tránh bão" in after
    assert "1 hạn đang mở sẽ khác đi" in after


def test_a_stale_preview_is_409_with_the_fresh_one(
    client_as: SignIn, unit: Callable[[str], Unit]
) -> None:
    browser = client_as("vanphong")
    assert "Không có hạn nào bị dời" in browser.post("/calendar/days", data=DAY).text
    make_task(make_meeting(), unit("van-phong"), title="Vừa được giao")
    answer = browser.post("/calendar/days", data={**DAY, "step": "save"})
    assert answer.status_code == 409
    assert "vừa thay đổi" in answer.text
    assert "Vừa được giao" in answer.text
    assert db.session.get(CalendarDay, date(2024, 4, 15)) is None


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"day": "30/02/2024"}, "Ngày chưa đúng"),
        ({"day": "1850-01-01"}, "từ năm 2000 đến năm 2099"),
        ({"name": " "}, "Cần điền mục này."),
        ({"source": ""}, "Cần điền mục này."),
        ({"kind": "maybe"}, "Lựa chọn này không có trong danh sách."),
    ],
)
def test_a_wrong_form_comes_back_as_typed(
    client_as: SignIn, changed: dict[str, str], words: str
) -> None:
    answer = client_as("vanphong").post("/calendar/days", data={**DAY, **changed, "step": "save"})
    assert answer.status_code == 422
    assert words in answer.text
    kept = {**DAY, **changed}
    for name in ("name", "source"):
        if kept[name].strip():
            assert kept[name] in answer.text


def test_forged_moves_are_refused(client_as: SignIn) -> None:
    answer = client_as("vanphong").post(
        "/calendar/days", data={**DAY, "step": "save", "move": ["x:y"]}
    )
    assert answer.status_code == 422
    assert db.session.get(CalendarDay, date(2024, 4, 15)) is None


def test_a_day_is_removed_with_a_reason(client_as: SignIn) -> None:
    actions.ship_calendar()
    browser = client_as("quantri")
    path = "/calendar/days/2026-01-02/removal"
    assert "hoán đổi" in browser.get(path).text
    assert browser.post(path, data={}).status_code == 422
    assert "Chưa lưu gì" in browser.post(path, data={"reason": "Ghi nhầm"}).text
    assert db.session.get(CalendarDay, date(2026, 1, 2)) is not None
    assert browser.post(path, data={"reason": "Ghi nhầm", "step": "save"}).status_code == 303
    db.session.expire_all()
    assert db.session.get(CalendarDay, date(2026, 1, 2)) is None
    assert browser.get(path).status_code == 404
    assert browser.post(path, data={"reason": "Ghi nhầm", "step": "save"}).status_code == 409
    for wrong in ("2026-13-02", "hom-nay", "2024-04-12"):
        assert browser.get(f"/calendar/days/{wrong}/removal").status_code == 404


def test_a_year_is_confirmed_by_its_document(client_as: SignIn) -> None:
    browser = client_as("vanphong")
    data = {"state": "confirmed", "source": "Thông báo nghỉ lễ 2027"}
    assert browser.get("/calendar/years/2027").status_code == 200
    assert browser.post("/calendar/years/2027", data={**data, "source": ""}).status_code == 422
    assert "Chưa lưu gì" in browser.post("/calendar/years/2027", data=data).text
    assert not queries.load_calendar().is_year_confirmed(2027)
    saved = browser.post("/calendar/years/2027", data={**data, "step": "save"})
    assert saved.status_code == 303
    db.session.rollback()
    assert queries.load_calendar().is_year_confirmed(2027)
    assert "Thông báo nghỉ lễ 2027" in browser.get("/calendar?year=2027").text
    assert browser.get("/calendar/years/1999").status_code == 404


def test_pending_moves_are_confirmed_on_their_own_page(
    client_as: SignIn, account: Callable[[str], Account], unit: Callable[[str], Unit]
) -> None:
    browser = client_as("vanphong")
    assert "đều đúng theo lịch" in browser.get("/calendar/moves").text
    task = make_task(make_meeting(), unit("van-phong"))
    task_id, old = task.id, task.due_id
    actions.change_calendar_day(
        actor=account("vanphong"),
        day=date(2024, 4, 15),
        is_working=False,
        name="Nghỉ tránh bão",
        source="Công điện 1",
    )
    (key,) = hidden(browser.get("/calendar/moves").text, "move")
    assert key == f"{old}:2024-05-03"
    empty = browser.post("/calendar/moves", data={})
    assert empty.status_code == 422
    assert "Cần chọn ít nhất một hạn" in empty.text
    assert browser.post("/calendar/moves", data={"move": [key]}).status_code == 303
    db.session.expire_all()
    moved = db.session.get(Task, task_id)
    assert moved is not None
    assert moved.due is not None
    assert moved.due.due_on == date(2024, 5, 3)
    assert browser.post("/calendar/moves", data={"move": [key]}).status_code == 409


def test_why_this_date(client: FlaskClient, client_as: SignIn) -> None:
    due = actions.set_due("notice", date(2024, 4, 12), label="Ra thông báo kết luận")
    path = f"/due-dates/{due.id}"
    page = client_as("to1").get(path).text
    for words in (
        "Vì sao hạn là ngày 02/05/2024?",
        "Ra thông báo kết luận",
        "Chậm nhất 10 ngày làm việc sau ngày đối thoại",
        "Kế hoạch II.4.3",
        "thứ Sáu, 12/04/2024 (không tính ngày này)",
        "Ngày Giỗ Tổ Hùng Vương",
        "6 ngày cuối tuần",
    ):
        assert words in page
    assert client.get(path).status_code == 303
    assert client_as("to1").get("/due-dates/9999").status_code == 404


def test_why_tells_doubts_warnings_other_rules_and_earlier_dates(
    client_as: SignIn, account: Callable[[str], Account]
) -> None:
    browser = client_as("motcua")
    worked = actions.set_due("assignment", date(2024, 5, 2))
    assert "Làm bù, có tính" in browser.get(f"/due-dates/{worked.id}").text
    expected = actions.set_due("notice", date(2026, 12, 25))
    assert "còn là dự kiến" in browser.get(f"/due-dates/{expected.id}").text
    sunday = actions.set_due("opinions", date(2024, 4, 24))
    assert "Hạn rơi vào ngày nghỉ" in browser.get(f"/due-dates/{sunday.id}").text
    both = actions.set_due("notice", date(2024, 4, 12), rule_set="current_law")
    assert "Hạn sớm hơn được áp dụng" in browser.get(f"/due-dates/{both.id}").text
    moved = actions.move_due(
        both, actor=account("vanphong"), why="Dời buổi đối thoại", start=date(2024, 5, 10)
    )
    assert "Hạn này đã được dời" in browser.get(f"/due-dates/{both.id}").text
    page = browser.get(f"/due-dates/{moved.id}").text
    assert "Các hạn trước đây" in page
    assert "Dời buổi đối thoại" in page
    bare = {"rule": "notice", "label": "Nhập tay", "start_on": date(2024, 4, 12)}
    assert_bare(browser, {**bare, "due_on": date(2024, 5, 2)})


def assert_bare(browser: FlaskClient, values: dict[str, Any]) -> None:
    """A due date stored without facts still has its page."""
    from dialogue.core.unit_of_work import unit_of_work
    from dialogue.deadlines.models import DueDate

    with unit_of_work() as session:
        due = DueDate(**values)
        session.add(due)
        session.flush()
        due_id = due.id
    assert "không kèm cách tính" in browser.get(f"/due-dates/{due_id}").text


def test_the_calendar_page_asks_no_more_with_more_due_dates(
    client_as: SignIn,
    unit: Callable[[str], Unit],
    count_queries: Callable[[], Any],
) -> None:
    meeting_id = make_meeting().id
    browser = client_as("vanphong")
    counts = []
    for before, size in ((0, 1), (1, 3), (3, 50)):
        meeting = db.session.get_one(Meeting, meeting_id)
        for n in range(before, size):
            make_task(meeting, unit(f"to-{n % 8 + 1}"), title=f"Việc {n}")
        for path in ("/calendar?year=2024", "/calendar/moves"):
            with count_queries() as counted:
                assert browser.get(path).status_code == 200
            counts.append((path, len(counted)))
    assert len(set(counts)) == 2, counts
