"""The setting up of a real ward: what it has from the first day, and what it never has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
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
