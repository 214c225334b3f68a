"""Input of the minutes."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from dialogue.core.forms import Form, text_filter


class LineForm(Form):
    """The text of one line; what is wrong with it the action says."""

    text = TextAreaField("Nội dung")


class ReasonForm(Form):
    """Why the minutes go back, or are opened again."""

    reason = TextAreaField(
        "Lý do", filters=[text_filter],
        validators=[DataRequired(message="Cần ghi rõ lý do."), Length(max=2000)],
    )  # fmt: skip
