"""Day by day: who is reminded of what, each step exactly once, never out of office hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.hours import is_working_moment, working_day_until, working_days_back
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.notifications.models import Notification
from dialogue.opinions import actions as opinions
from dialogue.opinions.actions import Content
from dialogue.plans import actions, queries
from dialogue.plans.models import Meeting, Plan, Task
from dialogue.plans.plan_2024 import load_plan_2024
from tests.plans.conftest import HELD, at
from tests.plans.test_query_counts import have_tasks

Find = Callable[[str], Account]
Told = list[tuple[date, str]]


def run(app: Flask, *options: str) -> str:
    done = app.test_cli_runner().invoke(args=["remind", *options])
    assert done.exit_code == 0, done.output
    return str(done.output)


def told(unit: Unit, *, about: str = "") -> Told:
    """(day, step) of every reminder to ``unit`` so far, of things whose key holds ``about``."""
    lines = db.session.scalars(
        select(Notification)
        .where(Notification.unit_id == unit.id, Notification.key.startswith("remind:"))
        .order_by(Notification.id)
    )
    return [
        (clock.local(line.created_at).date(), (line.key or "").split(":")[4])
        for line in lines
        if about in (line.key or "")
    ]


def live_through(
    app: Flask,
    traveller: time_machine.Coordinates,
    first: date,
    last: date,
    hours: tuple[int, ...] = (2, 8, 10, 16, 20),
) -> None:
    """Run the command at each of ``hours`` of every day, twice in a row."""
    day = first
    while day <= last:
        for hour in hours:
            traveller.move_to(at(day, hour, 0))
            run(app)
            run(app)
        day += timedelta(days=1)


def days_of(some: Told) -> list[date]:
    return [day for day, _step in some]


def test_who_has_not_sent_is_reminded_at_d15_d12_d10(
    announced: Meeting, account: Find, app: Flask, traveller: time_machine.Coordinates
) -> None:
    live_through(app, traveller, date(2024, 3, 18), HELD + timedelta(days=1))
    # D = Friday 12/04: D−15 Thursday 28/03, D−12 Sunday 31/03 → Friday 29/03, D−10 Tuesday 02/04.
    assert told(account("to3").unit, about="opinions:") == [
        (date(2024, 3, 28), "before-5"),
        (date(2024, 3, 29), "before-2"),
        (date(2024, 4, 2), "before-0"),
    ]
    for username in ("to1", "to8", "matran", "doan"):
        assert len(told(account(username).unit, about="opinions:")) == 3
    assert told(account("motcua").unit, about="opinions:") == []  # it may send, it need not


def test_a_unit_that_sent_or_has_nothing_is_left_in_peace(
    announced: Meeting, account: Find, app: Flask, traveller: time_machine.Coordinates
) -> None:
    traveller.move_to(at(date(2024, 3, 28), 8))
    run(app)
    opinions.submit(
        actor=account("to3"),
        client_key="sent-by-to-3",
        meeting=announced,
        content=Content(words="Cống trước nhà văn hóa bị nghẹt"),
    )
    opinions.report_nothing(announced, account("to4").unit, account("to4"))
    task = queries.task_of_kind(announced, account("to5").unit_id, "opinions")
    assert task is not None
    actions.withdraw_task(task, reason="Tổ đang sáp nhập", actor=account("vanphong"))
    opinions.save_draft(
        actor=account("to6"),
        client_key="draft-of-to-6",
        meeting=announced,
        content=Content(words="Đèn đường hẻm 12 không sáng"),
    )
    live_through(app, traveller, date(2024, 3, 29), HELD)
    for username in ("to3", "to4", "to5"):
        assert len(told(account(username).unit, about="opinions:")) == 1, username
    assert len(told(account("to6").unit, about="opinions:")) == 3
    last = db.session.scalars(
        select(Notification)
        .where(
            Notification.unit_id == account("to6").unit_id, Notification.key.contains("opinions:")
        )
        .order_by(Notification.id.desc())
    ).first()
    assert last is not None
    assert "1 ý kiến CHƯA GỬI" in last.text
    assert "Hạn là hôm nay, thứ Ba 02/04/2024." in last.text


def test_own_tasks_two_working_days_before_and_on_the_day(
    announced: Meeting, account: Find, app: Flask, traveller: time_machine.Coordinates
) -> None:
    task = next(
        t
        for t in queries.tasks_of_meeting(announced)
        if t.unit.code == "cong-an" and "III.6" in t.basis
    )
    assert task.due is not None
    assert task.due.due_on == date(2024, 4, 7)  # a Sunday
    live_through(app, traveller, date(2024, 3, 18), date(2024, 4, 20))
    assert told(task.unit, about=f":task:{task.id}:") == [
        (date(2024, 4, 4), "before-2"),
        (date(2024, 4, 5), "due"),  # Friday: nobody works on the Sunday
    ]
    assert [e.details["step"] for e in timeline(task) if e.verb == "remind"] == ["before-2", "due"]


def test_done_and_reopened_tasks(
    announced: Meeting, account: Find, app: Flask, traveller: time_machine.Coordinates
) -> None:
    found = [t for t in queries.tasks_of_meeting(announced) if t.unit.code == "to-3"]
    mine = next(t for t in found if t.rule == "meeting_minus_5")
    traveller.move_to(at(date(2024, 4, 3), 9))
    actions.complete_task(mine, "Đã mời", actor=account("to3"))
    live_through(app, traveller, date(2024, 4, 4), date(2024, 4, 4))
    assert told(mine.unit, about=f":task:{mine.id}:") == []
    traveller.move_to(at(date(2024, 4, 5), 9))
    actions.reopen_task(mine, reason="Thiếu danh sách", actor=account("vanphong"))
    live_through(app, traveller, date(2024, 4, 5), date(2024, 4, 12))
    assert told(mine.unit, about=f":task:{mine.id}:") == [(date(2024, 4, 5), "due")]


def test_the_list_of_delegates_is_asked_for_until_d5(
    plan: Plan, account: Find, app: Flask, traveller: time_machine.Coordinates
) -> None:
    youth = plan.meetings[1]
    actions.announce_date(youth, starts_at=at(HELD), actor=account("vanphong"))
    task = queries.task_of_kind(youth, account("doan").unit_id, "delegates")
    assert task is not None
    live_through(app, traveller, date(2024, 3, 25), HELD, hours=(9,))
    assert told(task.unit, about=f":task:{task.id}:") == [
        (date(2024, 4, 4), "before-2"),
        (date(2024, 4, 5), "due"),
    ]
    text = db.session.scalars(
        select(Notification.text).where(Notification.key.contains(f":task:{task.id}:"))
    ).first()
    assert text == (
        "Danh sách đại biểu dự Đợt 2 năm 2024 chưa gửi về Văn phòng. "
        "Còn 3 ngày, hạn Chủ nhật 07/04/2024."
    )


def test_after_days_off_only_the_latest_step_is_told(
    announced: Meeting, account: Find, app: Flask, traveller: time_machine.Coordinates
) -> None:
    traveller.move_to(at(date(2024, 4, 2), 8))  # the server stood still since the announcement
    run(app)
    assert told(account("to3").unit, about="opinions:") == [(date(2024, 4, 2), "before-0")]
    live_through(app, traveller, date(2024, 4, 2), HELD)
    assert len(told(account("to3").unit, about="opinions:")) == 1


def test_a_step_whose_time_is_over_is_not_told(
    announced: Meeting, account: Find, app: Flask, traveller: time_machine.Coordinates
) -> None:
    traveller.move_to(at(HELD + timedelta(days=4), 8))
    output = run(app, "--dry-run")
    assert "Tổ dân phố 3" not in output  # all it had was due long before
    run(app)
    assert told(account("to3").unit) == []


@pytest.mark.parametrize(
    ("held", "days"),
    [
        # Tết 2024: off from 08/02 to 14/02. D = 19/02: D−15 is a Sunday, D−10 lies in Tết.
        (date(2024, 2, 19), [date(2024, 2, 2), date(2024, 2, 7)]),
        # 30/4: off from 27/04 to 01/05 (29/04 exchanged). D = 10/05: D−15 25/04, D−12 28/04,
        # D−10 30/04: the last two both fall on Friday 26/04, told as one.
        (date(2024, 5, 10), [date(2024, 4, 25), date(2024, 4, 26)]),
    ],
    ids=["tet", "30-4"],
)
def test_holidays(app: Flask, account: Find, held: date, days: list[date]) -> None:
    begin = held - timedelta(days=30)
    with time_machine.travel(at(begin, 8), tick=False) as traveller:
        meeting = load_plan_2024().meetings[0]
        actions.announce_date(meeting, starts_at=at(held), actor=account("vanphong"))
        live_through(app, traveller, begin, held, hours=(3, 9, 15, 22))
        got = told(account("to3").unit, about="opinions:")
        assert days_of(got) == days
        assert got[-1][1] == "before-0"
        everything = db.session.scalars(
            select(Notification).where(Notification.key.startswith("remind:"))
        ).all()
        assert everything
        assert all(is_working_moment(line.created_at) for line in everything)
        assert max(Counter(line.key for line in everything).values()) == 1


def test_a_moved_date_is_reminded_of_anew(
    announced: Meeting, account: Find, app: Flask, traveller: time_machine.Coordinates
) -> None:
    live_through(app, traveller, date(2024, 3, 28), date(2024, 3, 29))
    assert len(told(account("to3").unit, about="opinions:")) == 2
    traveller.move_to(at(date(2024, 3, 29), 16, 30))
    later = date(2024, 4, 26)
    actions.move_date(announced, starts_at=at(later), reason="Bão", actor=account("vanphong"))
    live_through(app, traveller, date(2024, 3, 30), later)
    assert days_of(told(account("to3").unit, about="opinions:")) == [
        date(2024, 3, 28),
        date(2024, 3, 29),
        date(2024, 4, 11),  # D−15
        date(2024, 4, 12),  # D−12 is a Sunday
        date(2024, 4, 16),  # D−10
    ]


def test_moved_forward_past_two_steps_tells_one(
    announced: Meeting, account: Find, app: Flask, traveller: time_machine.Coordinates
) -> None:
    traveller.move_to(at(date(2024, 3, 27), 9))
    run(app)
    assert told(account("to3").unit, about="opinions:") == []
    sooner = date(2024, 4, 8)  # D−15 24/03, D−12 27/03, D−10 29/03
    actions.move_date(
        announced, starts_at=at(sooner), reason="Lịch tỉnh", actor=account("vanphong")
    )
    live_through(app, traveller, date(2024, 3, 27), sooner)
    assert told(account("to3").unit, about="opinions:") == [
        (date(2024, 3, 27), "before-2"),
        (date(2024, 3, 29), "before-0"),
    ]


def test_an_undated_meeting_and_an_ended_unit_are_silent(
    announced: Meeting, account: Find, app: Flask, traveller: time_machine.Coordinates
) -> None:
    with unit_of_work():
        account("to7").unit.valid_to = date(2024, 3, 31)
    live_through(app, traveller, date(2024, 3, 18), HELD, hours=(9,))
    assert days_of(told(account("to7").unit, about="opinions:")) == [
        date(2024, 3, 28),
        date(2024, 3, 29),
    ]
    undated = {
        task.id
        for task in db.session.scalars(
            select(Task).where(Task.meeting_id == announced.plan.meetings[1].id)
        )
    }
    keys = db.session.scalars(
        select(Notification.key).where(Notification.key.startswith("remind:"))
    )
    assert not undated & {int((key or "").split(":")[2]) for key in keys}


def test_the_delegate_is_reminded_in_person(
    announced: Meeting, account: Find, app: Flask, traveller: time_machine.Coordinates
) -> None:
    vice = account("phochutich")
    actions.delegate_presider(announced, vice, reason="Họp tỉnh", actor=account("chutich"))
    traveller.move_to(at(HELD))
    actions.open_meeting(announced, actor=account("vanphong"))
    actions.end_meeting(announced, actor=account("vanphong"))
    live_through(app, traveller, HELD, HELD + timedelta(days=14), hours=(9,))
    lines = db.session.scalars(
        select(Notification).where(
            Notification.account_id == vice.id, Notification.key.startswith("remind:")
        )
    ).all()
    assert len(lines) == 2
    assert told(vice.unit) == []


@pytest.mark.parametrize(
    ("moment", "working"),
    [
        (at(date(2024, 4, 2), 7, 29), False),
        (at(date(2024, 4, 2), 7, 30), True),
        (at(date(2024, 4, 2), 11, 30), False),
        (at(date(2024, 4, 2), 13, 30), True),
        (at(date(2024, 4, 2), 17, 0), False),
        (at(date(2024, 4, 6), 9, 0), False),  # Saturday
        (at(date(2024, 5, 4), 9, 0), True),  # a Saturday worked for 29/04
        (at(date(2024, 4, 29), 9, 0), False),
        (at(date(2024, 4, 18), 9, 0), False),  # Giỗ Tổ
    ],
)
def test_office_hours(app: Flask, moment: datetime, working: bool) -> None:
    assert is_working_moment(moment) is working


def test_working_days_counted_back(app: Flask) -> None:
    assert working_day_until(date(2024, 4, 7)) == date(2024, 4, 5)
    assert working_day_until(date(2024, 4, 5)) == date(2024, 4, 5)
    assert working_days_back(date(2024, 5, 2), 2) == date(2024, 4, 25)


def test_the_tasks_reminders_cost_the_same_for_many(
    announced: Meeting,
    app: Flask,
    count_queries,  # type: ignore[no-untyped-def]
    traveller: time_machine.Coordinates,
) -> None:
    traveller.move_to(at(date(2024, 4, 2), 8))
    counted = []
    for rows in (1, 3, 50):
        have_tasks(rows)
        with count_queries() as count:
            output = run(app, "--dry-run")
        assert f"Sẽ nhắc {rows} việc." in output
        counted.append(len(count))
    assert len(set(counted)) == 1, counted
