"""Two desks, a presider and phones at the same moment: no act lost, none doubled (H11)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.attendance.models import Delegate, DelegateList
from dialogue.checkin import actions as checkin
from dialogue.checkin.models import CheckIn
from dialogue.core import clock
from dialogue.core.errors import Conflict
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.hall import actions
from dialogue.hall.models import HallSession, SpeakingRequest, Turn
from dialogue.hall.queries.log import commands
from dialogue.hall.queries.queue import queue
from dialogue.plans.models import Meeting

EACH = 12


def person(username: str) -> Account:
    return db.session.scalars(select(Account).where(Account.username == username)).one()


def run_together(app: Flask, *works: Callable[[], None]) -> list[BaseException]:
    """Every work in a thread and a session of its own, begun at the same moment."""
    failed: list[BaseException] = []
    start = threading.Barrier(len(works))

    def one(work: Callable[[], None]) -> None:
        with app.app_context():
            try:
                start.wait(timeout=30)
                work()
            except BaseException as problem:
                failed.append(problem)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=one, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
        assert not thread.is_alive()
    return failed


def test_desks_presider_and_phones_at_once(app: Flask, meeting: Meeting) -> None:
    meeting_id = meeting.id
    db.session.remove()
    spoken: list[int] = []

    def desk(username: str) -> Callable[[], None]:
        def work() -> None:
            for number in range(EACH):
                for _press in range(2):  # each button is pressed twice
                    actions.register(
                        db.session.get_one(Meeting, meeting_id), actor=person(username),
                        speaker_name=f"{username} {number}", words="Một việc",
                        key=f"{username}-{number}",
                    )  # fmt: skip

        return work

    def phones() -> None:
        for number in range(EACH):
            actions.ask(
                db.session.get_one(Meeting, meeting_id), speaker_name=f"máy {number}",
                words="Một việc", device=f"máy-{number}", key=f"máy-{number}",
            )  # fmt: skip

    def presider() -> None:
        chair = person("chutich")
        limit = time.monotonic() + 60
        while len(spoken) < EACH and time.monotonic() < limit:
            waiting = queue(meeting_id).waiting
            if waiting:
                first = waiting[0]
                version = db.session.get_one(HallSession, meeting_id).version
                try:
                    actions.call(first, actor=chair, version=version)
                except Conflict:
                    db.session.rollback()  # the queue moved on meanwhile: look again
                    continue
                actions.start(first, actor=chair)
                actions.finish(first, actor=chair)
                spoken.append(first.number)
            db.session.remove()
            chair = person("chutich")

    assert run_together(app, desk("bvdp"), desk("vanphong"), phones, presider) == []
    turns = queue(meeting_id).turns
    assert sorted(t.number for t in turns) == list(range(1, 2 * EACH + 1))
    assert len({t.speaker_name for t in turns}) == 2 * EACH
    assert len(set(spoken)) == EACH
    assert {t.number for t in turns if t.state == "done"} == set(spoken)
    assert db.session.query(SpeakingRequest).count() == EACH
    versions = [c.version for c in commands(meeting_id)]
    assert versions == list(range(2, len(versions) + 2))


def test_one_request_at_two_desks_is_one_number(app: Flask, meeting: Meeting) -> None:
    asked = actions.ask(meeting, speaker_name="Bà Bông", words="Đèn", device="d", key="k")
    request_id = asked.id
    db.session.remove()

    def desk(username: str) -> Callable[[], None]:
        def work() -> None:
            request = db.session.get_one(SpeakingRequest, request_id)
            actions.accept(request, actor=person(username), speaker_name="Bà Bông")

        return work

    failed = run_together(app, *(desk(name) for name in ("bvdp", "vanphong") * 2))
    assert [type(problem) for problem in failed] == [Conflict] * 3
    assert db.session.query(Turn).count() == 1


def test_one_person_scanned_at_two_doors_is_there_once(app: Flask, meeting: Meeting) -> None:
    with unit_of_work() as session:
        roll = DelegateList(
            meeting_id=meeting.id, unit_id=person("to3").unit_id, state="sent",
            sent_at=clock.now(),
        )  # fmt: skip
        session.add(roll)
        session.flush()
        delegate = Delegate(roll=roll, meeting_id=meeting.id)
        delegate.describe(full_name="Lê Thị Bông", birth_year=None, phone="", post="", body="")
        session.add(delegate)
    delegate_id = delegate.id
    db.session.remove()
    fresh: list[bool] = []

    def door(username: str) -> Callable[[], None]:
        def work() -> None:
            found = db.session.get_one(Delegate, delegate_id)
            fresh.append(checkin.check_in(found, actor=person(username), way="code")[1])

        return work

    assert run_together(app, *(door(name) for name in ("bvdp", "vanphong") * 3)) == []
    assert sorted(fresh) == [False] * 5 + [True]
    assert db.session.query(CheckIn).count() == 1
