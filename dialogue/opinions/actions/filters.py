"""The filters of the desk that an account keeps for itself."""

from __future__ import annotations

from sqlalchemy import func, select

from dialogue.accounts.models import Account
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.text import clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.actions import record
from dialogue.opinions.models import SavedFilter
from dialogue.opinions.permissions import can_triage

MAX_FILTERS = 20


def save_filter(name: str, place: str, *, actor: Account) -> SavedFilter:
    """Keep ``place`` (the desk's address behind "?") under ``name``. ``InvalidInput``."""
    with unit_of_work() as session:
        if not can_triage(actor):
            raise NotAllowed
        held = session.scalar(select(func.count()).where(SavedFilter.account_id == actor.id)) or 0
        if held >= MAX_FILTERS:
            raise InvalidInput(f"Mỗi người lưu nhiều nhất {MAX_FILTERS} bộ lọc.", field="name")
        saved = SavedFilter(account_id=actor.id, name=_name(name, actor), place=place)
        session.add(saved)
        record(actor, saved, "save", f"Lưu bộ lọc “{saved.name}”", place=place)
        return saved


def rename_filter(saved: SavedFilter, name: str, *, actor: Account) -> SavedFilter:
    """Give it another name."""
    with unit_of_work():
        _own(saved, actor)
        before, saved.name = saved.name, _name(name, actor, saved)
        record(actor, saved, "rename", f"Đổi tên bộ lọc “{before}” thành “{saved.name}”")
        return saved


def drop_filter(saved: SavedFilter, *, actor: Account) -> None:
    """Keep it no longer."""
    with unit_of_work() as session:
        _own(saved, actor)
        record(actor, saved, "drop", f"Bỏ bộ lọc “{saved.name}”", place=saved.place)
        session.delete(saved)


def _own(saved: SavedFilter, actor: Account) -> None:
    if saved.account_id != actor.id or not can_triage(actor):
        raise NotAllowed


def _name(typed: str, actor: Account, own: SavedFilter | None = None) -> str:
    name = clean_line(typed)
    if not name:
        raise InvalidInput("Cần đặt tên cho bộ lọc.", field="name")
    if len(name) > 60:
        raise InvalidInput("Tên dài nhất 60 ký tự.", field="name")
    query = select(SavedFilter.id).where(
        SavedFilter.account_id == actor.id, SavedFilter.name == name
    )
    if own is not None:
        query = query.where(SavedFilter.id != own.id)
    if db.session.scalar(query) is not None:
        raise InvalidInput("Đã có bộ lọc mang tên này.", field="name")
    return name
