"""Forms of what recurs."""

from __future__ import annotations

from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from dialogue.core.forms import Form, text_filter
from dialogue.recurrence.actions import NOTE_LENGTH


class LinkForm(Form):
    """Why two opinions are one matter."""

    note = TextAreaField("Ghi chú", filters=[text_filter], validators=[Length(max=NOTE_LENGTH)])
    back = HiddenField()
