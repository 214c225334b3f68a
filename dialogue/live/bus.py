"""The bus in the process: a topic has changed, whoever listens is told in order of priority."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from dataclasses import dataclass, field


@dataclass(eq=False)
class Listener:
    """One waiting stream; lower ``priority`` is woken first."""

    topic: str
    priority: int
    woken: asyncio.Event = field(default_factory=asyncio.Event)


class Bus:
    """Counts a topic's changes and wakes its listeners on the server's loop.

    ``publish`` may be called from any thread; everything else belongs to the loop.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._numbers = itertools.count(int(time.time() * 1000))
        self._stored: dict[str, int] = {}
        self._changed: dict[str, int] = {}
        self._listeners: dict[str, list[Listener]] = {}

    def bind(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """Wake listeners on ``loop`` from now on (None: the server stops).

        A server that starts knows no stored version yet: its database may be another one.
        """
        with self._lock:
            self._stored.clear()
        self._loop = loop

    def publish(self, topic: str, stored: int | None = None) -> None:
        """Say that ``topic`` changed; with ``stored`` only if that version is newer."""
        with self._lock:
            if stored is not None:
                if stored <= self._stored.get(topic, -1):
                    return
                self._stored[topic] = stored
            self._changed[topic] = next(self._numbers)
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._wake, topic)

    def learn(self, topic: str, stored: int) -> None:
        """Take ``stored`` as known when nothing is known yet, without waking anybody."""
        with self._lock:
            self._stored.setdefault(topic, stored)

    def change(self, topic: str) -> int:
        """The number of the topic's last change; grows over restarts too."""
        with self._lock:
            if topic not in self._changed:
                self._changed[topic] = next(self._numbers)
            return self._changed[topic]

    def listen(self, topic: str, priority: int) -> Listener:
        """Join ``topic``; leave with ``leave``."""
        listener = Listener(topic, priority)
        group = self._listeners.setdefault(topic, [])
        group.append(listener)
        group.sort(key=lambda one: one.priority)
        return listener

    def leave(self, listener: Listener) -> None:
        group = self._listeners.get(listener.topic, [])
        if listener in group:
            group.remove(listener)

    def wake_all(self) -> None:
        """Wake every listener (the server stops)."""
        for topic in list(self._listeners):
            self._wake(topic)

    def count(self) -> int:
        return sum(len(group) for group in self._listeners.values())

    def _wake(self, topic: str) -> None:
        for listener in self._listeners.get(topic, ()):
            listener.woken.set()


bus = Bus()
