"""Input of the pages of lists and delegates."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from dialogue.attendance.actions.rolls import MOST
from dialogue.attendance.models import Delegate, DelegateList
from dialogue.attendance.parsing import Person, person
from dialogue.core.errors import InvalidInput
from dialogue.core.forms import Form, line_filter, text_filter


def show_error(form: Form, error: InvalidInput) -> None:
    """Put what an action refused beside its field (the first visible one if it names none)."""
    named = form[error.field] if error.field and error.field in form else None
    target = named or next(f for f in form if f.widget.input_type != "hidden")
    target.errors = [*target.errors, error.message]


class PlainForm(Form):
    """A step that takes no input: only the version that the person saw."""


class PersonForm(Form):
    """One delegate."""

    name = StringField(
        "Họ và tên",
        filters=[line_filter],
        validators=[InputRequired("Cần ghi họ và tên."), Length(max=120)],
    )
    year = StringField("Năm sinh", filters=[line_filter], validators=[Length(max=20)])
    phone = StringField("Số điện thoại", filters=[line_filter], validators=[Length(max=40)])
    post = StringField("Chức vụ", filters=[line_filter], validators=[Length(max=120)])
    body = StringField("Chi đoàn, cơ quan", filters=[line_filter], validators=[Length(max=160)])
    another = BooleanField("Là người khác, chỉ trùng họ tên")

    def shown(self, delegate: Delegate) -> None:
        """Fill in what is known of ``delegate``."""
        self.name.data, self.phone.data = delegate.full_name, show_phone(delegate.phone)
        self.year.data = str(delegate.birth_year or "")
        self.post.data, self.body.data = delegate.post, delegate.body

    def person(self) -> Person:
        """Who is named. Raises ``InvalidInput`` beside the field."""
        return person(
            name=self.name.data or "",
            year=self.year.data or "",
            phone=self.phone.data or "",
            post=self.post.data or "",
            body=self.body.data or "",
        )


def show_phone(phone: str) -> str:
    """``+84905123456`` → ``0905 123 456``, as people write it."""
    digits = "0" + phone.removeprefix("+84") if phone.startswith("+84") else phone
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}" if len(digits) == 10 else digits


class SendForm(Form):
    """The list sent; a reason where there are more people than places, or nobody."""

    reason = TextAreaField("Lý do", filters=[text_filter], validators=[Length(max=500)])


class RemovalForm(Form):
    """Why somebody is taken off the list."""

    reason = StringField("Lý do bỏ tên", filters=[line_filter], validators=[Length(max=300)])


class UploadForm(Form):
    """A list as people have it."""

    file = FileField("Tệp danh sách")


class TakeForm(Form):
    """The word to take what the preview showed; ``version`` is the list's then."""


class PlacesForm(Form):
    """How many places each unit has; its fields are added by ``places_form``."""

    seen = HiddenField()

    def numbers(self) -> dict[int | None, int]:
        """Unit id (None: the guests) → places."""
        return {
            int(field.short_name.removeprefix("unit_")) or None: field.data
            for field in self
            if field.short_name.startswith("unit_")
        }


def places_form(rolls: list[DelegateList], **values: Any) -> PlacesForm:
    """A form with one number for each of ``rolls``."""
    fields = {
        f"unit_{roll.unit_id or 0}": IntegerField(
            roll.name,
            validators=[
                InputRequired("Cần ghi số chỗ; ghi 0 nếu không có."),
                NumberRange(0, MOST, message=f"Số chỗ từ 0 đến {MOST}."),
            ],
        )
        for roll in rolls
    }
    return type("FilledPlacesForm", (PlacesForm,), fields)(**values)  # type: ignore[no-any-return]
