"""Input of the ladder."""

from __future__ import annotations

from wtforms import IntegerField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, NumberRange

from dialogue.chasing.models import FARTHEST, WHOM
from dialogue.core.errors import InvalidInput
from dialogue.core.forms import Form


class StepForm(Form):
    """One step: before or after, how many working days, whom."""

    side = RadioField(
        "Khi nào",
        choices=[SelectChoice("before", "Trước hạn"), SelectChoice("after", "Quá hạn")],
        default="after",
        validators=[DataRequired(message="Cần chọn trước hạn hay quá hạn.")],
    )
    days = IntegerField(
        "Số ngày làm việc",
        validators=[
            InputRequired(message="Cần ghi số ngày."),
            NumberRange(0, FARTHEST, message=f"Từ 0 đến {FARTHEST} ngày làm việc."),
        ],
    )
    whom = RadioField(
        "Nhắc ai",
        choices=[SelectChoice(code, name) for code, name in WHOM.items()],
        validators=[DataRequired(message="Cần chọn nhắc ai.")],
    )

    @property
    def signed_days(self) -> int:
        days = self.days.data or 0
        return -days if self.side.data == "before" else days


class PlainForm(Form):
    """A step without input: only the version that the person saw."""


def show_refusal(form: Form, refusal: InvalidInput) -> None:
    """Put what an action refused beside its field, or in the form's summary."""
    field = form._fields.get(refusal.field or "", form.version)
    field.errors = [*field.errors, refusal.message]
