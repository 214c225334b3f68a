"""Input of reports."""

from __future__ import annotations

from wtforms import DateField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from dialogue.core.forms import DATE_FORMATS, Form, text_filter

LONG = 20_000


class ReportForm(Form):
    """The writer's words."""

    words = TextAreaField(
        "Tình hình, kết quả thực hiện", filters=[text_filter], validators=[Length(max=LONG)]
    )
    proposals = TextAreaField(
        "Đánh giá, kiến nghị", filters=[text_filter], validators=[Length(max=LONG)]
    )


class ReturnForm(Form):
    """What must be changed."""

    reason = TextAreaField(
        "Cần sửa gì", filters=[text_filter],
        validators=[DataRequired(message="Cần ghi rõ lý do."), Length(max=2000)],
    )  # fmt: skip


class IssueForm(Form):
    """The day that the signed report bears."""

    issued_on = DateField("Ngày ban hành", validators=[InputRequired()], format=DATE_FORMATS)
