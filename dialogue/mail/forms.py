"""Input of one's own mail."""

from __future__ import annotations

from wtforms import SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from dialogue.core.forms import Form, line_filter
from dialogue.mail.models import TOPICS


class MailForm(Form):
    """The address, and what is written about."""

    address = StringField(
        "Địa chỉ thư điện tử", filters=[line_filter], validators=[Length(max=200)]
    )
    topics = SelectMultipleField(
        "Gửi thư khi có", choices=[SelectChoice(code, name) for code, name in TOPICS.items()]
    )
