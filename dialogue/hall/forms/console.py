"""Input of the presider's console: a command's own fields, the rules, a line from paper."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import (
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
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
    StopValidation,
)
from wtforms.widgets import HiddenInput

from dialogue.accounts.models import Account, Unit
from dialogue.core.forms import Form, line_filter, text_filter
from dialogue.hall.models import HallSession, Turn
from dialogue.hall.workflow import ORDER_RULES, TURN

REASONS = (
    "Cùng nội dung với người vừa phát biểu",
    "Người cao tuổi, người khuyết tật",
    "Đi cùng con nhỏ",
    "Xin về sớm",
)
PLACES = {
    "call": "Mời phát biểu ngay",
    "up": "Lên một bậc",
    "first": "Lên đầu hàng đợi",
    "down": "Xuống một bậc",
    "end": "Xuống cuối hàng đợi",
    "absent": "Vắng mặt, mời lại sau",
    "write": "Trả lời bằng văn bản",
    "withdraw": "Rút đăng ký",
    "ungroup": "Ra khỏi nhóm cùng nội dung",
}
MINUTES = (1, 2, 3, 5)
SPEECH_MINUTES = (2, 3, 4, 5, 7, 10)
ON_PAPER = {
    "spoken": "Đã phát biểu",
    "absent": "Vắng khi được mời",
    "write": "Chuyển trả lời bằng văn bản",
    "withdraw": "Rút đăng ký",
}


class CommandForm(Form):
    """What each button of the console carries; ``turn`` is the one it was meant for."""

    turn = IntegerField(widget=HiddenInput(), validators=[Optional()])
    value = HiddenField()


class PlaceForm(Form):
    """A change of one turn's place, or its end without a speech: always with a reason."""

    turn = IntegerField(widget=HiddenInput(), validators=[Optional()])
    what = SelectField("Việc cần làm")
    reason = StringField(
        "Lý do",
        filters=[line_filter],
        validators=[DataRequired("Cần ghi rõ lý do."), Length(max=300)],
        description="Lý do được ghi vào diễn biến của buổi đối thoại.",
    )

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """What may be done with this turn now: (code, words)."""
        self.what.choices = [SelectChoice(code, words) for code, words in choices]


class ExtensionForm(Form):
    """More time for who speaks."""

    turn = IntegerField(widget=HiddenInput(), validators=[Optional()])
    minutes = SelectField(
        "Thêm", coerce=int, choices=[SelectChoice(n, f"{n} phút") for n in MINUTES], default=2
    )
    reason = StringField(
        "Lý do",
        filters=[line_filter],
        validators=[DataRequired("Cần ghi rõ lý do."), Length(max=300)],
        default="Nội dung cần nói thêm",
    )


class HandForm(Form):
    """Who answers."""

    turn = IntegerField(widget=HiddenInput(), validators=[Optional()])
    answerer = SelectField("Người trả lời", coerce=int)

    def offer(self, accounts: Sequence[Account]) -> None:
        self.answerer.choices = [
            SelectChoice(a.id, f"{a.full_name} – {a.title or a.unit.name}") for a in accounts
        ]


class RulesForm(Form):
    """The rules in force in this hall."""

    order_rule = SelectField("Thứ tự phát biểu")
    minutes = SelectField("Mỗi người phát biểu", coerce=int)
    answer_minutes = SelectField("Mỗi lượt trả lời", coerce=int)
    return_after = IntegerField(
        "Người vắng được mời lại sau mấy người",
        validators=[DataRequired("Cần ghi số người."), NumberRange(min=1, max=20)],
    )

    def offer(self, hall: HallSession) -> None:
        """The rules to choose from; the minutes in force are among the choices."""
        self.order_rule.choices = [SelectChoice(*rule) for rule in ORDER_RULES.items()]
        for field, seconds in (
            (self.minutes, hall.default_seconds),
            (self.answer_minutes, hall.answer_seconds),
        ):
            offered = sorted({*SPEECH_MINUTES, seconds // 60})
            field.choices = [SelectChoice(n, f"{n} phút") for n in offered]


class GroupForm(Form):
    """Who speaks on one matter."""

    turns = SelectMultipleField(
        "Những người cùng nội dung",
        coerce=int,
        validators=[Length(min=2, message="Cần chọn ít nhất hai người.")],
    )
    topic = StringField(
        "Nội dung chung",
        filters=[line_filter],
        validators=[DataRequired("Cần ghi nội dung chung."), Length(max=120)],
        description="Hiện trên màn hình. Không ghi tên người, số điện thoại.",
    )

    def offer(self, turns: Sequence[Turn]) -> None:
        self.turns.choices = [
            SelectChoice(t.id, f"Số {t.number}: {t.speaker_name} – {t.topic}") for t in turns
        ]


class PaperForm(Form):
    """One speech as it stands on the printed queue, or why there was none."""

    turn = SelectField("Ai", coerce=int)
    speaker_name = StringField(
        "Họ và tên, nếu chưa có số", filters=[line_filter], validators=[Length(max=120)]
    )
    unit = SelectField("Tổ dân phố hoặc đơn vị", coerce=int)
    words = TextAreaField(
        "Nội dung đã nói, nếu chưa có số", filters=[text_filter], validators=[Length(max=4000)]
    )
    what = SelectField("Trên giấy ghi", choices=[SelectChoice(*one) for one in ON_PAPER.items()])
    started = TimeField("Lúc, hoặc từ lúc", validators=[InputRequired("Cần ghi giờ.")])
    ended = TimeField("Nói đến", validators=[Optional()])
    answerer = SelectField("Người trả lời", coerce=int)
    answered_until = TimeField("Trả lời đến", validators=[Optional()])

    def offer(
        self, turns: Sequence[Turn], units: Sequence[Unit], accounts: Sequence[Account]
    ) -> None:
        self.turn.choices = [
            *(
                SelectChoice(t.id, f"Số {t.number}: {t.speaker_name} – {TURN.label(t.state)}")
                for t in turns
            ),
            SelectChoice(0, "Người chưa có số"),
        ]
        self.unit.choices = [
            SelectChoice(0, "Không thuộc đơn vị nào"),
            *(SelectChoice(u.id, u.name) for u in units),
        ]
        self.answerer.choices = [
            SelectChoice(0, "Không ai"),
            *(SelectChoice(a.id, f"{a.full_name} – {a.title or a.unit.name}") for a in accounts),
        ]

    def validate_speaker_name(self, field: StringField) -> None:
        if not self.turn.data and not field.data:
            raise StopValidation("Cần ghi họ và tên.")


def places_for(
    turn: Turn, waiting: Sequence[Turn], *, live: bool, free: bool
) -> list[tuple[str, str]]:
    """What may be done with ``turn`` where it stands: (code, words) for ``PlaceForm``."""
    ids = [t.id for t in waiting]
    if turn.id not in ids:
        return [("withdraw", PLACES["withdraw"])] if turn.state == "called" else []
    place = ids.index(turn.id)
    possible = {
        "call": live and free and place > 0,
        "up": place > 0,
        "first": place > 0,
        "down": place < len(ids) - 1,
        "end": place < len(ids) - 1,
        "absent": live and turn.state == "registered",
        "write": live,
        "withdraw": True,
        "ungroup": bool(turn.group_topic),
    }
    return [(code, PLACES[code]) for code, holds in possible.items() if holds]
