"""HTTP of the dashboard."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from dialogue.accounts.permissions import sees_everything
from dialogue.core.permissions import requires
from dialogue.core.web import actor
from dialogue.dashboard import queries
from dialogue.followup.queries import Narrow

bp = Blueprint("dashboard", __name__)

COUNTED = (
    "Được giao", "Chưa xong", "Quá hạn", "Đã trả lời", "Đúng hạn", "Tỉ lệ đúng hạn", "Đã dời hạn",
    "Mở lại", "Một nửa xong trong (ngày)", "9/10 xong trong (ngày)",
)  # fmt: skip


@bp.get("/dashboard")
@requires(sees_everything)
def index() -> Any:
    """Late and whose, kept in time, answered and settled, fields and groups over the years."""
    user = actor()
    year = request.args.get("year", type=int)
    narrow = Narrow(meeting_id=request.args.get("meeting", type=int), year=year)

    def to_list(state: str, unit_id: int | None = None) -> str:
        return url_for(
            "followup.assignments",
            state=state,
            unit=unit_id,
            meeting=narrow.meeting_id,
            year=narrow.year,
        )

    return render_template(
        "dashboard/index.html",
        promises=queries.promises(user, narrow),
        fields=queries.by_field(user),
        groups=queries.by_group(user),
        to_list=to_list,
        unit_columns=["Đơn vị", *({"label": label, "number": True} for label in COUNTED)],
        late_rows=_late_rows,
        share_rows=_share_rows,
        year_rows=_year_rows,
        to_opinions=lambda **narrowed: url_for("opinions.index", show="given", **narrowed),
        year_filters=_filters(
            [(None, "Mọi năm"), *((one, str(one)) for one in queries.plan_years())], year
        ),
        meeting_filters=[
            {
                "label": label,
                "url": url_for(".index", year=year, meeting=meeting_id),
                "count": None,
                "current": meeting_id == narrow.meeting_id,
            }
            for meeting_id, label in _meetings(year)
        ],
    )


def _late_rows(units: list[queries.Kept]) -> list[dict[str, Any]]:
    return [
        {
            "label": kept.unit.short_name if kept.unit else "",
            "value": kept.counts["overdue"],
            "text": kept.counts["overdue"],
        }
        for kept in units
    ]


def _share_rows(units: list[queries.Kept]) -> list[dict[str, Any]]:
    return [
        {
            "label": kept.unit.short_name if kept.unit else "",
            "value": kept.on_time_share or 0,
            "text": "chưa đến hạn" if kept.on_time_share is None else f"{kept.on_time_share} %",
        }
        for kept in units
    ]


def _year_rows(found: queries.Years) -> list[dict[str, Any]]:
    return [
        {"label": row.name, "values": [row.by_year.get(year, 0) for year in found.years]}
        for row in found.rows
    ]


def _filters(years: list[tuple[int | None, str]], chosen: int | None) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": url_for(".index", year=one),
            "count": None,
            "current": one == chosen,
        }
        for one, label in years
    ]


def _meetings(year: int | None) -> list[tuple[int | None, str]]:
    found = queries.meetings_held(year)
    if len(found) < 2:
        return []
    every: list[tuple[int | None, str]] = [(None, "Mọi đợt")]
    return every + [(one.id, f"Đợt {one.ordinal}") for one in found]
