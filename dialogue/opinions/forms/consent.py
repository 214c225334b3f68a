"""Input of consent to be named."""

from __future__ import annotations

from wtforms import SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from dialogue.core.forms import Form, text_filter
from dialogue.opinions.models import Opinion


class ConsentForm(Form):
    """Who agrees to be named in public, and who said so."""

    people = SelectMultipleField("Người đồng ý ghi tên khi công khai")
    reason = TextAreaField(
        "Ai cho biết, khi nào", filters=[text_filter], validators=[Length(max=1000)]
    )

    def offer(self, opinion: Opinion) -> None:
        """One box for each person named."""
        named = [("resident", opinion.resident_name)] if opinion.resident_name else []
        named += [(str(n), voice.name) for n, voice in enumerate(opinion.voices)]
        self.people.choices = [SelectChoice(code, name) for code, name in named]

    def fill(self, opinion: Opinion) -> None:
        """As it is on record."""
        self.people.data = ["resident"] if opinion.consent_named else []
        self.people.data += [str(n) for n, v in enumerate(opinion.voices) if v.consent_named]

    @property
    def agreed(self) -> set[str]:
        return set(self.people.data or [])
