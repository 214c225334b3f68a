"""A record begun before there was a chain is tied as it was written."""

from __future__ import annotations

from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from dialogue.history import chain
from dialogue.history.models import HistoryEvent
from dialogue.migrations import run

ROW = (
    "INSERT INTO history_event (at, actor_name, unit_name, subject_type, subject_id, verb, label,"
    " from_state, to_state, from_label, to_label, reason, details) VALUES"
    " (:at, 'Hệ thống', '', 'unit', :n, 'note', 'Ghi chú', NULL, 'open', '', 'Mở',"
    ' \'lý do "\', \'{"10": 1, "9": ["ý"]}\')'
)


def test_rows_written_before_are_tied() -> None:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        run.upgrade(connection, "0004_tasks")
        for number, at in enumerate(("2024-05-02 01:02:03.000000", "2024-05-02 01:02:03.000004")):
            connection.execute(text(ROW), {"at": at, "n": number})
        run.upgrade(connection)
    previous = chain.START
    with Session(engine) as session:
        events = session.scalars(select(HistoryEvent).order_by(HistoryEvent.id)).all()
        assert len(events) == 2
        for event in events:
            assert event.content_digest == chain.content_digest(event)
            assert event.digest == chain.link_digest(previous, event)
            previous = event.digest
    engine.dispose()
