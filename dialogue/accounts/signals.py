"""What the record above must hear of: accounts lie lower than the history that notes them."""

from __future__ import annotations

from typing import Any

from blinker import Signal

from dialogue.accounts.models import Account
from dialogue.core.db import Base

acted = Signal()


def record(
    actor: Account | None,
    subject: Base,
    verb: str,
    label: str,
    *,
    reason: str | None = None,
    **details: Any,
) -> None:
    """As ``history.actions.record``, which listens (wired in its ``init_app``)."""
    acted.send(subject, actor=actor, verb=verb, label=label, reason=reason, details=details)
