"""Choosing a file, looking through it, taking it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.queries import units
from dialogue.core.errors import InvalidInput
from dialogue.core.forms import Form, text_filter
from dialogue.imports.permissions import chooses_unit
from dialogue.plans.models import AUDIENCES, Meeting

SENDERS = ("residential_group", "front", "youth_union", "department", "office")


def _number(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


def blame(form: Form, error: InvalidInput, otherwise: str) -> None:
    """Put what an action refused beside its field, or beside ``otherwise``."""
    name = error.field if error.field in form._fields else otherwise
    field = form._fields[name or otherwise]
    field.errors = [*field.errors, error.message]


class PlainForm(Form):
    """A step without input."""


class UploadForm(Form):
    unit = SelectField("Danh sách của đơn vị nào", coerce=_number, validators=[InputRequired()])
    meeting = RadioField("Gửi cho đợt", coerce=int, validators=[InputRequired()])
    file = FileField("Tệp danh sách")

    def arrange(self, user: Account, meetings: Sequence[Meeting]) -> None:
        """A unit brings its own list; the office says whose it is."""
        self._units = units(*SENDERS) if chooses_unit(user) else [user.unit]
        self._meetings = meetings
        if chooses_unit(user):
            self.unit.choices = [
                SelectChoice("", "Chọn đơn vị"),
                *(SelectChoice(u.id, u.name) for u in self._units),
            ]
        else:
            del self.unit
        self.meeting.choices = [
            SelectChoice(m.id, f"Đợt {m.ordinal}: {AUDIENCES[m.audience]}") for m in meetings
        ]

    def chosen_unit(self) -> Unit:
        if "unit" not in self._fields:
            return self._units[0]
        return next(u for u in self._units if u.id == self.unit.data)

    def chosen_meeting(self) -> Meeting:
        return next(m for m in self._meetings if m.id == self.meeting.data)


class TakeForm(Form):
    numbers = SelectMultipleField("Dòng", coerce=int, validate_choice=False)
    become = RadioField(
        "Nhận thành",
        choices=[
            SelectChoice("sent", "Gửi ngay, có số biên nhận"),
            SelectChoice("draft", "Bản nháp, xem lại rồi gửi sau"),
        ],
        default="sent",
    )
    late_reason = TextAreaField(
        "Lý do gửi muộn", filters=[text_filter], validators=[Length(max=500)]
    )
