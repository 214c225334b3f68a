"""Input of what units do on an assignment."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf.file import MultipleFileField
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, Optional

from dialogue.accounts.models import Unit
from dialogue.core.forms import DATE_FORMATS, Form, line_filter, text_filter

LONG = 4000


def _words(label: str, line: str) -> TextAreaField:
    return TextAreaField(
        label, filters=[text_filter], validators=[DataRequired(message=line), Length(max=LONG)]
    )


class NoteForm(Form):
    """How it goes."""

    words = _words("Đã làm đến đâu", "Cần ghi đã làm đến đâu.")
    photos = MultipleFileField("Ảnh, văn bản kèm theo")


class PartForm(Form):
    """What a supporting unit is asked for."""

    unit = SelectField("Đơn vị phối hợp", coerce=int, default=0)
    words = _words("Phần việc", "Cần ghi phần việc của đơn vị phối hợp.")
    due_on = DateField("Hạn", validators=[Optional()], format=DATE_FORMATS)

    def offer(self, units: Sequence[Unit]) -> None:
        self._units = {unit.id: unit for unit in units}
        self.unit.choices = [
            SelectChoice(0, "Chưa chọn"),
            *(SelectChoice(unit.id, unit.name) for unit in units),
        ]
        if len(units) == 1 and not self.is_submitted():
            self.unit.data = units[0].id

    @property
    def chosen(self) -> Unit | None:
        return self._units.get(self.unit.data or 0)


class WordsForm(Form):
    """A step on a part, with what is to be said of it."""

    words = TextAreaField("Nội dung", filters=[text_filter], validators=[Length(max=LONG)])


class ReferralForm(Form):
    """A letter to who is above or beside the ward."""

    to_whom = StringField(
        "Nơi nhận", filters=[line_filter],
        validators=[DataRequired(message="Cần ghi nơi nhận."), Length(max=200)],
    )  # fmt: skip
    letter = StringField(
        "Số, ký hiệu văn bản", filters=[line_filter],
        validators=[DataRequired(message="Cần ghi số, ký hiệu văn bản."), Length(max=60)],
    )  # fmt: skip
    sent_on = DateField("Ngày gửi", validators=[Optional()], format=DATE_FORMATS)
    words = _words("Nội dung đề nghị", "Cần ghi nội dung đề nghị.")
    ask_again_on = DateField("Ngày hỏi lại", validators=[Optional()], format=DATE_FORMATS)
    photos = MultipleFileField("Bản chụp văn bản")


class AskAgainForm(Form):
    """How it was asked about again, and when next."""

    words = _words("Đã hỏi lại thế nào, nơi nhận nói gì", "Cần ghi đã hỏi lại thế nào.")
    ask_again_on = DateField("Ngày hỏi lại lần tới", validators=[Optional()], format=DATE_FORMATS)


class AnswerForm(Form):
    """What the other body answered."""

    words = _words("Nơi nhận trả lời thế nào", "Cần ghi nơi nhận trả lời thế nào.")
    letter = StringField(
        "Số, ký hiệu văn bản trả lời", filters=[line_filter], validators=[Length(max=60)]
    )
    answered_on = DateField("Ngày trả lời", validators=[Optional()], format=DATE_FORMATS)
    photos = MultipleFileField("Bản chụp văn bản")
