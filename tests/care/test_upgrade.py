"""One command to another version, and the way back when that one does not run."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("dialogue", "templates", "static", "deploy")
FILES = ("wsgi.py", "pyproject.toml", "requirements.txt", "Makefile")
# What stands for the ward's service manager: starts the server apart, ends it by its number.
SERVICE = """\
import os, signal, subprocess, sys, time
pid = sys.argv[2]
if sys.argv[1] == "start":
    log = open(pid + ".log", "ab")
    one = subprocess.Popen([sys.executable, "-m", "dialogue.serve"], stdout=log, stderr=log,
                           start_new_session=True)
    open(pid, "w").write(str(one.pid))
elif os.path.exists(pid):
    number = int(open(pid).read())
    os.remove(pid)
    try:
        os.kill(number, signal.SIGTERM)
        for _ in range(200):
            os.kill(number, 0)
            if open(f"/proc/{number}/stat").read().rpartition(")")[2].split()[0] == "Z":
                break
            time.sleep(0.05)
    except (ProcessLookupError, FileNotFoundError):
        pass
"""


@dataclass
class Ward:
    """An installed copy of this version in a repository of its own, with its data."""

    home: Path
    data: Path
    port: int
    environment: dict[str, str] = field(default_factory=dict)

    def git(self, *words: str) -> str:
        identity = ("-c", "user.name=Tester", "-c", "user.email=tester@localhost")
        done = subprocess.run(
            ["git", *identity, *words], cwd=self.home, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def release(self, tag: str, path: str, words: str) -> None:
        file = self.home / path
        file.write_text(file.read_text() + words)
        self.git("commit", "-qam", tag)
        self.git("tag", tag)
        self.git("checkout", "-q", "v1")

    def service(self, verb: str) -> None:
        command = self.environment[f"DIALOGUE_{verb.upper()}"].split()
        subprocess.run(command, cwd=self.home, env=self.environment, check=True)

    def upgrade(self, tag: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "deploy/upgrade.sh", tag], cwd=self.home, env=self.environment,
            capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip

    def answers(self) -> bool:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=10) as answer:
            return bool(answer.status == 200)

    def value(self, query: str) -> object:
        with sqlite3.connect(self.data / "dialogue.db") as connection:
            return connection.execute(query).fetchone()[0]


@pytest.fixture
def ward(tmp_path: Path, people_template: Path) -> Iterator[Ward]:
    home, data = tmp_path / "home", tmp_path / "data"
    home.mkdir()
    for name in PARTS:
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, home / name)
    (home / ".venv").symlink_to(sys.prefix)
    (home / ".gitignore").write_text(".venv\n__pycache__/\n")
    shutil.copytree(people_template, data)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "service.py").write_text(SERVICE)
    service = f"{sys.executable} {tmp_path / 'service.py'}"
    found = Ward(home, data, port)
    found.environment = {
        **os.environ,
        "DIALOGUE_INSTANCE": str(data),
        "DIALOGUE_INSTALL": "true",
        "DIALOGUE_STOP": f"{service} stop {tmp_path / 'pid'}",
        "DIALOGUE_START": f"{service} start {tmp_path / 'pid'}",
        "DIALOGUE_READY": f"http://127.0.0.1:{port}/readyz",
        "DIALOGUE_READY_SECONDS": "25",
        "PORT": str(port),
    }
    found.git("init", "-q", "-b", "main")
    found.git("add", "-A")
    found.git("commit", "-qm", "v1")
    found.git("tag", "v1")
    found.git("checkout", "-q", "v1")
    yield found
    found.service("stop")


def test_to_a_version_that_runs(ward: Ward) -> None:
    ward.service("start")
    ward.release("v2", "pyproject.toml", "# v2\n")
    done = ward.upgrade("v2")
    assert done.returncode == 0, done.stderr
    assert ward.git("describe", "--tags") == "v2"
    assert ward.answers()
    assert ward.value("select name from care_event where kind = 'upgrade'") == "v2"
    assert len(list((ward.data / "backups").glob("doi-thoai-*.zip"))) == 2


def test_back_from_one_that_does_not(ward: Ward) -> None:
    ward.service("start")
    accounts = ward.value("select count(*) from account")
    # Its schema step loses data, and then it does not even start.
    ward.release("v3", "dialogue/migrations/env.py",
                 "\nconnection_lost = None\nimport sqlite3, os\n"
                 "_c = sqlite3.connect(os.environ['DIALOGUE_INSTANCE'] + '/dialogue.db')\n"
                 "_c.execute('delete from sign_in_failure')\n"
                 "_c.execute(\"update ward set name = 'hỏng'\")\n_c.commit()\n"
                 "raise SystemExit('broken')\n")  # fmt: skip
    name = ward.value("select name from ward")
    done = ward.upgrade("v3")
    assert done.returncode == 1
    assert "Đã trở lại như trước khi nâng cấp." in done.stderr, done.stderr
    assert ward.git("describe", "--tags") == "v1"
    assert ward.answers()
    assert ward.value("select name from ward") == name
    assert ward.value("select count(*) from account") == accounts
    (aside,) = ward.data.glob("truoc-khi-khoi-phuc-*")
    assert (aside / "dialogue.db").exists()  # what the failed version left is kept, too


def test_nothing_is_touched_without_a_version_or_with_changed_files(ward: Ward) -> None:
    unknown = ward.upgrade("v9")
    assert unknown.returncode == 1
    assert "Không có phiên bản v9" in unknown.stderr
    (ward.home / "wsgi.py").write_text("changed = True\n")
    changed = ward.upgrade("v1")
    assert changed.returncode == 1
    assert "bị sửa tại chỗ" in changed.stderr
    assert not (ward.data / "backups").exists()
