"""Taking in a template of the ward's own."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired

from dialogue.core.forms import Form


class TemplateForm(Form):
    """A Word file that is to be the template."""

    upload = FileField(
        "Tệp Word đã sửa", validators=[FileRequired(message="Cần chọn tệp Word của mẫu.")]
    )


class PlainForm(Form):
    """Only the button."""
