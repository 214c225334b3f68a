"""The administrator's page, and what watches the server from outside."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from dialogue.accounts import actions
from dialogue.accounts.models import Account
from dialogue.care import logbook, queries
from dialogue.care.actions import noted
from dialogue.care.models import CareEvent
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.logs import FILE
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.home.queries import todos
from dialogue.mail.models import Mail

ClientAs = Callable[[str], FlaskClient]


def write(app: Flask, *lines: dict[str, Any] | str) -> None:
    path = Path(app.instance_path) / FILE
    path.parent.mkdir(exist_ok=True)
    rows = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("".join(f"{row}\n" for row in rows))


def fault(code: str, *, ago: timedelta = timedelta()) -> dict[str, Any]:
    return {
        "at": (clock.now() - ago).isoformat(),
        "level": "ERROR",
        "message": "fault",
        "request_id": code,
        "route": "/opinions/<int:opinion_id>",
        "fault": {"kinds": ["KeyError"], "frames": ["views.py:12 show"]},
    }


def slow(route: str, ms: int) -> dict[str, Any]:
    return {"at": clock.now().isoformat(), "message": "slow", "route": route, "ms": ms}


def test_the_process_answers_without_the_database(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_args: object) -> None:
        raise OSError

    monkeypatch.setattr(queries, "schema", gone)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.get_json()["checks"] == {"database": False, "schema": False, "disk": False}


def test_ready_only_with_its_own_schema_and_room_to_write(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["ready"]) == (200, True)
    monkeypatch.setattr(queries, "LEAST_READY", 2**62)
    assert client.get("/readyz").get_json()["checks"]["disk"] is False
    monkeypatch.undo()
    with unit_of_work() as session:
        session.execute(text("update alembic_version set version_num = '0001'"))
    old = client.get("/readyz")
    assert old.status_code == 503
    assert old.get_json()["checks"] == {"database": True, "schema": False, "disk": True}


@pytest.mark.parametrize("username", ["vanphong", "chutich", "to3", "diachinh"])
def test_only_the_administrator(username: str, client_as: ClientAs) -> None:
    client = client_as(username)
    assert client.get("/system").status_code == 404
    assert "/system" not in client.get("/").text


def test_the_page_of_a_young_server(client_as: ClientAs) -> None:
    page = client_as("quantri").get("/system").text
    assert "Chưa có bản sao lưu nào" in page
    assert queries.version() in page
    assert queries.wanted_schema() in page
    assert "Chưa ghi nhận lỗi nào." in page


def test_faults_and_slow_pages_from_the_log(app: Flask, client_as: ClientAs) -> None:
    write(
        app, fault("aaaa1111", ago=timedelta(days=3)), "{cut off by a power c", fault("bbbb2222"),
        '{"at": "never"}', "[]", slow("/triage", 1500), slow("/triage", 2500), slow("/", 1100),
    )  # fmt: skip
    client = client_as("quantri")
    page = client.get("/system").text
    assert page.index("bbbb2222") < page.index("aaaa1111")
    assert "Có 1 lỗi trong 24 giờ qua." in page
    assert "2,5 giây" in page
    assert page.index("/triage") < page.index("1,1 giây")
    one = client.get("/system?code=AAAA1111 ").text
    assert "aaaa1111" in one
    assert "bbbb2222" not in one
    assert "Không có lỗi nào mang mã này." in client.get("/system?code=99").text


def test_a_long_log_is_read_from_its_end(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logbook, "MOST_BYTES", 2000)
    write(app, *(fault(f"{n:08x}") for n in range(100)))
    found = logbook.read(Path(app.instance_path) / FILE)
    assert found.faults[0].code == f"{99:08x}"
    assert 3 < len(found.faults) < 15


def test_backups_are_noted_done_or_failed(app: Flask, client_as: ClientAs) -> None:
    runner = app.test_cli_runner()
    done = runner.invoke(args=["backup"])
    assert done.exit_code == 0, done.output
    (made,) = (Path(app.instance_path) / "backups").glob("doi-thoai-*.zip")
    page = client_as("quantri").get("/system").text
    assert made.name in page
    assert "Chưa có bản sao lưu nào" not in page
    assert "chưa thử mở lại" in page
    assert runner.invoke(args=["backup-check", str(made)]).exit_code == 0
    assert "chưa thử mở lại" not in client_as("quantri").get("/system").text
    made.write_bytes(made.read_bytes()[:-200])
    assert runner.invoke(args=["backup-check", str(made)]).exit_code == 1
    db.session.rollback()
    events = [(e.kind, e.ok) for e in db.session.scalars(select(CareEvent).order_by(CareEvent.id))]
    assert events == [("backup", True), ("check", True), ("check", False)]


def test_a_night_without_a_backup_is_told_to_the_administrator_alone(
    app: Flask, account: Callable[[str], Account]
) -> None:
    with noted("backup", "b.zip"), noted("check", "b.zip"):
        pass
    assert not [t for t in todos(account("quantri")) if t.url == "/system"]
    with time_machine.travel(clock.now() + timedelta(hours=37), tick=False):
        (todo,) = [t for t in todos(account("quantri")) if t.url == "/system"]
        assert "đã cũ" in todo.thing
        assert not [t for t in todos(account("vanphong")) if t.url == "/system"]
    with time_machine.travel(clock.now() + timedelta(days=101), tick=False):
        assert any("chưa thử" in one for one in queries.state().warnings)


def test_a_note_that_cannot_be_written_stops_nothing(app: Flask) -> None:
    with unit_of_work() as session:
        session.execute(text("drop table care_event"))
    with noted("backup") as note:
        note.size = 7
    with pytest.raises(ZeroDivisionError), noted("check"):
        _ = 1 / 0


def test_wrong_sign_ins_are_counted_by_account(app: Flask, client_as: ClientAs) -> None:
    for login in ("to3", "to3", "mat-khau-go-nham"):
        with pytest.raises(InvalidInput):
            actions.sign_in(login, "sai roi", address="10.0.0.9")
    page = client_as("quantri").get("/system").text
    assert "to3: 2 lần" in page
    assert "mat-khau-go-nham" not in page  # it may be a password typed into the wrong box


def test_mail_that_did_not_go_is_told(
    client_as: ClientAs, account: Callable[[str], Account]
) -> None:
    assert "Thư đang chờ gửi" not in client_as("quantri").get("/system").text
    with unit_of_work() as session:
        session.add(Mail(account_id=account("to3").id, state="given_up", tries=5))
    page = client_as("quantri").get("/system").text
    assert "Thư không gửi được trong 7 ngày: 1." in page


def test_little_room_is_told(client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "LEAST_FREE", 2**62)
    assert "Ổ đĩa chỉ còn trống" in client_as("quantri").get("/system").text
