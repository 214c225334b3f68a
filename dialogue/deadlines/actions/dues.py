"""Set a due date, or move one, inside another feature's act."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.core.clock import show_date
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.text import clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.facts import DueDateResult, earlier_of
from dialogue.deadlines.models import DueDate
from dialogue.deadlines.queries import load_calendar, result_of
from dialogue.deadlines.rules import PLAN_ONLY, Rule, compute, compute_under, get_rule
from dialogue.history.actions import record

FIXED_RULE = "on_date"


def set_due(
    rule: Rule | str,
    start: date,
    *,
    label: str = "",
    rule_set: str = PLAN_ONLY,
    count: int | None = None,
) -> DueDate:
    """Store the due date by ``rule`` counted from ``start`` and return it (with its id).

    ``label`` says what is due (default: the rule's own words); ``count`` is the office's
    own number of days; ``rule_set`` "current_law" acts on the earlier of both laws' dates.
    ``InvalidInput`` for an unknown rule or a day outside the calendar.
    """
    rule = get_rule(rule) if isinstance(rule, str) else rule
    rule = rule if count is None else rule.with_count(count)
    with unit_of_work():
        result = compute_under(rule_set, rule, start, load_calendar())
        return _store(result, rule.code, label or rule.label)


def set_due_on(day: date, *, label: str, basis: str = "") -> DueDate:
    """Store a due date that a person named ("a date" instead of a rule)."""
    with unit_of_work():
        result = load_calendar().on_date(day)
        return _store(result.named(FIXED_RULE, "Ngày do người giao việc ấn định", basis),
                      FIXED_RULE, label)  # fmt: skip


def move_due(
    due: DueDate,
    *,
    actor: Account | None,
    why: str,
    start: date | None = None,
    on: date | None = None,
    rule: Rule | str | None = None,
) -> DueDate:
    """Supersede ``due`` and return the new one; the caller points its own record to it.

    ``start`` counts again from another day, ``rule`` by another rule (from the old start
    unless ``start`` is given), ``on`` sets a day that a person named. ``why`` is required
    (``InvalidInput``); a due date already superseded raises ``Conflict``.
    """
    if (on is None) == (start is None and rule is None):
        raise ValueError("move_due takes either on, or start and rule")
    with unit_of_work():
        if on is not None:
            old = result_of(due)
            result = (
                load_calendar()
                .on_date(on)
                .named(FIXED_RULE, "Ngày mới theo quyết định dời hạn", old.basis if old else "")
            )
        elif rule is not None:
            rule = get_rule(rule) if isinstance(rule, str) else rule
            result = compute(rule, start or due.start_on, load_calendar())
        else:
            assert start is not None
            result = _recount(due, start)
        return supersede(due, result, actor=actor, why=why)


def _recount(due: DueDate, start: date) -> DueDateResult:
    """``due``'s own rules (with the counts it was made with) from another start."""
    calendar = load_calendar()
    stored = result_of(due)
    if stored is None:
        return compute(get_rule(due.rule), start, calendar)
    rules = (stored.without_others(), *stored.others)
    return earlier_of(*(calendar.recompute(one.started(start)) for one in rules))


def supersede(due: DueDate, result: DueDateResult, *, actor: Account | None, why: str) -> DueDate:
    """Store ``result`` in the place of ``due``, on record. ``due`` itself stays as it was."""
    why = clean_line(why)
    if not why:
        raise InvalidInput("Cần ghi rõ lý do dời hạn.", field="reason")
    with unit_of_work() as session:
        if session.scalar(select(DueDate.id).where(DueDate.replaces_id == due.id)):
            raise Conflict("Hạn này đã được dời trước đó. Dưới đây là tình trạng mới nhất.")
        new = _store(result, result.rule or due.rule, due.label, replaces=due, why=why)
        record(
            actor,
            new,
            "move_due",
            f"Dời hạn từ {show_date(due.due_on)} sang {show_date(new.due_on)}",
            reason=why,
            due_from=due.due_on.isoformat(),
            due_to=new.due_on.isoformat(),
            replaces=due.id,
        )
        return new


def _store(
    result: DueDateResult,
    rule: str,
    label: str,
    replaces: DueDate | None = None,
    why: str = "",
) -> DueDate:
    with unit_of_work() as session:
        due = DueDate(
            rule=rule,
            label=clean_line(label)[:200],
            start_on=result.start,
            due_on=result.due_on,
            is_confirmed=result.is_confirmed,
            facts=result.to_facts(),
            replaces_id=replaces.id if replaces else None,
            why_moved=why[:300],
        )
        session.add(due)
        session.flush()
        return due
