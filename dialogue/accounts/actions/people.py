"""Accounts: made, changed, locked. Every act stands in the history."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from dialogue.accounts import passwords
from dialogue.accounts.actions.devices import end_all
from dialogue.accounts.actions.roles import change_roles, new_grant
from dialogue.accounts.models import USERNAME, USERNAME_RULE, Account, Unit
from dialogue.accounts.signals import record
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.text import clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db


def create_account(
    *,
    username: str,
    full_name: str,
    title: str,
    unit: Unit,
    roles: Sequence[str],
    password: str,
    phone: str | None = None,
    must_change_password: bool = True,
    valid_from: date | None = None,
    actor: Account | None = None,
) -> Account:
    """Add an account with its roles.

    Raises ``InvalidInput`` for an unknown role or a user name or phone that is taken.
    """
    username = clean_line(username).lower()
    if not re.fullmatch(USERNAME, username):
        raise InvalidInput(USERNAME_RULE, field="username")
    hashed = passwords.hash_password(password)
    with unit_of_work() as session:
        _refuse_taken(username, phone)
        account = Account(
            username=username,
            phone=phone,
            full_name="",
            title=clean_line(title),
            unit=unit,
            password_hash=hashed,
            must_change_password=must_change_password,
            grants=[new_grant(role, valid_from or clock.today()) for role in roles],
        )
        account.rename(full_name)
        session.add(account)
        session.flush()
        record(actor, account, "create", "Tạo tài khoản", roles=list(roles))
        return account


def _refuse_taken(username: str, phone: str | None, own: int | None = None) -> None:
    for column, value, field, message in (
        (Account.username, username, "username", "Tên đăng nhập này đã có người dùng."),
        (Account.phone, phone, "phone", "Số điện thoại này đã gắn với tài khoản khác."),
    ):
        if not value:
            continue
        other = db.session.scalar(select(Account.id).where(column == value))
        if other is not None and other != own:
            raise InvalidInput(message, field=field)


def update_account(
    account: Account,
    *,
    full_name: str,
    title: str,
    unit: Unit,
    phone: str | None,
    roles: Sequence[str],
    actor: Account,
    version: int | None = None,
) -> None:
    """Change who a person is and which roles are held from today on.

    Raises ``Conflict`` when the account was changed since ``version``.
    """
    with unit_of_work():
        account.next_version(version)
        _refuse_taken(account.username, phone, own=account.id)
        account.rename(full_name)
        account.title, account.unit, account.phone = clean_line(title), unit, phone
        record(actor, account, "update", "Sửa tài khoản")
        change_roles(account, roles=roles, actor=actor)


def reset_password(account: Account, *, actor: Account) -> str:
    """A new temporary password, shown once; it must be changed at the next sign-in.

    Raises ``InvalidInput`` for one's own account: that one is changed by who knows the old one.
    """
    if actor.id == account.id:
        raise InvalidInput("Mật khẩu của mình thì đổi ở trang “Tài khoản của tôi”.")
    temporary = passwords.temporary()
    hashed = passwords.hash_password(temporary)
    with unit_of_work():
        account.password_hash = hashed
        account.must_change_password = True
        end_all(account)
        record(actor, account, "reset_password", "Đặt lại mật khẩu")
    return temporary


def deactivate(account: Account, *, actor: Account) -> None:
    """Lock an account: it signs in no more, its record stays. Not one's own (``InvalidInput``)."""
    if actor.id == account.id:
        raise InvalidInput("Không tự khóa tài khoản của mình được.")
    with unit_of_work():
        if not account.active:
            raise Conflict("Tài khoản này đã được khóa trước đó.")
        account.active = False
        end_all(account)
        record(actor, account, "deactivate", "Khóa tài khoản")


def reactivate(account: Account, *, actor: Account) -> None:
    """Let a locked account sign in again."""
    with unit_of_work():
        if account.active:
            raise Conflict("Tài khoản này đang dùng được, không cần mở lại.")
        account.active = True
        record(actor, account, "reactivate", "Mở lại tài khoản")
