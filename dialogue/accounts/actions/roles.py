"""Roles held from a day to a day. The past stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dialogue.accounts.models import ROLES, Account, RoleGrant
from dialogue.accounts.signals import record
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.unit_of_work import unit_of_work


def new_grant(role: str, valid_from: date, valid_to: date | None = None) -> RoleGrant:
    """A grant not yet given to anyone. Raises ``InvalidInput`` for an unknown role."""
    if role not in ROLES:
        raise InvalidInput("Vai trò này không có trong danh sách.", field="roles")
    return RoleGrant(role=role, valid_from=valid_from, valid_to=valid_to)


def change_roles(account: Account, *, roles: Sequence[str], actor: Account) -> None:
    """Hold exactly ``roles`` from today on. The past stays: an old grant ends yesterday."""
    with unit_of_work():
        today = clock.today()
        before, wanted = sorted(account.roles), sorted(set(roles))
        if before == wanted:
            return
        if "admin" in before and "admin" not in wanted:
            _refuse_own_end(account, actor)
        for grant in [g for g in account.grants if g.is_valid(today) and g.role not in wanted]:
            _end(account, grant, today)
        for role in wanted:
            if role not in before:
                account.grants.append(new_grant(role, today))
        record(actor, account, "roles", "Đổi vai trò", before=before, after=wanted)


def grant_role(
    account: Account, *, role: str, valid_from: date, valid_to: date | None, actor: Account
) -> RoleGrant:
    """Give ``role`` for a time. Raises ``InvalidInput`` for a time that is over or taken."""
    if valid_to is not None and valid_to < valid_from:
        raise InvalidInput("Ngày cuối trước ngày bắt đầu.", field="valid_to")
    if valid_to is not None and valid_to < clock.today():
        raise InvalidInput("Thời gian này đã qua.", field="valid_to")
    with unit_of_work() as session:
        if any(g.role == role and _overlap(g, valid_from, valid_to) for g in account.grants):
            raise InvalidInput(
                "Người này đã giữ vai trò này trong thời gian đó.", field="valid_from"
            )
        grant = new_grant(role, valid_from, valid_to)
        account.grants.append(grant)
        session.flush()
        until = f" đến hết {clock.show_date(valid_to)}" if valid_to else ""
        label = f"Giao vai trò {ROLES[role]} từ {clock.show_date(valid_from)}{until}"
        record(actor, account, "grant_role", label)
        return grant


def end_role(account: Account, grant_id: int, *, actor: Account) -> None:
    """End a role before its time. Raises ``Conflict`` if it has ended already."""
    with unit_of_work():
        today = clock.today()
        grant = next((g for g in account.grants if g.id == grant_id), None)
        if grant is None or (grant.valid_to is not None and grant.valid_to < today):
            raise Conflict("Vai trò này đã thôi giao trước đó.")
        if grant.role == "admin" and grant.is_valid(today):
            _refuse_own_end(account, actor)
        role = ROLES[grant.role]
        _end(account, grant, today)
        record(actor, account, "end_role", f"Thôi giao vai trò {role}")


def _overlap(grant: RoleGrant, start: date, end: date | None) -> bool:
    return (end is None or grant.valid_from <= end) and (
        grant.valid_to is None or grant.valid_to >= start
    )


def _end(account: Account, grant: RoleGrant, today: date) -> None:
    # Held for no whole day yet: it never was; the history has both acts.
    if grant.valid_from >= today:
        account.grants.remove(grant)
    else:
        grant.valid_to = today - timedelta(days=1)


def _refuse_own_end(account: Account, actor: Account) -> None:
    if actor.id == account.id:
        raise InvalidInput("Không tự bỏ vai trò quản trị của mình được.", field="roles")
