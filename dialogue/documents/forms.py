"""Taking in a template of the ward's own."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from dialogue.core.forms import Form, text_filter


class TemplateForm(Form):
    """A Word file that is to be the template."""

    upload = FileField(
        "Tệp Word đã sửa", validators=[FileRequired(message="Cần chọn tệp Word của mẫu.")]
    )


class PlainForm(Form):
    """Only the button."""


class GuestsForm(Form):
    """Whom to invite: from the lists, or as typed, one a line."""

    whom = RadioField("Mời ai", default="typed")
    signer = RadioField(
        "Người ký",
        choices=[
            SelectChoice("leader", "Lãnh đạo UBND phường"),
            SelectChoice("order", "Chánh Văn phòng ký thừa lệnh"),
        ],
        default="leader",
    )
    guests = TextAreaField("Người được mời", validators=[Length(max=60_000)], filters=[text_filter])
