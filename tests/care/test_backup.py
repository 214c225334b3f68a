"""A backup made while people write, tried, and put back."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from dialogue import create_app
from dialogue.accounts.models import Account, Unit
from dialogue.care import package, restore
from dialogue.core.lock import FolderLock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history import chain
from dialogue.history.actions import record
from dialogue.history.models import HistoryEvent
from tests.conftest import SETTINGS

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(app: Flask) -> Run:
    """Run a command; its exit code and all it printed."""

    def go(*words: str | Path) -> tuple[int, str]:
        result = app.test_cli_runner().invoke(args=[str(word) for word in words])
        return result.exit_code, result.output

    return go


def _backups(folder: Path) -> list[Path]:
    return sorted((folder / "backups").iterdir())


def _note(words: str) -> None:
    with unit_of_work():
        unit = db.session.scalars(select(Unit)).first()
        assert unit is not None
        record(None, unit, "note", words)


def _notes() -> list[str]:
    return list(
        db.session.scalars(
            select(HistoryEvent.label).where(HistoryEvent.verb == "note").order_by(HistoryEvent.id)
        )
    )


@pytest.fixture
def one_file(folder: Path) -> Path:
    """A stored file of the ward's."""
    path = folder / "files" / "ab" / ("ab" + "0" * 62)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"bang chung")
    return path


def test_there_and_back(app: Flask, folder: Path, run: Run, one_file: Path) -> None:
    _note("trước")
    code, said = run("backup")
    assert code == 0, said
    (made,) = _backups(folder)
    assert run("backup-check", made)[0] == 0
    _note("sau")
    one_file.unlink()
    code, said = run("restore", made, "--yes")
    assert code == 0, said
    assert _notes() == ["trước"]
    assert one_file.read_bytes() == b"bang chung"
    assert chain.verify().broken is None
    aside = next(folder.glob("truoc-khi-khoi-phuc-*"))
    with closing(sqlite3.connect(aside / "dialogue.db")) as old:
        labels = old.execute("SELECT label FROM history_event WHERE verb = 'note'").fetchall()
    assert labels == [("trước",), ("sau",)]
    assert not list(folder.glob("backup-*")), "nothing unpacked is left behind"
    assert not list(folder.glob("snapshot-*"))


def test_onto_a_new_machine(app: Flask, folder: Path, run: Run, tmp_path: Path) -> None:
    _note("trước")
    run("backup")
    (made,) = _backups(folder)
    other = create_app(SETTINGS, tmp_path / "other")
    with other.app_context():
        result = other.test_cli_runner().invoke(args=["restore", str(made), "--yes"])
        assert result.exit_code == 0, result.output
        assert _notes() == ["trước"]
        db.session.remove()
        db.engine.dispose()


def test_sealed_opens_with_its_key_only(app: Flask, folder: Path, run: Run, tmp_path: Path) -> None:
    code, said = run("backup-key", tmp_path / "k")
    assert code == 0
    assert (tmp_path / "k").stat().st_mode & 0o077 == 0
    public = said.strip().rpartition(" ")[2]
    assert run("backup-key", tmp_path / "k")[0] == 1, "a key is never written over"
    run("backup-key", tmp_path / "other")
    assert run("backup", "--seal-for", public)[0] == 0
    (made,) = _backups(folder)
    assert made.name.endswith(".zip.age")
    assert b"manifest" not in made.read_bytes()
    assert run("backup-check", made, "--key", tmp_path / "k")[0] == 0
    for words in ([], ["--key", tmp_path / "other"], ["--key", made.parent / "../secret_key"]):
        code, said = run("restore", made, "--yes", *words)
        assert code == 1
        assert "khóa" in said
    assert run("backup", "--seal-for", "age1sai")[0] == 1
    assert len(_backups(folder)) == 1


def test_restore_waits_for_the_server_to_stand(app: Flask, folder: Path, run: Run) -> None:
    run("backup")
    (made,) = _backups(folder)
    with FolderLock(folder):
        code, said = run("restore", made, "--yes")
    assert code == 1
    assert "đang chạy" in said


def test_a_second_server_on_the_same_data_is_refused(folder: Path) -> None:
    import os
    import sys

    with FolderLock(folder):
        done = subprocess.run(
            [sys.executable, "-m", "dialogue.serve"],
            env={**os.environ, "DIALOGUE_INSTANCE": str(folder), "PORT": "0"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert "một máy chủ" in done.stderr


def _rewrite(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w") as archive:
        for name, words in parts.items():
            archive.writestr(name, words)


def _manifest(entries: dict[str, bytes], **words: object) -> None:
    entries["manifest.json"] = json.dumps(
        {**json.loads(entries["manifest.json"]), **words}
    ).encode()


def _change_file(parts: dict[str, bytes]) -> None:
    name = next(name for name in parts if name.startswith("files/"))
    parts[name] = b"khac hoan to"


def _lose_file(parts: dict[str, bytes]) -> None:
    del parts[next(name for name in parts if name.startswith("files/"))]


def _climb(parts: dict[str, bytes]) -> None:
    listed = json.loads(parts["manifest.json"])["parts"]
    listed[-1]["name"] = "files/../../../tmp/ra-ngoai"
    parts[listed[-1]["name"]] = b"bang chung"
    _manifest(parts, parts=listed)


def _break_database(parts: dict[str, bytes]) -> None:
    words = bytearray(parts["dialogue.db"])
    words[4096:12288] = b"\xff" * 8192
    parts["dialogue.db"] = bytes(words)
    listed = json.loads(parts["manifest.json"])["parts"]
    import hashlib

    listed[0]["sha256"] = hashlib.sha256(words).hexdigest()
    _manifest(parts, parts=listed)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (_change_file, "không còn như khi sao lưu"),
        (_lose_file, "thiếu tệp"),
        (_climb, "Tên tệp lạ"),
        (_break_database, "đã hỏng"),
        (lambda parts: _manifest(parts, format=2), "phiên bản mới hơn"),
        (lambda parts: _manifest(parts, history_rows=1), "đã hỏng"),
        (lambda parts: _manifest(parts, parts=[]), "không có cơ sở dữ liệu"),
        (lambda parts: parts.pop("manifest.json"), "không phải bản sao lưu"),
    ],
)
def test_what_does_not_hold_is_refused_and_changes_nothing(
    app: Flask,
    folder: Path,
    run: Run,
    one_file: Path,
    change: Callable[[dict[str, bytes]], None],
    line: str,
) -> None:
    _note("trước")
    run("backup")
    (made,) = _backups(folder)
    _note("sau")
    _rewrite(made, change)
    code, said = run("restore", made, "--yes")
    assert code == 1
    assert line in said
    assert _notes() == ["trước", "sau"]
    assert one_file.exists()
    assert not list(folder.glob("truoc-khi-khoi-phuc-*"))


def test_a_backup_of_a_newer_version_is_refused(
    app: Flask, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("backup")
    (made,) = _backups(folder)
    older = restore.known_revisions()
    with sqlite3.connect(folder / "dialogue.db") as data:
        (head,) = data.execute("SELECT version_num FROM alembic_version").fetchone()
    data.close()
    assert head in older
    monkeypatch.setattr(restore, "known_revisions", lambda: older - {head})
    code, said = run("restore", made, "--yes")
    assert code == 1
    assert "phiên bản mới hơn" in said


@pytest.mark.parametrize("keep", [0, 10, 0.5, 0.99])
def test_a_cut_file_is_refused(app: Flask, folder: Path, run: Run, keep: float) -> None:
    run("backup")
    (made,) = _backups(folder)
    words = made.read_bytes()
    made.write_bytes(words[: int(keep if keep > 1 else keep * len(words))])
    code, said = run("backup-check", made)
    assert code == 1
    assert "đã hỏng" in said


def test_a_restore_that_fails_at_its_end_puts_all_back(
    app: Flask, folder: Path, run: Run, one_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("backup")
    (made,) = _backups(folder)
    _note("sau")

    def full() -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dialogue.cli.upgrade", full)
    code, said = run("restore", made, "--yes")
    assert code == 1
    assert "còn nguyên" in said
    assert _notes() == ["sau"]
    assert one_file.exists()


def test_a_full_disk_leaves_no_half_backup(
    app: Flask, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("backup", "--keep-all")
    before = _backups(folder)

    def full(*_: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(package, "_put_in", full)
    code, said = run("backup")
    assert code == 1
    assert "Các bản cũ còn nguyên" in said
    assert _backups(folder) == before


def test_old_ones_go_by_the_rule_and_a_persons_own_stay(
    app: Flask, folder: Path, run: Run, account: Callable[[str], Account]
) -> None:
    run("backup")
    (first,) = _backups(folder)
    for day in range(1, 21):
        shutil.copy(first, first.with_name(f"doi-thoai-202401{day:02}-230000.zip"))
    own = first.with_name("doi-thoai-truoc-dai-hoi.zip")
    shutil.copy(first, own)
    code, said = run("backup")
    assert code == 0
    left = {path.name for path in _backups(folder)}
    assert own.name in left
    assert "doi-thoai-20240120-230000.zip" in left
    assert "doi-thoai-20240110-230000.zip" not in left
    assert "Bỏ bản cũ doi-thoai-20240110-230000.zip." in said


def test_a_drill_while_people_write(app: Flask, folder: Path, run: Run) -> None:
    """Every backup made under load opens whole, and holds what was acknowledged before it."""
    stop, acknowledged = threading.Event(), []

    def write(who: int) -> None:
        with app.app_context():
            for number in range(400):
                if stop.is_set():
                    break
                _note(f"{who}-{number}")
                acknowledged.append(f"{who}-{number}")

    threads = [threading.Thread(target=write, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    promised = []
    try:
        for _ in range(3):
            promised.append(set(acknowledged))
            assert run("backup", "--keep-all", "--to", folder / f"b{len(promised)}")[0] == 0
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert promised[-1], "there was a load"
    for number, before in enumerate(promised, start=1):
        (made,) = (folder / f"b{number}").iterdir()
        with (
            package.opened(made, None, folder) as (unpacked, _),
            closing(sqlite3.connect(unpacked / "dialogue.db")) as copy,
        ):
            rows = copy.execute("SELECT label FROM history_event WHERE verb = 'note'")
            assert before <= {label for (label,) in rows}
