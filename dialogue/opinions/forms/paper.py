"""The office's form for what came on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.queries import get_unit
from dialogue.core import clock
from dialogue.core.forms import line_filter
from dialogue.opinions import queries
from dialogue.opinions.actions import is_late_on
from dialogue.opinions.forms.intake import OpinionForm
from dialogue.plans.models import Meeting


def _number(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


class PaperForm(OpinionForm):
    """Whose paper it is and when it came, then as for any opinion."""

    unit = SelectField("Bản giấy của đơn vị nào?", coerce=_number)
    received_on = DateField("Ngày nhận bản giấy", validators=[InputRequired()])
    written_by = StringField(
        "Người ghi bản giấy", filters=[line_filter], validators=[Length(max=120)]
    )

    def arrange(self, user: Account | None, meetings: Sequence[Meeting]) -> None:
        """As for a sender, and the units that may hand in paper."""
        super().arrange(user, meetings)
        self.unit.choices = [
            SelectChoice("", "Chọn đơn vị"),
            *(SelectChoice(unit.id, unit.name) for unit in queries.sending_units()),
        ]

    def begin(self, user: Account, meeting: Meeting | None) -> None:
        super().begin(user, meeting)
        self.received_on.data = clock.today()

    @property
    def sender(self) -> Unit | None:
        """The unit whose paper it is."""
        return get_unit(self.unit.data) if self.unit.data else None

    def validate_received_on(self, field: DateField) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError("Ngày nhận bản giấy không thể sau hôm nay.")

    def check_complete(self, *, resent: bool = False) -> bool:
        """What is missing, with its line; the day of the paper decides on lateness."""
        if not self.words.data:
            self.blame("words", "Cần ghi nội dung ý kiến.")
        if self.sender is None:
            self.blame("unit", "Cần chọn đơn vị gửi bản giấy.")
        chosen, day = self.chosen, self.received_on.data
        if chosen and day and is_late_on(chosen, day) and not self.late_reason.data:
            self.blame("late_reason", "Bản giấy nhận sau hạn: cần ghi lý do gửi muộn.")
        return not self.errors
