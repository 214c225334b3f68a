"""Storing an upload: checked before the act, on the disk before the row."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path

from flask import current_app, g
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from dialogue.accounts.models import Account
from dialogue.core.db import Base
from dialogue.core.errors import InvalidInput
from dialogue.core.text import clean_line
from dialogue.core.unit_of_work import after_commit, unit_of_work
from dialogue.extensions import db
from dialogue.files.checks import FILE_BYTES, Checked, check
from dialogue.files.models import Attachment
from dialogue.files.queries import path_of

_PREPARED = "files_prepared"


class Ready:
    """A checked upload that is on the disk and only waits for its owner."""

    def __init__(self, checked: Checked, name: str, sha256: str) -> None:
        self.checked, self.name, self.sha256 = checked, name, sha256


def prepare(
    uploads: Sequence[FileStorage], *, documents: bool = False, field: str = "photos"
) -> list[Ready]:
    """Check ``uploads`` and put their bytes on the disk; empty inputs are passed over.

    To be called before the unit of work. Raises ``InvalidInput`` beside ``field``. What no act
    takes leaves the disk at the end of the request (``forget_unused``).
    """
    return [_prepare(upload, documents, field) for upload in uploads if upload and upload.filename]


def prepare_good(
    uploads: Sequence[FileStorage], *, documents: bool = False, field: str = "photos"
) -> tuple[list[Ready], list[str]]:
    """As ``prepare``, but one that cannot be taken costs none of the others.

    Returns the good ones and a line for each refused one.
    """
    ready, refused = [], []
    for upload in uploads:
        try:
            ready += prepare([upload], documents=documents, field=field)
        except InvalidInput as wrong:
            refused.append(wrong.message)
    return ready, refused


def _prepare(upload: FileStorage, documents: bool, field: str) -> Ready:
    name = clean_line(Path((upload.filename or "").replace("\\", "/")).name)[:120] or "tep"
    checked = check(upload.stream.read(FILE_BYTES + 1), name, documents=documents, field=field)
    sha256 = _keep(checked.data)
    g.setdefault(_PREPARED, set()).add(sha256)
    return Ready(checked, f"{Path(name).stem}{checked.suffix}", sha256)


def attach(owner: Base, ready: Sequence[Ready], *, actor: Account | None) -> list[Attachment]:
    """Give prepared files to ``owner``, inside the caller's act."""
    with unit_of_work() as session:
        session.flush()
        for one in ready:
            # Bytes leave the disk only under this lock: what is here now, stays.
            _keep(one.checked.data)
        rows = [
            Attachment(
                owner_type=owner.__tablename__,
                owner_id=owner.id,  # type: ignore[attr-defined]
                sha256=one.sha256,
                name=one.name,
                media_type=one.checked.media_type,
                size=len(one.checked.data),
                width=one.checked.width,
                height=one.checked.height,
                uploaded_by_id=actor.id if actor else None,
            )
            for one in ready
        ]
        session.add_all(rows)
        session.flush()
        return rows


def share(files: Sequence[Attachment], owner: Base, *, actor: Account | None) -> None:
    """Give ``owner`` the same files as well: rows of its own over the same bytes."""
    with unit_of_work() as session:
        session.add_all(
            Attachment(
                owner_type=owner.__tablename__,
                owner_id=owner.id,  # type: ignore[attr-defined]
                sha256=one.sha256,
                name=one.name,
                media_type=one.media_type,
                size=one.size,
                width=one.width,
                height=one.height,
                uploaded_by_id=actor.id if actor else None,
            )
            for one in files
        )


def store(
    owner: Base,
    upload: FileStorage,
    *,
    actor: Account | None,
    documents: bool = False,
    field: str = "photos",
) -> Attachment:
    """``prepare`` and ``attach`` for one file of a thing that exists already."""
    ready = prepare([upload], documents=documents, field=field)
    return attach(owner, ready, actor=actor)[0]


def remove(attachments: Sequence[Attachment]) -> None:
    """Take files away from a thing that was never sent, inside the caller's act.

    Bytes that no other row names leave the disk once the act is durable.
    """
    with unit_of_work() as session:
        for row in attachments:
            session.delete(row)
        session.flush()
        gone = {row.sha256 for row in attachments}
        after_commit(partial(_drop_unnamed, gone))


def forget_unused() -> None:
    """Take bytes off the disk that were prepared for an act that then did not happen."""
    prepared: set[str] = g.pop(_PREPARED, set())
    if not prepared:
        return
    db.session.rollback()  # the act may have left a broken transaction behind
    if prepared - _named(prepared):
        _drop_unnamed(prepared)


def clean_up(*, older_than: float, dry_run: bool) -> tuple[list[Path], list[Attachment]]:
    """Remove what lies in the folder for longer than ``older_than`` seconds and no row names.

    Returns those paths, and the rows whose bytes are missing. ``dry_run`` removes nothing.
    """
    folder = Path(current_app.config["FILES_DIR"])
    before = time.time() - older_than
    found = [path for path in sorted(folder.glob("??/*")) if path.stat().st_mtime < before]
    with unit_of_work() as session:
        rows = list(session.scalars(select(Attachment).order_by(Attachment.id)))
        named = _named({path.name for path in found})
        loose = [path for path in found if path.name not in named]
        for path in loose if not dry_run else ():
            path.unlink(missing_ok=True)
        missing = [row for row in rows if not path_of(str(folder), row.sha256).is_file()]
    return loose, missing


def _named(hashes: Collection[str]) -> set[str]:
    """Those of ``hashes`` that a row names: here, or in any table with a column ``sha256``."""
    columns = [t.c.sha256 for t in Base.metadata.tables.values() if "sha256" in t.c]
    wanted, found = sorted(hashes), set[str]()
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        for column in columns:
            found.update(db.session.scalars(select(column).where(column.in_(part))))
    return found


def _drop_unnamed(hashes: set[str]) -> None:
    # Files are shared by their content: only inside the one write transaction is it certain
    # that no other act is about to name them.
    with unit_of_work():
        for sha256 in hashes - _named(hashes):
            path_of(current_app.config["FILES_DIR"], sha256).unlink(missing_ok=True)


def _keep(data: bytes) -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    target = path_of(current_app.config["FILES_DIR"], sha256)
    if target.exists():
        return sha256
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return sha256
