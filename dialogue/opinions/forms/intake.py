"""The sender's form: a new opinion, a draft, one made clearer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from dialogue.accounts.models import Account
from dialogue.accounts.queries import phone_number, units
from dialogue.core.forms import Form, line_filter, text_filter
from dialogue.opinions import queries
from dialogue.opinions.actions import Content, is_late
from dialogue.opinions.forms.voices import read_voices, show_voices
from dialogue.opinions.models import Opinion
from dialogue.plans.models import AUDIENCES, Meeting

MAX_WORDS = 5000
FIRST_FIELDS = 7
_TWELVE_DIGITS = re.compile(r"(?<!\d)(?:\d[ .-]?){11}\d(?!\d)")


def _number(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


class OpinionForm(Form):
    """In the order in which people talk: what, where, which field, who, a photo."""

    words = TextAreaField(
        "Nội dung ý kiến",
        filters=[text_filter],
        validators=[Length(max=MAX_WORDS)],
    )
    area = SelectField("Tổ dân phố", coerce=_number)
    place = StringField("Đường, kiệt, số nhà", filters=[line_filter], validators=[Length(max=200)])
    field = RadioField("Lĩnh vực", coerce=_number, validate_choice=True, validators=[Optional()])
    people_count = IntegerField(
        "Bao nhiêu người cùng nêu",
        default=1,
        validators=[Optional(), NumberRange(min=1, max=10000)],
    )
    voices = TextAreaField("Danh sách người cùng nêu", validators=[Length(max=20000)])
    resident_name = StringField(
        "Họ và tên người nêu", filters=[line_filter], validators=[Length(max=200)]
    )
    resident_phone = TelField("Số điện thoại", filters=[line_filter], validators=[Length(max=30)])
    resident_address = StringField("Địa chỉ", filters=[line_filter], validators=[Length(max=200)])
    consent_named = BooleanField("Người nêu đồng ý ghi tên khi công khai kết quả")
    photos = MultipleFileField("Ảnh kèm theo")
    meeting = RadioField("Gửi cho đợt", coerce=_number)
    late_reason = TextAreaField(
        "Lý do gửi muộn", filters=[text_filter], validators=[Length(max=500)]
    )
    # The number that was pointed out once; sending again with it means that it stays.
    id_number_seen = HiddenField()

    def arrange(self, _user: Account | None, meetings: Sequence[Meeting]) -> None:
        """Fill in what may be chosen; the sender's own tổ and likeliest meeting by default."""
        self._meetings = meetings
        groups = units("residential_group")
        self.area.choices = [
            SelectChoice("", "Chung cả phường / không rõ"),
            *(SelectChoice(group.id, group.name) for group in groups),
        ]
        self.field.choices = [
            SelectChoice("", "Chưa rõ"),
            *(SelectChoice(f.id, f.name) for f in queries.fields_by_use()),
        ]
        self.meeting.choices = [
            SelectChoice(m.id, f"Đợt {m.ordinal}: {AUDIENCES[m.audience]}") for m in meetings
        ]

    def begin(self, user: Account, meeting: Meeting | None) -> None:
        """The defaults of an empty form."""
        if user.unit.kind == "residential_group":
            self.area.data = user.unit_id
        self.meeting.data = meeting.id if meeting else None

    def show(self, opinion: Opinion) -> None:
        """The form as ``opinion`` stands."""
        for name, value in Content.of(opinion).__dict__.items():
            target = {"area_id": "area", "field_id": "field"}.get(name, name)
            if target in self._fields:
                self._fields[target].data = value
        self.voices.data = show_voices(opinion.voices)
        self.meeting.data = opinion.meeting_id
        self.version.data = opinion.version
        self.submission_key.data = opinion.client_key

    @property
    def chosen(self) -> Meeting | None:
        """The meeting that the opinion goes to."""
        return next((m for m in self._meetings if m.id == self.meeting.data), None)

    @property
    def is_late(self) -> bool:
        """Whether a reason for being late is asked for: some open meeting is past its day."""
        return any(is_late(m) for m in self._meetings)

    @property
    def shows_who(self) -> bool:
        """Whether the folded part holds something."""
        parts = (self.resident_name, self.resident_phone, self.resident_address)
        return any(part.data or part.errors for part in parts)

    @property
    def shows_voices(self) -> bool:
        """Whether the folded part about a joint opinion holds something."""
        count, names = self.people_count, self.voices
        return (count.data or 1) > 1 or bool(count.errors or names.data or names.errors)

    def validate_resident_phone(self, field: TelField) -> None:
        if field.data and phone_number(field.data) is None:
            raise ValidationError("Số điện thoại chưa đúng, ví dụ 0905 123 456.")

    def validate_voices(self, field: TextAreaField) -> None:
        _found, wrong = read_voices(field.data or "")
        if wrong:
            raise ValidationError(" ".join(wrong[:5]))

    def check_complete(self, *, resent: bool = False) -> bool:
        """What only sending asks for; adds the errors. A draft may stay unfinished."""
        if not self.words.data:
            self.blame("words", "Cần ghi nội dung ý kiến.")
        chosen = self.chosen
        if not resent and chosen is not None and is_late(chosen) and not self.late_reason.data:
            self.blame("late_reason", "Đã quá hạn gửi: cần ghi lý do gửi muộn.")
        return not self.errors

    def points_out_id_number(self) -> bool:
        """Whether the words hold a number like a CCCD that was not pointed out before."""
        found = _TWELVE_DIGITS.search(self.words.data or "")
        if found is None:
            return False
        digits = re.sub(r"\D", "", found.group())
        if self.id_number_seen.data == digits[-4:]:
            return False
        self.id_number_seen.data = digits[-4:]
        return True

    def blame(self, name: str | None, message: str) -> None:
        """Put a line beside the field ``name``, or beside the words if it is not here."""
        field = self._fields.get(name or "words", self.words)
        field.errors = [*field.errors, message]

    def content(self) -> Content:
        """What was typed, as the action takes it."""
        phone = self.resident_phone.data or ""
        count = self.people_count.data or 1
        return Content(
            words=self.words.data or "",
            place=self.place.data or "",
            area_id=self.area.data,
            field_id=self.field.data,
            resident_name=self.resident_name.data or "",
            # An unfinished number stays in a draft as it was typed.
            resident_phone=(phone_number(phone) or phone[:20]),
            resident_address=self.resident_address.data or "",
            consent_named=bool(self.consent_named.data),
            people_count=min(max(count, 1), 10000),
            late_reason=self.late_reason.data or "",
            voices=read_voices(self.voices.data or "")[0],
        )
