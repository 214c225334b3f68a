"""The commands: make a backup, try one, put one back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import click
import pyrage
from flask import current_app
from flask.cli import with_appcontext

from dialogue.care import keeping, package
from dialogue.care import restore as restoring
from dialogue.care.actions import Note, noted
from dialogue.core import clock
from dialogue.core.lock import Held
from dialogue.extensions import db

PREFIX, STAMP = "doi-thoai-", "%Y%m%d-%H%M%S"
KEY_FILE = "backup.key"

_file = click.Path(path_type=Path, dir_okay=False, exists=True)
_key = click.option("--key", "key_file", type=_file, help="Tệp khóa mở bản niêm phong.")


@click.command()
@click.option("--to", "folder", type=click.Path(path_type=Path), help="Thư mục cất bản sao lưu.")
@click.option("--seal-for", metavar="age1…", help="Khóa công khai để niêm phong.")
@click.option("--keep-all", is_flag=True, help="Không bỏ bản cũ nào.")
@with_appcontext
def backup(folder: Path | None, seal_for: str | None, keep_all: bool) -> None:
    """Copy database and files, while the server runs, into one checked file."""
    folder = folder or _instance() / "backups"
    with noted("backup", str(folder)) as note:
        _backup(folder, seal_for, keep_all, note)


def _backup(folder: Path, seal_for: str | None, keep_all: bool, note: Note) -> None:
    made_at = clock.now()
    sealed = package.SEALED if seal_for else ""
    target = folder / f"{PREFIX}{made_at.astimezone(clock.ZONE):{STAMP}}.zip{sealed}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="snapshot-", dir=_instance()) as name:
            copy = Path(name) / package.DATABASE
            package.snapshot(_database(), copy)
            done = package.write(
                copy, Path(current_app.config["FILES_DIR"]), target, made_at=made_at, to=seal_for
            )
    except ValueError:
        _stop("Khóa niêm phong không đúng dạng (bắt đầu bằng age1…).")
    except OSError as problem:
        _stop(f"Không sao lưu được: {problem.strerror or problem}. Các bản cũ còn nguyên.")
    note.name, note.size = str(target), done.size
    click.echo(f"Đã sao lưu {target} ({done.size} byte, sha256 {done.sha256}).")
    if not keep_all:
        for old in _thin_out(folder):
            click.echo(f"Bỏ bản cũ {old.name}.")


@click.command("backup-check")
@click.argument("path", type=_file)
@_key
@with_appcontext
def backup_check(path: Path, key_file: Path | None) -> None:
    """Unpack a backup beside the data, check each part and the record in it; change nothing."""
    with (
        noted("check", str(path)),
        _clear_words(),
        package.opened(path, _identity(key_file), _instance()) as (_, manifest),
    ):
        made = datetime.fromisoformat(manifest.made_at).astimezone(clock.ZONE)
        click.echo(
            f"Dùng được: {len(manifest.parts)} tệp, {manifest.size} byte, "
            f"{manifest.history_rows} dòng lịch sử, lúc {made:%H:%M %d/%m/%Y}."
        )


@click.command("backup-key")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False), default=KEY_FILE)
def backup_key(path: Path) -> None:
    """Make a key: its file opens backups and is kept away from the server."""
    identity = pyrage.x25519.Identity.generate()
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(f"{identity}\n")
    except FileExistsError:
        _stop(f"Tệp {path} đã có: không ghi đè.")
    click.echo(f"Đã ghi khóa vào {path}. Cất tệp này ở nơi khác máy chủ; mất khóa là mất bản.")
    click.echo(f"Khóa để niêm phong: {identity.to_public()}")


@click.command()
@click.argument("path", type=_file)
@_key
@click.option("--yes", is_flag=True, help="Không hỏi lại.")
@with_appcontext
def restore(path: Path, key_file: Path | None, yes: bool) -> None:
    """Put a backup back; the present data is moved aside, not deleted. The server must stand."""
    from dialogue import cli

    if not yes:
        click.confirm("Thay dữ liệu hiện nay bằng bản sao lưu này?", abort=True)
    db.session.remove()
    db.engine.dispose()
    try:
        with _clear_words():
            aside = restoring.put_back(
                path.resolve(),
                _instance(),
                identity=_identity(key_file),
                now=clock.now().astimezone(clock.ZONE),
                finish=_bring_up(cli.upgrade),
            )
    except Held:
        _stop("Máy chủ đang chạy: hãy dừng máy chủ rồi khôi phục.")
    except OSError as problem:
        _stop(f"Không khôi phục được: {problem.strerror or problem}. Dữ liệu hiện nay còn nguyên.")
    with noted("restore", str(path)):
        pass  # into the data as it is now
    click.echo(f"Đã khôi phục. Dữ liệu trước đó nằm ở {aside}.")


@click.command("care-note", hidden=True)
@click.argument("kind", type=click.Choice(["upgrade"]))
@click.argument("name")
@with_appcontext
def care_note(kind: str, name: str) -> None:
    """Note an act that a script has done."""
    with noted(kind, name):
        pass


@contextmanager
def _clear_words() -> Iterator[None]:
    """A damaged backup ends the command with its line, not with a traceback."""
    try:
        yield
    except package.Damaged as problem:
        _stop(str(problem))


def _bring_up(upgrade: Callable[[], object]) -> Callable[[], None]:
    def finish() -> None:
        upgrade()
        db.session.remove()
        db.engine.dispose()

    return finish


def _thin_out(folder: Path) -> list[Path]:
    dated = {}
    for path in folder.glob(f"{PREFIX}*.zip*"):
        words = path.name.removeprefix(PREFIX).partition(".")[0]
        try:
            dated[datetime.strptime(words, STAMP).replace(tzinfo=clock.ZONE)] = path
        except ValueError:
            continue  # named by a person: theirs to throw away
    dropped = [dated[moment] for moment in sorted(set(dated) - keeping.to_keep(dated))]
    for path in dropped:
        path.unlink()
    return dropped


def _identity(path: Path | None) -> str | None:
    return None if path is None else path.read_text()


def _instance() -> Path:
    return Path(current_app.instance_path)


def _database() -> Path:
    url = db.engine.url
    if url.get_backend_name() != "sqlite" or not url.database:
        _stop("Lệnh này sao lưu SQLite; cơ sở dữ liệu này có công cụ riêng của nó.")
    return Path(str(url.database))


def _stop(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(1)
