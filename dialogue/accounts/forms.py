"""Input of sign-in, of one's own account and of the administrator's pages."""

from __future__ import annotations

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from dialogue.accounts import passwords, queries
from dialogue.accounts.models import ROLES, UNIT_KINDS, USERNAME, USERNAME_RULE
from dialogue.core.forms import Form, line_filter


class SignInForm(Form):
    login = StringField(
        "Tên đăng nhập hoặc số điện thoại",
        filters=[line_filter],
        validators=[DataRequired("Cần ghi tên đăng nhập hoặc số điện thoại."), Length(max=60)],
    )
    password = PasswordField("Mật khẩu", validators=[DataRequired("Cần ghi mật khẩu.")])
    remember = BooleanField("Máy của riêng tôi: giữ đăng nhập 30 ngày")


class CodeForm(Form):
    """A code of the phone, or a spare one."""

    code = StringField(
        "Mã 6 số trên điện thoại",
        filters=[line_filter],
        validators=[DataRequired("Cần ghi mã."), Length(max=40)],
    )


class TurnOffForm(Form):
    password = PasswordField("Mật khẩu", validators=[DataRequired("Cần ghi mật khẩu.")])


class PasswordForm(Form):
    current = PasswordField(
        "Mật khẩu hiện tại", validators=[DataRequired("Cần ghi mật khẩu hiện tại.")]
    )
    new = PasswordField("Mật khẩu mới", validators=[DataRequired("Cần ghi mật khẩu mới.")])
    again = PasswordField("Ghi lại mật khẩu mới", validators=[DataRequired("Cần ghi lại.")])

    def validate_new(self, field: PasswordField) -> None:
        problem = passwords.weakness(field.data or "")
        if problem:
            raise ValidationError(problem)

    def validate_again(self, field: PasswordField) -> None:
        if field.data != self.new.data:
            raise ValidationError("Hai lần ghi mật khẩu mới chưa giống nhau.")


class AccountForm(Form):
    username = StringField(
        "Tên đăng nhập",
        description="Chữ thường không dấu, số, dấu chấm. Ví dụ: to3 hoặc nguyen.an",
        filters=[line_filter],
        validators=[
            DataRequired("Cần ghi tên đăng nhập."),
            Regexp(f"^{USERNAME}$", message=USERNAME_RULE),
        ],
    )
    full_name = StringField(
        "Họ và tên",
        filters=[line_filter],
        validators=[DataRequired("Cần ghi họ và tên."), Length(max=120)],
    )
    title = StringField("Chức vụ", filters=[line_filter], validators=[Length(max=120)])
    phone = StringField(
        "Số điện thoại", filters=[line_filter], validators=[Optional(), Length(max=30)]
    )
    unit_id = SelectField("Đơn vị", coerce=int)
    roles = SelectMultipleField(
        "Vai trò",
        choices=[SelectChoice(value=code, label=label) for code, label in ROLES.items()],
        validators=[DataRequired("Cần chọn ít nhất một vai trò.")],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = queries.units()
        account = kwargs.get("obj")
        if account is not None and account.unit not in offered:
            offered.append(account.unit)  # ended since; the person stays until moved
        self.unit_id.choices = [SelectChoice(value=one.id, label=one.name) for one in offered]

    def validate_phone(self, field: StringField) -> None:
        if field.data and queries.phone_number(field.data) is None:
            raise ValidationError("Số điện thoại chưa đúng, ví dụ 0905 123 456.")

    @property
    def phone_stored(self) -> str | None:
        return queries.phone_number(self.phone.data) if self.phone.data else None


class RoleForm(Form):
    role = SelectField(
        "Vai trò",
        choices=[SelectChoice(value=code, label=label) for code, label in ROLES.items()],
    )
    valid_from = DateField("Từ ngày", validators=[InputRequired()])
    valid_to = DateField(
        "Đến hết ngày",
        description="Để trống khi chưa định ngày thôi giao.",
        validators=[Optional()],
    )


class WardForm(Form):
    name = StringField(
        "Tên phường",
        filters=[line_filter],
        validators=[DataRequired("Cần ghi tên phường."), Length(max=112)],
    )
    parent_body = StringField(
        "Cơ quan cấp trên", filters=[line_filter], validators=[Length(max=160)]
    )
    place = StringField(
        "Địa danh ghi trên văn bản",
        filters=[line_filter],
        validators=[DataRequired("Cần ghi địa danh."), Length(max=80)],
    )
    from_day = DateField(
        "Có hiệu lực từ ngày", validators=[DataRequired("Cần ghi ngày có hiệu lực.")]
    )


class UnitForm(Form):
    name = StringField(
        "Tên đơn vị",
        filters=[line_filter],
        validators=[DataRequired("Cần ghi tên đơn vị."), Length(max=160)],
    )
    short_name = StringField("Tên ngắn", filters=[line_filter], validators=[Length(max=60)])
    kind = SelectField(
        "Loại",
        choices=[SelectChoice(value=code, label=label) for code, label in UNIT_KINDS.items()],
    )
    valid_to = DateField(
        "Hoạt động đến hết ngày",
        description="Để trống khi đơn vị còn hoạt động.",
        validators=[Optional()],
    )
