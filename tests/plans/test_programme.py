"""The programme line by line, its hours against the planned end, the house rules (B12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.plans import actions, queries
from dialogue.plans.models import Meeting, ProgrammeItem
from dialogue.plans.usual import usual_house_rules
from tests.plans.conftest import HELD, at
from tests.plans.test_tasks import photo

Find = Callable[[str], Account]
SignIn = Callable[[str], FlaskClient]
BREAK = actions.ItemContent("Giải lao", 10, owner="Văn phòng")


def hours(meeting: Meeting) -> list[str]:
    return [clock.show_time(line.at) for line in queries.programme(meeting).lines]


def titles(meeting: Meeting) -> list[str]:
    query = select(ProgrammeItem.title).where(ProgrammeItem.meeting_id == meeting.id)
    return list(db.session.scalars(query.order_by(ProgrammeItem.position)))


def test_the_usual_programme_fits_its_two_and_a_half_hours(announced: Meeting) -> None:
    shown = queries.programme(announced)
    assert hours(announced) == ["07:30", "07:40", "07:45", "08:00", "09:00", "09:45"]
    assert (shown.minutes, shown.length, shown.over) == (150, "2 giờ 30 phút", 0)
    assert clock.show_time(shown.ends_at) == "10:00"


def test_no_hours_before_there_is_a_date(meeting: Meeting) -> None:
    shown = queries.programme(meeting)
    assert all(line.at is None for line in shown.lines)
    assert (shown.ends_at, shown.over) == (None, None)
    assert shown.minutes == 150


def test_adding_runs_over_the_planned_end(announced: Meeting, account: Find) -> None:
    office = account("vanphong")
    item = actions.add_item(announced, BREAK, actor=office, version=announced.version)
    assert item.position == 6
    assert queries.programme(announced).over == 10
    event = timeline(announced)[-1]
    assert (event.verb, event.label) == ("programme", "Thêm mục “Giải lao”")


def test_a_line_keeps_its_id_when_it_changes(announced: Meeting, account: Find) -> None:
    office, item = account("vanphong"), announced.programme[2]
    number = item.id
    content = actions.ItemContent("Báo cáo tóm tắt", 20, unit=account("motcua").unit)
    actions.edit_item(item, content, actor=office)
    actions.move_item(item, up=True, actor=office)
    db.session.expire_all()
    again = db.session.get(ProgrammeItem, number)
    assert again is item
    assert (item.position, item.minutes, item.owner) == (1, 20, "")
    assert item.owner_name == "Bộ phận Một cửa"
    actions.edit_item(
        item, actions.ItemContent("Báo cáo", 20, account=account("phochutich")), actor=office
    )
    assert item.owner_name == "Phạm Thị Hồng Vân (Phó Chủ tịch UBND phường)"
    assert item.unit is None


def test_up_down_and_out(announced: Meeting, account: Find) -> None:
    office, before = account("vanphong"), titles(announced)
    first, last = announced.programme[0], announced.programme[-1]
    actions.move_item(first, up=True, actor=office)
    actions.move_item(last, up=False, actor=office)
    assert titles(announced) == before
    actions.move_item(first, up=False, actor=office)
    assert titles(announced) == [before[1], before[0], *before[2:]]
    actions.drop_item(first, actor=office)
    assert titles(announced) == [before[1], *before[2:]]
    positions = db.session.scalars(
        select(ProgrammeItem.position).where(ProgrammeItem.meeting_id == announced.id)
    )
    assert sorted(positions) == list(range(5))
    event = timeline(announced)[-1]
    assert event.label.startswith("Bỏ mục “Tuyên bố lý do")
    assert event.details["minutes"] == 10


def test_a_pinned_hour_leaves_a_gap_or_shows_the_overlap(announced: Meeting, account: Find) -> None:
    office = account("vanphong")
    lines = list(announced.programme)
    later = actions.ItemContent(lines[3].title, 60, starts=time(8, 15), owner="Đại biểu")
    actions.edit_item(lines[3], later, actor=office)
    assert hours(announced)[2:5] == ["07:45", "08:15", "09:15"]
    early = actions.ItemContent(lines[4].title, 45, starts=time(9, 5), owner="Chủ trì")
    actions.edit_item(lines[4], early, actor=office)
    assert [line.overlap for line in queries.programme(announced).lines] == [0, 0, 0, 0, 10, 0]


@pytest.mark.parametrize(
    ("field", "content"),
    [
        ("title", actions.ItemContent(" ", 10)),
        ("minutes", actions.ItemContent("Mục", 0)),
        ("minutes", actions.ItemContent("Mục", 481)),
    ],
)
def test_what_makes_no_line(
    announced: Meeting, account: Find, field: str, content: actions.ItemContent
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        actions.add_item(announced, content, actor=account("vanphong"))
    assert refusal.value.field == field
    assert len(titles(announced)) == 6


def test_one_owner_only(announced: Meeting, account: Find) -> None:
    both = actions.ItemContent("Mục", 5, account=account("to3"), unit=account("to3").unit)
    with pytest.raises(InvalidInput) as refusal:
        actions.add_item(announced, both, actor=account("vanphong"))
    assert refusal.value.field == "who"


def test_who_and_when(
    announced: Meeting,
    account: Find,
    traveller,  # type: ignore[no-untyped-def]
) -> None:
    item = announced.programme[0]
    for username in ("chutich", "to3", "quantri"):
        with pytest.raises(NotAllowed):
            actions.add_item(announced, BREAK, actor=account(username))
        with pytest.raises(NotAllowed):
            actions.set_house_rules(announced, ["Một"], actor=account(username))
    with pytest.raises(Conflict):
        actions.move_item(item, up=False, actor=account("vanphong"), version=99)
    traveller.move_to(at(HELD))
    actions.open_meeting(announced, actor=account("chutich"))
    actions.add_item(announced, BREAK, actor=account("vanphong"))  # a break while it is live
    actions.end_meeting(announced, actor=account("chutich"))
    for act in (
        lambda: actions.drop_item(item, actor=account("vanphong")),
        lambda: actions.set_house_rules(announced, ["Một"], actor=account("vanphong")),
    ):
        with pytest.raises(Conflict, match="đã kết thúc"):
            act()


def test_a_line_with_files_is_not_dropped(announced: Meeting, account: Find) -> None:
    item, office = announced.programme[2], account("vanphong")
    [file] = actions.add_files(item, [photo("bao-cao.jpg")], actor=office)
    with pytest.raises(Conflict, match="tệp kèm theo"):
        actions.drop_item(item, actor=office)
    assert len(titles(announced)) == 6
    actions.remove_file(file, reason="Gửi nhầm", actor=office)
    actions.drop_item(item, actor=office)
    assert len(titles(announced)) == 5
    assert file.item is None
    assert file.meeting is announced


def test_an_empty_programme_takes_the_plans(announced: Meeting, account: Find) -> None:
    office = account("vanphong")
    with pytest.raises(Conflict):
        actions.take_usual_programme(announced, actor=office)
    before = titles(announced)
    for item in list(announced.programme):
        actions.drop_item(item, actor=office)
    assert queries.programme(announced).length == "0 phút"
    actions.take_usual_programme(announced, actor=office)
    assert titles(announced) == before


def test_house_rules(announced: Meeting, account: Find) -> None:
    office = account("vanphong")
    assert announced.house_rules == usual_house_rules()
    actions.set_house_rules(announced, [" Giữ trật tự. ", "", "Đúng giờ."], actor=office)
    assert announced.house_rules == ["Giữ trật tự.", "Đúng giờ."]
    assert timeline(announced)[-1].label == "Sửa nội quy"
    with pytest.raises(Conflict):
        actions.set_house_rules(announced, ["Khác"], actor=office, version=1)
    actions.set_house_rules(announced, ["", " "], actor=office)
    assert announced.house_rules == usual_house_rules()


def test_the_pages(announced: Meeting, account: Find, client_as: SignIn) -> None:
    browser = client_as("vanphong")
    url = f"/meetings/{announced.id}/programme"
    page = browser.get(url).text
    assert "2 giờ 30 phút" in page
    assert "Vừa đúng giờ kết thúc dự kiến." in page
    typed = {"title": "Giải lao", "minutes": "10", "who": "", "owner": "Văn phòng"}
    wrong = browser.post(url, data={**typed, "minutes": "mười"})
    assert wrong.status_code == 422
    assert "Giải lao" in wrong.text
    version = announced.version
    assert browser.post(url, data={**typed, "version": version}).status_code == 303
    assert "Quá giờ kết thúc dự kiến (10:00) 10 phút." in browser.get(url).text
    item = announced.programme[-1]
    stale = browser.post(f"{url}/{item.id}/up", data={"version": version})
    assert stale.status_code == 409
    assert "Giải lao" in stale.text
    assert (
        browser.post(f"{url}/{item.id}/up", data={"version": announced.version}).status_code == 303
    )
    assert titles(announced)[-2] == "Giải lao"
    assert "Giải lao" in browser.get(f"{url}/{item.id}").text
    who = f"unit:{account('vanhoa').unit_id}"
    assert browser.post(f"{url}/{item.id}", data={**typed, "minutes": ""}).status_code == 422
    assert browser.post(f"{url}/{item.id}", data={**typed, "version": 1}).status_code == 409
    assert browser.post(f"{url}/{item.id}", data={**typed, "who": who}).status_code == 303
    assert "Văn hóa - Thông tin" in browser.get(f"/meetings/{announced.id}").text
    sheet = client_as("to3").get(f"{url}/sheet").text
    assert "Nội quy" in sheet
    assert "Giải lao" in sheet
    assert browser.post(f"{url}/{item.id}/removal").status_code == 303
    assert browser.post(f"{url}/{item.id}/removal").status_code == 404
    assert browser.post(f"{url}/{item.id}/sideways").status_code == 404
    other = announced.plan.meetings[1].programme[0]
    assert browser.get(f"{url}/{other.id}").status_code == 404
    rules = f"/meetings/{announced.id}/house-rules"
    assert "Giữ trật tự" in browser.get(rules).text
    assert browser.post(rules, data={"lines": "Một.\r\nHai.", "version": 1}).status_code == 409
    assert browser.post(rules, data={"lines": "Một.\r\nHai."}).status_code == 303
    assert announced.house_rules == ["Một.", "Hai."]
    assert browser.post(rules, data={"lines": "x" * 3001}).status_code == 422
    for username in ("chutich", "to3", "quantri"):
        for path in (url, rules, f"{url}/{item.id}"):
            assert client_as(username).get(path).status_code == 404


def test_a_meeting_that_is_over_shows_why(
    announced: Meeting,
    client_as: SignIn,
    traveller,  # type: ignore[no-untyped-def]
) -> None:
    with unit_of_work():
        announced.state = "ended"
    browser = client_as("vanphong")
    assert browser.get(f"/meetings/{announced.id}/programme").status_code == 409
    item = announced.programme[0]
    assert browser.post(f"/meetings/{announced.id}/programme/{item.id}/up").status_code == 409
    assert "Sửa chương trình</a>" not in browser.get(f"/meetings/{announced.id}").text


def test_held_on_another_day_the_hours_follow(announced: Meeting, account: Find) -> None:
    actions.move_date(
        announced,
        starts_at=at(date(2024, 4, 19), 14, 0),
        reason="Bão",
        actor=account("vanphong"),
    )
    assert hours(announced)[0] == "14:00"
