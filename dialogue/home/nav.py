"""The navigation of each role: only what that person uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import request, url_for

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_admin, is_office, sees_everything, sends_opinions
from dialogue.notifications.queries import unread_count


@dataclass(frozen=True)
class NavItem:
    """A line of the navigation as a template draws it."""

    label: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True)
class _Place:
    label: str
    endpoint: str
    icon: str
    who: Callable[[Account], bool]


def _takes_part(user: Account) -> bool:
    return sees_everything(user) or sends_opinions(user)


def _answers(user: Account) -> bool:
    return user.has("department")


def _gathers(user: Account) -> bool:
    return user.has("front", "youth_union")


PLACES = (
    _Place("Việc của tôi", "home.index", "house", lambda _user: True),
    _Place("Thông báo", "notifications.index", "bell", lambda _user: True),
    _Place("Ý kiến", "opinions.index", "message-square", _takes_part),
    _Place("Phân loại", "opinions.desk", "inbox", is_office),
    _Place("Tổng hợp", "consolidation.index", "file-text", _gathers),
    _Place("Chuẩn bị trả lời", "opinions.preparations", "pencil", _answers),
    _Place("Kế hoạch", "plans.index", "calendar", _takes_part),
    _Place("Nhiệm vụ", "plans.tasks", "list", _takes_part),
    _Place(
        "Giải quyết",
        "followup.assignments",
        "gavel",
        lambda user: sees_everything(user) or _answers(user),
    ),
    _Place("Tình hình", "dashboard.index", "list", sees_everything),
    _Place("Quá hạn", "followup.overdue", "triangle-alert", sees_everything),
    _Place("Nhiều lần nêu", "recurrence.index", "history", sees_everything),
    _Place("Tài khoản", "accounts.index", "users", is_admin),
    _Place("Đơn vị", "accounts.units", "settings", lambda u: is_admin(u) or is_office(u)),
    _Place("Mẫu văn bản", "documents.templates", "file-text", is_admin),
    _Place("Dữ liệu cá nhân", "privacy.index", "user", lambda u: is_admin(u) or is_office(u)),
    _Place("Máy chủ", "care.system", "triangle-alert", is_admin),
    _Place("Lịch làm việc", "deadlines.calendar", "clock", lambda u: is_admin(u) or is_office(u)),
)


def items(user: Account) -> list[NavItem]:
    """The places that ``user`` may open, the current one marked."""
    unread = unread_count(user)
    return [
        NavItem(
            f"{place.label} ({unread})" if unread and place.icon == "bell" else place.label,
            url_for(place.endpoint),
            place.icon,
            request.endpoint == place.endpoint,
        )
        for place in PLACES
        if place.who(user)
    ]
