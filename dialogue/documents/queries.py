"""Reads of issued documents, template versions and settings."""

from __future__ import annotations

from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogue.documents.models import DocumentSetting, IssuedDocument, TemplateVersion
from dialogue.extensions import db
from dialogue.files.queries import path_of


def issued(kind: str, subject_id: int) -> IssuedDocument | None:
    """The document of ``kind`` as issued for that thing; the caller checks who asks."""
    return db.session.scalar(
        select(IssuedDocument).where(
            IssuedDocument.kind == kind, IssuedDocument.subject_id == subject_id
        )
    )


def versions(kind: str) -> list[TemplateVersion]:
    """The ward's template versions of ``kind``, newest first."""
    query = (
        select(TemplateVersion)
        .where(TemplateVersion.kind == kind)
        .options(joinedload(TemplateVersion.added_by))
        .order_by(TemplateVersion.number.desc())
    )
    return list(db.session.scalars(query).unique())


def in_force(kind: str) -> TemplateVersion | None:
    """The newest version of ``kind``, or None before the ward touched it."""
    query = (
        select(TemplateVersion)
        .where(TemplateVersion.kind == kind)
        .order_by(TemplateVersion.number.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def all_in_force() -> dict[str, TemplateVersion]:
    """The newest version of each kind that has one, in one query."""
    query = (
        select(TemplateVersion)
        .options(joinedload(TemplateVersion.added_by))
        .order_by(TemplateVersion.number)
    )
    return {one.kind: one for one in db.session.scalars(query).unique()}


def stored_bytes(sha256: str) -> bytes:
    """The stored file with that hash."""
    return stored_path(sha256).read_bytes()


def stored_path(sha256: str) -> Path:
    """Where the stored file with that hash lies."""
    return path_of(current_app.config["FILES_DIR"], sha256)


def shows_parent_line() -> bool:
    """Whether documents name the parent body above the ward."""
    setting = db.session.get(DocumentSetting, 1)
    return True if setting is None else setting.parent_line
