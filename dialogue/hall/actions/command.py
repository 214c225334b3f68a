"""What every command of the hall goes through: once, on the right turn, on record (hall.md 1).

A command names the turn it was meant for, the version of the queue that its sender saw and
a key. The same key again does nothing and gives the same answer. A command that comes after
somebody else's changes nothing. Each stands in ``HallCommand`` with the turns as they were.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import Conflict, NotAllowed
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.hall.models import HallCommand, HallSession, Turn
from dialogue.hall.permissions import may_operate
from dialogue.hall.queries.log import by_key, since
from dialogue.hall.queries.sessions import topic
from dialogue.hall.workflow import QUIET, TURN
from dialogue.history.actions import record
from dialogue.live.actions import publish
from dialogue.plans.models import Meeting

COLUMNS = (
    "state",
    "rank",
    "registered_at",
    "group_topic",
    "allowance",
    "called_at",
    "started_at",
    "paused_at",
    "paused_seconds",
    "ended_at",
    "answerer_id",
    "answer_started_at",
    "answer_ended_at",
)
Image = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """How a change is put on record: ``reason`` where it comes from the change itself,
    ``also`` the images of other turns that had to give room, ``screen`` what the hall's screen
    showed if it shows something else now."""

    label: str
    reason: str = ""
    also: Image = field(default_factory=dict)
    screen: Image = field(default_factory=dict)


Change = Callable[[HallSession, Turn, datetime], Said]


def on_turn(
    verb: str,
    turn: Turn,
    change: Change,
    *,
    actor: Account,
    version: int | None,
    key: str | None,
    reason: str = "",
) -> HallCommand:
    """Do ``verb`` to ``turn`` by its row of the table.

    ``change`` sets the columns besides the state and says what is put on record.
    Raises ``NotAllowed``, ``Conflict`` (stale, or no longer possible), ``InvalidInput``.
    """
    reason = clean(reason)
    with unit_of_work() as session:
        if (done := earlier(key, turn.meeting_id, verb, turn.id, actor)) is not None:
            return done
        if not TURN.row(verb).who(actor, turn):
            raise NotAllowed
        hall = session.get_one(HallSession, turn.meeting_id)
        refuse_stale(hall, version)
        row = TURN.permit(actor, turn, verb, reason=reason)
        own = {str(turn.id): image(turn)}
        state = turn.state
        said = change(hall, turn, clock.now())
        turn.state = row.target or state
        record(
            actor,
            turn,
            verb,
            said.label,
            reason=reason or said.reason,
            moved=(state, turn.state, TURN.label(state), TURN.label(turn.state)),
        )
        return write(
            session, hall, row.verb, said.label,
            actor=actor, key=key, turn=turn, reason=reason or said.reason,
            before={"turns": own | said.also} | ({"screen": said.screen} if said.screen else {}),
        )  # fmt: skip


def on_hall(
    verb: str,
    meeting: Meeting,
    change: Callable[[HallSession], tuple[str, Image]],
    *,
    actor: Account,
    key: str | None,
    version: int | None = None,
    may: Callable[[Account, Meeting], bool] = may_operate,
    reason: str = "",
) -> HallCommand:
    """Do ``verb`` to the hall itself; ``change`` gives the label and the before-image."""
    with unit_of_work() as session:
        if (done := earlier(key, meeting.id, verb, None, actor)) is not None:
            return done
        if not may(actor, meeting):
            raise NotAllowed
        hall = session.get_one(HallSession, meeting.id)
        refuse_stale(hall, version)
        label, before = change(hall)
        return write(session, hall, verb, label, actor=actor, key=key, reason=reason, before=before)


def write(
    session: Session,
    hall: HallSession,
    verb: str,
    label: str,
    *,
    actor: Account | None,
    key: str | None,
    before: Image,
    turn: Turn | None = None,
    reason: str = "",
    undoes: HallCommand | None = None,
) -> HallCommand:
    """Put a command on record, let the queue's version grow, tell who watches.

    ``actor`` None: a resident in the hall, from his phone.
    """
    hall.version += 1
    command = HallCommand(
        meeting_id=hall.meeting_id,
        key=key or secrets.token_hex(16),
        verb=verb,
        label=label[:200],
        turn_id=turn.id if turn is not None else None,
        version=hall.version,
        actor_id=actor.id if actor is not None else None,
        actor_name=actor.full_name if actor is not None else "Từ điện thoại",
        reason=clean(reason),
        before=before,
        undoes_id=undoes.id if undoes is not None else None,
    )
    session.add(command)
    session.flush()
    publish(topic(hall.meeting_id), hall.version)
    return command


def earlier(
    key: str | None, meeting_id: int, verb: str, turn_id: int | None, actor: Account
) -> HallCommand | None:
    """The command that came with ``key`` already; ``Conflict`` if it was another one."""
    found = by_key(key) if key else None
    if found is None:
        return None
    same = (found.meeting_id, found.verb, found.actor_id) == (meeting_id, verb, actor.id)
    if not same or turn_id not in (None, found.turn_id):
        raise Conflict
    return found


def refuse_stale(hall: HallSession, version: int | None) -> None:
    """Raise ``Conflict`` in words if somebody has acted on the queue since ``version``.

    A registration at the desk or a change of the screen disturbs no one (hall.md 2).
    """
    if version is None or version >= hall.version:
        return
    loud = [c for c in since(hall.meeting_id, version) if c.verb not in QUIET]
    if loud:
        last = loud[-1]
        raise Conflict(
            f"Lệnh vừa rồi chưa được thực hiện, vì lúc {clock.show_time(last.at)} "
            f"{last.actor_name} đã làm: {last.label}. Dưới đây là hàng đợi mới nhất."
        )


def turn_screen(hall: HallSession, layout: str, now: datetime) -> Image:
    """Let the hall's screen show ``layout``; the image of what it showed, empty if the same."""
    if hall.layout == layout:
        return {}
    since = hall.layout_since.isoformat() if hall.layout_since is not None else None
    shown = {"layout": hall.layout, "since": since, "until": now.isoformat()}
    hall.layout, hall.layout_since = layout, now
    return shown


def turn_screen_back(hall: HallSession, shown: Image) -> None:
    """Show what the screen showed before, unless somebody has chosen a layout since."""
    if not shown or hall.layout_since != datetime.fromisoformat(shown["until"]):
        return
    hall.layout = shown["layout"]
    hall.layout_since = datetime.fromisoformat(shown["since"]) if shown["since"] else None


def image(turn: Turn) -> Image:
    """The turn's columns as JSON, for the record and the undo."""
    values = {name: getattr(turn, name) for name in COLUMNS}
    return {n: v.isoformat() if isinstance(v, datetime) else v for n, v in values.items()}


def restore(turn: Turn, before: Image) -> None:
    """Set the columns back to ``before``."""
    for name in COLUMNS:
        if name not in before:
            continue  # an image from before this column was kept
        value = before[name]
        if name.endswith("_at") and value is not None:
            value = datetime.fromisoformat(value)
        setattr(turn, name, value)


def images(turns: Iterable[Turn]) -> Image:
    return {str(turn.id): image(turn) for turn in turns}
