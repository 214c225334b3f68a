"""Writing the record: ``record`` a fact, ``perform`` a step of a lifecycle."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.db import Base
from dialogue.core.text import clean
from dialogue.core.workflow import Stateful, Transition, Workflow
from dialogue.extensions import db
from dialogue.history import chain
from dialogue.history.models import HistoryEvent

T = TypeVar("T", bound=Stateful)


def record(
    actor: Account | None,
    subject: Base,
    verb: str,
    label: str,
    *,
    reason: str | None = None,
    moved: tuple[str | None, str | None, str, str] | None = None,
    **details: Any,
) -> HistoryEvent:
    """Add one event about ``subject`` (flushed first, so that it has an id).

    ``actor`` None is the system itself. ``moved``: from, to and their labels.
    ``details`` must be JSON-able.
    """
    session = db.session
    session.flush()
    from_state, to_state, from_label, to_label = moved or (None, None, "", "")
    event = HistoryEvent(
        at=clock.now(),
        actor_id=actor.id if actor else None,
        actor_name=actor.full_name if actor else "Hệ thống",
        unit_name=actor.unit.name if actor else "",
        subject_type=subject.__tablename__,
        subject_id=subject.id,  # type: ignore[attr-defined]
        verb=verb,
        label=label,
        from_state=from_state,
        to_state=to_state,
        from_label=from_label,
        to_label=to_label,
        reason=clean(reason),
        details=json.loads(json.dumps(details)),  # as it will be read back, and hashed
    )
    chain.append(event)
    return event


def perform(
    workflow: Workflow[T],
    thing: T,
    verb: str,
    *,
    actor: Account,
    version: int | None = None,
    reason: str | None = None,
    label: str | None = None,
    **details: Any,
) -> Transition[T]:
    """Guard ``verb`` by its row, move ``thing``, write it down. Inside a unit of work.

    ``version`` is the one the person saw; a stale one raises ``Conflict``.
    """
    row = workflow.permit(actor, thing, verb, version=version, reason=reason)
    before = thing.state
    if row.target is not None:
        thing.state = row.target
    if hasattr(thing, "version"):
        thing.version += 1
    record(
        actor,
        thing,  # type: ignore[arg-type]
        verb,
        label or row.label,
        reason=reason,
        moved=(before, thing.state, workflow.label(before), workflow.label(thing.state)),
        **details,
    )
    return row
