"""Input of the pages by which the office gives units their tasks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from wtforms import DateField, Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, NumberRange, Optional, StopValidation

from dialogue.accounts.models import Unit
from dialogue.core.forms import Form, line_filter, text_filter
from dialogue.deadlines.rules import RULES
from dialogue.plans.forms import DATES
from dialogue.plans.models import (
    AUDIENCES,
    EVERY_UNIT,
    ON_DATE,
    TASK_KINDS,
    Task,
    TaskTemplate,
)

NAMED_RULES = {
    "opinions": "Hạn gửi ý kiến (trước ngày đối thoại 10 ngày)",
    "delegates": "Hạn gửi danh sách đại biểu (trước 5 ngày)",
    "prepared_answers": "Hạn chuẩn bị trả lời (trước 3 ngày)",
}
COUNTED = {"before": "meeting_minus_{}", "after": "meeting_plus_{}"}
COUNTED_WORDS = {
    "before": "Trước ngày đối thoại một số ngày",
    "after": "Sau ngày đối thoại một số ngày",
    "after_working": "Sau ngày đối thoại một số ngày làm việc",
}


def _needed_for(*timings: str, words: str) -> Callable[[TaskContentForm, Field], None]:
    """A validator: the field must be filled when one of ``timings`` is chosen."""

    def check(form: TaskContentForm, field: Field) -> None:
        typed = "".join(field.raw_data or [])
        if form.timing.data in timings and not typed.strip():
            raise StopValidation(words)

    return check


class TaskContentForm(Form):
    """What a unit is to do and by when."""

    title = TextAreaField(
        "Việc phải làm", filters=[line_filter], validators=[DataRequired(), Length(max=400)]
    )
    addressee = SelectField(
        "Đơn vị làm", validators=[DataRequired(message="Cần chọn đơn vị làm nhiệm vụ này.")]
    )
    timing = SelectField(
        "Hạn",
        choices=[
            *(SelectChoice(*pair) for pair in COUNTED_WORDS.items()),
            SelectChoice(ON_DATE, "Một ngày ấn định"),
            *(SelectChoice(*pair) for pair in NAMED_RULES.items()),
        ],
    )
    days = IntegerField(
        "Số ngày",
        validators=[
            _needed_for(*COUNTED_WORDS, words="Cần ghi số ngày."),
            Optional(),
            NumberRange(0, 365, "Số ngày phải từ 0 đến 365."),
        ],
    )
    due_on = DateField(
        "Ngày ấn định",
        validators=[_needed_for(ON_DATE, words="Cần ghi ngày phải xong."), Optional()],
        format=DATES,
    )
    kind = SelectField(
        "Loại nhiệm vụ",
        choices=[
            SelectChoice(code, words)
            for code, words in TASK_KINDS.items()
            if code != "presider_report"
        ],
        default="general",
    )
    basis = StringField("Căn cứ", filters=[line_filter], validators=[Length(max=80)])
    reason = TextAreaField("Lý do", filters=[text_filter], validators=[Length(max=500)])

    def offer(self, units: list[Unit], *, kinds: bool) -> None:
        """The units of today, and with ``kinds`` "every unit of a kind"."""
        every = [SelectChoice(f"kind:{code}", words) for code, words in EVERY_UNIT.items()]
        self.addressee.choices = [
            SelectChoice("", "Chọn đơn vị"),
            *(choice for choice in every if kinds and choice.value != "kind:leadership"),
            *(SelectChoice(f"unit:{unit.id}", unit.name) for unit in units),
        ]

    @property
    def rule(self) -> str:
        """The rule's code."""
        if self.timing.data == "after_working":
            return f"meeting_plus_{self.days.data}_working"
        pattern = COUNTED.get(self.timing.data or "")
        return pattern.format(self.days.data) if pattern else str(self.timing.data)

    @property
    def day(self) -> date | None:
        """The day named instead of a rule."""
        return self.due_on.data if self.timing.data == ON_DATE else None

    def shown(self, thing: Task | TaskTemplate) -> None:
        """Fill in a task or a line of the plan."""
        self.title.data, self.basis.data, self.kind.data = thing.title, thing.basis, thing.kind
        kind = getattr(thing, "unit_kind", None)
        self.addressee.data = f"kind:{kind}" if kind else f"unit:{thing.unit_id}"
        self._show_rule(thing.rule)
        if isinstance(thing, TaskTemplate):
            self.due_on.data = thing.due_on
        elif thing.rule == ON_DATE and thing.due is not None:
            self.due_on.data = thing.due.due_on

    def allow_rule(self, rule: str) -> None:
        """Let a rule that only the law has stay as it is."""
        if rule in RULES and rule not in NAMED_RULES:
            self.timing.choices = [
                SelectChoice(rule, f"{RULES[rule].text} ({RULES[rule].basis})"),
                *(self.timing.choices or ()),
            ]

    def _show_rule(self, rule: str) -> None:
        parts = rule.split("_")
        if parts[0] != "meeting":
            self.timing.data = rule
            return
        before = parts[1] == "minus"
        self.timing.data = "before" if before else "after" if len(parts) == 3 else "after_working"
        self.days.data = int(parts[2])


class TaskLineForm(TaskContentForm):
    """A line of part III: the same, for every meeting or those with one audience."""

    audience = SelectField(
        "Cho đợt nào",
        choices=[
            SelectChoice("", "Mọi đợt"),
            *(SelectChoice(code, f"Đợt với {words.lower()}") for code, words in AUDIENCES.items()),
        ],
    )
