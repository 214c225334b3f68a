"""Input of the pages by which the office makes and edits a plan."""

from __future__ import annotations

from wtforms import (
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
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

from dialogue.accounts.models import Account, Unit
from dialogue.core.forms import Form, line_filter, text_filter
from dialogue.plans.forms import PREVIEW, SAVE, TIMES, IssueForm
from dialogue.plans.models import (
    AUDIENCES,
    RULE_SETS,
    Meeting,
    Plan,
    ProgrammeItem,
)

LONGEST_LINE = 3000


def lines_of(field: Field) -> list[str]:
    """What was typed, one item a line."""
    return (field.data or "").split("\n")


def _lines(label: str, what: str) -> TextAreaField:
    return TextAreaField(
        label,
        description=f"Mỗi {what} ghi một dòng.",
        filters=[text_filter],
        validators=[Length(max=20000), _short_lines],
    )


def _short_lines(_form: Form, field: Field) -> None:
    long = [n for n, line in enumerate(lines_of(field), 1) if len(line) > LONGEST_LINE]
    if long:
        raise ValidationError(f"Dòng {long[0]} dài quá {LONGEST_LINE} ký tự.")


class PlanForm(Form):
    """The texts of a plan, each list one item a line."""

    title = TextAreaField(
        "Tên kế hoạch", filters=[line_filter], validators=[DataRequired(), Length(max=400)]
    )
    place = StringField(
        "Địa điểm", filters=[line_filter], validators=[DataRequired(), Length(max=200)]
    )
    timing = TextAreaField("Thời gian dự kiến", filters=[line_filter], validators=[Length(max=300)])
    grounds = _lines("Căn cứ", "căn cứ")
    aims = _lines("I.1. Mục đích", "mục đích")
    demands = _lines("I.2. Yêu cầu", "yêu cầu")
    attendees = _lines("II.1.2. Thành phần tham dự", "thành phần")
    contents = _lines("II.2. Nội dung, hình thức", "nội dung")
    recipients = _lines("Nơi nhận", "nơi nhận")
    reason = TextAreaField("Lý do sửa", filters=[text_filter], validators=[Length(max=500)])

    LISTS = ("grounds", "aims", "demands", "attendees", "contents", "recipients")

    def shown(self, plan: Plan) -> None:
        self.title.data, self.place.data, self.timing.data = plan.title, plan.place, plan.timing
        for name in self.LISTS:
            self[name].data = "\n".join(getattr(plan, name))

    @property
    def lists(self) -> dict[str, list[str]]:
        """The lists that came with the form."""
        return {name: lines_of(self[name]) for name in self.LISTS if self[name].raw_data}


class RenumberForm(IssueForm):
    """Another number or date of an issued plan."""

    reason = TextAreaField(
        "Lý do sửa", filters=[text_filter], validators=[DataRequired(), Length(max=500)]
    )


class _PreviewedForm(Form):
    """Shown with what follows ("preview"), then written ("save") as it was seen."""

    step = HiddenField(default=PREVIEW)
    seen = HiddenField()

    @property
    def is_confirmed(self) -> bool:
        return bool(self.step.data == SAVE)

    def back_to_start(self) -> None:
        self.step.data, self.seen.data = PREVIEW, ""


class NextYearForm(_PreviewedForm):
    """The year of the plan to be made."""

    year = IntegerField("Năm của kế hoạch mới", validators=[InputRequired()])


class RuleSetForm(_PreviewedForm):
    """How due dates are counted, and why this changes."""

    rule_set = RadioField(
        "Cách tính hạn",
        choices=[SelectChoice(*pair) for pair in RULE_SETS.items()],
        validators=[DataRequired(message="Cần chọn cách tính hạn.")],
    )
    reason = TextAreaField(
        "Lý do", filters=[text_filter], validators=[DataRequired(), Length(max=500)]
    )


class MeetingForm(Form):
    """What the plan says of one meeting."""

    title = TextAreaField(
        "Tên đợt đối thoại", filters=[line_filter], validators=[DataRequired(), Length(max=300)]
    )
    audience = RadioField(
        "Đối thoại với",
        choices=[SelectChoice(*pair) for pair in AUDIENCES.items()],
        validators=[DataRequired(message="Cần chọn đối tượng.")],
    )
    topic = StringField("Chủ đề", filters=[line_filter], validators=[Length(max=300)])
    place = StringField(
        "Địa điểm", filters=[line_filter], validators=[DataRequired(), Length(max=200)]
    )
    expected = IntegerField(
        "Số người dự kiến",
        validators=[Optional(), NumberRange(1, 100000, "Số người phải từ 1 đến 100.000.")],
    )
    reason = TextAreaField("Lý do", filters=[text_filter], validators=[Length(max=500)])

    def shown(self, meeting: Meeting) -> None:
        for name in ("title", "audience", "topic", "place", "expected"):
            self[name].data = getattr(meeting, name)


class ProgrammeForm(Form):
    """A line of the programme."""

    title = TextAreaField(
        "Nội dung", filters=[line_filter], validators=[DataRequired(), Length(max=400)]
    )
    minutes = IntegerField(
        "Số phút",
        validators=[InputRequired(), NumberRange(1, 480, "Số phút phải từ 1 đến 480.")],
    )
    starts = TimeField("Bắt đầu lúc", validators=[Optional()], format=TIMES)
    who = SelectField("Người phụ trách")
    owner = StringField("Ghi bằng lời", filters=[line_filter], validators=[Length(max=160)])

    def offer(self, units: list[Unit], people: list[Account]) -> None:
        self.who.choices = [
            SelectChoice("", "Ghi bằng lời ở ô bên dưới"),
            *(SelectChoice(f"unit:{u.id}", u.name, optgroup="Đơn vị") for u in units),
            *(
                SelectChoice(
                    f"account:{p.id}", f"{p.full_name} – {p.title or p.unit.name}", optgroup="Người"
                )
                for p in people
            ),
        ]

    def shown(self, item: ProgrammeItem) -> None:
        self.title.data, self.minutes.data = item.title, item.minutes
        self.starts.data, self.owner.data = item.starts, item.owner
        if item.unit_id:
            self.who.data = f"unit:{item.unit_id}"
        elif item.account_id:
            self.who.data = f"account:{item.account_id}"

    @property
    def chosen(self) -> tuple[str, int] | None:
        """``("unit", 3)``, ``("account", 5)`` or None for words."""
        kind, _, number = (self.who.data or "").partition(":")
        return (kind, int(number)) if number else None


class HouseRulesForm(Form):
    """The house rules of one meeting."""

    lines = _lines("Nội quy", "điều")
