"""Input at the door: who stands on no list, why somebody is not there after all."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length

from dialogue.accounts.models import Unit
from dialogue.core.forms import Form, line_filter


class WalkInForm(Form):
    """A person who came without a place on a list."""

    full_name = StringField(
        "Họ và tên",
        filters=[line_filter],
        validators=[DataRequired("Cần ghi họ và tên."), Length(max=120)],
    )
    unit = SelectField("Tổ dân phố hoặc đơn vị", coerce=int)
    another = BooleanField("Là người khác, trùng họ tên")

    def offer(self, units: Sequence[Unit]) -> None:
        """The units to choose from; none is a choice too."""
        self.unit.choices = [
            SelectChoice(0, "Không thuộc đơn vị nào"),
            *(SelectChoice(u.id, u.name) for u in units),
        ]


class TakeBackForm(Form):
    """Why a check-in does not hold."""

    reason = StringField(
        "Lý do rút điểm danh",
        filters=[line_filter],
        validators=[DataRequired("Cần ghi rõ lý do."), Length(max=300)],
    )
