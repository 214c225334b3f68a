"""The power goes while twenty people send: what was acknowledged is there, each thing once."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

from dialogue import create_app
from dialogue.extensions import db
from dialogue.history import chain
from tests.conftest import SETTINGS
from tests.faults.conftest import CUT, Phone, Server

WRITERS, KILLS = 20, 20


class Writer(threading.Thread):
    """Sends one opinion after another; each again, under the same key, until it is taken."""

    def __init__(self, phone: Phone, number: int, meeting: int, over: threading.Event) -> None:
        super().__init__()
        self.phone, self.number, self.meeting, self.over = phone, number, meeting, over
        self.receipts: dict[str, str] = {}
        self.cut = 0

    def run(self) -> None:
        count = 0
        while not self.over.is_set():
            count += 1
            key = f"{self.number:02d}{count:030d}"
            self.receipts[key] = self._until_taken(key)

    def _until_taken(self, key: str) -> str:
        while True:
            try:
                return self.phone.send(key, f"Đèn đường ở kiệt {key} không sáng", self.meeting)
            except CUT:
                self.cut += 1
                time.sleep(0.05)


def test_nothing_acknowledged_is_lost_over_twenty_kills(
    server: Server, folder: Path, open_meeting: int
) -> None:
    server.start()
    phones = [Phone(server, f"to{number % 8 + 1}") for number in range(WRITERS)]
    over = threading.Event()
    writers = [Writer(phone, n, open_meeting, over) for n, phone in enumerate(phones)]
    for writer in writers:
        writer.start()
    try:
        for number in range(KILLS):
            assert all(writer.is_alive() for writer in writers)
            taken = sum(len(writer.receipts) for writer in writers)
            time.sleep(0.05 * (number % 5))  # at another point of the work each time
            while sum(len(writer.receipts) for writer in writers) < taken + 10:
                time.sleep(0.01)
            server.kill()
            server.start()
    finally:
        over.set()
        if server.process is not None and server.process.poll() is not None:
            server.start()
        for writer in writers:
            writer.join()
    server.stop()

    acknowledged = {key: receipt for w in writers for key, receipt in w.receipts.items()}
    with closing(sqlite3.connect(folder / "dialogue.db")) as data:
        assert data.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert data.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = data.execute("SELECT client_key, receipt FROM opinion").fetchall()
    assert len(rows) == len({key for key, _ in rows}), "a key twice"
    assert dict(rows) == acknowledged
    numbers = sorted(receipt for _, receipt in rows)
    assert len(set(numbers)) == len(numbers)
    app = create_app(SETTINGS, folder)
    with app.app_context():
        assert chain.verify().broken is None
        db.session.remove()
        db.engine.dispose()
    assert sum(writer.cut for writer in writers) >= KILLS, "the kills met people at work"
    print(f"{KILLS} kills, {len(rows)} acknowledged, all there, each once")  # noqa: T201
