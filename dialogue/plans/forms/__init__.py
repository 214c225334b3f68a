"""Input of the pages of plans, meetings and tasks."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.forms import Form, text_filter
from dialogue.plans.models import DUTIES, Meeting

PREVIEW, SAVE = "preview", "save"
DATES = ["%Y-%m-%d", "%d/%m/%Y"]
TIMES = ["%H:%M", "%H:%M:%S", "%Hh%M"]


def show_error(form: Form, error: InvalidInput) -> None:
    """Put what an action refused beside its field (the first visible one if it names none)."""
    named = form[error.field] if error.field and error.field in form else None
    target = named or next(f for f in form if f.widget.input_type != "hidden")
    target.errors = [*target.errors, error.message]


class PlainForm(Form):
    """A step that takes no input: only the version that the person saw."""


class ReasonForm(Form):
    """A step that needs a written reason."""

    reason = TextAreaField(
        "Lý do", filters=[text_filter], validators=[DataRequired(), Length(max=500)]
    )


class DateForm(Form):
    """A meeting's date: shown with what follows ("preview"), then written ("save")."""

    step = HiddenField(default=PREVIEW)
    seen = HiddenField()
    day = DateField("Ngày đối thoại", validators=[InputRequired()], format=DATES)
    starts = TimeField("Bắt đầu lúc", validators=[InputRequired()], format=TIMES)
    ends = TimeField("Kết thúc lúc (dự kiến)", validators=[Optional()], format=TIMES)
    reason = TextAreaField("Lý do dời ngày", filters=[text_filter], validators=[Length(max=500)])

    @property
    def starts_at(self) -> datetime:
        return clock.at(self._day, self.starts.data or time())

    @property
    def ends_at(self) -> datetime | None:
        return clock.at(self._day, self.ends.data) if self.ends.data else None

    @property
    def _day(self) -> date:
        assert self.day.data is not None
        return self.day.data

    @property
    def is_confirmed(self) -> bool:
        return bool(self.step.data == SAVE)

    def shown(self, meeting: Meeting) -> None:
        """Fill in what is known: the meeting's own times, or the usual hours."""
        start, end = meeting.starts_at, meeting.ends_at
        self.day.data = meeting.held_on
        self.starts.data = clock.local(start).time() if start else time(7, 30)
        self.ends.data = clock.local(end).time() if end else None if start else time(10)


class TaskForm(Form):
    """A task reported done."""

    photos = MultipleFileField("Ảnh")
    note = TextAreaField("Đã làm gì", filters=[text_filter], validators=[Length(max=2000)])
    evidence = MultipleFileField("Văn bản")

    @property
    def uploads(self) -> list[Any]:
        return [*(self.photos.data or []), *(self.evidence.data or [])]


class DutyForm(Form):
    """A person named for the meeting."""

    duty = RadioField(
        "Nhiệm vụ",
        choices=[SelectChoice(code, DUTIES[code]) for code in ("secretary", "desk")],
        default="secretary",
        validators=[DataRequired(message="Cần chọn nhiệm vụ.")],
    )
    account = SelectField(
        "Người được phân công",
        coerce=int,
        validators=[DataRequired(message="Cần chọn một người.")],
    )

    def offer(self, people: list[Account]) -> None:
        self.account.choices = people_choices(people)


class DelegationForm(ReasonForm):
    """A vice chair who presides instead of the chair."""

    account = SelectField(
        "Phó Chủ tịch được ủy quyền",
        coerce=int,
        validators=[DataRequired(message="Cần chọn một người.")],
    )

    def offer(self, people: list[Account]) -> None:
        self.account.choices = people_choices(people)


def people_choices(people: list[Account]) -> list[Any]:
    """``Lê Quốc Bảo – Công chức Văn phòng`` each; nobody is chosen unless there is but one."""
    choices = [SelectChoice(p.id, f"{p.full_name} – {p.title or p.unit.name}") for p in people]
    return choices if len(choices) == 1 else [SelectChoice(0, "Chọn một người"), *choices]


class IssueForm(Form):
    """The number and date under which the plan was issued."""

    number = IntegerField(
        "Số kế hoạch",
        validators=[InputRequired(), NumberRange(min=1, message="Số nhỏ nhất là 1.")],
    )
    issued_on = DateField("Ngày ban hành", validators=[InputRequired()], format=DATES)


class EvidenceForm(Form):
    """More photos or files for a task that was reported done."""

    evidence = MultipleFileField("Ảnh, văn bản")
