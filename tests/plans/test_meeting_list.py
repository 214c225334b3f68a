"""Meetings of a plan: added, edited, dropped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.notifications.models import Notification
from dialogue.opinions import actions as opinions
from dialogue.plans import actions, queries
from dialogue.plans.models import Meeting, Plan, ProgrammeItem, Task
from tests.plans.conftest import at

Find = Callable[[str], Account]
SignIn = Callable[[str], FlaskClient]
THIRD = actions.MeetingContent(
    title="Đối thoại với nhân dân về môi trường",
    audience="residents",
    place="Nhà văn hóa tổ 3",
    topic="Môi trường",
    expected=120,
)


def issued(plan: Plan, account: Find) -> Plan:
    day = date(2024, 3, 15)
    return actions.issue_plan(plan, number=36, issued_on=day, actor=account("vanphong"))


def test_a_meeting_comes_with_its_tasks_programme_and_rules(plan: Plan, account: Find) -> None:
    made = actions.add_meeting(plan, THIRD, actor=account("vanphong"))
    assert (made.ordinal, made.state, made.expected) == (3, "planned", 120)
    assert [i.title for i in made.programme] == [i.title for i in plan.meetings[0].programme]
    assert made.house_rules == plan.meetings[0].house_rules
    assert len(queries.tasks_of_meeting(made)) == len(queries.tasks_of_meeting(plan.meetings[0]))
    assert timeline(plan)[-1].label == "Thêm đợt 3: Đối thoại với nhân dân về môi trường"
    assert timeline(made)[-1].verb == "create"


def test_an_issued_plan_asks_why(plan: Plan, account: Find) -> None:
    issued(plan, account)
    with pytest.raises(InvalidInput) as refusal:
        actions.add_meeting(plan, THIRD, actor=account("vanphong"))
    assert refusal.value.field == "reason"
    actions.add_meeting(plan, THIRD, actor=account("vanphong"), reason="Nhân dân đề nghị")
    assert timeline(plan)[-1].reason == "Nhân dân đề nghị"


@pytest.mark.parametrize(
    ("field", "content"),
    [
        ("title", actions.MeetingContent(" ", "residents", "Hội trường")),
        ("place", actions.MeetingContent("Tên", "residents", "")),
        ("audience", actions.MeetingContent("Tên", "everyone", "Hội trường")),
        ("expected", actions.MeetingContent("Tên", "youth", "Hội trường", expected=0)),
    ],
)
def test_what_makes_no_meeting(
    plan: Plan, account: Find, field: str, content: actions.MeetingContent
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        actions.add_meeting(plan, content, actor=account("vanphong"))
    assert refusal.value.field == field
    assert len(plan.meetings) == 2


@pytest.mark.parametrize("username", ["chutich", "quantri", "to3"])
def test_only_the_office(plan: Plan, account: Find, username: str) -> None:
    user, meeting = account(username), plan.meetings[0]
    with pytest.raises(NotAllowed):
        actions.add_meeting(plan, THIRD, actor=user)
    with pytest.raises(NotAllowed):
        actions.edit_meeting(meeting, THIRD, actor=user)
    with pytest.raises(NotAllowed):
        actions.drop_meeting(meeting, reason="Thừa", actor=user)


def test_editing(meeting: Meeting, account: Find) -> None:
    office = account("vanphong")
    content = actions.MeetingContent(
        "Tên mới", meeting.audience, meeting.place, meeting.topic, expected=80
    )
    with pytest.raises(Conflict):
        actions.edit_meeting(meeting, content, actor=office, version=99)
    actions.edit_meeting(meeting, content, actor=office, version=meeting.version)
    assert (meeting.title, meeting.expected) == ("Tên mới", 80)
    event = timeline(meeting)[-1]
    assert event.label == "Sửa tên, số người dự kiến"
    assert event.details["before"]["expected"] is None
    events = len(timeline(meeting))
    actions.edit_meeting(meeting, content, actor=office)
    assert len(timeline(meeting)) == events  # nothing changed, nothing on record


def test_another_audience_brings_other_tasks(plan: Plan, account: Find) -> None:
    office, meeting = account("vanphong"), plan.meetings[1]
    before = {t.title for t in queries.tasks_of_meeting(meeting)}
    content = actions.MeetingContent(meeting.title, "residents", meeting.place)
    actions.edit_meeting(meeting, content, actor=office)
    now = {t.title for t in queries.tasks_of_meeting(meeting)}
    assert now == {t.title for t in queries.tasks_of_meeting(plan.meetings[0])}
    assert now != before
    gone = select(Task).where(Task.meeting_id == meeting.id, Task.state == "withdrawn")
    assert list(db.session.scalars(gone))
    back = actions.MeetingContent(meeting.title, "youth", meeting.place)
    actions.edit_meeting(meeting, back, actor=office)
    assert {t.title for t in queries.tasks_of_meeting(meeting)} == before


def test_an_announced_meeting_keeps_its_audience_and_tells_its_new_place(
    announced: Meeting, account: Find
) -> None:
    office = account("vanphong")
    other = actions.MeetingContent(announced.title, "youth", announced.place)
    with pytest.raises(InvalidInput) as refusal:
        actions.edit_meeting(announced, other, actor=office)
    assert refusal.value.field == "audience"
    moved = actions.MeetingContent(announced.title, "residents", "Nhà văn hóa")
    actions.edit_meeting(announced, moved, actor=office)
    texts = set(db.session.scalars(select(Notification.text)))
    assert "Đợt 1 năm 2024 đổi địa điểm: Nhà văn hóa." in texts


def test_a_meeting_that_began_is_not_edited(
    announced: Meeting,
    account: Find,
    traveller,  # type: ignore[no-untyped-def]
) -> None:
    traveller.move_to(at(date(2024, 4, 12)))
    actions.open_meeting(announced, actor=account("chutich"))
    with pytest.raises(Conflict, match="đã bắt đầu"):
        actions.edit_meeting(announced, THIRD, actor=account("vanphong"))


def test_dropping_closes_the_gap(plan: Plan, account: Find) -> None:
    office = account("vanphong")
    actions.add_meeting(plan, THIRD, actor=office)
    second = plan.meetings[1]
    with pytest.raises(InvalidInput):
        actions.drop_meeting(second, reason="", actor=office)
    gone = second.id
    actions.drop_meeting(second, reason="Gộp vào đợt 1", actor=office)
    assert [(m.ordinal, m.audience) for m in plan.meetings] == [(1, "residents"), (2, "residents")]
    for table in (Task, ProgrammeItem):
        assert not db.session.scalar(select(table.id).where(table.meeting_id == gone).limit(1))
    event = timeline(plan)[-1]
    assert event.label.startswith("Bỏ Đợt 2 năm 2024")
    assert event.reason == "Gộp vào đợt 1"


def test_what_may_not_be_dropped(plan: Plan, announced: Meeting, account: Find) -> None:
    office, second = account("vanphong"), plan.meetings[1]
    with pytest.raises(Conflict):
        actions.drop_meeting(announced, reason="Thừa", actor=office)
    opinions.save_draft(
        actor=account("to3"),
        client_key="one-draft",
        meeting=second,
        content=opinions.Content(words="Đèn đường hỏng"),
    )
    with pytest.raises(Conflict, match="đã có ý kiến"):
        actions.drop_meeting(second, reason="Thừa", actor=office)
    assert len(queries.meetings()) == 2
    assert queries.tasks_of_meeting(queries.meetings()[1])
    issued(plan, account)
    with pytest.raises(Conflict):
        actions.drop_meeting(queries.meetings()[1], reason="Thừa", actor=office)


def test_the_last_one_stays(plan: Plan, account: Find) -> None:
    office = account("vanphong")
    actions.drop_meeting(plan.meetings[1], reason="Gộp", actor=office)
    with pytest.raises(Conflict, match="ít nhất một đợt"):
        actions.drop_meeting(plan.meetings[0], reason="Gộp", actor=office)


def test_the_pages(plan: Plan, account: Find, client_as: SignIn) -> None:
    browser = client_as("vanphong")
    new = f"/plans/{plan.id}/meetings/new"
    assert plan.place in browser.get(new).text
    typed = {"title": "Đợt về môi trường", "audience": "residents", "place": " "}
    wrong = browser.post(new, data=typed)
    assert wrong.status_code == 422
    assert "Đợt về môi trường" in wrong.text
    made = browser.post(new, data={**typed, "place": "Hội trường", "expected": "90"})
    assert made.status_code == 303
    page = browser.get(made.headers["Location"]).text
    assert "Đợt 3 năm 2024" in page
    assert "90" in page
    meeting = plan.meetings[-1]
    words = f"/meetings/{meeting.id}/words"
    assert "Đợt về môi trường" in browser.get(words).text
    changed = {**typed, "title": "Đợt về rác thải", "place": "Hội trường", "version": "1"}
    assert browser.post(words, data={**changed, "expected": "nhiều"}).status_code == 422
    assert browser.post(words, data=changed).status_code == 303
    assert browser.post(words, data=changed).status_code == 409
    drop = f"/meetings/{meeting.id}/drop"
    assert browser.get(drop).status_code == 200
    assert browser.post(drop, data={"reason": ""}).status_code == 422
    assert browser.post(drop, data={"reason": "Thừa", "version": "1"}).status_code == 409
    assert browser.post(drop, data={"reason": "Thừa"}).status_code == 303
    assert browser.get(f"/meetings/{meeting.id}").status_code == 404
    for path in (
        new,
        f"/meetings/{plan.meetings[0].id}/words",
        f"/meetings/{plan.meetings[0].id}/drop",
    ):
        for username in ("chutich", "to3", "quantri"):
            assert client_as(username).get(path).status_code == 404
            assert client_as(username).post(path, data=typed).status_code == 404
