"""Taking in a template of the ward's own."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import TextAreaField
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
    """Whom to invite, one a line."""

    guests = TextAreaField("Người được mời", validators=[Length(max=60_000)], filters=[text_filter])
