"""Fixtures common to all tests: a migrated database with the demo ward's people."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from dialogue import create_app
from dialogue.accounts.models import Account, Unit
from dialogue.extensions import db
from tests.support.html import ValidatingClient
from tests.support.sessions import sign_in

SETTINGS = {
    "TESTING": True,
    "SECRET_KEY": "only for tests",
    "WTF_CSRF_ENABLED": False,
    "RATELIMIT_ENABLED": False,
    "PROPAGATE_CRASHES": True,
    "PDF_FINDER": lambda: (
        None
    ),  # the same pages on every machine; documents/test_pdf.py has its own
}


@pytest.fixture(scope="session", autouse=True)
def nothing_leaves_this_machine() -> Iterator[None]:
    """Whatever a test does, the application speaks to nobody outside."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        assert host in ("localhost", "127.0.0.1", "::1"), f"a connection to {host}"
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session")
def people_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with units, accounts and fields, made once and copied for each test."""
    from dialogue import cli
    from dialogue.demo import people

    folder = tmp_path_factory.mktemp("people")
    app = create_app(SETTINGS, folder)
    with app.app_context():
        cli.upgrade()
        people.load()
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        db.engine.dispose()
    return folder


@pytest.fixture
def folder(people_template: Path, tmp_path: Path) -> Path:
    """This test's own copy of the ward's data."""
    target = tmp_path / "instance"
    shutil.copytree(people_template, target)
    return target


@pytest.fixture
def app(folder: Path) -> Iterator[Flask]:
    """The application over this test's data, with its context pushed."""
    app = create_app(SETTINGS, folder)
    app.test_client_class = ValidatingClient
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def account(app: Flask) -> Callable[[str], Account]:
    """``account("to3")``: the demo account of that user name."""

    def find(username: str) -> Account:
        return db.session.scalars(select(Account).where(Account.username == username)).one()

    return find


@pytest.fixture
def unit(app: Flask) -> Callable[[str], Unit]:
    """``unit("to-3")``: the unit of that code."""

    def find(code: str) -> Unit:
        return db.session.scalars(select(Unit).where(Unit.code == code)).one()

    return find


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that is signed out."""
    return app.test_client()


@pytest.fixture
def client_as(app: Flask) -> Callable[[str], FlaskClient]:
    """``client_as("vanphong")``: a browser signed in as that account."""

    return lambda username: sign_in(app.test_client(), username)


class QueryCount:
    """Counts the SQL statements inside its ``with`` body."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def _note(self, _c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN", "COMMIT", "ROLLBACK")):
            self.statements.append(statement)

    def __enter__(self) -> QueryCount:
        db.session.remove()
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_exc: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._note)

    def __len__(self) -> int:
        return len(self.statements)


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], QueryCount]:
    """``with count_queries() as n: client.get(...)`` then ``len(n)``."""
    return QueryCount
