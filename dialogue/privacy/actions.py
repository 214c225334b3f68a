"""Every look at personal data is on record; a person's data is given out."""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.accounts.models import Account, Ward
from dialogue.accounts.queries import phone_number
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.text import clean, clean_line, fold
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.actions import record
from dialogue.privacy import queries
from dialogue.privacy.permissions import keeps_personal_data
from dialogue.privacy.queries import Found
from dialogue.privacy.tables import table_of


def ward() -> Ward:
    """The subject of acts that concern no single thing."""
    found = db.session.get(Ward, 1)
    if found is None:
        raise NotAllowed
    return found


def search(name: str, phone: str, *, actor: Account) -> list[Found]:
    """The rows that name the person; that they were looked for is on record."""
    if not keeps_personal_data(actor):
        raise NotAllowed
    check_person(name, phone)
    with unit_of_work():
        found = queries.find(name, phone)
        record(
            actor, ward(), "privacy_search", f"Tìm dữ liệu cá nhân: {len(found)} dòng",
            name=clean_line(name), phone=phone_number(phone) or "",
        )  # fmt: skip
    return queries.find(name, phone)  # anew and at once: the act let go of its rows


def export(found: Sequence[Found], *, name: str, phone: str, reason: str, actor: Account) -> bytes:
    """A workbook of all that the rows say of the person, for his own written request."""
    if not keeps_personal_data(actor):
        raise NotAllowed
    if not clean(reason):
        raise InvalidInput("Cần ghi rõ văn bản yêu cầu.", field="ground")
    if not found:
        raise InvalidInput("Cần chọn ít nhất một dòng.", field="rows")
    with unit_of_work():
        data = table_of(found, name)
        record(
            actor, ward(), "privacy_export", f"Xuất dữ liệu cá nhân: {len(found)} dòng",
            reason=reason, name=clean_line(name), phone=phone_number(phone) or "",
            rows=[one.key for one in found],
        )  # fmt: skip
        return data


def check_person(name: str, phone: str) -> None:
    """Refuse what would find everybody or nobody."""
    if phone and phone_number(phone) is None:
        raise InvalidInput("Số điện thoại chưa đúng, ví dụ 0905 123 456.", field="phone")
    if name and len(fold(name)) < queries.SHORTEST:
        raise InvalidInput("Họ tên cần ít nhất 4 chữ cái.", field="name")
    if not name and not phone:
        raise InvalidInput("Cần ghi họ tên hoặc số điện thoại.", field="name")
