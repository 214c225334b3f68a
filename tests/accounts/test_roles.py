"""Roles held from a day to a day, and two administrators at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from dialogue.accounts import actions
from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.history.queries import timeline

Find = Callable[[str], Account]
As = Callable[[str], FlaskClient]


def test_a_role_for_a_time_comes_and_goes_by_itself(account: Find) -> None:
    clerk, today = account("tuphap"), clock.today()
    first, last = today + timedelta(days=3), today + timedelta(days=10)
    grant = actions.grant_role(
        clerk, role="office", valid_from=first, valid_to=last, actor=account("quantri")
    )
    assert clerk.roles == {"department"}
    days = (first - timedelta(1), first, last, last + timedelta(1))
    assert [grant.is_valid(day) for day in days] == [False, True, True, False]
    assert "Giao vai trò" in timeline(clerk)[-1].label


def test_a_role_ended_before_its_time(account: Find) -> None:
    admin, clerk = account("quantri"), account("tuphap")
    (held,) = clerk.grants
    actions.end_role(clerk, held.id, actor=admin)
    assert clerk.roles == frozenset()
    assert held.valid_to == clock.today() - timedelta(days=1)
    with pytest.raises(Conflict):
        actions.end_role(clerk, held.id, actor=admin)
    with pytest.raises(Conflict):
        actions.end_role(clerk, 10_000, actor=admin)


def test_a_role_of_today_ended_today_was_never_held(account: Find) -> None:
    admin, clerk = account("quantri"), account("tuphap")
    today = clock.today()
    grant = actions.grant_role(clerk, role="office", valid_from=today, valid_to=None, actor=admin)
    actions.end_role(clerk, grant.id, actor=admin)
    assert [g.role for g in clerk.grants] == ["department"]
    assert [e.verb for e in timeline(clerk)][-2:] == ["grant_role", "end_role"]


def test_the_administrator_keeps_his_own_role(account: Find) -> None:
    admin = account("quantri")
    held = next(g for g in admin.grants if g.role == "admin")
    with pytest.raises(InvalidInput, match="Không tự bỏ"):
        actions.end_role(admin, held.id, actor=admin)


def test_a_time_that_is_over_or_taken_is_said_at_its_field(account: Find, client_as: As) -> None:
    clerk, today = account("tuphap"), clock.today()
    before, long_ago = today - timedelta(1), today - timedelta(9)
    url, admin = f"/accounts/{clerk.id}/roles", client_as("quantri")
    for form, line in (
        ({"role": "office", "valid_from": today, "valid_to": before}, "trước ngày"),
        ({"role": "office", "valid_from": long_ago, "valid_to": before}, "đã qua"),
        ({"role": "department", "valid_from": today}, "đã giữ vai trò này"),
        ({"role": "office", "valid_from": ""}, "Cần điền"),
        ({"role": "vua", "valid_from": today}, "không có trong danh sách"),
    ):
        answer = admin.post(url, data=form)
        assert answer.status_code == 422, form
        assert line in answer.get_data(as_text=True)
    assert len(clerk.grants) == 1


def test_the_page_gives_and_ends_roles(account: Find, client_as: As) -> None:
    clerk, admin = account("tuphap"), client_as("quantri")
    url = f"/accounts/{clerk.id}"
    form = {"role": "office", "valid_from": clock.today().isoformat(), "valid_to": ""}
    assert admin.post(f"{url}/roles", data=form).status_code == 303
    assert clerk.has("office")
    grant = next(g for g in clerk.grants if g.role == "department")
    assert admin.post(f"{url}/roles/end", data={"grant": grant.id}).status_code == 303
    again = admin.post(f"{url}/roles/end", data={"grant": grant.id})
    assert again.status_code == 409
    assert "đã thôi giao trước đó" in again.get_data(as_text=True)
    assert admin.post(f"{url}/roles/end").status_code == 404
    for path in (url, f"{url}/roles", f"{url}/details"):
        assert client_as("vanphong").get(path).status_code == 404
        assert admin.get(path).status_code == 200


def test_locking_twice_says_so(account: Find, client_as: As) -> None:
    admin, url = client_as("quantri"), f"/accounts/{account('to3').id}"
    assert admin.post(f"{url}/unlock").status_code == 409
    assert admin.post(f"{url}/lock").status_code == 303
    answer = admin.post(f"{url}/lock")
    assert answer.status_code == 409
    assert "đã được khóa trước đó" in answer.get_data(as_text=True)


def test_ones_own_password_is_not_reset_here(account: Find, client_as: As) -> None:
    answer = client_as("quantri").post(f"/accounts/{account('quantri').id}/password")
    assert answer.status_code == 422
    assert "Tài khoản của tôi" in answer.get_data(as_text=True)


def test_the_second_of_two_administrators_is_told(account: Find, client_as: As) -> None:
    clerk, admin = account("tuphap"), client_as("quantri")
    form = {
        "full_name": "Trần Thị Mới", "title": "", "unit_id": clerk.unit_id, "phone": "",
        "username": clerk.username, "roles": ["department"], "version": clerk.version,
    }  # fmt: skip
    url = f"/accounts/{clerk.id}/details"
    assert admin.post(url, data=form).status_code == 303
    answer = admin.post(url, data={**form, "full_name": "Người Thứ Hai"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Đã có người xử lý trước" in page
    assert "Trần Thị Mới" in page


def test_two_at_one_unit(unit: Callable[[str], Unit], client_as: As) -> None:
    found, office = unit("tu-phap"), client_as("vanphong")
    form = {"name": "Phòng Tư pháp", "short_name": "TP", "kind": found.kind, "version": 1}
    assert office.post(f"/units/{found.id}", data=form).status_code == 303
    answer = office.post(f"/units/{found.id}", data={**form, "name": "Tên khác"})
    assert answer.status_code == 409
    assert "Phòng Tư pháp" in answer.get_data(as_text=True)
    assert found.name == "Phòng Tư pháp"
