"""Who answered whom and for how long: each answer, also one passed on or taken back (H5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.extensions import db
from dialogue.hall.models import HallCommand, Turn
from dialogue.hall.queries.log import effective, touched

ENDS = ("hand", "finish_answer", "take_back_answer", "enter_speech")
WORDS = {"hand": "giao người khác", "take_back_answer": "chủ trì thu lại", "finish_answer": "",
         "enter_speech": ""}  # fmt: skip
PASSED = (WORDS["hand"], WORDS["take_back_answer"])


@dataclass(frozen=True)
class Answer:
    """One answer: who, from when; ``ended_at`` None while it goes on."""

    answerer_id: int
    started_at: datetime
    ended_at: datetime | None
    end: str  # how it ended, in words; "" for a whole answer

    def seconds(self, now: datetime) -> float:
        return max(0.0, ((self.ended_at or now) - self.started_at).total_seconds())


def answers_of(turns: Iterable[Turn], log: Iterable[HallCommand]) -> Mapping[int, list[Answer]]:
    """Turn id → its answers in order, by the commands of ``log`` that still hold."""
    holding = effective(log)
    return {turn.id: _answers(turn, [c for c in holding if turn.id in touched(c)])
            for turn in turns}  # fmt: skip


def names_of(accounts: Iterable[int]) -> Mapping[int, str]:
    """Account id → full name, in one query."""
    wanted = set(accounts)
    if not wanted:
        return {}
    query = select(Account.id, Account.full_name).where(Account.id.in_(wanted))
    return {row[0]: row[1] for row in db.session.execute(query)}


def _answers(turn: Turn, mine: list[HallCommand]) -> list[Answer]:
    found = []
    for place, command in enumerate(mine):
        later = mine[place + 1 :]
        if command.verb == "hand":
            end = next((c for c in later if c.verb in ENDS), None)
            found.append(
                Answer(
                    answerer_id=_after(turn, later, "answerer_id") or 0,
                    started_at=command.at,
                    ended_at=end.at if end is not None else turn.answer_ended_at,
                    end=WORDS[end.verb] if end is not None else "",
                )
            )
        elif command.verb == "enter_speech" and _after(turn, later, "answerer_id"):
            # The paper's answer stands for the last one that the machine knew of.
            found = [one for one in found if one.end in PASSED]
            found.append(
                Answer(
                    answerer_id=_after(turn, later, "answerer_id"),
                    started_at=_after(turn, later, "answer_started_at"),
                    ended_at=_after(turn, later, "answer_ended_at"),
                    end="ghi từ giấy",
                )
            )
    return found


def _after(turn: Turn, later: list[HallCommand], column: str) -> Any:
    """What a command wrote into ``column``: the image of the next act holds it."""
    if not later:
        return getattr(turn, column)
    value = later[0].before["turns"][str(turn.id)][column]
    return datetime.fromisoformat(value) if value and column.endswith("_at") else value
