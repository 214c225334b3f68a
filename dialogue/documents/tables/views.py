"""HTTP of the Excel files: each has the permission and the filters of its list."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, request, send_file

from dialogue.accounts.permissions import sees_everything
from dialogue.accounts.queries import ward
from dialogue.core import clock
from dialogue.core.db import Base
from dialogue.core.permissions import requires
from dialogue.core.web import actor
from dialogue.documents.actions import note_export
from dialogue.documents.tables.attendance import attendance_sheets
from dialogue.documents.tables.followup import assignments_sheet, register_sheet
from dialogue.documents.tables.opinions import opinions_sheet
from dialogue.documents.tables.statistics import statistics_sheets
from dialogue.documents.tables.tasks import tasks_sheet
from dialogue.followup.queries import Narrow
from dialogue.followup.queries.assignments import FILTERS as ASSIGNMENT_FILTERS
from dialogue.followup.queries.assignments import MORE_FILTERS
from dialogue.opinions import queries as opinion_queries
from dialogue.opinions.permissions import can_read_opinions
from dialogue.opinions.queries import Wanted
from dialogue.plans.permissions import sees_all_tasks, takes_part
from dialogue.plans.queries import TaskFilter, get_meeting
from dialogue.plans.queries.tasks import STATES
from dialogue.sheets.writer import Sheet, write_workbook

bp = Blueprint("tables", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _sent(sheet: Sheet | Sequence[Sheet], name: str) -> Any:
    sheets = [sheet] if isinstance(sheet, Sheet) else sheet
    return send_file(
        io.BytesIO(write_workbook(sheets)),
        mimetype=XLSX,
        as_attachment=True,
        download_name=f"{name} {clock.today():%d-%m-%Y}.xlsx",
        max_age=0,
    )


def _sent_with_contacts(subject: Base, sheet: Sheet | Sequence[Sheet], name: str) -> Any:
    """As ``_sent``: phones and addresses leave the system with it, which is on record."""
    answer = _sent(sheet, name)
    note_export(subject, name, actor=actor())
    return answer


def _chosen(known: Any, default: str, name: str) -> str:
    wanted = request.args.get(name, default)
    return wanted if wanted in known else abort(404)


@bp.get("/opinions.xlsx")
@requires(can_read_opinions)
def opinions() -> Any:
    user = actor()
    known = (
        (*opinion_queries.DESK_FILTERS, "given")
        if sees_everything(user)
        else opinion_queries.OWN_FILTERS
    )
    wanted = Wanted(
        show=_chosen(known, "all", "show"),
        meeting_id=request.args.get("meeting", type=int),
        q=request.args.get("q", "")[:200],
    )
    sheet = opinions_sheet(user, wanted)
    return _sent_with_contacts(ward() or user, sheet, "Ý kiến")


@bp.get("/tasks.xlsx")
@requires(takes_part)
def tasks() -> Any:
    user = actor()
    wanted = TaskFilter(
        meeting_id=request.args.get("meeting", type=int),
        unit_id=request.args.get("unit", type=int) if sees_all_tasks(user) else user.unit_id,
        state=_chosen(STATES, "open", "state"),
    )
    return _sent(tasks_sheet(user, wanted), "Nhiệm vụ")


@bp.get("/assignments.xlsx")
@requires(takes_part)
def assignments() -> Any:
    sheet = assignments_sheet(
        actor(),
        _chosen(ASSIGNMENT_FILTERS | MORE_FILTERS, "todo", "state"),
        Narrow(
            unit_id=request.args.get("unit", type=int),
            meeting_id=request.args.get("meeting", type=int),
            year=request.args.get("year", type=int),
        ),
    )
    return _sent(sheet, "Giải quyết sau đối thoại")


@bp.get("/register.xlsx")
@requires(sees_everything)
def register() -> Any:
    year = request.args.get("year", clock.today().year, type=int)
    return _sent(register_sheet(year), f"Sổ văn bản {year}")


@bp.get("/meetings/<int:meeting_id>/attendance.xlsx")
@requires(takes_part)
def attendance(meeting_id: int) -> Any:
    """Every list that the person may see; ``who`` (a unit's number, ``guests``): that one."""
    meeting = get_meeting(actor(), meeting_id)
    who = request.args.get("who", "")
    if who and who != "guests" and not who.isdecimal():
        abort(404)
    sheets = attendance_sheets(actor(), meeting, who)
    return _sent_with_contacts(meeting, sheets, f"Đại biểu {meeting.name}")


@bp.get("/meetings/<int:meeting_id>/statistics.xlsx")
@requires(sees_everything)
def statistics(meeting_id: int) -> Any:
    meeting = get_meeting(actor(), meeting_id)
    return _sent(statistics_sheets(meeting), f"Thống kê {meeting.name}")
