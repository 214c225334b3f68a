"""Input of the pages of the programme's files."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf.file import FileField, MultipleFileField
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length

from dialogue.core.forms import Form, line_filter, text_filter
from dialogue.plans.models import FILE_AUDIENCES, ProgrammeItem

AUDIENCES = [SelectChoice(*pair) for pair in FILE_AUDIENCES.items()]


class ReportForm(Form):
    """A report or another file for an item of the programme."""

    files = MultipleFileField("Tệp")
    title = StringField("Tên tài liệu", filters=[line_filter], validators=[Length(max=150)])
    item = SelectField("Mục của chương trình", coerce=int)
    audience = RadioField("Ai được xem", choices=AUDIENCES, default="leaders")

    def offer(self, items: Sequence[ProgrammeItem]) -> None:
        self.item.choices = [
            SelectChoice(item.id, f"{number}. {item.title[:90]}")
            for number, item in enumerate(items, 1)
        ]


class NewVersionForm(Form):
    """A newer file in the place of one that is there."""

    files = FileField("Tệp mới")
    reason = TextAreaField("Thay vì sao", filters=[text_filter], validators=[Length(max=500)])


class AudienceForm(Form):
    """Who reads a file."""

    audience = RadioField(
        "Ai được xem", choices=AUDIENCES, validators=[DataRequired(message="Cần chọn một mục.")]
    )
