"""The only writer of the ladder."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.chasing.models import FARTHEST, WHOM, ChasingStep
from dialogue.chasing.permissions import keeps_ladder
from dialogue.chasing.queries import ladder
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.actions import record


def add_step(*, days: int, whom: str, actor: Account) -> ChasingStep:
    """Tell ``whom`` so many working days before (negative) or after a due date.

    ``InvalidInput`` for one that is there already, or farther than ``FARTHEST`` days.
    """
    with unit_of_work() as session:
        if not keeps_ladder(actor):
            raise NotAllowed
        if whom not in WHOM:
            raise InvalidInput("Cần chọn nhắc ai.", field="whom")
        if not -FARTHEST <= days <= FARTHEST:
            raise InvalidInput(f"Nhiều nhất {FARTHEST} ngày làm việc.", field="days")
        if any((one.days, one.whom) == (days, whom) for one in ladder()):
            raise InvalidInput("Đã có bước nhắc này.", field="days")
        step = ChasingStep(days=days, whom=whom)
        session.add(step)
        session.flush()
        record(actor, step, "add", f"Thêm bước nhắc: {step.when}, {WHOM[whom]}")
        return step


def remove_step(step: ChasingStep, *, actor: Account, version: int | None = None) -> None:
    """No longer tell them then; what was told stays told."""
    with unit_of_work() as session:
        if not keeps_ladder(actor):
            raise NotAllowed
        if version is not None and version != step.version:
            raise Conflict
        record(actor, step, "remove", f"Bỏ bước nhắc: {step.when}, {WHOM[step.whom]}")
        session.delete(step)
