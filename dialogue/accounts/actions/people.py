"""Units and accounts: made, changed, ended. Every act stands in the history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from dialogue.accounts import passwords
from dialogue.accounts.models import ROLES, UNIT_KINDS, Account, RoleGrant, Unit
from dialogue.accounts.signals import record
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.text import clean_line, fold
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db


def create_unit(
    *,
    name: str,
    short_name: str,
    kind: str,
    code: str = "",
    position: int = 0,
    valid_from: date | None = None,
    actor: Account | None = None,
) -> Unit:
    """Add a unit of the ward. Raises ``InvalidInput`` for an unknown kind or a doubled name."""
    if kind not in UNIT_KINDS:
        raise InvalidInput("Loại đơn vị này không có trong danh sách.", field="kind")
    name = clean_line(name)
    with unit_of_work() as session:
        code = code or _free_code(fold(name).replace(" ", "-")[:36])
        unit = Unit(
            code=code,
            name=name,
            short_name=clean_line(short_name) or name[:60],
            kind=kind,
            position=position,
            valid_from=valid_from,
        )
        session.add(unit)
        session.flush()
        record(actor, unit, "create", "Thêm đơn vị", name=name)
        return unit


def _free_code(wanted: str) -> str:
    taken = set(db.session.scalars(select(Unit.code).where(Unit.code.startswith(wanted))))
    code, number = wanted, 2
    while code in taken:
        code, number = f"{wanted}-{number}", number + 1
    return code


def update_unit(
    unit: Unit, *, name: str, short_name: str, valid_to: date | None, actor: Account
) -> None:
    """Rename a unit or end it. Raises ``InvalidInput`` if it would end before it began."""
    if valid_to and unit.valid_from and valid_to < unit.valid_from:
        raise InvalidInput("Ngày kết thúc trước ngày bắt đầu.", field="valid_to")
    with unit_of_work():
        before = {"name": unit.name, "valid_to": str(unit.valid_to or "")}
        unit.name, unit.short_name = clean_line(name), clean_line(short_name)
        unit.valid_to = valid_to
        record(actor, unit, "update", "Sửa đơn vị", before=before)


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
            grants=[_grant(role, valid_from or clock.today()) for role in roles],
        )
        account.rename(full_name)
        session.add(account)
        session.flush()
        record(actor, account, "create", "Tạo tài khoản", roles=list(roles))
        return account


def _grant(role: str, valid_from: date) -> RoleGrant:
    if role not in ROLES:
        raise InvalidInput("Vai trò này không có trong danh sách.", field="roles")
    return RoleGrant(role=role, valid_from=valid_from)


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
) -> None:
    """Change who a person is and which roles are held from today on."""
    with unit_of_work():
        _refuse_taken(account.username, phone, own=account.id)
        account.rename(full_name)
        account.title, account.unit, account.phone = clean_line(title), unit, phone
        record(actor, account, "update", "Sửa tài khoản")
        change_roles(account, roles=roles, actor=actor)


def change_roles(account: Account, *, roles: Sequence[str], actor: Account) -> None:
    """Hold exactly ``roles`` from today on. The past stays: an old grant ends yesterday."""
    with unit_of_work():
        today = clock.today()
        before, wanted = sorted(account.roles), sorted(set(roles))
        if before == wanted:
            return
        if actor.id == account.id and "admin" in before and "admin" not in wanted:
            raise InvalidInput("Không tự bỏ vai trò quản trị của mình được.", field="roles")
        for grant in [g for g in account.grants if g.is_valid(today) and g.role not in wanted]:
            if grant.valid_from >= today:
                account.grants.remove(grant)
            else:
                grant.valid_to = today - timedelta(days=1)
        for role in wanted:
            if role not in before:
                account.grants.append(_grant(role, today))
        record(actor, account, "roles", "Đổi vai trò", before=before, after=wanted)


def reset_password(account: Account, *, actor: Account) -> str:
    """A new temporary password, shown once; it must be changed at the next sign-in."""
    temporary = passwords.temporary()
    hashed = passwords.hash_password(temporary)
    with unit_of_work():
        account.password_hash = hashed
        account.must_change_password = True
        account.session_epoch += 1
        record(actor, account, "reset_password", "Đặt lại mật khẩu")
    return temporary


def deactivate(account: Account, *, actor: Account) -> None:
    """Lock an account: it signs in no more, its record stays."""
    if actor.id == account.id:
        raise InvalidInput("Không tự khóa tài khoản của mình được.")
    with unit_of_work():
        account.active = False
        account.session_epoch += 1
        record(actor, account, "deactivate", "Khóa tài khoản")


def reactivate(account: Account, *, actor: Account) -> None:
    """Let a locked account sign in again."""
    with unit_of_work():
        account.active = True
        record(actor, account, "reactivate", "Mở lại tài khoản")
