"""Input about whose work it is, and who approves for the chair."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import DateField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from dialogue.accounts.models import Account, Unit
from dialogue.core.forms import DATE_FORMATS, Form, text_filter
from dialogue.followup.models import Assignment

NO_UNIT = SelectChoice(0, "Chưa chọn")


def _choices(units: Sequence[Unit]) -> list[SelectChoice]:
    return [NO_UNIT, *(SelectChoice(unit.id, unit.name) for unit in units)]


class AskForm(Form):
    """What a lead unit asks for."""

    kind = RadioField(
        "Đề nghị",
        choices=[
            SelectChoice("other_unit", "Giao đơn vị khác"),
            SelectChoice("interim", "Trả lời tạm thời thêm một lần"),
        ],
        validators=[DataRequired(message="Cần chọn điều đề nghị.")],
    )
    unit = SelectField("Đơn vị nên được giao", coerce=int, default=0)
    until = DateField("Xin dời đến ngày", validators=[Optional()], format=DATE_FORMATS)
    reason = TextAreaField(
        "Lý do", filters=[text_filter],
        validators=[DataRequired(message="Cần ghi rõ lý do."), Length(max=2000)],
    )  # fmt: skip

    def offer(self, units: Sequence[Unit], *, with_interim: bool) -> None:
        """``units`` to choose from; one more interim reply only where it needs leave."""
        self._units = {unit.id: unit for unit in units}
        self.unit.choices = _choices(units)
        if not with_interim:
            self.kind.choices = [SelectChoice("other_unit", "Giao đơn vị khác")]
            del self.until
            if not self.is_submitted():
                self.kind.data = "other_unit"

    @property
    def chosen(self) -> Unit | None:
        return self._units.get(self.unit.data or 0)

    def validate_until(self, field: DateField) -> None:
        if self.kind.data == "interim" and field.data is None:
            raise ValidationError("Cần ghi ngày xin dời đến.")


class DecideForm(Form):
    """Yes or no to what a lead unit asked."""

    decision = RadioField(
        "Quyết định",
        choices=[SelectChoice("grant", "Đồng ý"), SelectChoice("refuse", "Không đồng ý")],
        validators=[DataRequired(message="Cần chọn đồng ý hay không.")],
    )
    unit = SelectField("Giao cho đơn vị", coerce=int, default=0)
    due_on = DateField("Hạn mới", validators=[Optional()], format=DATE_FORMATS)
    until = DateField("Cho phép đến ngày", validators=[Optional()], format=DATE_FORMATS)
    words = TextAreaField("Ý kiến, lý do", filters=[text_filter], validators=[Length(max=2000)])

    def arrange(self, kind: str, units: Sequence[Unit]) -> None:
        """Keep only what a decision on a request of ``kind`` needs."""
        self._units = {unit.id: unit for unit in units}
        self.unit.choices = _choices(units)
        if kind == "interim":
            del self.unit, self.due_on
        else:
            del self.until

    @property
    def is_granted(self) -> bool:
        return bool(self.decision.data == "grant")

    @property
    def chosen(self) -> Unit | None:
        return self._units.get(self.unit.data or 0)

    def validate_unit(self, field: SelectField) -> None:
        if self.is_granted and not field.data:
            raise ValidationError("Cần chọn đơn vị được giao.")

    def validate_words(self, field: TextAreaField) -> None:
        if field.data:
            return
        if self.decision.data == "refuse":
            raise ValidationError("Không đồng ý thì cần ghi rõ lý do.")
        if self.is_granted and "until" in self._fields:
            raise ValidationError("Cần ghi rõ lý do cho phép.")


class ReassignForm(Form):
    """Another lead unit, why, and a new due date where it must be another."""

    unit = SelectField("Giao cho đơn vị", coerce=int, default=0)
    due_on = DateField("Hạn mới", validators=[Optional()], format=DATE_FORMATS)
    reason = TextAreaField(
        "Lý do", filters=[text_filter],
        validators=[DataRequired(message="Cần ghi rõ lý do."), Length(max=2000)],
    )  # fmt: skip

    def offer(self, units: Sequence[Unit]) -> None:
        self._units = {unit.id: unit for unit in units}
        self.unit.choices = _choices(units)

    @property
    def chosen(self) -> Unit:
        return self._units[self.unit.data]

    def validate_unit(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError("Cần chọn đơn vị được giao.")


class DelegationForm(Form):
    """Which vice chair approves replies, and when."""

    account = RadioField(
        "Phó Chủ tịch", coerce=int, validators=[InputRequired(message="Cần chọn một người.")]
    )
    valid_from = DateField(
        "Từ ngày", format=DATE_FORMATS, validators=[InputRequired(message="Cần ghi ngày đầu.")]
    )
    valid_to = DateField(
        "Đến hết ngày",
        format=DATE_FORMATS,
        validators=[InputRequired(message="Cần ghi ngày cuối.")],
    )
    reason = TextAreaField(
        "Lý do", filters=[text_filter],
        validators=[DataRequired(message="Cần ghi rõ lý do."), Length(max=300)],
    )  # fmt: skip

    def offer(self, people: Sequence[Account]) -> None:
        self.account.choices = [SelectChoice(person.id, person.full_name) for person in people]
        if len(people) == 1 and self.account.data is None:
            self.account.data = people[0].id


class HandOverForm(Form):
    """Several assignments of one unit, for another."""

    chosen = SelectMultipleField(
        "Việc được giao lại",
        coerce=int,
        validators=[DataRequired(message="Cần chọn ít nhất một việc.")],
    )
    unit = SelectField("Giao cho đơn vị", coerce=int, default=0)
    reason = TextAreaField(
        "Lý do", filters=[text_filter],
        validators=[DataRequired(message="Cần ghi rõ lý do."), Length(max=2000)],
    )  # fmt: skip

    def offer(self, rows: Sequence[Assignment], units: Sequence[Unit]) -> None:
        self._units = {unit.id: unit for unit in units}
        self.unit.choices = _choices(units)
        self.chosen.choices = [
            SelectChoice(
                row.id, f"{row.conclusion.opinion.receipt}: {row.conclusion.opinion.short}"
            )
            for row in rows
        ]

    @property
    def unit_chosen(self) -> Unit:
        return self._units[self.unit.data]

    def validate_unit(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError("Cần chọn đơn vị được giao.")
