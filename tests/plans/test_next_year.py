"""Next year's plan from an earlier one: nothing invented, tasks for the units of today."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from dialogue.accounts.actions import create_unit
from dialogue.accounts.models import Account, Unit
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.plans import actions, queries
from dialogue.plans.models import Meeting, Plan, Task, TaskTemplate

Find = Callable[[str], Account]
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def next_plan(plan: Plan, account: Find) -> Plan:
    return actions.make_next_plan(plan, 2025, actor=account("vanphong"))


def templates(plan: Plan) -> list[TaskTemplate]:
    query = select(TaskTemplate).where(TaskTemplate.plan_id == plan.id)
    return list(db.session.scalars(query.order_by(TaskTemplate.position, TaskTemplate.id)))


def test_it_is_a_draft_without_number_or_date(plan: Plan, next_plan: Plan) -> None:
    assert (next_plan.year, next_plan.state, next_plan.number, next_plan.issued_on) == (
        2025,
        "draft",
        None,
        None,
    )
    assert next_plan.title == plan.title.replace("năm 2024", "năm 2025")
    assert "quý II đến quý IV năm 2025" in next_plan.timing
    assert next_plan.place == plan.place
    assert [len(next_plan.aims), len(next_plan.demands), len(next_plan.recipients)] == [4, 6, 8]


def test_what_a_citation_says_stays_and_is_pointed_out(plan: Plan, next_plan: Plan) -> None:
    assert next_plan.grounds == plan.grounds
    model = queries.preview_next(plan, 2026)
    assert [where for where, _line in model.doubts] == ["Căn cứ"]
    assert "56/KH-UBND ngày 04/3/2024" in model.doubts[0][1]
    # "giai đoạn 2022-2025" and a decree's own date are no year of the plan
    assert "2022-2025" in next_plan.aims[1]
    assert "06/01/2022" in next_plan.aims[1]


def test_meetings_come_undated_with_programme_and_house_rules(plan: Plan, next_plan: Plan) -> None:
    for old, new in zip(plan.meetings, next_plan.meetings, strict=True):
        assert (new.ordinal, new.audience, new.state) == (old.ordinal, old.audience, "planned")
        assert new.starts_at is None
        assert new.opinions_due is None
        assert new.house_rules == old.house_rules != []
        assert [(i.position, i.minutes, i.title, i.owner) for i in new.programme] == [
            (i.position, i.minutes, i.title, i.owner) for i in old.programme
        ]
        assert not {i.id for i in new.programme} & {i.id for i in old.programme}
    assert next_plan.meetings[1].title.endswith("chuyển đổi số năm 2025")
    assert next_plan.meetings[0].name == "Đợt 1 năm 2025"


def test_tasks_are_made_for_the_units_of_today(
    plan: Plan, account: Find, unit: Callable[[str], Unit]
) -> None:
    with unit_of_work():
        unit("to-8").valid_to = date(2024, 3, 1)
        unit("bvdp").valid_to = date(2024, 3, 1)
        create_unit(
            code="to-9",
            name="Tổ dân phố 9",
            short_name="Tổ 9",
            kind="residential_group",
            position=99,
            valid_from=date(2024, 3, 10),
        )
    model = queries.preview_next(plan, 2025)
    assert [u.code for u in model.new_units] == ["to-9"]
    assert {u.code for u in model.ended_units} == {"to-8", "bvdp"}
    assert {line.unit.code for line in model.gone if line.unit} == {"bvdp"}
    made = actions.make_next_plan(plan, 2025, actor=account("vanphong"), seen=model.key)
    for meeting in made.meetings:
        codes = [task.unit.code for task in queries.tasks_of_meeting(meeting)]
        assert "to-8" not in codes
        assert "bvdp" not in codes
        assert codes.count("to-9") == 3
    assert len(templates(made)) == len(templates(plan)) - len(model.gone)


def test_withdrawn_lines_and_days_of_their_own_stay_behind(plan: Plan, account: Find) -> None:
    office = account("vanphong")
    first, second = templates(plan)[:2]
    actions.withdraw_line(first, plan=plan, reason="Không còn cần", actor=office)
    actions.edit_line(
        second,
        actions.TaskContent("Việc có ngày riêng", "on_date", due_on=date(2024, 4, 1)),
        plan=plan,
        addressee="youth_union",
        audience=None,
        actor=office,
    )
    model = queries.preview_next(plan, 2025)
    assert [line.title for line in model.undated] == ["Việc có ngày riêng"]
    made = actions.make_next_plan(plan, 2025, actor=office)
    copy = next(line for line in templates(made) if line.title == "Việc có ngày riêng")
    assert (copy.rule, copy.due_on) == ("on_date", None)
    assert first.title not in {line.title for line in templates(made)}
    task = db.session.scalars(select(Task).where(Task.template_id == copy.id)).first()
    assert task is not None
    assert task.due is None


def test_a_number_of_groups_that_no_longer_holds_is_pointed_out(
    plan: Plan, unit: Callable[[str], Unit]
) -> None:
    with unit_of_work():
        unit("to-8").valid_to = date(2024, 3, 1)
    doubts = queries.preview_next(plan, 2025).doubts
    assert ("Nơi nhận", "Cấp ủy Chi bộ, Tổ trưởng 8 Tổ dân phố;") in doubts


def test_one_plan_a_year(plan: Plan, next_plan: Plan, account: Find) -> None:
    office = account("vanphong")
    with pytest.raises(InvalidInput, match="đã có kế hoạch") as refusal:
        actions.make_next_plan(plan, 2025, actor=office)
    assert refusal.value.field == "year"
    for year in (2023, 2024, 2031):
        with pytest.raises(InvalidInput):
            actions.make_next_plan(plan, year, actor=office)
    assert db.session.scalar(select(func.count()).select_from(Plan)) == 2


def test_only_the_office_and_only_as_it_was_seen(plan: Plan, account: Find) -> None:
    for username in ("chutich", "phochutich", "quantri", "matran", "to3"):
        with pytest.raises(NotAllowed):
            actions.make_next_plan(plan, 2025, actor=account(username))
    seen = queries.preview_next(plan, 2025).key
    actions.edit_plan(
        plan, title="Tên khác", place=plan.place, timing="", lists={}, actor=account("vanphong")
    )
    with pytest.raises(Conflict, match="vừa thay đổi"):
        actions.make_next_plan(plan, 2025, actor=account("vanphong"), seen=seen)
    assert db.session.scalar(select(func.count()).select_from(Plan)) == 1


def test_it_is_on_record(next_plan: Plan, account: Find) -> None:
    event = timeline(next_plan)[0]
    assert event.label == "Lập kế hoạch đối thoại năm 2025 theo kế hoạch năm 2024"
    assert event.actor_id == account("vanphong").id
    assert timeline(next_plan.meetings[0])[0].verb == "create"


def test_who_has_left_is_named_in_words(plan: Plan, account: Find) -> None:
    office, person = account("vanphong"), account("thuky")
    item = plan.meetings[0].programme[0]
    actions.edit_item(
        item, actions.ItemContent(title=item.title, minutes=10, account=person), actor=office
    )
    with unit_of_work():
        person.active = False
    made = actions.make_next_plan(plan, 2025, actor=office)
    copy = made.meetings[0].programme[0]
    assert copy.account is None
    assert copy.owner == "Công chức Văn phòng"


def hidden(html: str, name: str) -> str:
    tag = next(t for t in re.findall(r"<input[^>]*>", html) if f'name="{name}"' in t)
    match = re.search(r'value="([^"]*)"', tag)
    return match[1] if match else ""


def test_the_pages_preview_then_make_it(plan: Plan, client_as: SignIn) -> None:
    browser = client_as("vanphong")
    url = f"/plans/{plan.id}/next"
    assert f'href="{url}"' in browser.get("/plans").text
    assert 'value="2025"' in browser.get(url).text or 'value="20' in browser.get(url).text
    wrong = browser.post(url, data={"year": "2024"})
    assert wrong.status_code == 422
    assert "Năm 2024 đã có kế hoạch" in wrong.text
    empty = browser.post(url, data={"year": "năm sau"})
    assert empty.status_code == 422
    preview = browser.post(url, data={"year": "2025", "step": "preview"})
    assert preview.status_code == 200
    assert "Chưa lưu gì" in preview.text
    assert "56/KH-UBND" in preview.text
    assert [m.plan.year for m in queries.meetings()] == [2024, 2024]
    data = {name: hidden(preview.text, name) for name in ("step", "seen", "year")}
    stale = browser.post(url, data={**data, "seen": "old"})
    assert stale.status_code == 409
    answer = browser.post(url, data=data)
    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"]).text
    assert "Kế hoạch đối thoại năm 2025" in page
    assert "Dự thảo" in page
    again = browser.post(url, data=data)
    assert again.status_code == 422
    assert "Năm 2025 đã có kế hoạch" in again.text


@pytest.mark.parametrize("username", ["chutich", "quantri", "to3"])
def test_the_page_is_the_offices(plan: Plan, client_as: SignIn, username: str) -> None:
    browser = client_as(username)
    assert browser.get(f"/plans/{plan.id}/next").status_code == 404
    assert browser.post(f"/plans/{plan.id}/next", data={"year": 2025}).status_code == 404
    assert "Lập kế hoạch năm sau" not in browser.get("/plans").text


def test_the_new_meetings_are_announced_like_any(next_plan: Plan, account: Find) -> None:
    from tests.plans.conftest import at

    meeting: Meeting = next_plan.meetings[0]
    actions.announce_date(meeting, starts_at=at(date(2025, 5, 9)), actor=account("vanphong"))
    assert meeting.opinions_due is not None
    assert meeting.opinions_due.due_on == date(2025, 4, 29)
