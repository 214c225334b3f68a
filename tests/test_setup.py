"""The setting up of a real ward: what it has from the first day, and what it never has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from dialogue import create_app
from dialogue.accounts import queries
from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.extensions import db
from dialogue.opinions.fields import FIELDS
from dialogue.opinions.models import Field, Opinion
from dialogue.plans.models import Plan, Task
from tests.conftest import SETTINGS

PASSWORD = "song-tra-hai-ben-7"
ANSWERS = {
    "--name": "phường Trà Bồng",
    "--parent-body": "UBND tỉnh Quảng Ngãi",
    "--place": "Trà Bồng",
    "--hall": "Hội trường phường Trà Bồng",
    "--groups": "11",
    "--departments": "Công an phường, Phòng Văn hóa - Xã hội, Đội Quy tắc",
    "--front": "Mặt trận",
    "--username": "quanly",
    "--full-name": "Đỗ Thị Lý",
    "--password": PASSWORD,
}


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Flask]:
    """An application over no data at all."""
    app = create_app(SETTINGS, tmp_path / "fresh")
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def run(app: Flask, *more: str, **changed: str) -> Any:
    answers = ANSWERS | {f"--{name}": value for name, value in changed.items()}
    flat = [word for pair in answers.items() for word in pair]
    return app.test_cli_runner().invoke(args=["setup", *flat, *more])


def test_a_real_ward_has_no_demo_account(empty: Flask) -> None:
    done = run(empty)
    assert done.exit_code == 0, done.output
    with empty.app_context():
        ward = queries.ward()
        assert ward is not None
        assert not ward.is_demo
        assert [a.username for a in queries.search()] == ["quanly"]
        assert [u.name for u in queries.units("residential_group")][-1] == "Tổ dân phố 11"
        assert db.session.scalar(select(func.count()).select_from(Opinion)) == 0
        page = empty.test_client().get("/sign-in").get_data(as_text=True)
    assert "Tài khoản mẫu" not in page
    assert "DỮ LIỆU MẪU" not in page
    again = run(empty)
    assert again.exit_code == 1
    assert "đã có một phường" in again.output


def test_it_can_take_opinions_from_the_first_day(empty: Flask) -> None:
    assert run(empty).exit_code == 0
    with empty.app_context():
        assert set(db.session.scalars(select(Field.code))) == {code for code, _name in FIELDS}
        plan = db.session.scalars(select(Plan)).one()
        assert plan.year == clock.today().year
        assert plan.place == "Hội trường phường Trà Bồng"
        assert "phường Trà Bồng" in plan.title
        whole = " ".join([plan.title, *plan.grounds, *plan.attendees, *plan.recipients])
        assert "Chánh Lộ" not in whole
        assert "năm 2024" not in whole
        assert [m.starts_at for m in plan.meetings] == [None, None]


def test_tasks_find_their_unit_by_its_name(empty: Flask) -> None:
    assert run(empty).exit_code == 0
    with empty.app_context():
        codes = {unit.name: unit.code for unit in queries.units("department")}
        assert codes["Công an phường"] == "cong-an"
        assert codes["Phòng Văn hóa - Xã hội"] == "van-hoa"
        assert codes["Đội Quy tắc"] == "doi-quy-tac"
        with_tasks = set(db.session.scalars(select(Unit.code).join(Task, Task.unit_id == Unit.id)))
        assert {"cong-an", "van-hoa", "van-phong", "doan-thanh-nien", "to-11"} <= with_tasks


def test_without_a_plan_there_is_none(empty: Flask) -> None:
    assert run(empty, "--no-plan").exit_code == 0
    with empty.app_context():
        assert db.session.scalars(select(Plan)).all() == []


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"password": "123456"}, "ít nhất 10 ký tự"),
        ({"password": "quanly-2026-x"}, "tên của mình"),
        ({"username": "quản lý"}, "chữ thường không dấu"),
        ({"departments": "Một cửa, Lãnh đạo UBND phường"}, "đã có đơn vị tên này"),
    ],
)
def test_what_cannot_be_taken_sets_up_nothing(
    empty: Flask, changed: dict[str, str], why: str
) -> None:
    done = run(empty, **changed)
    assert done.exit_code == 1
    assert why in done.output
    with empty.app_context():
        assert queries.ward() is None
        assert db.session.scalar(select(func.count()).select_from(Account)) == 0
        assert db.session.scalar(select(func.count()).select_from(Unit)) == 0


def test_it_asks_what_it_was_not_told(empty: Flask) -> None:
    typed = f"phường A\nUBND tỉnh B\nA\n\n3\n\n\nquanly\nĐỗ Lý\n{PASSWORD}\n{PASSWORD}\n"
    done = empty.test_cli_runner().invoke(args=["setup"], input=typed)
    assert done.exit_code == 0, done.output
    assert "Đã thiết lập UBND phường A" in done.output
    with empty.app_context():
        (to_3,) = (u for u in queries.units("residential_group") if u.code == "to-3")
        assert to_3.name == "Tổ dân phố 3"


def _hidden(page: str, *names: str) -> dict[str, str]:
    found = {n: re.search(rf'name="{n}"[^>]* value="([^"]*)"', page) for n in names}
    return {name: match.group(1) for name, match in found.items() if match}


def _hired(app: Flask, admin: FlaskClient, username: str, code: str, role: str) -> FlaskClient:
    """A browser of a new person, whose temporary password was changed."""
    with app.app_context():
        unit_id = next(unit.id for unit in queries.units() if unit.code == code)
    form = {
        "username": username, "full_name": "Lê Văn Chín", "title": "", "unit_id": unit_id,
        "phone": "", "roles": [role],
    }  # fmt: skip
    shown = re.search(r"<code>(.+?)</code>", admin.post("/accounts/new", data=form).text)
    assert shown is not None
    temporary, client = shown.group(1), app.test_client()
    client.post("/sign-in", data={"login": username, "password": temporary})
    own = {"current": temporary, "new": PASSWORD + "-9", "again": PASSWORD + "-9"}
    assert client.post("/me/password", data=own).status_code == 303
    return client


@time_machine.travel(datetime(2026, 3, 2, 8, tzinfo=clock.ZONE), tick=True)
def test_a_real_ward_takes_its_first_opinion(empty: Flask) -> None:
    assert run(empty).exit_code == 0
    admin = empty.test_client()
    admin.post("/sign-in", data={"login": "quanly", "password": PASSWORD})
    office = _hired(empty, admin, "vanphong", "van-phong", "office")
    leader = _hired(empty, admin, "to3", "to-3", "group_leader")

    link = re.search(r"/meetings/\d+/date", office.get("/plans").text + office.get("/").text)
    assert link is not None
    form = {"day": "2026-04-17", "starts": "07:30", "ends": "11:00", "step": "preview"}
    form |= _hidden(office.get(link.group()).text, "version")
    page = office.post(link.group(), data=form).text
    form |= _hidden(page, "step", "seen", "version")
    assert form["step"] == "save"
    announced = office.post(link.group(), data=form)
    assert announced.status_code == 303, announced.text

    page = leader.get("/opinions/new").text
    field = re.search(r'name="field"[^>]* value="(\d+)"', page)
    assert field is not None
    typed = {
        "act": "send", "words": "Đèn đường ngõ vào tổ tối từ sau mưa, xin thay bóng.",
        "field": field.group(1), **_hidden(page, "submission_key", "meeting"),
    }  # fmt: skip
    answer = leader.post("/opinions", data=typed)
    assert answer.status_code == 303, answer.text
    with empty.app_context():
        opinion = db.session.scalars(select(Opinion)).one()
        assert opinion.state == "sent"
        assert opinion.receipt in leader.get(answer.headers["Location"]).text
