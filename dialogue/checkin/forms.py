"""Input at the door: who stands on no list, why somebody is not there after all."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from dialogue.accounts.models import Unit
from dialogue.core.forms import Form, line_filter
from dialogue.core.text import fold


class WalkInForm(Form):
    """A person who came without a place on a list."""

    full_name = StringField(
        "Họ và tên",
        filters=[line_filter],
        validators=[DataRequired("Cần ghi họ và tên."), Length(max=120)],
    )
    unit = StringField(
        "Tổ dân phố hoặc đơn vị",
        filters=[line_filter],
        validators=[Length(max=160)],
        description="Gõ số tổ là đủ; để trống nếu không thuộc đơn vị nào.",
    )
    another = BooleanField("Là người khác, trùng họ tên")

    def offer(self, units: Sequence[Unit]) -> None:
        """The units that may be meant."""
        self.units = units

    @property
    def meant(self) -> Unit | None:
        """The unit whose name, short name or number of the group was typed."""
        typed = fold(self.unit.data)
        if not typed:
            return None
        for unit in self.units:
            if typed in (fold(unit.name), fold(unit.short_name)):
                return unit
            if unit.kind == "residential_group" and typed == fold(unit.name).split()[-1]:
                return unit
        return None

    def validate_unit(self, field: StringField) -> None:
        if field.data and self.meant is None:
            raise ValidationError(
                f"Không có tổ hoặc đơn vị “{field.data}”. Ghi số tổ, hoặc chọn tên trong danh sách."
            )


class TakeBackForm(Form):
    """Why a check-in does not hold."""

    reason = StringField(
        "Lý do rút điểm danh",
        filters=[line_filter],
        validators=[DataRequired("Cần ghi rõ lý do."), Length(max=300)],
    )
