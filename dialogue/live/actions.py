"""Publishing: only after the commit, and only what is newer."""

from __future__ import annotations

from dialogue.core.unit_of_work import after_commit
from dialogue.live.bus import bus


def publish(topic: str, stored: int | None = None) -> None:
    """Inside a unit of work: once it is durable, tell who watches ``topic``.

    ``stored`` is the version that the act wrote for the topic, if it keeps one.
    """
    after_commit(lambda: bus.publish(topic, stored))
