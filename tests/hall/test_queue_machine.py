"""Random commands, stale and doubled ones too: what must hold of the queue always holds."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from dialogue import create_app
from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import DomainError
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.hall import actions
from dialogue.hall.models import HallCommand, HallSession, Turn
from dialogue.hall.queries.log import commands, effective
from dialogue.hall.queries.queue import queue
from dialogue.hall.queries.why import why
from dialogue.hall.workflow import MICROPHONE, ORDER_RULES
from dialogue.plans.models import Meeting, Plan
from tests.conftest import SETTINGS

VERBS = ("call", "start", "pause", "resume", "extend", "finish", "hand", "finish_answer",
         "absent", "withdraw", "move", "write", "take_back_answer", "group", "ungroup", "arrange",
         "rules")  # fmt: skip


class Hall(RuleBasedStateMachine):
    """Several people press at once; nobody is lost, nobody stands twice at the microphone."""

    def __init__(self) -> None:
        super().__init__()
        with unit_of_work() as session:
            year = (session.scalar(select(Plan.year).order_by(Plan.year.desc())) or 2000) + 1
            meeting = Meeting(
                plan=Plan(year=year, title="Kế hoạch", place="Hội trường"),
                ordinal=1,
                title="Đối thoại",
                audience="residents",
                place="Hội trường",
                state="live",
                starts_at=clock.now(),
            )
            session.add(meeting)
            session.flush()
        self.meeting = meeting
        self.hall = actions.ensure_session(meeting)
        self.chair = _account("chutich")
        self.other = _account("diachinh")
        self.keys = 0
        self.registered = 0

    def _key(self) -> str:
        self.keys += 1
        return f"{self.meeting.id}-{self.keys}"

    def _turns(self) -> list[Turn]:
        return queue(self.meeting.id).turns

    @rule()
    def register(self) -> None:
        actions.register(self.meeting, actor=self.chair, speaker_name="Người dân", words="Một việc")
        self.registered += 1

    @rule(
        verb=st.sampled_from(VERBS),
        which=st.integers(0, 5),
        other=st.integers(0, 5),
        late=st.booleans(),
        twice=st.booleans(),
    )
    def command(self, verb: str, which: int, other: int, late: bool, twice: bool) -> None:
        turns = self._turns()
        if not turns:
            return
        turn, neighbour = turns[which % len(turns)], turns[other % len(turns)]
        version = self.hall.version - (1 if late else 0)
        key = self._key()
        before = self._picture()
        try:
            self._press(verb, turn, neighbour, version, key)
        except DomainError:
            assert self._picture() == before, "a refused command changed something"
            return
        after = self._picture()
        assert after != before
        if twice:
            self._press(verb, turn, neighbour, version, key)
            assert self._picture() == after, "the same key did something twice"

    def _press(self, verb: str, turn: Turn, other: Turn, version: int, key: str) -> HallCommand:
        common: dict[str, Any] = {"actor": self.chair, "version": version, "key": key}
        if verb == "hand":
            return actions.hand_answer(turn, self.other, **common)
        if verb == "move":
            return actions.move(turn, other, reason="Cùng nội dung", **common)
        if verb == "extend":
            return actions.extend(turn, 60, reason="Hỏi thêm", **common)
        if verb == "withdraw":
            return actions.withdraw(turn, reason="Không nói nữa", **common)
        if verb == "call":
            return actions.call(turn, reason="Cụ già", **common)
        if verb == "group":
            return actions.group(self.meeting, [turn, other], "Cùng việc", **common)
        if verb == "arrange":
            return actions.arrange(self.meeting, **common)
        if verb == "rules":
            rule = sorted(ORDER_RULES)[turn.number % len(ORDER_RULES)]
            return actions.set_rules(
                self.meeting, order_rule=rule, default_seconds=120, answer_seconds=240,
                return_after=1 + other.number % 3, **common,
            )  # fmt: skip
        act = {"write": actions.answer_in_writing}.get(verb) or getattr(actions, verb)
        return act(turn, **common)  # type: ignore[no-any-return]

    @rule(back=st.integers(0, 3))
    def undo_restores(self, back: int) -> None:
        found = commands(self.meeting.id)
        if len(found) <= back:
            return
        command = found[-1 - back]
        try:
            actions.undo(command, actor=self.chair)
        except DomainError:
            return
        for number, old in command.before.get("turns", {}).items():
            turn = db.session.get_one(Turn, int(number))
            assert turn.state == (old["state"] if old else "withdrawn")
            assert old is None or turn.rank == old["rank"]

    @rule()
    def a_move_undone_gives_the_old_order(self) -> None:
        turns = queue(self.meeting.id).waiting
        if len(turns) < 2:
            return
        order = [t.id for t in turns]
        moved = actions.move(turns[0], turns[-1], reason="Đổi chỗ", actor=self.chair)
        actions.undo(moved, actor=self.chair)
        assert [t.id for t in queue(self.meeting.id).waiting] == order

    def _picture(self) -> Any:
        db.session.expire_all()
        return (
            self.hall.version,
            [(t.id, t.state, t.rank, t.allowance, t.paused_at, t.answerer_id)
             for t in self._turns()],
            len(commands(self.meeting.id)),
        )  # fmt: skip

    @invariant()
    def one_at_the_microphone(self) -> None:
        assert sum(t.state in MICROPHONE for t in self._turns()) <= 1

    @invariant()
    def nobody_lost_and_nobody_twice(self) -> None:
        numbers = sorted(t.number for t in self._turns())
        assert numbers == list(range(1, self.registered + 1))

    @invariant()
    def the_order_is_explained_by_the_record(self) -> None:
        # Whoever stands before one who registered earlier was put there by an act on record.
        found = queue(self.meeting.id)
        holding = effective(commands(self.meeting.id))
        waiting = found.waiting
        for place, one in enumerate(waiting):
            if any(later.number < one.number for later in waiting[place + 1 :]):
                story = why(found, one.number, public=False)
                passed = [why(found, t.number, public=False) for t in waiting[place + 1 :]
                          if t.number < one.number]  # fmt: skip
                assert story is not None
                assert story.steps or any(w is not None and w.steps for w in passed), [
                    (c.verb, c.label) for c in holding
                ]

    @invariant()
    def every_command_has_its_version(self) -> None:
        versions = [c.version for c in commands(self.meeting.id)]
        assert versions == list(range(2, len(versions) + 2))
        assert db.session.get_one(HallSession, self.meeting.id).version == len(versions) + 1


def _account(username: str) -> Account:
    return db.session.scalars(select(Account).where(Account.username == username)).one()


def test_the_queue_holds(people_template: Path, tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    shutil.copytree(people_template, folder)
    app = create_app(SETTINGS, folder)
    with app.app_context():
        run_state_machine_as_test(
            Hall,
            settings=settings(
                max_examples=40,
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                database=None,
            ),
        )
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    # What a power cut would lose is not what this test is about.
    from dialogue.core import db as core_db

    opened = core_db._open_sqlite

    def without_sync(connection: Any, record: Any) -> None:
        opened(connection, record)
        connection.execute("PRAGMA synchronous=OFF")

    monkeypatch.setattr(core_db, "_open_sqlite", without_sync)
