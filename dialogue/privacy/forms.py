"""Who is looked for, and what is then done with the rows found."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import BooleanField, SelectMultipleField, StringField, TelField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from dialogue.core.forms import Form, line_filter, text_filter
from dialogue.files.models import Attachment
from dialogue.privacy.queries import Found


class SearchForm(Form):
    """A person by name, phone or both."""

    name = StringField("Họ và tên", filters=[line_filter], validators=[Length(max=120)])
    phone = TelField("Số điện thoại", filters=[line_filter], validators=[Length(max=30)])


class PersonForm(SearchForm):
    """The rows that are this person's, and on what ground something is done with them."""

    rows = SelectMultipleField("Các dòng là của người này")
    files = SelectMultipleField("Ảnh, tệp có hình hoặc giấy tờ của người này")
    ground = TextAreaField(
        "Căn cứ",
        filters=[text_filter],
        validators=[Length(min=5, max=500, message="Cần ghi căn cứ.")],
    )
    despite_open = BooleanField("Vẫn xóa dù còn việc chưa trả lời xong")
    sure = BooleanField("Tôi hiểu dữ liệu đã xóa không lấy lại được")

    def offer(self, found: Sequence[Found], files: Sequence[Attachment]) -> None:
        """What may be marked."""
        self.rows.choices = [
            SelectChoice(one.key, f"{one.place.label}: {one.name or 'không ghi tên'}, {one.about}")
            for one in found
        ]
        self.files.choices = [SelectChoice(str(one.id), one.name) for one in files]
