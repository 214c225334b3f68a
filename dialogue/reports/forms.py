"""Input of reports."""

from __future__ import annotations

from wtforms import DateField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from dialogue.core.errors import InvalidInput
from dialogue.core.forms import Form, text_filter

DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
LONG = 20_000


def show_refusal(form: Form, refusal: InvalidInput) -> None:
    """Put what an action refused beside its field, or in the form's summary."""
    field = form._fields.get(refusal.field or "", form.version)
    field.errors = [*field.errors, refusal.message]


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


class StepForm(Form):
    """A step without input: only the version that the person saw."""
