"""One file with a ward in it: the database, the files and a list with each one's hash.

A ZIP with ``manifest.json`` in it; with a recipient's key it is sealed in the age format,
which the ``age`` program opens too.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyrage

FORMAT = 1
DATABASE = "dialogue.db"
MANIFEST = "manifest.json"
SEALED = ".age"
_NAME = re.compile(r"^(dialogue\.db|files/[0-9a-zA-Z._-]+(/[0-9a-zA-Z._-]+)*)$")
_CHUNK = 1024 * 1024


class Damaged(Exception):
    """The file cannot be used as it is; ``str()`` says why, in Vietnamese."""


@dataclass(frozen=True)
class Part:
    """One file within: its place, bytes and hash."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    format: int
    made_at: str  # ISO 8601, UTC
    revision: str  # of the schema
    history_rows: int
    history_head: str  # see history/chain.py
    parts: list[Part]

    @property
    def size(self) -> int:
        """Bytes of all parts."""
        return sum(part.size for part in self.parts)


def snapshot(source: Path, target: Path) -> None:
    """Copy the running database at ``source``, as of one moment, without stopping writers."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")


def write(database: Path, files: Path, target: Path, *, made_at: datetime, to: str | None) -> Part:
    """Make the backup ``target`` from a finished ``database`` copy and the folder ``files``.

    Written beside and renamed at the end: a cut leaves no half file under the final name.
    ``to``: an age recipient ("age1…"), or None. Returns the finished file as a ``Part``.
    Raises ``OSError`` (disk full) with nothing left behind, ``ValueError`` for a bad key.
    """
    recipient = None if to is None else recipient_of(to)
    listed = [(DATABASE, database)]
    for path in sorted(files.rglob("*")) if files.is_dir() else ():
        name = f"files/{path.relative_to(files).as_posix()}"
        if path.is_file() and _NAME.match(name):
            listed.append((name, path))
    half = target.with_name(target.name + ".part")
    plain = target.with_name(target.name + ".plain") if recipient else half
    try:
        _write_zip(plain, listed, _facts(database), made_at)
        if recipient:
            pyrage.encrypt_file(str(plain), str(half), [recipient])
        _to_disk(half)
        half.replace(target)
        _to_disk(target.parent)
    finally:
        plain.unlink(missing_ok=True)
        half.unlink(missing_ok=True)
    return Part(target.name, target.stat().st_size, _hash(target))


def recipient_of(key: str) -> pyrage.x25519.Recipient:
    """The key to seal for. Raises ``ValueError`` when it is none."""
    try:
        return pyrage.x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError as problem:
        raise ValueError(key) from problem


@contextmanager
def opened(path: Path, identity: str | None, workplace: Path) -> Iterator[tuple[Path, Manifest]]:
    """Unpack ``path`` into a folder under ``workplace`` that is removed at the end, checked.

    Yields the folder and the manifest. Raises ``Damaged`` for whatever does not hold.
    """
    with TemporaryDirectory(prefix="backup-", dir=workplace) as name:
        folder = Path(name)
        plain = path
        if path.name.endswith(SEALED):
            plain = folder / "opened.zip"
            _unseal(path, plain, identity)
        manifest = _unpack(plain, folder)
        if plain is not path:
            plain.unlink()
        _check_database(folder / DATABASE, manifest)
        yield folder, manifest


def _write_zip(
    target: Path, listed: list[tuple[str, Path]], facts: tuple[str, int, str], made_at: datetime
) -> None:
    parts = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, path in listed:
            with suppress(FileNotFoundError):  # thrown away by its owner meanwhile
                parts.append(_put_in(archive, name, path))
        manifest = Manifest(FORMAT, made_at.isoformat(), *facts, parts)
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))


def _put_in(archive: zipfile.ZipFile, name: str, path: Path) -> Part:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as entry:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            entry.write(chunk)
            size += len(chunk)
    return Part(name, size, digest.hexdigest())


def _facts(database: Path) -> tuple[str, int, str]:
    with closing(sqlite3.connect(database)) as copy:
        revision = copy.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        rows = copy.execute("SELECT count(*) FROM history_event").fetchone()[0]
        last = copy.execute("SELECT digest FROM history_event ORDER BY id DESC LIMIT 1").fetchone()
    return revision, rows, last[0] if last else ""


def _unseal(path: Path, target: Path, identity: str | None) -> None:
    if identity is None:
        raise Damaged("Bản sao lưu đã niêm phong: cần tệp khóa (--key).")
    try:
        key = pyrage.x25519.Identity.from_str(identity.strip())
        pyrage.decrypt_file(str(path), str(target), [key])
    except pyrage.IdentityError as problem:
        raise Damaged("Tệp khóa không đúng dạng.") from problem
    except pyrage.DecryptError as problem:
        raise Damaged("Không mở được: sai khóa, hoặc tệp đã hỏng.") from problem


def _unpack(path: Path, folder: Path) -> Manifest:
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _read_manifest(archive)
            for part in manifest.parts:
                _take_out(archive, part, folder)
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as problem:
        raise Damaged("Tệp đã hỏng hoặc không phải bản sao lưu.") from problem
    return manifest


def _read_manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        words = json.loads(archive.read(MANIFEST))
        parts = [Part(**part) for part in words.pop("parts")]
        manifest = Manifest(**words, parts=parts)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise Damaged("Tệp không phải bản sao lưu của hệ thống này.") from problem
    if manifest.format > FORMAT:
        raise Damaged("Bản sao lưu do phiên bản mới hơn tạo ra: hãy nâng cấp trước.")
    if DATABASE not in {part.name for part in parts}:
        raise Damaged("Bản sao lưu không có cơ sở dữ liệu.")
    return manifest


def _take_out(archive: zipfile.ZipFile, part: Part, folder: Path) -> None:
    if not _NAME.match(part.name) or ".." in part.name:
        raise Damaged(f"Tên tệp lạ trong bản sao lưu: {part.name}")
    target = folder / part.name
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, left = hashlib.sha256(), part.size
    try:
        with archive.open(part.name) as source, target.open("wb") as copy:
            while chunk := source.read(min(_CHUNK, left + 1)):
                left -= len(chunk)
                if left < 0:
                    break
                digest.update(chunk)
                copy.write(chunk)
    except KeyError as problem:
        raise Damaged(f"Bản sao lưu thiếu tệp {part.name}.") from problem
    if left != 0 or digest.hexdigest() != part.sha256:
        raise Damaged(f"Tệp {part.name} không còn như khi sao lưu.")


def _check_database(path: Path, manifest: Manifest) -> None:
    try:
        with closing(sqlite3.connect(path)) as copy:
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        facts = _facts(path)
    except sqlite3.DatabaseError as problem:
        raise Damaged("Cơ sở dữ liệu trong bản sao lưu đã hỏng.") from problem
    if verdict != "ok" or facts != (
        manifest.revision,
        manifest.history_rows,
        manifest.history_head,
    ):
        raise Damaged("Cơ sở dữ liệu trong bản sao lưu đã hỏng.")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _to_disk(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # pragma: no cover (a folder cannot be synced there)
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
