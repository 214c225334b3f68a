"""The register: gapless per type and year, however many issue at once."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from dialogue.core.errors import Conflict, DomainError, InvalidInput
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.followup import actions
from dialogue.followup.models import RegisterEntry, Reply
from dialogue.followup.register import take_number
from tests.followup.support import (
    approved_reply,
    assignment_of,
    conclude,
    issued_notice,
    make_meeting,
    make_opinion,
    person,
)

DAY = date(2024, 5, 2)


def _subjects(number: int) -> list[object]:
    meeting = make_meeting()
    return [make_opinion(meeting) for _ in range(number)]


def test_numbers_run_from_one_per_type_and_year() -> None:
    a, b, c, d = _subjects(4)
    assert take_number("TB", 2024, a, "Một", DAY).symbol == "01/TB-UBND"  # type: ignore[arg-type]
    assert take_number("TB", 2024, b, "Hai", DAY).symbol == "02/TB-UBND"  # type: ignore[arg-type]
    assert take_number("CV", 2024, c, "Thư", DAY).symbol == "01/UBND-VP"  # type: ignore[arg-type]
    new_year = take_number("TB", 2025, d, "Năm mới", date(2025, 1, 2))  # type: ignore[arg-type]
    assert (new_year.number, new_year.symbol) == (1, "01/TB-UBND")


def test_numbers_from_ten_are_not_padded() -> None:
    subjects = _subjects(10)
    symbols = [take_number("CV", 2024, s, "Thư", DAY).symbol for s in subjects]  # type: ignore[arg-type]
    assert symbols[8:] == ["09/UBND-VP", "10/UBND-VP"]


def test_a_day_before_the_last_number_is_refused() -> None:
    a, b = _subjects(2)
    take_number("TB", 2024, a, "Một", DAY)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="01/TB-UBND") as refused:
        take_number("TB", 2024, b, "Hai", date(2024, 5, 1))  # type: ignore[arg-type]
    assert refused.value.field == "issued_on"


def test_the_year_is_that_of_the_day() -> None:
    (a,) = _subjects(1)
    with pytest.raises(ValueError, match="year"):
        take_number("TB", 2025, a, "Một", DAY)  # type: ignore[arg-type]


def test_an_act_that_fails_gives_its_number_back() -> None:
    a, b = _subjects(2)

    def fails() -> None:
        with unit_of_work():
            take_number("TB", 2024, a, "Một", DAY)  # type: ignore[arg-type]
            raise Conflict

    with pytest.raises(Conflict):
        fails()
    assert take_number("TB", 2024, b, "Hai", DAY).number == 1  # type: ignore[arg-type]


def test_twenty_issuers_at_once_leave_no_gap(app: Flask) -> None:
    meeting = make_meeting()
    conclusions = [conclude(make_opinion(meeting)) for _ in range(20)]
    issued_notice(meeting)
    ids = [approved_reply(assignment_of(c)).id for c in conclusions]
    db.session.remove()
    start, failed = threading.Barrier(20), []

    def issue(reply_id: int) -> None:
        with app.app_context():
            try:
                reply = db.session.get(Reply, reply_id)
                assert reply is not None
                office = person("vanphong")
                db.session.rollback()  # hands the connection back before all wait
                start.wait(timeout=20)
                actions.issue_reply(reply, issued_on=DAY, actor=office)
            except (DomainError, threading.BrokenBarrierError) as error:
                failed.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=issue, args=(reply_id,)) for reply_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not failed
    query = select(RegisterEntry.number).where(RegisterEntry.series == "CV")
    assert sorted(db.session.scalars(query)) == list(range(1, 21))
    numbers = db.session.scalars(select(Reply.number).where(Reply.id.in_(ids)))
    assert sorted(n for n in numbers if n) == list(range(1, 21))


def test_one_reply_issued_twice_at_once_has_one_number(app: Flask) -> None:
    meeting = make_meeting()
    conclusion = conclude(make_opinion(meeting))
    issued_notice(meeting)
    reply_id = approved_reply(assignment_of(conclusion)).id
    db.session.remove()
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def issue() -> None:
        with app.app_context():
            reply, office = db.session.get(Reply, reply_id), person("vanphong")
            assert reply is not None
            db.session.rollback()
            start.wait(timeout=20)
            try:
                actions.issue_reply(reply, issued_on=DAY, actor=office)
                outcomes.append("issued")
            except Conflict:
                outcomes.append("conflict")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=issue) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["conflict", "issued"]
    assert (
        len(list(db.session.scalars(select(RegisterEntry).where(RegisterEntry.series == "CV"))))
        == 1
    )
