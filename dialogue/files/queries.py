"""Reads of attachments."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select

from dialogue.core.db import Base
from dialogue.extensions import db
from dialogue.files.models import Attachment


def path_of(folder: str, sha256: str) -> Path:
    """Where the bytes with that hash lie below ``folder``."""
    return Path(folder) / sha256[:2] / sha256


def get(attachment_id: int) -> Attachment | None:
    """The attachment; the caller checks who may see it."""
    return db.session.get(Attachment, attachment_id)


def attachments_of(owner: Base) -> list[Attachment]:
    """The files of one thing, oldest first."""
    found = attachments_by_owner(owner.__tablename__, [owner.id])  # type: ignore[attr-defined]
    return found.get(owner.id, [])  # type: ignore[attr-defined]


def attachments_by_owner(owner_type: str, ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """The files of several things of one kind, by id, in one query."""
    query = (
        select(Attachment)
        .where(Attachment.owner_type == owner_type, Attachment.owner_id.in_(list(ids)))
        .order_by(Attachment.id)
    )
    found: dict[int, list[Attachment]] = {}
    for row in db.session.scalars(query):
        found.setdefault(row.owner_id, []).append(row)
    return found
