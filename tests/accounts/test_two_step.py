"""The second step of signing in: by a code of the phone, by a spare one, never by half (V6)."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from dialogue.accounts import actions, queries, two_step
from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.demo.people import PASSWORD
from dialogue.extensions import db
from dialogue.history.queries import timeline

Who = Callable[[str], Account]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(seconds: int = 0) -> str:
    return pyotp.TOTP(SECRET).at(int(clock.now().timestamp()) + seconds)


@pytest.fixture
def spare(account: Who) -> list[str]:
    """The chairman has it on since some minutes; his spare codes."""
    with time_machine.travel(clock.now() - timedelta(minutes=5), tick=False):
        return actions.turn_on(account("chutich"), secret=SECRET, code=code())


def password(client: FlaskClient, **more: str) -> Any:
    return client.post("/sign-in", data={"login": "chutich", "password": PASSWORD} | more)


def step(client: FlaskClient, typed: str, **more: str) -> Any:
    return client.post("/sign-in/code", data={"code": typed} | more)


def test_the_standards_own_example() -> None:
    """RFC 6238, appendix B: the secret "12345678901234567890" at 59 s and later."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, digits in ((59, "287082"), (1111111109, "081804"), (1234567890, "005924")):
        at = clock.now().fromtimestamp(seconds, clock.ZONE)
        assert two_step.step_of(secret, digits, at) == seconds // 30
        assert two_step.step_of(secret, digits, at + timedelta(seconds=30)) == seconds // 30
        assert two_step.step_of(secret, digits, at + timedelta(seconds=90)) is None


def test_the_password_alone_opens_nothing(client: FlaskClient, spare: list[str]) -> None:
    page = password(client)
    assert page.status_code == 200
    assert "Mã xác nhận" in page.text
    assert client.get("/me").status_code == 303
    assert step(client, "000000").status_code == 422
    assert client.get("/me").status_code == 303
    done = step(client, code())
    assert done.status_code == 303
    assert client.get("/me").status_code == 200


def test_a_code_is_good_once(app: Flask, spare: list[str]) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        seen = code()
        for answer in (303, 422):
            client = app.test_client()
            password(client)
            assert step(client, seen).status_code == answer
        traveller.shift(30)
        assert step(client, code()).status_code == 303


def test_a_spare_code_is_good_once(app: Flask, spare: list[str], account: Who) -> None:
    assert len(set(spare)) == two_step.SPARE_CODES
    for typed, answer in ((spare[0].upper().replace("-", " "), 303), (spare[0], 422)):
        client = app.test_client()
        password(client)
        assert step(client, typed).status_code == answer
    assert queries.spare_codes_left(account("chutich")) == two_step.SPARE_CODES - 1
    assert "spare_code" in [event.verb for event in timeline(account("chutich"))]


def test_wrong_codes_are_slowed_down_however_often_the_password_is_typed(
    app: Flask, spare: list[str]
) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        client = app.test_client()
        for _ in range(5):
            password(client)
            step(client, "111111")
        waiting = step(client, code())
        assert waiting.status_code == 422
        assert "thử lại sau" in waiting.text
        assert password(client).status_code == 422
        traveller.shift(timedelta(minutes=16))
        password(client)
        assert step(client, code()).status_code == 303


def test_half_of_it_lasts_five_minutes(client: FlaskClient, spare: list[str]) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        password(client)
        traveller.shift(timedelta(minutes=5))
        late = step(client, code(), carried="words=Ngập+nước", carried_to="/opinions")
        assert late.status_code == 422
        assert "Đã quá 5 phút" in late.text
        assert 'value="words=Ngập+nước"' in late.text
        assert client.get("/me").status_code == 303


def test_a_code_without_a_password_is_nothing(client: FlaskClient, spare: list[str]) -> None:
    assert "đăng nhập lại từ đầu" in step(client, code()).text
    assert client.get("/me").status_code == 303


def test_a_password_reset_meanwhile_ends_the_half(
    client: FlaskClient, spare: list[str], account: Who
) -> None:
    password(client)
    actions.reset_password(account("chutich"), actor=account("quantri"))
    assert "đăng nhập lại từ đầu" in step(client, code()).text
    assert client.get("/me").status_code == 303


def test_where_one_wanted_to_go_and_what_was_typed_come_along(
    client: FlaskClient, spare: list[str]
) -> None:
    brought = {"carried": "words=Ngập+nước", "carried_to": "/opinions"}
    page = password(client, next="/plans", **brought).text
    assert 'value="/plans"' in page
    assert 'value="words=Ngập+nước"' in page
    again = step(client, "000000", next="/plans", **brought)
    assert 'value="words=Ngập+nước"' in again.text
    resumed = step(client, code(), next="/plans", **brought).text
    assert "Ngập nước" in resumed


def test_turned_on_with_proof_and_off_with_the_password(
    app: Flask, client_as: Callable[[str], FlaskClient], account: Who
) -> None:
    client, other = client_as("vanphong"), client_as("vanphong")
    assert "Đăng nhập hai bước" in client.get("/me").text
    page = client.get("/me/two-step").text
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert secret is not None
    assert "<svg" in page
    wrong = client.post("/me/two-step", data={"code": "123456"})
    assert wrong.status_code == 422
    assert secret.group(0) in wrong.text  # the same picture, or the phone would be wrong
    now = pyotp.TOTP(secret.group(1).replace(" ", "")).at(int(clock.now().timestamp()))
    done = client.post("/me/two-step", data={"code": now})
    assert len(re.findall(r"<li><code>[a-z0-9-]{14}</code>", done.text)) == two_step.SPARE_CODES
    assert other.get("/me").status_code == 303
    assert "đang bật" in client.get("/me").text
    assert client.post("/me/two-step/off", data={"password": "sai"}).status_code == 422
    assert client.post("/me/two-step/off", data={"password": PASSWORD}).status_code == 303
    assert account("vanphong").totp_secret is None
    assert [e.verb for e in timeline(account("vanphong"))][-2:] == ["two_step_on", "two_step_off"]


def test_others_have_no_such_page(client_as: Callable[[str], FlaskClient], account: Who) -> None:
    client = client_as("to3")
    assert "hai bước" not in client.get("/me").text
    assert client.get("/me/two-step").status_code == 404
    with pytest.raises(NotAllowed):
        actions.turn_on(account("to3"), secret=SECRET, code=code())


def test_twice_on_is_refused(spare: list[str], account: Who) -> None:
    with pytest.raises(Conflict):
        actions.turn_on(account("chutich"), secret=SECRET, code=code())


def test_the_administrator_helps_who_lost_the_phone(
    spare: list[str], account: Who, client_as: Callable[[str], FlaskClient], client: FlaskClient
) -> None:
    admin = client_as("quantri")
    number = account("chutich").id
    assert "Tắt đăng nhập hai bước" in admin.get(f"/accounts/{number}").text
    url = f"/accounts/{number}/two-step/off"
    assert client_as("vanphong").post(url).status_code == 404
    assert admin.post(url).status_code == 303
    assert admin.post(url).status_code == 409
    assert password(client).status_code == 303
    with pytest.raises(NotAllowed):
        actions.take_off(account("chutich"), actor=account("vanphong"))
    db.session.rollback()
    with pytest.raises(InvalidInput):
        actions.take_off(account("quantri"), actor=account("quantri"))


def test_no_page_tells_the_secret_again(
    spare: list[str], client_as: Callable[[str], FlaskClient]
) -> None:
    page = client_as("chutich").get("/me/two-step").text
    assert SECRET not in page.replace(" ", "")
    assert all(one not in page for one in spare)


@pytest.mark.parametrize("spare_one", [True, False])
def test_of_two_at_once_one_gets_in(spare_one: bool, app: Flask, spare: list[str]) -> None:
    """A code seen over a shoulder and sent at the same moment opens one door."""
    typed = spare[0] if spare_one else code()
    clients = [app.test_client() for _ in range(4)]
    for client in clients:
        password(client)
    db.session.rollback()
    gate, answers = threading.Barrier(len(clients)), []

    def enter(client: FlaskClient) -> None:
        gate.wait()
        answers.append(step(client, typed).status_code)

    threads = [threading.Thread(target=enter, args=(client,)) for client in clients]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answers) == [303, 422, 422, 422]
