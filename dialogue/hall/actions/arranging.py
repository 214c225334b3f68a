"""The rules of a hall's order, the queue arranged by them, groups on one matter (H3, H4)."""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.accounts.models import Account
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.hall.actions.command import (
    Image,
    Said,
    earlier,
    images,
    on_hall,
    on_turn,
    refuse_stale,
    write,
)
from dialogue.hall.actions.order import STEP, put_at
from dialogue.hall.models import HallCommand, HallSession, Turn
from dialogue.hall.ordering import proposed
from dialogue.hall.permissions import may_operate
from dialogue.hall.queries.log import commands, moved_ids
from dialogue.hall.queries.queue import queue
from dialogue.hall.timing import show_seconds
from dialogue.hall.workflow import ORDER_RULES, TURN
from dialogue.history.actions import record
from dialogue.plans.models import Meeting

IN_ORDER = "Hàng đợi đã đúng quy tắc."
MINUTES = range(1, 16)


def set_rules(
    meeting: Meeting,
    *,
    order_rule: str,
    default_seconds: int,
    answer_seconds: int,
    return_after: int,
    actor: Account,
    version: int | None = None,
    key: str | None = None,
) -> HallCommand:
    """The rules in force from now on; who has a number keeps the time he was promised.

    Raises ``InvalidInput`` for an unknown rule or a number out of bounds.
    """
    if order_rule not in ORDER_RULES:
        raise InvalidInput("Cần chọn một quy tắc.", field="order_rule")
    for seconds, field in ((default_seconds, "minutes"), (answer_seconds, "answer_minutes")):
        if not 60 <= seconds <= 15 * 60:
            raise InvalidInput("Thời gian từ 1 đến 15 phút.", field=field)
    if not 1 <= return_after <= 20:
        raise InvalidInput("Mời lại sau 1 đến 20 người.", field="return_after")
    wanted = {
        "order_rule": order_rule,
        "default_seconds": default_seconds,
        "answer_seconds": answer_seconds,
        "return_after": return_after,
    }

    def change(hall: HallSession) -> tuple[str, Image]:
        before = {name: getattr(hall, name) for name in wanted}
        for name, value in wanted.items():
            setattr(hall, name, value)
        label = (
            f"Quy tắc: {ORDER_RULES[order_rule].lower()}; "
            f"phát biểu {show_seconds(default_seconds)}, trả lời {show_seconds(answer_seconds)}; "
            f"vắng mời lại sau {return_after} người"
        )
        return label, {"hall": before}

    return on_hall("rules", meeting, change, actor=actor, key=key, version=version)


def arrange(
    meeting: Meeting, *, actor: Account, version: int | None = None, key: str | None = None
) -> HallCommand:
    """Bring the queue into the order of the rule in force, in one command.

    Whom the presider moved for a reason, and who was absent, keeps his place. Raises
    ``Conflict`` where the queue is in that order already.
    """
    with unit_of_work() as session:
        if (done := earlier(key, meeting.id, "arrange", None, actor)) is not None:
            return done
        if not may_operate(actor, meeting):
            raise NotAllowed
        hall = session.get_one(HallSession, meeting.id)
        refuse_stale(hall, version)
        waiting = queue(meeting.id).waiting
        wanted = proposed(waiting, hall.order_rule, moved_ids(commands(meeting.id)))
        if meeting.state not in ("announced", "live") or [t.id for t in wanted] == [
            t.id for t in waiting
        ]:
            raise Conflict(IN_ORDER)
        before = {"turns": images(waiting)}
        label = f"Sắp hàng đợi: {ORDER_RULES[hall.order_rule].lower()}"
        for place, turn in enumerate(wanted, start=1):
            turn.rank = place * STEP
            record(actor, turn, "arrange", f"{label}, vị trí {place}")
        return write(session, hall, "arrange", label, actor=actor, key=key, before=before)


def group(
    meeting: Meeting,
    turns: Sequence[Turn],
    topic: str,
    *,
    actor: Account,
    version: int | None = None,
    key: str | None = None,
) -> HallCommand:
    """Let ``turns`` speak one after the other on ``topic``; one answer serves them all.

    Those who wait move up behind the first of them; where one of them has spoken or speaks,
    they come next. Raises ``InvalidInput`` for fewer than two or without a topic.
    """
    topic = clean_line(topic)[:120]
    with unit_of_work() as session:
        if (done := earlier(key, meeting.id, "group", None, actor)) is not None:
            return done
        if not may_operate(actor, meeting):
            raise NotAllowed
        hall = session.get_one(HallSession, meeting.id)
        refuse_stale(hall, version)
        if not topic:
            raise InvalidInput("Cần ghi nội dung chung.", field="topic")
        if len({turn.id for turn in turns}) < 2:
            raise InvalidInput("Cần chọn ít nhất hai người.", field="turns")
        for turn in turns:
            TURN.permit(actor, turn, "group")
        waiting = queue(meeting.id).waiting
        chosen = {turn.id for turn in turns}
        before = {"turns": images({t.id: t for t in (*waiting, *turns)}.values())}
        members = [t for t in waiting if t.id in chosen]
        begun = len(members) < len(chosen)
        others = [t for t in waiting if t.id not in chosen]
        place = 0 if begun else _place_of_first(waiting, members, others)
        for offset, turn in enumerate(members):
            put_at(turn, others, place + offset)
            others.insert(place + offset, turn)
        for turn in turns:
            turn.group_topic = topic
            record(actor, turn, "group", f"Cùng nội dung với người khác: {topic}")
        numbers = ", ".join(str(t.number) for t in sorted(turns, key=lambda t: t.number))
        return write(
            session, hall, "group", f"Nhóm số {numbers}: {topic}",
            actor=actor, key=key, before=before, reason=f"Cùng nội dung: {topic}",
        )  # fmt: skip


def _place_of_first(
    waiting: Sequence[Turn], members: Sequence[Turn], others: Sequence[Turn]
) -> int:
    """How many of ``others`` stand before the first of ``members``."""
    first = waiting.index(members[0])
    return sum(1 for t in others if waiting.index(t) < first)


def ungroup(
    turn: Turn,
    *,
    reason: str = "",
    actor: Account,
    version: int | None = None,
    key: str | None = None,
) -> HallCommand:
    """Take one out of his group; his place in the queue stays."""

    def change(_hall: HallSession, turn: Turn, _now: object) -> Said:
        topic = turn.group_topic
        turn.group_topic = ""
        return Said(f"Số {turn.number} ra khỏi nhóm {topic}")

    return on_turn("ungroup", turn, change, actor=actor, version=version, key=key, reason=reason)
