"""What order a rule asks for: pure, from who waits and when each registered (H3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from dialogue.hall.models import Turn

Block = list[Turn]


def proposed(waiting: Sequence[Turn], rule: str, kept: Collection[int] = ()) -> list[Turn]:
    """``waiting`` as ``rule`` (a code of ``ORDER_RULES``) would have it.

    Whoever was absent, and whoever the presider moved for a reason (ids in ``kept``), stays
    at his place; the others fill the places between. Who speaks on one matter stays together.
    """
    free = [t for t in waiting if t.state == "registered" and t.id not in kept]
    blocks = _blocks(sorted(free, key=lambda t: t.number))
    if rule == "topic":
        first = {topic: n for n, topic in reversed(list(enumerate(b[0].topic for b in blocks)))}
        blocks.sort(key=lambda block: first[block[0].topic])
    elif rule == "units":
        blocks = _in_rounds(blocks)
    order = iter([turn for block in blocks for turn in block])
    movable = {t.id for t in free}
    return [next(order) if t.id in movable else t for t in waiting]


def _blocks(turns: Sequence[Turn]) -> list[Block]:
    """Each group where its first member stands, everybody else alone."""
    found: dict[str, Block] = {}
    for turn in turns:
        found.setdefault(turn.group_topic or f"#{turn.id}", []).append(turn)
    return list(found.values())


def _in_rounds(blocks: Sequence[Block]) -> list[Block]:
    """One of each unit, then the second of each; who names no unit counts for himself."""
    had: Counter[int | str] = Counter()
    keyed = []
    for place, block in enumerate(blocks):
        unit: int | str = block[0].unit_id or f"#{block[0].id}"
        keyed.append((had[unit], place, block))
        had[unit] += 1
    return [block for _round, _place, block in sorted(keyed, key=lambda one: one[:2])]
