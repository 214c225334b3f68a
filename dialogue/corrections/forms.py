"""Input of corrections."""

from __future__ import annotations

from wtforms import DateField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from dialogue.core.forms import DATE_FORMATS, Form, text_filter

LONG = 8000


class BeginForm(Form):
    """Why an issued notice must be corrected."""

    reason = TextAreaField(
        "Lý do đính chính", filters=[text_filter],
        validators=[DataRequired(message="Cần ghi vì sao phải đính chính."), Length(max=2000)],
    )  # fmt: skip


class ReturnForm(Form):
    """What the office must change."""

    reason = TextAreaField(
        "Cần sửa gì", filters=[text_filter],
        validators=[DataRequired(message="Cần ghi rõ lý do."), Length(max=2000)],
    )  # fmt: skip


class IssueForm(Form):
    """The day that the signed paper bears."""

    issued_on = DateField("Ngày ban hành", validators=[InputRequired()], format=DATE_FORMATS)


class MoveForm(Form):
    """Another due date for a corrected item."""

    due_on = DateField("Hạn mới", validators=[Optional()], format=DATE_FORMATS)
    reason = TextAreaField(
        "Lý do", filters=[text_filter],
        validators=[DataRequired(message="Cần ghi rõ lý do."), Length(max=1000)],
    )  # fmt: skip
