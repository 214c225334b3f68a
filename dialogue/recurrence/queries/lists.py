"""The list "Nhiều lần chưa dứt điểm" (B7): what was said in more than one meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import sees_everything
from dialogue.core.errors import NotAllowed
from dialogue.opinions.queries import get_many
from dialogue.opinions.workflow import OPINION
from dialogue.recurrence.queries.links import matters
from dialogue.recurrence.queries.matters import Matter, load, matter_of

PAGE = 30
SHOWS: Mapping[str, tuple[str, Callable[[Matter], bool]]] = {
    "open": ("Chưa dứt điểm", lambda m: not m.is_settled),
    "broken": ("Lỡ hẹn", lambda m: not m.is_settled and m.kept == "broken"),
    "settled": ("Đã dứt điểm", lambda m: m.is_settled),
    "all": ("Tất cả", lambda _m: True),
}
# A meeting in one of these states still takes matters on its agenda.
COMING = ("planned", "announced", "live")


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to; None means any."""

    show: str = "open"
    field_id: int | None = None
    area_id: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class Found:
    """One page, the counts of each ``SHOWS`` under the same filters, and what may be chosen."""

    rows: list[Matter]
    counts: dict[str, int]
    has_next: bool
    fields: list[tuple[int, str]]
    areas: list[tuple[int, str]]
    years: list[int]


def list_matters(user: Account, asked: Asked, page: int | None = 1) -> Found:
    """Not settled first, then broken promises, then the most often said; ``page`` None: all."""
    if not sees_everything(user):
        raise NotAllowed
    groups = set(matters().values())
    every = load({n for group in groups for n in group}, whole=True)
    known = [m for g in groups if len((m := matter_of(every, g)).times) > 1]
    narrow = [m for m in known if _fits(m, asked)]
    rows = sorted((m for m in narrow if SHOWS[asked.show][1](m)), key=_urgency)
    first = 0 if page is None else (page - 1) * PAGE
    shown = rows[first:] if page is None else rows[first : first + PAGE]
    times = [one for m in known for one in m.times]
    return Found(
        rows=shown,
        counts={code: sum(map(rule, narrow)) for code, (_label, rule) in SHOWS.items()},
        has_next=len(rows) > first + len(shown),
        fields=_choices({(o.field_id, o.field) for o in times}),
        areas=_choices({(o.area_id, o.area) for o in times}),
        years=sorted({o.year for o in times}, reverse=True),
    )


def _fits(matter: Matter, asked: Asked) -> bool:
    return (
        (asked.field_id is None or asked.field_id in matter.fields)
        and (asked.area_id is None or asked.area_id in matter.areas)
        and (asked.year is None or asked.year in matter.years)
    )


def _urgency(matter: Matter) -> tuple[bool, bool, int, int]:
    return matter.is_settled, matter.kept != "broken", -matter.count, -matter.last.id


def _choices(pairs: set[tuple[int | None, str | None]]) -> list[tuple[int, str]]:
    return sorted(((n, name) for n, name in pairs if n is not None and name), key=lambda p: p[1])


def may_select(user: Account, found: list[Matter]) -> dict[int, int]:
    """Opinion id → its version, of the last ones that ``user`` can put on the agenda now."""
    ids = [m.last.id for m in found if m.last.meeting_state in COMING and not m.is_settled]
    return {one.id: one.version for one in get_many(user, ids) if OPINION.can(user, one, "select")}
