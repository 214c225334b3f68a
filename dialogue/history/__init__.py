"""The append-only record of every act, and the timelines read from it."""

from __future__ import annotations

from typing import Any

from flask import Flask

from dialogue.accounts.models import Account
from dialogue.accounts.signals import acted
from dialogue.core.db import Base


def init_app(app: Flask) -> None:
    """Serve accounts, which lie below and cannot call this feature: their acts, their timeline."""
    from dialogue.history import cli
    from dialogue.history.queries import timeline

    app.cli.add_command(cli.audit)
    acted.connect(_note)
    app.jinja_env.globals["acts_on"] = timeline


def _note(
    subject: Base,
    *,
    actor: Account | None,
    verb: str,
    label: str,
    reason: str | None,
    details: dict[str, Any],
) -> None:
    from dialogue.history.actions import record

    record(actor, subject, verb, label, reason=reason, **details)
