"""The administrator's accounts and units, and the setting up of a real ward."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from dialogue.accounts import actions
from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.extensions import db
from dialogue.history.queries import timeline

NEW = {"username": "moi", "full_name": "Nguyễn Mới", "title": "Công chức", "roles": ["department"]}


def test_making_an_account_shows_its_password_once(
    client_as: Callable[[str], FlaskClient],
    unit: Callable[[str], Unit],
    account: Callable[[str], Account],
    client: FlaskClient,
) -> None:
    form = {**NEW, "unit_id": unit("tu-phap").id, "phone": "0905 777 888"}
    answer = client_as("quantri").post("/accounts/new", data=form)
    password = re.search(r"<code>(.+?)</code>", answer.get_data(as_text=True))
    assert password is not None
    made = account("moi")
    assert made.phone == "+84905777888"
    assert made.must_change_password
    assert [e.label for e in timeline(made)] == ["Tạo tài khoản"]
    answer = client.post("/sign-in", data={"login": "moi", "password": password.group(1)})
    assert answer.status_code == 303
    assert client.get("/").headers["Location"].endswith("/me/password")


def test_a_wrong_form_comes_back_as_typed(
    client_as: Callable[[str], FlaskClient], unit: Callable[[str], Unit]
) -> None:
    form = {**NEW, "username": "Có Dấu", "unit_id": unit("tu-phap").id, "phone": "12"}
    answer = client_as("quantri").post("/accounts/new", data=form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "chữ thường không dấu" in page
    assert "Số điện thoại chưa đúng" in page
    assert 'value="Có Dấu"' in page


def test_a_taken_user_name_is_said_at_its_field(
    client_as: Callable[[str], FlaskClient], unit: Callable[[str], Unit]
) -> None:
    form = {**NEW, "username": "to3", "unit_id": unit("tu-phap").id}
    answer = client_as("quantri").post("/accounts/new", data=form)
    assert answer.status_code == 422
    assert "đã có người dùng" in answer.get_data(as_text=True)


def test_only_the_administrator_sees_accounts(client_as: Callable[[str], FlaskClient]) -> None:
    assert client_as("quantri").get("/accounts").status_code == 200
    for other in ("vanphong", "chutich", "to3", "congan"):
        assert client_as(other).get("/accounts").status_code == 404


def test_roles_end_and_begin_with_dates(account: Callable[[str], Account]) -> None:
    admin, clerk = account("quantri"), account("tuphap")
    actions.change_roles(clerk, roles=["office"], actor=admin)
    assert clerk.roles == {"office"}
    old = next(g for g in clerk.grants if g.role == "department")
    assert old.valid_to == clock.today() - timedelta(days=1)
    assert timeline(clerk)[-1].details == {"before": ["department"], "after": ["office"]}


def test_nobody_locks_himself_out(account: Callable[[str], Account]) -> None:
    admin = account("quantri")
    with pytest.raises(InvalidInput):
        actions.deactivate(admin, actor=admin)
    with pytest.raises(InvalidInput):
        actions.change_roles(admin, roles=["office"], actor=admin)


def test_a_locked_account_is_out_at_once(
    client_as: Callable[[str], FlaskClient], account: Callable[[str], Account]
) -> None:
    leader = client_as("to3")
    admin = client_as("quantri")
    assert admin.post(f"/accounts/{account('to3').id}/lock").status_code == 303
    assert leader.get("/me").status_code == 303
    assert admin.post(f"/accounts/{account('to3').id}/unlock").status_code == 303


def test_a_reset_gives_a_new_password_once(
    client_as: Callable[[str], FlaskClient], account: Callable[[str], Account]
) -> None:
    page = client_as("quantri").post(f"/accounts/{account('to3').id}/password")
    assert "<code>" in page.get_data(as_text=True)
    assert account("to3").must_change_password


def test_a_unit_is_renamed_and_ended(
    client_as: Callable[[str], FlaskClient], unit: Callable[[str], Unit]
) -> None:
    one = unit("bvdp")
    form = {"name": "Tổ bảo vệ ANTT", "short_name": "ANTT", "kind": one.kind,
            "valid_to": "2026-12-31"}  # fmt: skip
    assert client_as("vanphong").post(f"/units/{one.id}", data=form).status_code == 303
    db.session.expire_all()
    assert one.name == "Tổ bảo vệ ANTT"
    assert not one.is_valid(date(2027, 1, 1))
    assert client_as("to3").get("/units").status_code == 404


def test_accounts_are_found_without_diacritics(client_as: Callable[[str], FlaskClient]) -> None:
    page = client_as("quantri").get("/accounts?q=doan+thi+nguyet").get_data(as_text=True)
    assert "Đoàn Thị Nguyệt" in page
    assert "Kiều Văn Đạt" not in page
