"""How the server is, in figures and in what somebody must do."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import func, select

from dialogue import migrations
from dialogue.accounts.models import Account, SignIn, SignInFailure
from dialogue.accounts.permissions import is_admin
from dialogue.care import logbook
from dialogue.care.hooks import Gauge, gauges
from dialogue.care.models import CareEvent
from dialogue.config import ROOT
from dialogue.core import clock
from dialogue.core.logs import FILE
from dialogue.core.pages import show_size
from dialogue.core.todo import Todo
from dialogue.extensions import db

BACKUP_EVERY = timedelta(hours=36)  # a night may start late, not be left out
TRIED_EVERY = timedelta(days=100)  # once a quarter (docs/backup.md)
LEAST_FREE = 1024**3
LEAST_READY = 50 * 1024**2
DAY = timedelta(days=1)


@dataclass(frozen=True)
class State:
    """The server as its page shows it."""

    version: str
    schema: str
    software: str
    disk_free: int
    disk_total: int
    database_size: int
    files_size: int
    last: dict[str, CareEvent]  # kind → the last that was done
    log: logbook.Logbook
    signed_in: int
    failures: tuple[tuple[str, int], ...]  # account → wrong sign-ins of a day
    gauges: tuple[Gauge, ...]
    warnings: tuple[str, ...]


@lru_cache(maxsize=1)
def version() -> str:
    """This version, as ``pyproject.toml`` names it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


@lru_cache(maxsize=1)
def wanted_schema() -> str:
    """The schema that this version works on."""
    head = ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head()
    return head or ""


def schema() -> str:
    """The schema of the data."""
    return MigrationContext.configure(db.session.connection()).get_current_revision() or ""


def checks() -> dict[str, bool]:
    """What must hold before pages may be asked for: the data, its schema, room to write."""
    found = {"database": False, "schema": False, "disk": False}
    try:
        found["schema"] = schema() == wanted_schema()
        found["database"] = True
        found["disk"] = shutil.disk_usage(current_app.instance_path).free >= LEAST_READY
    except Exception:  # whatever it is: not ready
        db.session.rollback()
    return found


def state(*, code: str = "") -> State:
    """Everything for the page; ``code`` narrows the faults to one."""
    folder = Path(current_app.instance_path)
    disk = shutil.disk_usage(folder)
    last = _last()
    log = logbook.read(folder / FILE)
    wrong = _failures()
    lines = tuple(gauges())
    return State(
        version=version(),
        schema=schema(),
        software=f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
        disk_free=disk.free,
        disk_total=disk.total,
        database_size=sum(_size(folder / f"dialogue.db{end}") for end in ("", "-wal")),
        files_size=sum(
            _size(one) for one in Path(current_app.config["FILES_DIR"]).rglob("*") if one.is_file()
        ),
        last=last,
        log=log.only(code) if code else log,
        signed_in=db.session.scalar(
            select(func.count(SignIn.account_id.distinct())).where(
                SignIn.ended_at.is_(None), SignIn.seen_at >= clock.now() - DAY
            )
        )
        or 0,
        failures=wrong,
        gauges=lines,
        warnings=tuple(_warnings(last, disk.free, log, lines)),
    )


def todos(user: Account) -> list[Todo]:
    """What the administrator must look at, as one line."""
    if not is_admin(user):
        return []
    folder = Path(current_app.instance_path)
    found = list(
        _warnings(_last(), shutil.disk_usage(folder).free, logbook.read(folder / FILE), gauges())
    )
    if not found:
        return []
    return [Todo("Xem máy chủ", found[0], "/system", count=len(found) if len(found) > 1 else None)]


def _last() -> dict[str, CareEvent]:
    newest = select(func.max(CareEvent.id)).where(CareEvent.ok).group_by(CareEvent.kind)
    query = select(CareEvent).where(CareEvent.id.in_(newest))
    return {event.kind: event for event in db.session.scalars(query)}


def _failures() -> tuple[tuple[str, int], ...]:
    query = (
        select(SignInFailure.login, func.count())
        .where(SignInFailure.at >= clock.now() - DAY)
        .where(SignInFailure.login.in_(select(Account.username)))
        .group_by(SignInFailure.login)
        .order_by(func.count().desc(), SignInFailure.login)
        .limit(logbook.SHOWN)
    )
    return tuple((row[0], row[1]) for row in db.session.execute(query))


def _warnings(
    last: dict[str, CareEvent],
    free: int,
    log: logbook.Logbook,
    lines: Sequence[Gauge],
) -> list[str]:
    """What somebody must do something about, in words that say what."""
    now = clock.now()
    found = []
    backup, tried = last.get("backup"), last.get("check")
    if backup is None:
        found.append("Chưa có bản sao lưu nào. Xin bật sao lưu hằng đêm.")
    elif now - backup.at > BACKUP_EVERY:
        found.append(f"Bản sao lưu gần nhất đã cũ ({clock.show_moment(backup.at)}).")
    if backup is not None and (tried is None or now - tried.at > TRIED_EVERY):
        found.append("Đã lâu chưa thử mở lại bản sao lưu. Xin thử một bản.")
    if free < LEAST_FREE:
        found.append(f"Ổ đĩa chỉ còn trống {show_size(free)}.")
    if count := log.since(now - DAY):
        found.append(f"Có {count} lỗi trong 24 giờ qua.")
    return [*found, *(f"{one.label}: {one.value}." for one in lines if one.bad)]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
