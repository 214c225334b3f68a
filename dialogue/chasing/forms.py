"""Input of the ladder."""

from __future__ import annotations

from wtforms import IntegerField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, NumberRange

from dialogue.chasing.models import FARTHEST, WHOM
from dialogue.core.forms import Form


class LadderForm(Form):
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
