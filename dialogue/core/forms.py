"""The base of every form: Vietnamese messages, NFC text, CSRF by Flask-WTF."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from dialogue.core.errors import InvalidInput
from dialogue.core.text import clean, clean_line

_MESSAGES = {
    "This field is required.": "Cần điền mục này.",
    "Not a valid choice.": "Lựa chọn này không có trong danh sách.",
    "Not a valid choice": "Lựa chọn này không có trong danh sách.",
    "Invalid Choice: could not coerce.": "Lựa chọn này không hợp lệ.",
    "Invalid choice(s): one or more data inputs could not be coerced.": "Lựa chọn không hợp lệ.",
    "Not a valid integer value.": "Cần ghi một số nguyên.",
    "Not a valid date value.": "Ngày chưa đúng, ví dụ 12/04/2024.",
    "Not a valid time value.": "Giờ chưa đúng, ví dụ 07:30.",
    "Not a valid datetime value.": "Ngày giờ chưa đúng.",
    "Number must be at least %(min)s.": "Số nhỏ nhất là %(min)s.",
    "Number must be between %(min)s and %(max)s.": "Số phải từ %(min)s đến %(max)s.",
    "Field cannot be longer than %(max)d character.": "Dài nhất %(max)d ký tự.",
    "Field cannot be longer than %(max)d characters.": "Dài nhất %(max)d ký tự.",
    "Field must be at least %(min)d character long.": "Ít nhất %(min)d ký tự.",
    "Field must be at least %(min)d characters long.": "Ít nhất %(min)d ký tự.",
    "Field must be between %(min)d and %(max)d characters long.": ("Từ %(min)d đến %(max)d ký tự."),
}


class _Vietnamese:
    def gettext(self, string: str) -> str:
        return _MESSAGES.get(string, string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return _MESSAGES.get(plural, _MESSAGES.get(singular, plural if n != 1 else singular))


class Form(FlaskForm):  # type: ignore[misc]
    """Base form. ``version`` carries the version of the record that the person saw."""

    class Meta:
        locales = ("vi",)

        def get_translations(self, _form: Any) -> _Vietnamese:
            return _Vietnamese()

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    submission_key = HiddenField()

    def errors_by_field(self) -> list[tuple[Field, str]]:
        """(field, message) for each error, in the form's order, for the error summary."""
        return [(f, message) for f in self for message in _flat(f.errors)]


DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]  # as a date input sends it, and as it is typed


class StepForm(Form):
    """A step without input: only the version that the person saw."""


def show_refusal(form: Form, refusal: InvalidInput) -> None:
    """Put what an action refused beside its field, or in the form's summary."""
    field = form._fields.get(refusal.field or "", form.version)
    field.errors = [*field.errors, refusal.message]


def _flat(errors: Any) -> list[str]:
    if isinstance(errors, str):
        return [errors]
    if isinstance(errors, dict):
        return [m for v in errors.values() for m in _flat(v)]
    return [m for e in errors for m in _flat(e)]


def line_filter(value: Any) -> Any:
    """A WTForms filter: one clean line (NFC)."""
    return clean_line(value) if isinstance(value, str) else value


def text_filter(value: Any) -> Any:
    """A WTForms filter: clean paragraphs (NFC)."""
    return clean(value) if isinstance(value, str) else value
