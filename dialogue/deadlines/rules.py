"""The named rules, as data. The numbers are the plan's defaults; the office may change them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from dialogue.core.errors import InvalidInput
from dialogue.deadlines.calendar import WorkingCalendar
from dialogue.deadlines.facts import AFTER, BEFORE, CALENDAR, WORKING, DueDateResult, earlier_of

PLAN_ONLY = "plan_2024"
CURRENT_LAW = "current_law"
ANCHORS = {"meeting": "ngày đối thoại", "notice": "ngày có thông báo kết luận"}


@dataclass(frozen=True)
class Rule:
    """One rule: ``count`` days of ``unit`` "before" or "after" the day of ``anchor``.

    ``law`` names the rule of later law about the same thing, used beside this one where
    the plan follows current law. ``by_law`` marks a rule that only that law has.
    """

    code: str
    label: str
    basis: str
    direction: str
    count: int
    unit: str
    anchor: str
    law: str | None = None
    by_law: bool = False

    @property
    def text(self) -> str:
        """``Chậm nhất 10 ngày làm việc sau ngày đối thoại``."""
        days = f"{self.count} ngày làm việc" if self.unit == WORKING else f"{self.count} ngày"
        anchor = ANCHORS[self.anchor]
        if self.direction == BEFORE:
            return f"Trước {anchor} {days}"
        return f"Chậm nhất {days} sau {anchor}"

    def with_count(self, count: int) -> Rule:
        """This rule with the office's own number of days."""
        return replace(self, count=count)


def _rules(*rules: Rule) -> Mapping[str, Rule]:
    return {rule.code: rule for rule in rules}


LAW = "Pháp luật hiện hành về đối thoại"
RULES: Mapping[str, Rule] = _rules(
    Rule(
        "opinions", "Gửi ý kiến về Văn phòng", "Kế hoạch III.1, III.5, III.9",
        BEFORE, 10, CALENDAR, "meeting",
    ),
    Rule(
        "delegates", "Gửi danh sách đại biểu", "Kế hoạch III.5",
        BEFORE, 5, CALENDAR, "meeting",
    ),
    Rule(
        "prepared_answers", "Chuẩn bị nội dung trả lời", "Kế hoạch III.2, III.3",
        BEFORE, 3, CALENDAR, "meeting",
    ),
    Rule(
        "notice", "Thông báo kết luận", "Kế hoạch II.4.3",
        AFTER, 10, WORKING, "meeting", law="results_public",
    ),
    Rule(
        "assignment", "Giải quyết và trả lời bằng văn bản", "Kế hoạch II.4.3",
        AFTER, 20, WORKING, "notice",
    ),
    # One clock, not 20 + 30: both counts start at the notice.
    Rule(
        "interim", "Giải quyết xong sau khi đã trả lời tạm thời", "Kế hoạch II.4.3",
        AFTER, 30, WORKING, "notice",
    ),
    Rule(
        "media_notice", "Thông báo trên phương tiện truyền thông", LAW,
        BEFORE, 7, CALENDAR, "meeting", by_law=True,
    ),
    Rule(
        "youth_programme", "Công khai kế hoạch và chương trình đối thoại với thanh niên", LAW,
        BEFORE, 30, CALENDAR, "meeting", by_law=True,
    ),
    Rule(
        "results_public", "Công khai kết quả đối thoại", LAW,
        AFTER, 10, CALENDAR, "meeting", by_law=True,
    ),
)  # fmt: skip

_GENERIC = re.compile(r"meeting_(minus|plus)_(\d{1,3})(_working)?")


def get_rule(code: str) -> Rule:
    """The rule of ``code``; ``InvalidInput`` for none.

    Besides ``RULES``: ``meeting_minus_5``, ``meeting_plus_5`` (calendar days) and
    ``meeting_plus_5_working``, for tasks that the plan leaves to the office.
    """
    if code in RULES:
        return RULES[code]
    match = _GENERIC.fullmatch(code)
    if match is None or (match[1] == "minus" and match[3]):
        raise InvalidInput(f"Không có quy tắc tính hạn “{code}”.", field="rule")
    direction = BEFORE if match[1] == "minus" else AFTER
    unit = WORKING if match[3] else CALENDAR
    return Rule(code, "Nhiệm vụ", "Văn phòng giao", direction, int(match[2]), unit, "meeting")


def compute(rule: Rule, anchor_date: date, calendar: WorkingCalendar) -> DueDateResult:
    """The due date by ``rule`` from ``anchor_date`` (a meeting's or a notice's day)."""
    if rule.direction == BEFORE:
        result = calendar.days_before(anchor_date, rule.count)
    elif rule.unit == WORKING:
        result = calendar.add_working_days(anchor_date, rule.count)
    else:
        result = calendar.add_calendar_days(anchor_date, rule.count)
    return result.named(rule.code, rule.text, rule.basis)


def compute_under(
    rule_set: str, rule: Rule, anchor_date: date, calendar: WorkingCalendar
) -> DueDateResult:
    """As ``compute``; under current law also by the law's own rule, acting on the earlier."""
    result = compute(rule, anchor_date, calendar)
    if rule_set != CURRENT_LAW or rule.law is None:
        return result
    return earlier_of(result, compute(RULES[rule.law], anchor_date, calendar))
