"""Notices what a command line or a second process wrote (``PRAGMA data_version``)."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Mapping

from flask import Flask

from dialogue.extensions import db
from dialogue.live.bus import bus
from dialogue.live.registry import registry

SECONDS = 0.1
log = logging.getLogger("dialogue.live")


async def watch(app: Flask) -> None:
    """Publish every topic whose stored version grew, until cancelled."""
    with app.app_context():
        path = db.engine.url.database
    if not path or db_is_not_sqlite(app):
        return
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    try:
        last = _data_version(connection)
        for topic, stored in (await asyncio.to_thread(_stored, app)).items():
            bus.learn(topic, stored)
        while True:
            await asyncio.sleep(SECONDS)
            current = _data_version(connection)
            if current == last:
                continue
            last = current
            try:
                versions = await asyncio.to_thread(_stored, app)
            except Exception:
                log.exception("the watcher could not read versions")
                continue
            for topic, stored in versions.items():
                bus.publish(topic, stored)
    finally:
        connection.close()


def db_is_not_sqlite(app: Flask) -> bool:
    with app.app_context():
        return db.engine.dialect.name != "sqlite"


def _data_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _stored(app: Flask) -> Mapping[str, int]:
    found: dict[str, int] = {}
    with app.app_context():
        for read in registry(app).versions:
            found.update(read())
        db.session.remove()
    return found
