"""Undo is a new act that restores what was; nothing is taken out of the record (hall.md 6)."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.core.errors import Conflict, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.hall.actions.command import (
    Image,
    earlier,
    image,
    refuse_stale,
    restore,
    turn_screen_back,
    write,
)
from dialogue.hall.models import HallCommand, HallSession, Turn
from dialogue.hall.permissions import may_operate, may_register
from dialogue.hall.queries.log import NEVER, commands, undoable
from dialogue.hall.queries.queue import queue
from dialogue.hall.workflow import TURN
from dialogue.history.actions import record
from dialogue.plans.models import Meeting

WITHDRAW = "Số đã cấp thì không hoàn tác: xin rút đăng ký và ghi lý do."
TOO_LATE = "Không hoàn tác được nữa: sau đó đã có việc khác trên cùng lượt này."


def undo(
    command: HallCommand,
    *,
    actor: Account,
    version: int | None = None,
    key: str | None = None,
) -> HallCommand:
    """Restore what ``command`` changed.

    Raises ``NotAllowed`` for who may not do the act itself, ``Conflict`` once something
    later holds on the same turn, or when it was undone already.
    """
    with unit_of_work() as session:
        meeting = session.get_one(Meeting, command.meeting_id)
        if (done := earlier(key, meeting.id, "undo", command.turn_id, actor)) is not None:
            return done
        if not may_undo(actor, meeting, command):
            raise NotAllowed
        hall = session.get_one(HallSession, meeting.id)
        refuse_stale(hall, version)
        current = queue(meeting.id).current
        free = undoable(
            commands(meeting.id),
            current.id if current else None,
            live=meeting.state in ("announced", "live"),
        )
        if command.verb in NEVER:
            raise Conflict(WITHDRAW)
        if meeting.state == "closed" or command.id not in {c.id for c in free}:
            raise Conflict(TOO_LATE)
        before: Image = {"turns": {}, "hall": {}}
        for number, old in command.before.get("turns", {}).items():
            turn = session.get_one(Turn, int(number))
            before["turns"][number] = image(turn)
            _put_back(turn, old, command, actor)
        turn_screen_back(hall, command.before.get("screen", {}))
        for name, value in command.before.get("hall", {}).items():
            before["hall"][name] = getattr(hall, name)
            setattr(hall, name, value)
        turn_of = session.get(Turn, command.turn_id) if command.turn_id else None
        return write(
            session, hall, "undo", f"Hoàn tác: {command.label}",
            actor=actor, key=key, turn=turn_of, before=before, undoes=command,
        )  # fmt: skip


def may_undo(actor: Account, meeting: Meeting, command: HallCommand) -> bool:
    """Whoever may do the act may take it back."""
    if command.verb == "withdraw":
        return may_register(actor, meeting) or may_operate(actor, meeting)
    return may_operate(actor, meeting)


def _put_back(turn: Turn, old: Image, command: HallCommand, actor: Account) -> None:
    state = turn.state
    restore(turn, old)
    record(
        actor, turn, "undo", f"Hoàn tác: {command.label}"[:200],
        moved=(state, turn.state, TURN.label(state), TURN.label(turn.state)),
    )  # fmt: skip
