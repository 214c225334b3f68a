"""Input of the desk and of the phones that ask it: a registration, a withdrawal, a refusal."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from dialogue.accounts.models import Unit
from dialogue.core.forms import Form, line_filter, text_filter
from dialogue.opinions.models import Field

REFUSALS = (
    "Ông/bà đã có số thứ tự",
    "Nội dung này đã được trả lời trong buổi hôm nay",
    "Mời ông/bà đến bàn đăng ký để ghi rõ nội dung",
)

WITHDRAWALS = (
    "Bàn đăng ký ghi nhầm",
    "Xin về sớm",
    "Không phát biểu nữa",
    "Người trước đã nói cùng nội dung",
)


class RegistrationForm(Form):
    """A number for the speaker of an opinion, or with ``words`` for a walk-in."""

    opinion_id = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(min=1)])
    speaker_name = StringField(
        "Họ và tên người phát biểu",
        filters=[line_filter],
        validators=[DataRequired("Cần ghi họ và tên."), Length(max=120)],
    )
    unit = SelectField("Tổ dân phố hoặc đơn vị", coerce=int)
    field = SelectField("Lĩnh vực", coerce=int)
    topic = StringField(
        "Nội dung ngắn gọn",
        filters=[line_filter],
        validators=[Optional(), Length(max=120)],
        description="Hiện trên màn hình. Không ghi số điện thoại, địa chỉ nhà.",
    )
    words = TextAreaField(
        "Nội dung ý kiến",
        filters=[text_filter],
        validators=[Length(max=4000)],
        description="Ghi tóm tắt lời người dân; ý kiến có số biên nhận như mọi ý kiến khác.",
    )

    def offer(self, units: Sequence[Unit], fields: Sequence[Field]) -> None:
        self.unit.choices = [
            SelectChoice(0, "Không thuộc đơn vị nào"),
            *(SelectChoice(u.id, u.name) for u in units),
        ]
        self.field.choices = [
            SelectChoice(0, "Chưa rõ"),
            *(SelectChoice(f.id, f.name) for f in fields),
        ]


class WithdrawalForm(Form):
    """Why a speaker gives his turn back."""

    turn = IntegerField(widget=HiddenInput(), validators=[Optional()])
    reason = StringField(
        "Lý do rút đăng ký",
        filters=[line_filter],
        validators=[DataRequired("Cần ghi rõ lý do."), Length(max=300)],
    )


class AskForm(Form):
    """A resident's own registration from his phone."""

    speaker_name = StringField(
        "Họ và tên",
        filters=[line_filter],
        validators=[DataRequired("Cần ghi họ và tên."), Length(max=120)],
    )
    unit = SelectField("Tổ dân phố hoặc đơn vị", coerce=int)
    field = SelectField("Muốn nói về", coerce=int)
    words = TextAreaField(
        "Điều muốn nói, một câu",
        filters=[line_filter],
        validators=[
            DataRequired("Cần ghi một câu về điều muốn nói."),
            Length(max=300, message="Xin viết gọn trong %(max)d ký tự."),
        ],
    )

    def offer(self, units: Sequence[Unit], fields: Sequence[Field]) -> None:
        self.unit.choices = [
            SelectChoice(0, "Không có trong danh sách"),
            *(SelectChoice(u.id, u.name) for u in units),
        ]
        self.field.choices = [
            SelectChoice(0, "Việc khác"),
            *(SelectChoice(f.id, f.name) for f in fields),
        ]


class RefusalForm(Form):
    """Why the desk gives no number; the phone shows it."""

    reason = StringField(
        "Trả lời người đăng ký",
        filters=[line_filter],
        validators=[DataRequired("Cần ghi rõ lý do."), Length(max=300)],
        description="Hiện trên điện thoại của người đăng ký.",
    )
