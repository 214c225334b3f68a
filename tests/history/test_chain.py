"""The record proves itself: whoever gets past the triggers is still found out."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from dialogue.accounts.models import Unit
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history import chain
from dialogue.history.actions import record


@pytest.fixture
def rows(app: Flask) -> list[int]:
    """Ids of three rows on record after those of the set-up."""
    unit = db.session.scalars(db.select(Unit)).first()
    assert unit is not None
    ids = []
    for count in (10, 9, 100):
        with unit_of_work():
            event = record(None, unit, "note", "Ghi chú", reason="đổi ý\u0323", **{str(count): [1]})
            ids.append(event.id)
    return ids


def _past_the_triggers(*statements: str) -> None:
    with unit_of_work() as session:
        for verb in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER history_event_no_{verb}"))
        for statement in statements:
            session.execute(text(statement))


def test_an_untouched_record_holds(app: Flask, rows: list[int]) -> None:
    verdict = chain.verify()
    assert verdict.broken is None
    assert verdict.rows >= len(rows)
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert result.exit_code == 0
    assert verdict.head in result.output


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("reason = 'khác'", "content"),
        ("details = '{}'", "content"),
        ("actor_name = 'ai đó'", "content"),
        ("at = '2020-01-01 00:00:00.000000'", "link"),
        ("to_state = 'settled'", "link"),
        ("subject_id = subject_id + 1", "link"),
        ("content_digest = digest, reason = 'khác'", "content"),
    ],
)
def test_a_changed_row_is_named(app: Flask, rows: list[int], change: str, why: str) -> None:
    _past_the_triggers(f"UPDATE history_event SET {change} WHERE id = {rows[1]}")
    verdict = chain.verify()
    assert (verdict.broken, verdict.why) == (rows[1], why)
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert result.exit_code == 1
    assert f"Dòng {rows[1]}:" in result.output


def test_a_row_taken_out_is_found_at_the_next(app: Flask, rows: list[int]) -> None:
    _past_the_triggers(f"DELETE FROM history_event WHERE id = {rows[1]}")
    assert chain.verify().broken == rows[2]


def test_a_change_rehashed_alone_breaks_the_next_link(app: Flask, rows: list[int]) -> None:
    forged = "f" * 64
    _past_the_triggers(f"UPDATE history_event SET digest = '{forged}' WHERE id = {rows[2]}")
    assert chain.verify().broken == rows[2]


def test_a_record_cut_at_its_end_misses_the_noted_seal(app: Flask, rows: list[int]) -> None:
    noted = chain.verify().head
    assert chain.verify(noted).passed_noted
    _past_the_triggers(f"DELETE FROM history_event WHERE id = {rows[2]}")
    verdict = chain.verify(noted)
    assert verdict.broken is None
    assert not verdict.passed_noted
    result = app.test_cli_runner().invoke(args=["audit", "verify", "--noted", noted])
    assert result.exit_code == 1
    assert "đã bị cắt" in result.output


def test_the_walk_goes_on_over_batches(
    app: Flask, rows: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = chain.verify()
    monkeypatch.setattr(chain, "_BATCH", 1)
    assert chain.verify() == whole


def test_two_writers_make_one_chain(app: Flask) -> None:
    """Two threads write at once; the immediate transaction puts one after the other."""
    import threading

    def write() -> None:
        with app.app_context():
            unit = db.session.scalars(db.select(Unit)).first()
            assert unit is not None
            for _ in range(10):
                with unit_of_work():
                    record(None, unit, "note", "Ghi chú")

    before = chain.verify().rows
    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    verdict = chain.verify()
    assert verdict.broken is None
    assert verdict.rows == before + 40
