"""Input of the calendar's pages."""

from __future__ import annotations

from wtforms import DateField, HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from dialogue.core.forms import Form, line_filter
from dialogue.deadlines.queries import read_keys
from dialogue.deadlines.table import FIRST_YEAR, LAST_YEAR

PREVIEW, SAVE = "preview", "save"


class _MoveKeys(SelectMultipleField):
    """The due dates ticked on the preview, as ``Move.key``."""

    def pre_validate(self, form: BaseForm) -> None:
        try:
            read_keys(self.data or [])
        except ValueError:
            raise ValidationError("Danh sách hạn chưa đúng, xin xem lại.") from None


class ChangeForm(Form):
    """A change to the calendar: shown first ("preview"), then written ("save")."""

    step = HiddenField(default=PREVIEW)
    move = _MoveKeys(choices=[], validate_choice=False)
    seen = _MoveKeys(choices=[], validate_choice=False)

    @property
    def is_confirmed(self) -> bool:
        return bool(self.step.data == SAVE)


class DayForm(ChangeForm):
    """One day off or worked."""

    day = DateField("Ngày", validators=[InputRequired()], format=["%Y-%m-%d", "%d/%m/%Y"])
    kind = RadioField(
        "Ngày này",
        choices=[
            SelectChoice("off", "Ngày nghỉ"),
            SelectChoice("worked", "Ngày làm việc (làm bù)"),
        ],
        default="off",
        validators=[DataRequired(message="Cần chọn nghỉ hay làm việc.")],
    )
    name = StringField(
        "Tên ngày", filters=[line_filter], validators=[DataRequired(), Length(max=200)]
    )
    source = StringField(
        "Văn bản làm căn cứ", filters=[line_filter], validators=[DataRequired(), Length(max=300)]
    )

    def validate_day(self, field: DateField) -> None:
        if field.data is not None and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
            raise ValidationError(f"Lịch chỉ có từ năm {FIRST_YEAR} đến năm {LAST_YEAR}.")


class RemovalForm(ChangeForm):
    """Taking a day out of the ward's table."""

    reason = StringField(
        "Lý do", filters=[line_filter], validators=[DataRequired(), Length(max=300)]
    )


class YearForm(ChangeForm):
    """Whether the days off of a year are decreed."""

    state = RadioField(
        "Lịch nghỉ của năm",
        choices=[SelectChoice("confirmed", "Đã công bố"), SelectChoice("expected", "Dự kiến")],
        validators=[DataRequired(message="Cần chọn đã công bố hay dự kiến.")],
    )
    source = StringField(
        "Văn bản công bố (hoặc lý do)",
        filters=[line_filter],
        validators=[DataRequired(), Length(max=300)],
    )


class MovesForm(Form):
    """Due dates to count again on the calendar as it stands."""

    move = _MoveKeys(choices=[], validate_choice=False)
