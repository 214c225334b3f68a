"""Timelines."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, tuple_

from dialogue.core.db import Base
from dialogue.extensions import db
from dialogue.history.models import HistoryEvent


def timeline(*subjects: Base) -> list[HistoryEvent]:
    """Every event of ``subjects``, oldest first; the caller has checked who may see them."""
    return timeline_of((s.__tablename__, s.id) for s in subjects)  # type: ignore[attr-defined]


def timeline_of(keys: Iterable[tuple[str, int]]) -> list[HistoryEvent]:
    """As ``timeline``, by (table name, id)."""
    pairs = list(keys)
    if not pairs:
        return []
    where = tuple_(HistoryEvent.subject_type, HistoryEvent.subject_id).in_(pairs)
    return list(db.session.scalars(select(HistoryEvent).where(where).order_by(HistoryEvent.id)))
