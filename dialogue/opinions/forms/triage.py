"""The forms of the triage desk, of the agenda and of prepared answers."""

from __future__ import annotations

from typing import Any, Self

from wtforms import (
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms import (
    Form as WtForm,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from dialogue.accounts.models import Unit
from dialogue.accounts.queries import units
from dialogue.core.forms import Form, line_filter, text_filter
from dialogue.opinions import actions, queries
from dialogue.opinions.models import COMPETENCES, KINDS, Opinion


def _number(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


class DeskForm(Form):
    """A verb of the desk. ``back`` says from where: the filter of the desk or the thread."""

    back = HiddenField()

    def named(self, prefix: str) -> Self:
        """The same form with ids of its own, where several stand on one page."""
        for field in self:
            field.id = f"{prefix}-{field.short_name}"
            if field.label is not None:
                field.label.field_id = field.id
        return self


class ClassifyForm(DeskForm):
    field = SelectField("Lĩnh vực", coerce=_number, validators=[InputRequired()])
    competence = SelectField(
        "Thẩm quyền",
        choices=[SelectChoice(code, label) for code, label in COMPETENCES.items()],
        default="ward",
    )
    kind = SelectField(
        "Loại",
        choices=[SelectChoice(code, label) for code, label in KINDS.items()],
        default="petition",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field.choices = [
            SelectChoice("", "Chọn lĩnh vực"),
            *(SelectChoice(f.id, f.name) for f in queries.fields()),
        ]

    def show(
        self, opinion: Opinion, field: int | None = None, competence: str | None = None
    ) -> None:
        """As the opinion stands, or as a person took over from similar ones."""
        self.field.data = field or opinion.field_id
        self.competence.data = competence or opinion.competence or "ward"
        self.kind.data = opinion.kind
        self.version.data = opinion.version


class ReasonForm(DeskForm):
    """A reason that goes to the sender."""

    reason = TextAreaField(
        "Lý do (gửi cho đơn vị gửi ý kiến)",
        filters=[text_filter],
        validators=[DataRequired(), Length(max=1000)],
    )


class QuestionForm(DeskForm):
    reason = TextAreaField(
        "Cần làm rõ điều gì", filters=[text_filter], validators=[DataRequired(), Length(max=1000)]
    )


class MergeForm(DeskForm):
    into = StringField(
        "Số biên nhận của ý kiến chính",
        filters=[line_filter],
        validators=[DataRequired(), Length(max=24)],
    )
    reason = TextAreaField(
        "Ghi chú của Văn phòng", filters=[text_filter], validators=[Length(max=500)]
    )


class PreparationForm(DeskForm):
    lead_unit = SelectField("Đơn vị chủ trì", coerce=_number, validators=[InputRequired()])
    supporting = SelectMultipleField("Đơn vị phối hợp", coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = answering_units()
        self.lead_unit.choices = [
            SelectChoice("", "Chọn đơn vị"),
            *(SelectChoice(u.id, u.name) for u in found),
        ]
        self.supporting.choices = [SelectChoice(u.id, u.short_name) for u in found]

    def show(self, opinion: Opinion, suggested: int | None = None) -> None:
        preparation = opinion.preparation
        if preparation is not None:
            self.lead_unit.data = preparation.lead_unit_id
            self.supporting.data = [row.unit_id for row in preparation.supporting]
        elif suggested is not None:
            self.lead_unit.data = suggested
        self.version.data = opinion.version

    def chosen_supporting(self) -> list[Unit]:
        wanted = set(self.supporting.data or [])
        return [unit for unit in answering_units() if unit.id in wanted]


def answering_units() -> list[Unit]:
    """The units that prepare answers: departments and the office."""
    return units("department", "office")


def answering_unit(unit_id: int | None) -> Unit | None:
    return next((unit for unit in answering_units() if unit.id == unit_id), None)


class AnswerForm(Form):
    answer = TextAreaField(
        "Nội dung trả lời ngắn gọn, dễ hiểu",
        filters=[text_filter],
        validators=[DataRequired(), Length(max=5000)],
    )


class WithdrawForm(Form):
    reason = TextAreaField("Lý do rút", filters=[text_filter], validators=[Length(max=500)])


BULK = {
    "classify": "Phân loại vào lĩnh vực",
    "select": "Đưa vào chương trình",
    "ask": "Giao chuẩn bị trả lời",
    "return": "Trả lại để làm rõ",
}
AT_ONCE = 200


class BulkForm(DeskForm):
    """The safe verbs over several rows of the queue."""

    ids = SelectMultipleField("Ý kiến", coerce=int, validate_choice=False)
    verb = RadioField(
        "Việc cần làm", choices=[SelectChoice(code, label) for code, label in BULK.items()]
    )
    field = SelectField("Lĩnh vực", coerce=_number, validators=[Optional()])
    competence = SelectField(
        "Thẩm quyền",
        choices=[SelectChoice(code, label) for code, label in COMPETENCES.items()],
        default="ward",
    )
    lead_unit = SelectField("Đơn vị chủ trì", coerce=_number, validators=[Optional()])
    question = TextAreaField(
        "Cần làm rõ điều gì", filters=[text_filter], validators=[Length(max=1000)]
    )

    def validate_ids(self, field: Any) -> None:
        if not field.data:
            raise ValidationError("Cần đánh dấu ít nhất một ý kiến.")
        if len(field.data) > AT_ONCE:
            raise ValidationError(f"Mỗi lần xử lý nhiều nhất {AT_ONCE} ý kiến.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field.choices = [
            SelectChoice("", "Chọn lĩnh vực"),
            *(SelectChoice(f.id, f.name) for f in queries.fields()),
        ]
        self.lead_unit.choices = [
            SelectChoice("", "Chọn đơn vị"),
            *(SelectChoice(u.id, u.name) for u in answering_units()),
        ]


class FilterForm(DeskForm):
    """A name for the filter of the desk that stands in ``back``."""

    name = StringField(
        "Tên bộ lọc", filters=[line_filter], validators=[DataRequired(), Length(max=60)]
    )


class RemarkForm(Form):
    reason = TextAreaField(
        "Cần bổ sung điều gì", filters=[text_filter], validators=[DataRequired(), Length(max=1000)]
    )


class ApartForm(DeskForm):
    """Why two opinions that look alike are not the same matter."""

    reason = TextAreaField(
        "Vì sao không trùng", filters=[text_filter], validators=[Length(max=500)]
    )


class PartForm(WtForm):
    """One matter of a letter."""

    words = TextAreaField(
        "Nội dung", filters=[text_filter], validators=[Length(max=actions.MAX_WORDS)]
    )
    place = StringField("Nơi", filters=[line_filter], validators=[Length(max=200)])
    field = SelectField("Lĩnh vực", coerce=_number, validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field.choices = [
            SelectChoice("", "Như trong thư"),
            *(SelectChoice(f.id, f.name) for f in queries.fields()),
        ]


class SplitForm(DeskForm):
    """The matters of a letter; a line left empty is no matter."""

    parts = FieldList(FormField(PartForm), min_entries=2, max_entries=actions.MAX_PARTS)

    def chosen(self) -> list[actions.Part]:
        return [
            actions.Part(entry.words.data or "", entry.place.data or "", entry.field.data)
            for entry in self.parts
            if (entry.words.data or "").strip()
        ]
