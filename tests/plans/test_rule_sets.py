"""Another way of counting: both dates shown, the earlier acted on, on record, told (B2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from dialogue.accounts.models import Account
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.notifications.models import Notification
from dialogue.plans import actions, queries
from dialogue.plans.hooks import register_settled
from dialogue.plans.models import Meeting, Plan, Task
from dialogue.plans.queries.preview import law_task
from tests.plans.conftest import HELD, at
from tests.plans.test_next_year import hidden

Find = Callable[[str], Account]
SignIn = Callable[[str], FlaskClient]
REASON = "Áp dụng quy định mới"
PLAN_DAY, LAW_DAY = date(2024, 5, 2), date(2024, 4, 22)


def to_law(plan: Plan, account: Find, **more: object) -> Plan:
    return actions.change_rule_set(
        plan,
        "current_law",
        reason=REASON,
        actor=account("vanphong"),
        **more,  # type: ignore[arg-type]
    )


def test_the_preview_names_each_date_that_changes(announced: Meeting) -> None:
    change = queries.preview_rules(announced.plan, "current_law")
    shown = {line.rule: line for line in change.lines}
    assert set(shown) == {"notice", "media_notice"}
    notice = shown["notice"]
    assert notice.old is not None
    assert notice.result is not None
    assert (notice.old.due_on, notice.result.due_on) == (PLAN_DAY, LAW_DAY)
    assert notice.result.others[0].due_on == PLAN_DAY
    media = shown["media_notice"].result
    assert media is not None
    assert media.due_on == date(2024, 4, 5)
    assert shown["media_notice"].old is None


def test_changing_does_what_the_preview_showed(announced: Meeting, account: Find) -> None:
    plan, old = announced.plan, announced.notice_due
    assert old is not None
    to_law(plan, account, seen=queries.preview_rules(plan, "current_law").key)
    assert plan.rule_set == "current_law"
    new = announced.notice_due
    assert new is not None
    assert (new.due_on, new.replaces_id) == (LAW_DAY, old.id)
    assert REASON in new.why_moved
    assert old.due_on == PLAN_DAY  # the row that was stays as it was
    task = law_task(announced)
    assert task is not None
    assert task.due is not None
    assert task.due.due_on == date(2024, 4, 5)
    assert queries.preview_rules(plan, "current_law").lines == ()


def test_going_back_gives_the_plans_own_dates_again(announced: Meeting, account: Find) -> None:
    plan = announced.plan
    to_law(plan, account)
    task = law_task(announced)
    assert task is not None
    actions.change_rule_set(plan, "plan_2024", reason="Nhầm", actor=account("vanphong"))
    assert announced.notice_due is not None
    assert announced.notice_due.due_on == PLAN_DAY
    assert announced.notice_due.facts["others"] == []
    assert task.state == "withdrawn"
    assert law_task(announced) is None
    to_law(plan, account)
    assert law_task(announced) not in (None, task)


def test_a_moved_date_keeps_both(announced: Meeting, account: Find) -> None:
    to_law(announced.plan, account)
    later = date(2024, 4, 19)
    actions.move_date(announced, starts_at=at(later), reason="Bão", actor=account("vanphong"))
    due = announced.notice_due
    assert due is not None
    assert due.due_on == date(2024, 5, 2)  # 29/4 to 1/5 are days off
    assert due.facts["others"][0]["due_on"] == "2024-05-07"
    actions.change_rule_set(announced.plan, "plan_2024", reason="Nhầm", actor=account("vanphong"))
    assert announced.notice_due is not None
    assert announced.notice_due.due_on == date(2024, 5, 7)


def test_meetings_without_a_date_have_nothing_to_count_again(plan: Plan, account: Find) -> None:
    assert queries.preview_rules(plan, "current_law").lines == ()
    to_law(plan, account)
    meeting = plan.meetings[1]
    actions.announce_date(meeting, starts_at=at(date(2024, 6, 14)), actor=account("vanphong"))
    task = law_task(meeting)
    assert task is not None
    assert task.rule == "youth_programme"
    assert task.due is not None
    assert task.due.due_on == date(2024, 5, 15)


def test_a_meeting_that_was_held_counts_only_what_is_still_owed(
    announced: Meeting,
    account: Find,
    traveller,  # type: ignore[no-untyped-def]
) -> None:
    traveller.move_to(at(HELD))
    actions.open_meeting(announced, actor=account("chutich"))
    actions.end_meeting(announced, actor=account("chutich"))
    change = queries.preview_rules(announced.plan, "current_law")
    assert [line.rule for line in change.lines] == ["notice"]
    with unit_of_work():
        announced.state = "closed"
    assert queries.preview_rules(announced.plan, "current_law").lines == ()


def test_what_is_settled_no_longer_moves(
    announced: Meeting, account: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dialogue.plans import hooks

    monkeypatch.setattr(hooks, "_settled", dict(hooks._settled))
    register_settled("notice_due", lambda meeting: meeting.id == announced.id)
    change = queries.preview_rules(announced.plan, "current_law")
    assert "notice" not in {line.rule for line in change.lines}
    before = announced.notice_due_id
    later = at(date(2024, 4, 19))
    lines = queries.preview_date(announced, date(2024, 4, 19)).lines
    assert "Thông báo ý kiến kết luận" not in {line.what for line in lines}
    actions.move_date(announced, starts_at=later, reason="Bão", actor=account("vanphong"))
    assert announced.notice_due_id == before


def test_it_is_told_and_on_record(announced: Meeting, account: Find) -> None:
    count = db.session.scalar(select(func.count()).select_from(Notification)) or 0
    to_law(announced.plan, account)
    told = list(db.session.scalars(select(Notification).order_by(Notification.id)))[count:]
    assert {n.unit_id for n in told if n.unit_id} == {
        t.unit_id for t in queries.tasks_of_meeting(announced)
    }
    assert any("02/05/2024 → 22/04/2024" in n.text and REASON in n.text for n in told)
    event = timeline(announced.plan)[-1]
    assert (event.verb, event.reason) == ("change_rules", REASON)
    assert event.details["before"] == "plan_2024"
    assert timeline(announced)[-1].verb == "recount"


def test_who_when_and_why(announced: Meeting, account: Find) -> None:
    plan = announced.plan
    for username in ("chutich", "phochutich", "quantri", "to3"):
        with pytest.raises(NotAllowed):
            actions.change_rule_set(plan, "current_law", reason=REASON, actor=account(username))
    office = account("vanphong")
    with pytest.raises(InvalidInput) as refusal:
        actions.change_rule_set(plan, "current_law", reason=" ", actor=office)
    assert refusal.value.field == "reason"
    for wrong in ("plan_2024", "moon"):
        with pytest.raises(InvalidInput) as refusal:
            actions.change_rule_set(plan, wrong, reason=REASON, actor=office)
        assert refusal.value.field == "rule_set"
    with pytest.raises(Conflict):
        to_law(plan, account, version=99)
    with pytest.raises(Conflict, match="sau khi xem trước"):
        to_law(plan, account, seen="old")
    assert plan.rule_set == "plan_2024"


def test_a_task_that_counts_like_the_notice_follows(announced: Meeting, account: Find) -> None:
    [task] = actions.add_task(
        announced,
        actions.TaskContent("Niêm yết kết luận", "notice"),
        [account("vanhoa").unit],
        actor=account("vanphong"),
    )
    to_law(announced.plan, account)
    assert task.due is not None
    assert task.due.due_on == LAW_DAY
    assert timeline(task)[-1].verb == "move_due"


def test_the_pages(announced: Meeting, client_as: SignIn) -> None:
    browser = client_as("vanphong")
    url = f"/plans/{announced.plan_id}/rule-set"
    assert browser.get(url).status_code == 200
    same = browser.post(url, data={"rule_set": "plan_2024", "reason": REASON})
    assert same.status_code == 422
    assert "đang tính hạn theo cách này" in same.text
    assert REASON in same.text
    bare = browser.post(url, data={"rule_set": "current_law"})
    assert bare.status_code == 422
    version = str(announced.plan.version)
    preview = browser.post(
        url, data={"rule_set": "current_law", "reason": REASON, "version": version}
    )
    assert preview.status_code == 200
    for words in ("thứ Năm 02/05/2024", "thứ Hai 22/04/2024", "Lấy ngày sớm hơn", "chưa có"):
        assert words in preview.text
    names = ("step", "seen", "version", "rule_set", "reason")
    data = {name: hidden(preview.text, name) for name in names}
    stale = browser.post(url, data={**data, "version": "99"})
    assert stale.status_code == 409
    assert browser.post(url, data=data).status_code == 303
    page = browser.get(f"/plans/{announced.plan_id}").text
    assert "Theo luật hiện hành" in page
    meeting = browser.get(f"/meetings/{announced.id}").text
    assert "Kế hoạch II.4.3 là thứ Năm, 02/05/2024. Lấy ngày sớm hơn." in meeting
    assert client_as("to3").get(url).status_code == 404
    assert client_as("chutich").post(url, data=data).status_code == 404


def test_law_tasks_are_the_offices(announced: Meeting, account: Find) -> None:
    to_law(announced.plan, account)
    task = db.session.scalars(select(Task).where(Task.rule == "media_notice")).one()
    assert task.unit.kind == "office"
