"""Who signs, and by what right: TM., KT., TL., TUQ. (Phụ lục I, II.7.b)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dialogue.accounts.models import Account, RoleGrant
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.text import clean_line, fold
from dialogue.extensions import db

COMMITTEE = "TM. ỦY BAN NHÂN DÂN"
CHAIR = "CHỦ TỊCH"
NOBODY = (
    "Chưa có người ký: vào ngày của văn bản, phường không có tài khoản nào giữ chức Chủ tịch hoặc "
    "Phó Chủ tịch. Người quản trị ghi chức vụ ở mục Tài khoản rồi tải lại."
)
HEAD_OF_OFFICE = "Chánh Văn phòng"
LEADER_OR_HEAD = (
    "Chủ tịch hoặc Phó Chủ tịch ký thay; Chánh Văn phòng ký thừa lệnh khi quy chế làm việc giao"
)
NO_HEAD = (
    "Chưa có người ký thừa lệnh: phường không có tài khoản Văn phòng nào giữ chức Chánh Văn phòng. "
    "Người quản trị ghi chức vụ ở mục Tài khoản rồi tải lại."
)


@dataclass(frozen=True)
class Signer:
    """A name, and the lines of authority above it."""

    name: str
    authority: list[str]


def authority(role: str, post: str = "") -> list[str]:
    """The lines above a signature: of the chair, of a vice chair for him, or of another post
    by the chair's order ("order") or his written authority ("delegate")."""
    if role == "chair":
        return [COMMITTEE, CHAIR]
    if role == "vice_chair":
        return [COMMITTEE, f"KT. {CHAIR}", f"PHÓ {CHAIR}"]
    short = {"order": "TL.", "delegate": "TUQ."}[role]
    return [f"{short} {CHAIR}", clean_line(post).upper()]


def signed(name: str, role: str, post: str = "") -> Signer:
    """Who signed, as kept with the document; ``InvalidInput`` if that was nobody."""
    name = clean_line(name)
    if not name or (role in ("order", "delegate") and not clean_line(post)):
        raise InvalidInput(NOBODY)
    return Signer(name, authority(role, post))


def leader_on(day: date | None = None, preferred: Account | None = None) -> Signer:
    """Who is to sign on ``day`` (today): ``preferred`` if he leads, else the chair of that
    day, else a vice chair. ``InvalidInput`` if there is none."""
    day = day or clock.today()
    for role in ("chair", "vice_chair"):
        if preferred is not None and _held(preferred, role, day):
            return signed(preferred.full_name, role)
    for role in ("chair", "vice_chair"):
        found = db.session.scalars(
            select(Account)
            .join(RoleGrant)
            .where(RoleGrant.role == role, Account.active)
            .order_by(Account.id)
        ).unique()
        for account in found:
            if _held(account, role, day):
                return signed(account.full_name, role)
    raise InvalidInput(NOBODY)


def head_of_office(day: date | None = None) -> Account | None:
    """Who headed the office on ``day`` (today): of the office, by title."""
    day = day or clock.today()
    found = db.session.scalars(
        select(Account)
        .join(RoleGrant)
        .where(RoleGrant.role == "office", Account.active)
        .order_by(Account.id)
    ).unique()
    wanted = fold(HEAD_OF_OFFICE)
    heads = (one for one in found if fold(one.title).startswith(wanted))
    return next((one for one in heads if _held(one, "office", day)), None)


def by_order(day: date | None = None) -> Signer:
    """The head of the office by the chair's order (TL.), for the kinds that working rules may
    give him (Nghị định 30/2020/NĐ-CP, Điều 13.3). ``InvalidInput`` if there is none."""
    head = head_of_office(day)
    if head is None:
        raise InvalidInput(NO_HEAD)
    return signed(head.full_name, "order", HEAD_OF_OFFICE)


def _held(account: Account, role: str, day: date) -> bool:
    return any(grant.role == role and grant.is_valid(day) for grant in account.grants)
