"""The commands of a hall: the record of the meeting and what can still be undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogue.extensions import db
from dialogue.hall.models import HallCommand
from dialogue.hall.workflow import MICROPHONE


def commands(meeting_id: int) -> list[HallCommand]:
    """Every command of a meeting, oldest first."""
    query = (
        select(HallCommand)
        .where(HallCommand.meeting_id == meeting_id)
        .options(joinedload(HallCommand.turn))
        .order_by(HallCommand.id)
    )
    return list(db.session.scalars(query))


def by_key(key: str) -> HallCommand | None:
    """The command that came with ``key``, or None."""
    return db.session.scalar(select(HallCommand).where(HallCommand.key == key))


def since(meeting_id: int, version: int) -> list[HallCommand]:
    """The commands after ``version`` of the queue, oldest first."""
    query = (
        select(HallCommand)
        .where(HallCommand.meeting_id == meeting_id, HallCommand.version > version)
        .order_by(HallCommand.id)
    )
    return list(db.session.scalars(query))


def effective(found: Iterable[HallCommand]) -> list[HallCommand]:
    """Those that still hold: neither undone nor an undo themselves."""
    found = list(found)
    undone = {c.undoes_id for c in found if c.undoes_id is not None}
    return [c for c in found if c.verb != "undo" and c.id not in undone]


def moved_ids(found: Iterable[HallCommand]) -> set[int]:
    """The turns whom the presider moved for a reason; that still holds."""
    return {c.turn_id for c in effective(found) if c.verb == "move" and c.turn_id is not None}


def touched(command: HallCommand) -> set[int]:
    """The ids of the turns that ``command`` changed."""
    return {int(number) for number in command.before.get("turns", {})}


# Who got a number gives it back by a withdrawal, which has its reason on record.
NEVER = ("register",)


def undoable(
    found: Sequence[HallCommand], at_microphone: int | None, *, live: bool = True
) -> list[HallCommand]:
    """Those that may be undone now, newest first.

    Nothing later may hold on the same turns, and nobody else than the turn itself may be
    ``at_microphone`` where the undo would lead back to it; once it is no longer ``live``,
    nobody comes back to it at all.
    """
    free: list[HallCommand] = []
    later: set[int] = set()
    later_settings: set[str] = set()
    for command in reversed(effective(found)):
        turns, settings = touched(command), set(command.before.get("hall", {}))
        if not turns and not settings:
            continue  # it changed nothing of the queue, as the opening of the meeting
        if command.verb in NEVER:
            later |= turns
            continue
        blocked = turns & later or settings & later_settings
        over = not live and leads_to_the_microphone(command)
        if not blocked and not over and _microphone_free(command, at_microphone):
            free.append(command)
        later |= turns
        later_settings |= settings | ({"layout"} if command.before.get("screen") else set())
    return free


def leads_to_the_microphone(command: HallCommand) -> bool:
    """Whether somebody would speak again if ``command`` were undone."""
    images = command.before.get("turns", {}).values()
    return any(image and image["state"] in MICROPHONE for image in images)


def _microphone_free(command: HallCommand, at_microphone: int | None) -> bool:
    if at_microphone is None:
        return True
    before = command.before.get("turns", {})
    return all(
        int(number) == at_microphone or image["state"] not in MICROPHONE
        for number, image in before.items()
    )
