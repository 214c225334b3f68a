"""The safe acts on many at once: each row is checked again, each refusal said by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dialogue.accounts.models import Account, Unit
from dialogue.core.errors import DomainError, NotAllowed
from dialogue.opinions.actions.preparing import ask_preparation
from dialogue.opinions.actions.triage import (
    classify,
    return_for_clarification,
    select_for_agenda,
)
from dialogue.opinions.models import Field, Opinion
from dialogue.opinions.permissions import can_triage


@dataclass
class BulkResult:
    """What was done and what was not: (opinion, why)."""

    done: list[Opinion] = field(default_factory=list)
    refused: list[tuple[Opinion, str]] = field(default_factory=list)


def classify_all(
    opinions: Sequence[Opinion], *, field: Field, competence: str, actor: Account
) -> BulkResult:
    """Classify each to one field and competence."""
    return _each(
        opinions,
        actor,
        lambda one: classify(one, field=field, competence=competence, actor=actor),
    )


def select_all(opinions: Sequence[Opinion], *, actor: Account) -> BulkResult:
    """Put each on the agenda."""
    return _each(opinions, actor, lambda one: select_for_agenda(one, actor=actor))


def ask_all(opinions: Sequence[Opinion], *, lead_unit: Unit, actor: Account) -> BulkResult:
    """Have one unit prepare the answers to all; supporting units stay as they are."""

    def ask(one: Opinion) -> object:
        before = one.preparation
        helpers = [row.unit for row in before.supporting] if before is not None else []
        return ask_preparation(one, lead_unit=lead_unit, supporting=helpers, actor=actor)

    return _each(opinions, actor, ask)


def return_all(opinions: Sequence[Opinion], *, question: str, actor: Account) -> BulkResult:
    """Ask each sender the same question."""
    return _each(
        opinions,
        actor,
        lambda one: return_for_clarification(one, question=question, actor=actor),
    )


def _each(
    opinions: Sequence[Opinion], actor: Account, act: Callable[[Opinion], object]
) -> BulkResult:
    if not can_triage(actor):
        raise NotAllowed
    result = BulkResult()
    for opinion in opinions:
        # One transaction each: what can be done is done, the rest says why not.
        try:
            act(opinion)
        except DomainError as refusal:
            result.refused.append((opinion, refusal.message))
        else:
            result.done.append(opinion)
    return result
