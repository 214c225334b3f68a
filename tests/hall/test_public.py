"""Screens and phones: what may be seen, byte by byte, and nothing else (hall.md 10)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dialogue.accounts.models import Account
from dialogue.hall import actions, hooks
from dialogue.hall.models import HallSession, Turn
from dialogue.live.bus import bus
from dialogue.live.endpoint import asgi_app
from dialogue.plans.models import Meeting
from tests.live.test_streams import Watcher, run

Register = Callable[..., Turn]
PRIVATE = ("+84905001203", "0905001203", "905 001 203", "45/7 Bùi Thị Xuân", "ghi chú nội bộ",
           "bí mật riêng", "ngập nước", "YK-2026")  # fmt: skip


class Line:
    receipt, outcome, words, lead_unit = (
        "YK-2026-0001", "Tiếp thu, giao giải quyết", "Nạo vét cống kiệt 45", "Địa chính",
    )  # fmt: skip


@pytest.fixture
def conclusions(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "_conclusions_of", [lambda _meeting: [Line()]])


def urls(hall: HallSession) -> list[str]:
    return [
        f"/man-hinh/{hall.screen_token}",
        f"/man-hinh/{hall.screen_token}/part",
        f"/hoi-truong/{hall.phone_token}",
        f"/hoi-truong/{hall.phone_token}?so=2",
        f"/hoi-truong/{hall.phone_token}/part",
        f"/hoi-truong/{hall.phone_token}/vi-sao/2",
        f"/hoi-truong/{hall.phone_token}/ket-luan",
        f"/hoi-truong/{hall.phone_token}/dang-ky",
        f"/hoi-truong/{hall.phone_token}/dang-ky/part",
    ]


def test_a_full_hall_is_light_for_a_phone(
    app: Flask,
    client: FlaskClient,
    hall: HallSession,
    register: Register,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A hundred who wait and thirty conclusions: 15 kB at most after the first load (H9)."""

    class Long(Line):
        outcome, lead_unit = "Tiếp thu, giao giải quyết", "Địa chính - Xây dựng"
        words = "Giao bộ phận Địa chính khảo sát, sửa chữa và trả lời công dân. " * 3

    monkeypatch.setattr(hooks, "_conclusions_of", [lambda _meeting: [Long()] * 30])
    for number in range(100):
        register(f"Nguyễn Thị Người {number}", "Hạ tầng, thoát nước, vệ sinh môi trường")
    body = client.get(f"/hoi-truong/{hall.phone_token}/part").data
    assert len(body) <= 15_000, len(body)
    for number in range(1, 101):  # whoever waits finds himself
        assert f'data-waiting="{number}"' in body.decode()
    whole = client.get(f"/hoi-truong/{hall.phone_token}/ket-luan").text
    assert whole.count(Long.words.strip()) == 30


def play(register: Register, chair: Account, answerer: Account) -> Any:
    """Yields after each act, so that every state is looked at."""
    first, second = register("Lê Thị Bông"), register("Võ Văn Thạnh")
    yield
    actions.call(first, actor=chair)
    yield
    actions.start(first, actor=chair)
    yield
    actions.pause(first, actor=chair)
    yield
    actions.hand_answer(first, answerer, actor=chair)
    yield
    actions.finish_answer(first, actor=chair)
    yield
    actions.call(second, actor=chair)
    actions.absent(second, actor=chair)
    yield
    for layout in ("opening", "pause", "results"):
        actions.set_layout(first.meeting, layout, actor=chair)
        yield
    actions.end_hall(first.meeting, actor=chair)
    yield


@pytest.mark.usefixtures("conclusions")
def test_nothing_private_ever_reaches_a_public_page(
    client: FlaskClient, hall: HallSession, register: Register, chair: Account,
    account: Callable[[str], Account],
) -> None:  # fmt: skip
    names = 0
    for _state in play(register, chair, account("diachinh")):
        for url in urls(hall):
            answer = client.get(url)
            assert answer.status_code == 200
            names += "Bông" in answer.text
            for secret in PRIVATE:
                assert secret not in answer.text, (url, secret)
            if "hoi-truong" in url:
                assert "Lê Thị Bông" not in answer.text
    assert names, "the screen never showed the speaker"


def test_the_streams_carry_the_same_projection(
    app: Flask, hall: HallSession, register: Register, chair: Account
) -> None:
    turn = register("Lê Thị Bông")
    tokens = {"screen": hall.screen_token, "phone": hall.phone_token}

    async def scenario() -> None:
        live = asgi_app(app)
        watchers = {n: Watcher(live, f"/live/{n}/{t}") for n, t in tokens.items()}
        second = Watcher(live, f"/live/phone/{tokens['phone']}")
        await watchers["phone"].until("Micro đang trống")
        await second.until("Micro đang trống")
        await asyncio.to_thread(call)
        await watchers["screen"].until("mời đến micro")
        await watchers["phone"].until("đang được mời")
        await second.until("đang được mời")
        assert "Lê Thị Bông" in watchers["screen"].text
        assert "L.T.B." in watchers["phone"].text
        assert second.text.split("\n\n", 1)[1] == watchers["phone"].text.split("\n\n", 1)[1]
        for watcher in (*watchers.values(), second):
            for secret in (*PRIVATE, *(["Lê Thị Bông"] if watcher is second else [])):
                assert secret not in watcher.text
            await watcher.leave()

    def call() -> None:
        with app.app_context():
            from dialogue.extensions import db

            actions.call(db.session.get_one(Turn, turn.id), actor=chair_again())
            db.session.remove()

    def chair_again() -> Account:
        from dialogue.extensions import db

        return db.session.get_one(Account, chair_id)

    chair_id = chair.id
    run(scenario)


def test_a_wrong_token_is_404(client: FlaskClient, hall: HallSession) -> None:
    assert client.get("/man-hinh/khong-co").status_code == 404
    assert client.get("/hoi-truong/khong-co").status_code == 404
    assert client.get(f"/man-hinh/{hall.phone_token}").status_code == 404
    assert client.get(f"/hoi-truong/{hall.screen_token}").status_code == 404


def test_where_my_number_stands(
    client: FlaskClient, hall: HallSession, register: Register, chair: Account
) -> None:
    turns = [register(name) for name in ("An", "Bình", "Chi")]

    def told(number: int) -> str:
        return client.get(f"/hoi-truong/{hall.phone_token}?so={number}").text

    assert "Còn 2 người nữa đến lượt số 3." in told(3)
    assert "Số 1 là người tiếp theo." in told(1)
    actions.call(turns[0], actor=chair)
    assert "Đến lượt số 1." in told(1)
    assert "Còn 1 người nữa đến lượt số 3." in told(3)
    assert "Số 9 không còn trong danh sách chờ." in told(9)


def test_a_polled_part_is_sent_only_when_new(
    client: FlaskClient, hall: HallSession, register: Register, chair: Account
) -> None:
    turn = register()
    actions.call(turn, actor=chair)
    actions.start(turn, actor=chair)
    url = f"/hoi-truong/{hall.phone_token}/part"
    tag = {"If-None-Match": client.get(url).headers["ETag"]}
    assert client.get(url, headers=tag).status_code == 304
    actions.finish(turn, actor=chair)
    assert client.get(url, headers=tag).status_code == 200


@pytest.mark.usefixtures("conclusions")
def test_the_conclusions_so_far(client: FlaskClient, hall: HallSession, chair: Account) -> None:
    assert "Nạo vét cống" in client.get(f"/hoi-truong/{hall.phone_token}").text
    actions.set_layout(hall.meeting, "results", actor=chair)
    assert "Nạo vét cống" in client.get(f"/man-hinh/{hall.screen_token}").text


def test_the_time_is_the_servers(client: FlaskClient) -> None:
    assert client.get("/clock").text.isdigit()


def test_another_process_is_noticed(hall: HallSession, app: Flask) -> None:
    from dialogue.hall.queries import versions

    assert versions() == {f"hall:{hall.meeting_id}": hall.version}


def test_who_takes_part_may_hear_that_a_hall_changed(
    app: Flask, meeting: Meeting, account: Callable[[str], Account]
) -> None:
    from dialogue.hall.queries import may_hear

    assert may_hear(account("diachinh"), f"hall:{meeting.id}")
    assert not may_hear(account("quantri"), f"hall:{meeting.id}")
    for topic in ("hall:999", "hall:x", "board:1"):
        assert not may_hear(account("chutich"), topic)
    assert bus.count() == 0
