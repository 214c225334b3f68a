"""Storing an upload: checked before the act, on the disk before the row."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from dialogue.accounts.models import Account
from dialogue.core.db import Base
from dialogue.core.text import clean_line
from dialogue.core.unit_of_work import after_commit, unit_of_work
from dialogue.files.checks import FILE_BYTES, Checked, check
from dialogue.files.models import Attachment
from dialogue.files.queries import path_of


class Ready:
    """A checked upload that is on the disk and only waits for its owner."""

    def __init__(self, checked: Checked, name: str, sha256: str) -> None:
        self.checked, self.name, self.sha256 = checked, name, sha256


def prepare(
    uploads: Sequence[FileStorage], *, documents: bool = False, field: str = "photos"
) -> list[Ready]:
    """Check ``uploads`` and put their bytes on the disk; empty inputs are passed over.

    To be called before the unit of work. Raises ``InvalidInput`` beside ``field``.
    """
    ready = []
    for upload in uploads:
        if not upload or not upload.filename:
            continue
        name = clean_line(Path(upload.filename.replace("\\", "/")).name)[:120] or "tep"
        checked = check(upload.stream.read(FILE_BYTES + 1), name, documents=documents, field=field)
        shown = f"{Path(name).stem}{checked.suffix}"
        ready.append(Ready(checked, shown, _keep(checked.data)))
    return ready


def attach(owner: Base, ready: Sequence[Ready], *, actor: Account | None) -> list[Attachment]:
    """Give prepared files to ``owner``, inside the caller's act."""
    with unit_of_work() as session:
        session.flush()
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
        kept = set(session.scalars(select(Attachment.sha256).where(Attachment.sha256.in_(gone))))
        for sha256 in gone - kept:
            path = path_of(current_app.config["FILES_DIR"], sha256)
            after_commit(partial(path.unlink, missing_ok=True))


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
