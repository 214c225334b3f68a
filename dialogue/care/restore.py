"""Putting a backup back: checked first, the present data moved aside, never destroyed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from alembic.script import ScriptDirectory

from dialogue import migrations
from dialogue.care import package
from dialogue.core.lock import FolderLock

BESIDE = "truoc-khi-khoi-phuc-"
_DATABASE = ("dialogue.db", "dialogue.db-wal", "dialogue.db-shm")


def known_revisions() -> set[str]:
    """Revisions of the schema that this version can bring up to date."""
    folder = Path(migrations.__file__).parent
    return {script.revision for script in ScriptDirectory(str(folder)).walk_revisions()}


def put_back(
    path: Path,
    instance: Path,
    *,
    identity: str | None,
    now: datetime,
    finish: Callable[[], None],
) -> Path:
    """Restore the backup at ``path`` into ``instance``; returns where the old data went.

    ``finish`` brings the schema up to date once the data is there. Whatever fails, the
    folder is as it was. Raises ``package.Damaged``, ``core.lock.Held`` while a server runs,
    ``OSError``.
    """
    with (
        FolderLock(instance),
        package.opened(path, identity, instance) as (unpacked, manifest),
    ):
        if manifest.revision not in known_revisions():
            raise package.Damaged("Bản sao lưu do phiên bản mới hơn tạo ra: hãy nâng cấp trước.")
        aside = instance / f"{BESIDE}{now:%Y%m%d-%H%M%S}"
        aside.mkdir()
        names = (*_DATABASE, "files")
        _move(instance, aside, names)
        try:
            (unpacked / "files").mkdir(exist_ok=True)
            _move(unpacked, instance, names)
            finish()
        except BaseException:
            for name in names:
                _remove(instance / name)
            _move(aside, instance, names)
            aside.rmdir()
            raise
    return aside


def _move(source: Path, target: Path, names: tuple[str, ...]) -> None:
    for name in names:
        if (source / name).exists():
            (source / name).rename(target / name)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
