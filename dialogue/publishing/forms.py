"""Input of publishing."""

from __future__ import annotations

from wtforms import IntegerField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import HiddenInput

from dialogue.core.forms import Form, text_filter


class PublishForm(Form):
    """How many replies waited in the preview that the person saw."""

    seen = IntegerField(widget=HiddenInput(), validators=[Optional()])


class WithdrawForm(Form):
    """Why it is taken back."""

    reason = TextAreaField(
        "Lý do", filters=[text_filter],
        validators=[DataRequired(message="Cần ghi rõ lý do gỡ."), Length(max=1000)],
    )  # fmt: skip
