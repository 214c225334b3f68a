"""What another way of counting due dates brings with it, shown before it is written (B2)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from dialogue.core import clock
from dialogue.deadlines.facts import DueDateResult
from dialogue.deadlines.models import DueDate
from dialogue.deadlines.queries import preview_due, recount_under, result_of
from dialogue.deadlines.rules import RULES, get_rule
from dialogue.plans import hooks
from dialogue.plans.models import ON_DATE, Meeting, Plan, Task
from dialogue.plans.queries.preview import COMMON, law_rule, law_task
from dialogue.plans.queries.tasks import tasks_of_meeting

COUNTING = ("announced", "live", "ended")  # meetings whose due dates are set and still run


@dataclass(frozen=True)
class RuleLine:
    """One due date of ``meeting`` that changes: from ``old`` to ``result``.

    No ``old``: it comes new. No ``result``: it is no longer asked for. It belongs to the
    meeting's ``column`` or to ``task``; ``rule`` is what it is counted by.
    """

    meeting: Meeting
    what: str
    who: tuple[str, ...]
    rule: str
    old: DueDate | None = None
    result: DueDateResult | None = None
    column: str = ""
    task: Task | None = None

    @property
    def is_moved(self) -> bool:
        """Whether the day itself changes, and not only what it rests on."""
        return bool(self.old and self.result and self.old.due_on != self.result.due_on)

    @property
    def is_passed(self) -> bool:
        return self.result is not None and self.result.due_on < clock.today()


@dataclass(frozen=True)
class RuleChange:
    """All that changes when ``plan`` counts by ``rule_set``."""

    plan: Plan
    rule_set: str
    lines: tuple[RuleLine, ...]

    @property
    def key(self) -> str:
        """Stays the same as long as every line does: the preview as the person saw it."""
        told = "\n".join(
            f"{line.meeting.id}|{line.what}|{line.old.due_on if line.old else ''}|"
            f"{line.result.due_on if line.result else ''}"
            for line in self.lines
        )
        return hashlib.sha256(f"{self.rule_set}\n{told}".encode()).hexdigest()[:24]

    @property
    def meetings(self) -> list[Meeting]:
        """The meetings with a line, each once."""
        return list({line.meeting.id: line.meeting for line in self.lines}.values())


def preview_rules(plan: Plan, rule_set: str) -> RuleChange:
    """Every due date that changes when ``plan`` goes over to ``rule_set``.

    Meetings without a date have none yet; what was announced, held or settled stays.
    """
    lines = [
        line
        for meeting in plan.meetings
        if meeting.state in COUNTING
        for line in _of_meeting(meeting, rule_set)
    ]
    return RuleChange(plan, rule_set, tuple(lines))


def _of_meeting(meeting: Meeting, rule_set: str) -> Iterator[RuleLine]:
    for column, rule, what in COMMON:
        old: DueDate | None = getattr(meeting, column)
        if old is None or hooks.is_settled(meeting, column):
            continue
        who = tuple(unit.short_name for unit in hooks.units_of(meeting, column))
        result = recount_under(old, rule, rule_set)
        if result != result_of(old):
            yield RuleLine(meeting, what, who, rule, old, result, column=column)
    for task in tasks_of_meeting(meeting):
        if task.due is None or task.state != "open" or task.rule == ON_DATE:
            continue
        if get_rule(task.rule).law is None:
            continue
        result = recount_under(task.due, task.rule, rule_set)
        if result != result_of(task.due):
            who = (task.unit.short_name,)
            yield RuleLine(meeting, task.title, who, task.rule, task.due, result, task=task)
    yield from _only_by_law(meeting, rule_set)


def _only_by_law(meeting: Meeting, rule_set: str) -> Iterator[RuleLine]:
    there = law_task(meeting)
    rule = law_rule(meeting, rule_set)
    if rule is not None and there is None and meeting.state == "announced":
        assert meeting.held_on is not None
        result = preview_due(rule, meeting.held_on, rule_set=rule_set)
        yield RuleLine(meeting, RULES[rule].label, ("Văn phòng",), rule, None, result)
    elif rule is None and there is not None and there.state == "open":
        who = (there.unit.short_name,)
        yield RuleLine(meeting, there.title, who, there.rule, there.due, None, task=there)
