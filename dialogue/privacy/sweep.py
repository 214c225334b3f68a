"""Taking a person's name and phone out of every free text that the ward keeps."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any

from sqlalchemy import JSON, ColumnElement, String, Table, and_, or_, select, true, tuple_

from dialogue.core.db import Base
from dialogue.core.text import fold
from dialogue.extensions import db
from dialogue.hall.models import HallCommand
from dialogue.history.models import HistoryEvent, Redaction

REMOVED = "[đã xóa]"
# Who works for the ward acts under his own name, and its papers are signed with it.
_OFFICIAL_TABLES = {"account", "role_grant", "unit", "ward", "former_ward", "template_version"}
_OFFICIAL_COLUMNS = {"actor_name", "unit_name", "signer_name", "signer_role"}
_SEALED = {"content_digest", "digest", "sha256", "subject_type", "verb", "key", "client_key"}

Change = Callable[[str], str]
Key = tuple[str, int]  # (table name, id)


def taking_out(
    names: Collection[str], phones: Collection[str], addresses: Collection[str] = ()
) -> Change | None:
    """What takes a person out of a text however it is spaced and capitalised.

    A name of one word is no name to look for. Without marks a name of three words or more is
    known by itself. ``phones`` in E.164 are met with and without gaps, as dialled, too.
    """
    known = {*names, *(fold(name) for name in names if len(name.split()) >= 3)}
    parts = [rf"(?<!\w){_spaced(name)}(?!\w)" for name in known if len(name.split()) >= 2]
    parts += [rf"(?<!\w){_spaced(one)}(?!\w)" for one in addresses if len(one) >= 4]
    for phone in phones:
        digits = r"[ .\-]?".join(re.escape(c) for c in phone.removeprefix("+84"))
        parts.append(rf"(?<!\d)(?:\+?84[ .\-]?|0){digits}(?!\d)")
    if not parts:
        return None
    pattern = re.compile("|".join(sorted(parts, key=len, reverse=True)), re.IGNORECASE)
    return lambda text: pattern.sub(REMOVED, text)


def _spaced(text: str) -> str:
    return r"\s+".join(re.escape(word) for word in text.split())


def everywhere(change: Change, redaction: Redaction) -> dict[str, int]:
    """Put ``change`` to all free texts of the ward; table name → rows changed."""
    return _sweep(change, redaction, lambda _table: true())


def around(change: Change, redaction: Redaction, keys: Collection[Key]) -> dict[str, int]:
    """As ``everywhere``, only in the rows ``keys`` and in the record of them."""
    own: dict[str, list[int]] = {}
    for table, row_id in keys:
        own.setdefault(table, []).append(row_id)

    def where(table: Table) -> ColumnElement[bool] | None:
        if table.name == HistoryEvent.__tablename__:
            about = tuple_(HistoryEvent.subject_type, HistoryEvent.subject_id).in_(list(keys))
            return or_(about, HistoryEvent.verb.in_(("privacy_search", "privacy_export")))
        if table.name == HallCommand.__tablename__:
            return HallCommand.turn_id.in_(own.get("turn", []))
        return table.c.id.in_(own[table.name]) if table.name in own else None

    return _sweep(change, redaction, where)


def _sweep(
    change: Change,
    redaction: Redaction,
    where: Callable[[Table], ColumnElement[bool] | None],
) -> dict[str, int]:
    db.session.flush()
    counts: dict[str, int] = {}
    for table in Base.metadata.sorted_tables:
        condition = where(table) if table.name not in _OFFICIAL_TABLES else None
        if condition is None:
            continue
        if changed := list(_changes(table, condition, change)):
            counts[table.name] = len(changed)
        for key, values in changed:
            if table.name == HistoryEvent.__tablename__:
                values["redaction_id"] = redaction.id
            db.session.execute(table.update().where(key).values(values))
    db.session.expire_all()
    return counts


def _changes(
    table: Table, condition: ColumnElement[bool], change: Change
) -> Iterator[tuple[ColumnElement[bool], dict[str, Any]]]:
    texts = [
        column
        for column in table.c
        if isinstance(column.type, String | JSON)
        and column.name not in _OFFICIAL_COLUMNS | _SEALED
        and not column.primary_key
    ]
    if not texts:
        return
    keys = list(table.primary_key)
    for row in db.session.execute(select(*keys, *texts).where(condition)).all():
        before = dict(zip(texts, row[len(keys) :], strict=True))
        after = {column.name: _in_all(change, value) for column, value in before.items()}
        values = {c.name: after[c.name] for c, value in before.items() if after[c.name] != value}
        if values:
            yield and_(*(k == v for k, v in zip(keys, row, strict=False))), values


def _in_all(change: Change, value: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_in_all(change, one) for one in value]
    if isinstance(value, dict):
        return {change(key): _in_all(change, one) for key, one in value.items()}
    return value
