"""Input of conclusions, notice, replies and the sender's word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import HiddenInput

from dialogue.accounts.models import Unit
from dialogue.core.forms import DATE_FORMATS, Form, line_filter, text_filter
from dialogue.followup.actions.replies import KINDS, Text
from dialogue.followup.models import ASSIGNED_OUTCOMES, OUTCOMES, VERDICTS
from dialogue.followup.register import NAMES

LONG = 8000
SUBMIT = "submit"


class ConclusionForm(Form):
    """What the presider concludes on one matter."""

    outcome = RadioField(
        "Cách kết luận",
        choices=[SelectChoice(code, name) for code, name in OUTCOMES.items()],
        validators=[DataRequired(message="Cần chọn cách kết luận.")],
    )
    words = TextAreaField(
        "Lời kết luận", filters=[text_filter], validators=[DataRequired(), Length(max=LONG)]
    )
    lead_unit = SelectField("Đơn vị chủ trì", coerce=int, default=0)
    supporting = SelectMultipleField("Đơn vị phối hợp", coerce=int)
    wanted_on = DateField("Xong trước ngày", format=DATE_FORMATS, validators=[Optional()])
    for_group = BooleanField("Kết luận chung cho những người cùng nội dung", default=True)
    turn_id = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def __init__(self, lead_units: list[Unit], supporting_units: list[Unit], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._units = {unit.id: unit for unit in (*lead_units, *supporting_units)}
        self.lead_unit.choices = [
            SelectChoice(0, "Chưa chọn"),
            *(SelectChoice(unit.id, unit.name) for unit in lead_units),
        ]
        self.supporting.choices = [
            SelectChoice(unit.id, unit.short_name) for unit in supporting_units
        ]

    def validate_lead_unit(self, field: SelectField) -> None:
        if self.outcome.data in ASSIGNED_OUTCOMES and not field.data:
            raise ValidationError("Cần chọn đơn vị chủ trì.")

    @property
    def lead(self) -> Unit | None:
        return self._units.get(self.lead_unit.data or 0)

    @property
    def supports(self) -> list[Unit]:
        return [self._units[unit_id] for unit_id in self.supporting.data or []]


class ReasonForm(Form):
    """An act that needs its reason in writing."""

    reason = TextAreaField(
        "Lý do", filters=[text_filter], validators=[DataRequired(), Length(max=2000)]
    )


class NoticeTextForm(Form):
    """How the notice begins and ends."""

    opening = TextAreaField(
        "Phần mở đầu", filters=[text_filter], validators=[DataRequired(), Length(max=LONG)]
    )
    closing = TextAreaField(
        "Phần kết", filters=[text_filter], validators=[DataRequired(), Length(max=LONG)]
    )


class ItemForm(Form):
    """One matter as the notice words it."""

    words = TextAreaField(
        "Lời văn trong thông báo", filters=[text_filter],
        validators=[DataRequired(), Length(max=LONG)],
    )  # fmt: skip


class IssueForm(Form):
    """The day that a signed document bears; its number comes from the register."""

    issued_on = DateField("Ngày ban hành", validators=[InputRequired()], format=DATE_FORMATS)


class ReminderForm(Form):
    """A reminder to a unit."""

    note = TextAreaField(
        "Lời nhắn", filters=[text_filter], validators=[Optional(), Length(max=300)]
    )


class ReplyForm(Form):
    """A written reply: kept as a draft as it is, or handed in once complete."""

    kind = RadioField(
        "Loại văn bản",
        choices=[SelectChoice(code, name) for code, name in KINDS.items()],
        default="final",
        validators=[DataRequired(message="Cần chọn loại văn bản trả lời.")],
    )
    words = TextAreaField("Nội dung", filters=[text_filter], validators=[Length(max=LONG)])
    settled = RadioField(
        "Kết quả",
        choices=[SelectChoice("yes", "Đã giải quyết xong"), SelectChoice("no", "Chưa xong")],
        validators=[Optional()],
    )
    plan = TextAreaField(
        "Kế hoạch giải quyết tiếp", filters=[text_filter], validators=[Length(max=LONG)]
    )
    requirements = TextAreaField(
        "Yêu cầu phải giải quyết", filters=[text_filter], validators=[Length(max=LONG)]
    )
    responsibility = TextAreaField(
        "Trách nhiệm giải quyết", filters=[text_filter], validators=[Length(max=LONG)]
    )
    promised_on = DateField(
        "Thời gian: hẹn xong trước ngày", validators=[Optional()], format=DATE_FORMATS
    )
    step = StringField(default="")  # the button pressed

    @property
    def is_submitted_for_approval(self) -> bool:
        return bool(self.step.data == SUBMIT)

    def validate(self, extra_validators: Any = None) -> bool:
        """A draft may be unfinished; what is handed in must say all of its kind (A3, A4)."""
        valid = bool(super().validate(extra_validators))
        if not self.is_submitted_for_approval:
            return valid
        missing = [("words", "Cần ghi nội dung trả lời.")] if not self.words.data else []
        missing += self._missing_interim() if self.kind.data == "interim" else self._missing_final()
        for name, message in missing:
            field = self._fields[name]
            if not field.errors:
                field.errors = [message]
        return valid and not missing

    def _missing_final(self) -> list[tuple[str, str]]:
        if self.settled.data not in ("yes", "no"):
            return [("settled", "Cần chọn đã giải quyết xong hay chưa.")]
        if self.settled.data == "no" and not self.plan.data:
            return [("plan", "Chưa xong thì cần ghi kế hoạch giải quyết tiếp.")]
        return []

    def _missing_interim(self) -> list[tuple[str, str]]:
        wanted = (
            ("requirements", "Cần ghi yêu cầu phải giải quyết."),
            ("responsibility", "Cần ghi trách nhiệm giải quyết."),
            ("promised_on", "Cần ghi ngày sẽ giải quyết xong."),
        )
        return [(name, message) for name, message in wanted if not self._fields[name].data]

    @property
    def text(self) -> Text:
        """What was typed, for the action."""
        return Text(
            kind=self.kind.data or "final",
            words=self.words.data or "",
            settled={"yes": True, "no": False}.get(self.settled.data or ""),
            plan=self.plan.data or "",
            requirements=self.requirements.data or "",
            responsibility=self.responsibility.data or "",
            promised_on=self.promised_on.data,
        )


class VerdictForm(Form):
    """What a sender's unit, or the office for it, says of the answer."""

    kind = RadioField(
        "Kết quả thực tế",
        choices=[SelectChoice(code, name) for code, name in VERDICTS.items()],
        validators=[DataRequired(message="Cần chọn đã xong hay chưa đồng ý.")],
    )
    unit = SelectField("Đơn vị đã gửi ý kiến", coerce=int, validators=[Optional()])
    said = TextAreaField("Ý kiến", filters=[text_filter], validators=[Length(max=2000)])
    photos = MultipleFileField("Ảnh")

    def arrange(self, senders: Sequence[Unit], *, speaks_for_itself: bool) -> None:
        """The office says for whom it writes; a unit speaks for itself."""
        self.unit.choices = [SelectChoice(unit.id, unit.name) for unit in senders]
        if speaks_for_itself:
            del self.unit

    def sender_among(self, senders: Sequence[Unit]) -> Unit | None:
        """The unit that the office writes for; None is the writer's own."""
        if "unit" not in self._fields:
            return None
        return next((unit for unit in senders if unit.id == self.unit.data), None)


class TextForm(Form):
    """A text of a unit's own."""

    name = StringField(
        "Tên mẫu", filters=[line_filter],
        validators=[DataRequired(message="Cần đặt tên mẫu."), Length(max=120)],
    )  # fmt: skip
    words = TextAreaField(
        "Nội dung", filters=[text_filter],
        validators=[DataRequired(message="Cần ghi nội dung mẫu."), Length(max=LONG)],
    )  # fmt: skip


class ScanForm(Form):
    """The signed paper."""

    photos = MultipleFileField("Tệp PDF hoặc ảnh")


class OutsideForm(Form):
    """A paper of the ward that was made elsewhere."""

    series = RadioField(
        "Loại văn bản",
        choices=[SelectChoice(code, name) for code, name in NAMES.items()],
        validators=[DataRequired(message="Cần chọn loại văn bản.")],
    )
    number = IntegerField(
        "Số", validators=[Optional(), NumberRange(1, 99999, message="Số từ 1 đến 99999.")]
    )
    issued_on = DateField("Ngày của văn bản", validators=[Optional()], format=DATE_FORMATS)
    title = StringField("Trích yếu", filters=[line_filter], validators=[Length(max=300)])
