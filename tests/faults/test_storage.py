"""A disk that is full, read-only or held: a plain line, nothing half saved, and it goes on."""

from __future__ import annotations

import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from dialogue.core import clock
from dialogue.extensions import db
from dialogue.history import chain
from dialogue.history.models import HistoryEvent
from dialogue.opinions.models import Opinion
from tests.faults.conftest import Phone, Server
from tests.followup.support import make_meeting

NEW = {"submission_key": "k" * 32, "words": "Đèn đường không sáng", "is_anonymous": "y"}


@contextmanager
def opened_with(*pragmas: str) -> Iterator[None]:
    """Have every connection say ``pragmas`` until the end."""

    def say(connection: sqlite3.Connection, _record: Any) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    db.session.remove()
    db.engine.dispose()
    event.listen(db.engine, "connect", say)
    try:
        yield
    finally:
        event.remove(db.engine, "connect", say)
        db.session.remove()
        db.engine.dispose()


def _rows() -> tuple[int, int]:
    found = tuple(
        db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in (Opinion, HistoryEvent)
    )
    db.session.rollback()
    return found  # type: ignore[return-value]


@pytest.fixture
def meeting(app: Flask) -> int:
    return make_meeting(state="announced", held_on=clock.today() + timedelta(days=60)).id


def _send(client: Any, meeting: int) -> Any:
    return client.post("/opinions", data={**NEW, "meeting": meeting})


def test_a_full_disk(app: Flask, meeting: int, client_as: Callable[[str], Any]) -> None:
    client, before = client_as("to3"), _rows()
    with closing(sqlite3.connect(app.instance_path + "/dialogue.db")) as data:
        (pages,) = data.execute("PRAGMA page_count").fetchone()
    acknowledged = 0
    # Not one page more than there is: what SQLite meets on a disk without room.
    with opened_with(f"max_page_count={pages}"):
        while acknowledged < 200:
            form = {
                **NEW,
                "submission_key": f"{acknowledged:032d}",
                "words": "dài " * 1200,
                "meeting": meeting,
            }
            answer = client.post("/opinions", data=form)
            if answer.status_code != 303:
                break
            acknowledged += 1
        taken = _rows()[0] - before[0]
    assert answer.status_code == 503
    assert "hết chỗ trống" in answer.text
    assert answer.headers["Retry-After"] == "60"
    assert taken == acknowledged
    assert chain.verify().broken is None
    assert _send(client, meeting).status_code == 303


@pytest.mark.parametrize(
    ("pragmas", "line"),
    [(("query_only=ON",), "chỉ cho đọc"), (("busy_timeout=50",), "bận việc khác quá lâu")],
    ids=["read-only", "held by another program"],
)
def test_a_database_that_takes_no_writes(
    app: Flask,
    meeting: int,
    client_as: Callable[[str], Any],
    pragmas: tuple[str, ...],
    line: str,
) -> None:
    client, before = client_as("to3"), _rows()
    with (
        opened_with(*pragmas),
        closing(sqlite3.connect(app.instance_path + "/dialogue.db")) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        answer = _send(client, meeting)
        assert answer.status_code == 503
        assert line in answer.text
        assert "nội dung đã nhập vẫn còn" in answer.text
        assert client.get("/opinions").status_code == 200, "reading goes on"
        other.rollback()
    assert _rows() == before
    assert _send(client, meeting).status_code == 303


def test_a_clock_set_back(app: Flask, meeting: int, client_as: Callable[[str], Any]) -> None:
    """Numbers still differ, the record keeps the order in which things were done."""
    client = client_as("to3")
    assert _send(client, meeting).status_code == 303
    with clock.acting_at(clock.now() - timedelta(days=3)):
        again = client.post(
            "/opinions", data={**NEW, "submission_key": "j" * 32, "meeting": meeting}
        )
    assert again.status_code == 303
    first, second = db.session.scalars(select(Opinion).order_by(Opinion.id))
    assert first.receipt != second.receipt
    sent = db.session.scalars(
        select(HistoryEvent.subject_id)
        .where(HistoryEvent.subject_type == "opinion")
        .order_by(HistoryEvent.id)
    ).all()
    assert list(dict.fromkeys(sent)) == [first.id, second.id]
    assert chain.verify().broken is None


def test_an_upload_cut_in_the_middle(server: Server, folder: Path, open_meeting: int) -> None:
    """Half a request leaves no opinion and no file; the next one is taken."""
    server.start()
    phone = Phone(server, "to3")
    with socket.create_connection(("127.0.0.1", urlsplit(server.url).port or 80)) as half:
        half.sendall(
            b"POST /outbox/opinions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 5000000\r\n\r\n"
            b'--x\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n'
            + b"\xff\xd8\xff"
            * 100_000
        )
        time.sleep(0.3)
    assert phone.send("a" * 32, "Đèn đường không sáng", open_meeting)
    server.stop()
    with closing(sqlite3.connect(folder / "dialogue.db")) as data:
        assert data.execute("SELECT count(*) FROM opinion").fetchone() == (1,)
    stored = [path for path in (folder / "files").rglob("*") if path.is_file()]
    assert stored == []
    assert "Traceback" not in (folder / "server.log").read_text()
