"""Input of the units that gather and of the office that receives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms import TextAreaField as Area
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, Optional

from dialogue.accounts.models import Unit
from dialogue.accounts.queries import units
from dialogue.consolidation.actions import MAX_NOTE, MAX_SUMMARY, MAX_TITLE
from dialogue.consolidation.models import Consolidation, Item
from dialogue.core.errors import InvalidInput
from dialogue.core.forms import Form, line_filter, text_filter
from dialogue.opinions import queries as opinions
from dialogue.opinions.models import COMPETENCES

NEW = 0  # the choice "a heading of a new name"


def _number(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


def blame(form: Form, error: InvalidInput, otherwise: str) -> None:
    """Put what an action refused beside its field, or beside ``otherwise``."""
    name = error.field if error.field in form._fields else otherwise
    field = form._fields[name or otherwise]
    field.errors = [*field.errors, error.message]


class PlainForm(Form):
    """A step without input; "way" says where to."""

    way = HiddenField()


class HeadingForm(Form):
    title = StringField(
        "Tên nhóm", filters=[line_filter], validators=[DataRequired(), Length(max=MAX_TITLE)]
    )
    summary = Area("Tóm tắt nhóm", filters=[line_filter], validators=[Length(max=MAX_SUMMARY)])


class PutForm(Form):
    """Where the marked opinions go: a heading that is there, or one of a new name."""

    ids = SelectMultipleField("Ý kiến", coerce=int, validate_choice=False)
    heading = SelectField("Xếp vào nhóm", coerce=int, default=NEW)
    title = StringField("Tên nhóm mới", filters=[line_filter], validators=[Length(max=MAX_TITLE)])

    def arrange(self, consolidation: Consolidation) -> None:
        """Fill in the headings to choose from."""
        self.heading.choices = [
            *(SelectChoice(h.id, h.title) for h in consolidation.headings),
            SelectChoice(NEW, "Nhóm mới (ghi tên bên cạnh)"),
        ]

    def begin(self, consolidation: Consolidation) -> None:
        """The defaults of an empty form: the last heading, a new one where there is none."""
        self.heading.data = consolidation.headings[-1].id if consolidation.headings else NEW
        self.version.data = consolidation.version


class SendForm(Form):
    note = Area("Lời gửi kèm", filters=[text_filter], validators=[Length(max=MAX_NOTE)])
    late_reason = Area("Lý do gửi muộn", filters=[text_filter], validators=[Length(max=500)])


class ReturnForm(Form):
    reason = Area(
        "Cần sửa điều gì", filters=[text_filter], validators=[DataRequired(), Length(max=1000)]
    )


VERBS = {
    "classify": "Phân loại vào lĩnh vực",
    "select": "Đưa vào chương trình",
    "ask": "Giao chuẩn bị trả lời",
}


class HeadingWorkForm(Form):
    """One verb of the desk over a heading."""

    ids = SelectMultipleField("Ý kiến", coerce=int, validate_choice=False)
    verb = RadioField(
        "Việc cần làm",
        choices=[SelectChoice(code, label) for code, label in VERBS.items()],
        default="classify",
    )
    field = SelectField("Lĩnh vực", coerce=_number, validators=[Optional()])
    competence = SelectField(
        "Thẩm quyền",
        choices=[SelectChoice(code, label) for code, label in COMPETENCES.items()],
        default="ward",
    )
    lead_unit = SelectField("Đơn vị chủ trì", coerce=_number, validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field.choices = [
            SelectChoice("", "Chọn lĩnh vực"),
            *(SelectChoice(f.id, f.name) for f in opinions.fields()),
        ]
        self.lead_unit.choices = [
            SelectChoice("", "Chọn đơn vị"),
            *(SelectChoice(u.id, u.name) for u in _answering()),
        ]

    def begin(self, items: Sequence[Item]) -> None:
        """Every opinion marked; the field that all their senders chose, if they agree."""
        self.ids.data = [item.opinion_id for item in items]
        chosen = {item.opinion.field_id for item in items}
        self.field.data = chosen.pop() if len(chosen) == 1 else None

    def chosen_unit(self) -> Unit | None:
        return next((u for u in _answering() if u.id == self.lead_unit.data), None)


def _answering() -> list[Unit]:
    return units("department", "office")
