"""Noting what was done for the server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from dialogue.care.models import CareEvent
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db


@dataclass
class Note:
    """What is known of an act by its end."""

    name: str
    size: int = 0


@contextmanager
def noted(kind: str, name: str = "") -> Iterator[Note]:
    """Note the body as an act of ``kind``: done, or failed where it ends by an exception.

    A data folder that cannot take the note (none there, full, of an older schema) does not
    stop the act.
    """
    note, ok = Note(name), False
    try:
        yield note
        ok = True
    finally:
        _write(kind, note, ok)


def _write(kind: str, note: Note, ok: bool) -> None:
    try:
        with unit_of_work() as session:
            session.add(CareEvent(kind=kind, ok=ok, name=note.name[-300:], size=note.size))
    except SQLAlchemyError:
        db.session.rollback()
