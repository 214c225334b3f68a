"""Who has not sent for a meeting, with words to copy into Zalo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.opinions import actions, queries
from dialogue.opinions.actions import Content
from dialogue.opinions.models import Opinion
from dialogue.plans import actions as plans
from dialogue.plans.models import Meeting
from dialogue.plans.queries import task_of_kind

Find = Callable[[str], Account]
SignIn = Callable[[str], FlaskClient]
SENDERS = ("matran", "phunu", "nongdan", "cuuchienbinh", "doan", *(f"to{n}" for n in range(1, 9)))


def send(meeting: Meeting, who: Account, words: str = "Cống hẻm 12 bị nghẹt") -> None:
    actions.submit(
        actor=who,
        client_key=f"key-of-{who.username}",
        meeting=meeting,
        content=Content(words=words),
    )


def test_who_is_missing_who_sends_who_is_done(announced: Meeting, account: Find) -> None:
    send(announced, account("to1"))
    send(announced, account("to2"))
    actions.report_all_sent(announced, account("to2").unit, account("to2"))
    actions.report_nothing(announced, account("to3").unit, account("to3"))
    actions.save_draft(
        actor=account("to4"), client_key="a-draft-of-4", meeting=announced, content=Content("Nháp")
    )
    task = task_of_kind(announced, account("to5").unit_id, "opinions")
    assert task is not None
    plans.withdraw_task(task, reason="Gộp tổ", actor=account("vanphong"))
    with unit_of_work():
        account("to6").unit.valid_to = clock.today() - timedelta(days=1)
    shown = queries.missing_senders(announced)
    assert [t.unit.code for t in shown.sending] == ["to-1"]
    assert [t.unit.code for t in shown.done] == ["to-2", "to-3"]
    assert [one.task.unit.code for one in shown.missing] == [
        "mat-tran", "phu-nu", "nong-dan", "cuu-chien-binh", "doan-thanh-nien",
        "to-4", "to-7", "to-8",
    ]  # fmt: skip
    by_code = {one.task.unit.code: one for one in shown.missing}
    assert by_code["to-4"].drafts == 1
    assert [p.username for p in by_code["to-7"].people] == ["to7"]


def test_a_withdrawn_opinion_never_came(announced: Meeting, account: Find) -> None:
    send(announced, account("to1"))
    actions.withdraw(db.session.scalars(select(Opinion)).one(), actor=account("to1"))
    missing = {one.task.unit.code for one in queries.missing_senders(announced).missing}
    assert "to-1" in missing


def test_the_page_has_words_for_each_and_for_all(
    app: Flask,
    announced: Meeting,
    account: Find,
    client_as: SignIn,
    today: time_machine.Traveller,
) -> None:
    app.config["PUBLIC_URL"] = "http://doi-thoai.local"
    send(announced, account("to1"))
    url = f"/meetings/{announced.id}/opinions/missing"
    page = client_as("vanphong").get(url).text
    assert "12 trong 13 đơn vị chưa gửi ý kiến" in page
    assert "Kính gửi ông/bà Lê Văn Chín (Tổ trưởng tổ dân phố 3)," in page
    assert "Văn phòng UBND phường Chánh Lộ chưa nhận được ý kiến của Tổ dân phố 3." in page
    assert "Còn 19 ngày, hạn thứ Ba 02/04/2024." in page
    assert "phần mềm đối thoại tại http://doi-thoai.local." in page
    assert "kính nhắc các đơn vị: Mặt trận, Hội Phụ nữ," in page
    assert page.count("data-copy=") == 13
    assert "js/copy.js" in page
    assert "Tổ dân phố 1." not in page
    for username in ("to3", "motcua", "quantri"):
        assert client_as(username).get(url).status_code == 404
    assert client_as("chutich").get(url).status_code == 200


def test_the_page_when_all_have_answered(
    announced: Meeting, account: Find, client_as: SignIn
) -> None:
    for name in (
        "matran",
        "phunu",
        "nongdan",
        "cuuchienbinh",
        "doan",
        *(f"to{n}" for n in range(1, 9)),
    ):
        actions.report_nothing(announced, account(name).unit, account(name))
    page = client_as("vanphong").get(f"/meetings/{announced.id}/opinions/missing").text
    assert "Mọi đơn vị đã gửi hoặc đã báo không có ý kiến" in page
    assert "data-copy" not in page


def test_an_undated_meeting_has_its_page_too(meeting: Meeting, client_as: SignIn) -> None:
    page = client_as("vanphong").get(f"/meetings/{meeting.id}/opinions/missing").text
    assert "13 trong 13 đơn vị" in page


def test_the_last_reminder_stands_there(
    app: Flask, announced: Meeting, client_as: SignIn, today: time_machine.Traveller
) -> None:
    today.move_to("2024-03-28 02:00:00+00:00")
    app.test_cli_runner().invoke(args=["remind"])
    page = client_as("vanphong").get(f"/meetings/{announced.id}/opinions/missing").text
    assert "Nhắc gần nhất 09:00 28/03/2024." in page


def test_the_office_is_led_there_when_the_day_is_near(
    announced: Meeting, account: Find, today: time_machine.Traveller
) -> None:
    office = account("vanphong")

    def todo() -> list[tuple[str, int | None]]:
        found = [t for t in queries.todos(office) if t.verb == "Xem, nhắc"]
        return [(t.url, t.count) for t in found]

    assert announced.opinions_due is not None
    assert announced.opinions_due.due_on == date(2024, 4, 2)
    assert todo() == []
    today.move_to("2024-03-28 02:00:00+00:00")
    assert todo() == [(f"/meetings/{announced.id}/opinions/missing", 13)]
    send(announced, account("to1"))
    assert todo() == [(f"/meetings/{announced.id}/opinions/missing", 12)]
    assert not [t for t in queries.todos(account("chutich")) if t.verb == "Xem, nhắc"]


def test_a_report_long_past_is_taken_back_with_its_reason(
    announced: Meeting, account: Find, today: time_machine.Traveller
) -> None:
    leader = account("to3")
    task = actions.report_nothing(announced, leader.unit, leader)
    today.move_to("2024-03-15 02:00:00+00:00")
    actions.undo_report(announced, leader.unit, leader)
    assert task.state == "open"
    assert (timeline(task)[-1].verb, timeline(task)[-1].reason) == (
        "take_back",
        "Đơn vị còn ý kiến gửi thêm",
    )


def test_it_costs_the_same_for_many(
    announced: Meeting,
    account: Find,
    client_as: SignIn,
    count_queries,  # type: ignore[no-untyped-def]
) -> None:
    office = client_as("vanphong")
    names, url = list(SENDERS), f"/meetings/{announced.id}/opinions/missing"
    counted = []
    for left in (13, 3, 1):
        meeting = db.session.scalars(select(Meeting).where(Meeting.state == "announced")).one()
        while len(names) > left:
            name = names.pop()
            actions.report_nothing(meeting, account(name).unit, account(name))
        with count_queries() as count:
            assert office.get(url).status_code == 200
        counted.append(len(count))
    assert len(set(counted)) == 1, counted
