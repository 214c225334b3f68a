"""One write transaction an act: all of it or nothing, one writer at a time."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from dialogue.accounts.models import Unit, Ward
from dialogue.core.unit_of_work import after_commit, unit_of_work
from dialogue.extensions import db


def _ward() -> Ward:
    return db.session.scalars(select(Ward)).one()


def test_an_exception_leaves_nothing(app: Flask) -> None:
    with pytest.raises(ValueError, match="stop"), unit_of_work():
        _ward().name = "phường khác"
        raise ValueError("stop")
    assert _ward().name == "phường Chánh Lộ"


def test_an_inner_one_joins_the_outer(app: Flask) -> None:
    called: list[str] = []
    with pytest.raises(ValueError, match="stop"), unit_of_work():
        with unit_of_work():
            _ward().hall = "Hội trường mới"
            after_commit(lambda: called.append("no"))
        raise ValueError("stop")
    assert _ward().hall != "Hội trường mới"
    assert called == []


def test_after_commit_runs_once_it_is_durable(app: Flask) -> None:
    seen: list[str] = []
    with unit_of_work():
        _ward().hall = "Hội trường mới"
        after_commit(lambda: seen.append(_ward().hall))
        assert seen == []
    assert seen == ["Hội trường mới"]
    with pytest.raises(RuntimeError):
        after_commit(lambda: None)


def test_what_was_read_before_is_read_again_inside(app: Flask) -> None:
    ward = _ward()
    assert ward.hall

    def elsewhere() -> None:
        with app.app_context(), unit_of_work():
            _ward().hall = "Đổi ở nơi khác"

    other = threading.Thread(target=elsewhere)
    other.start()
    other.join()
    with unit_of_work():
        assert ward.hall == "Đổi ở nơi khác"


def test_twenty_writers_lose_nothing(app: Flask) -> None:
    def add_one() -> None:
        with app.app_context(), unit_of_work():
            unit = db.session.scalars(select(Unit).where(Unit.code == "to-1")).one()
            unit.position += 1

    with unit_of_work():
        db.session.scalars(select(Unit).where(Unit.code == "to-1")).one().position = 0
    writers = [threading.Thread(target=add_one) for _ in range(20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    db.session.expire_all()
    assert db.session.scalars(select(Unit).where(Unit.code == "to-1")).one().position == 20


def test_sqlite_is_opened_as_the_house_wants(app: Flask) -> None:
    def pragma(name: str) -> object:
        return db.session.execute(text(f"PRAGMA {name}")).scalar()

    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2
    assert pragma("foreign_keys") == 1


def test_foreign_keys_hold(app: Flask) -> None:
    with pytest.raises(IntegrityError), unit_of_work() as session:
        session.execute(text("UPDATE account SET unit_id = 999 WHERE id = 1"))
