"""The verbs on units and accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogue.accounts.models import ROLES, Account, RoleGrant, Unit
from dialogue.accounts.passwords import hash_password
from dialogue.core.errors import InvalidInput
from dialogue.core.text import clean_line
from dialogue.core.unit_of_work import unit_of_work


def create_unit(
    *,
    code: str,
    name: str,
    short_name: str,
    kind: str,
    position: int = 0,
    valid_from: date | None = None,
) -> Unit:
    """Add a unit of the ward."""
    with unit_of_work() as session:
        unit = Unit(
            code=code,
            name=clean_line(name),
            short_name=clean_line(short_name),
            kind=kind,
            position=position,
            valid_from=valid_from,
        )
        session.add(unit)
        session.flush()
        return unit


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
) -> Account:
    """Add an account with its roles. Raises ``InvalidInput`` for an unknown role."""
    unknown = [role for role in roles if role not in ROLES]
    if unknown:
        raise InvalidInput("Vai trò này không có trong danh sách.", field="roles")
    with unit_of_work() as session:
        account = Account(
            username=clean_line(username).lower(),
            phone=phone,
            full_name="",
            title=clean_line(title),
            unit=unit,
            password_hash=hash_password(password),
            must_change_password=must_change_password,
            grants=[
                RoleGrant(role=role, **({"valid_from": valid_from} if valid_from else {}))
                for role in roles
            ],
        )
        account.rename(full_name)
        session.add(account)
        session.flush()
        return account
