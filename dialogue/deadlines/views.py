"""HTTP of the calendar and of "Vì sao là ngày này?"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for

from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.permissions import requires, signed_in
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.deadlines import actions, queries
from dialogue.deadlines.calendar import WorkingCalendar, needs_own_confirmation
from dialogue.deadlines.facts import CalendarRow
from dialogue.deadlines.forms import ChangeForm, DayForm, MovesForm, RemovalForm, YearForm
from dialogue.deadlines.permissions import can_keep_calendar
from dialogue.deadlines.table import FIRST_YEAR, LAST_YEAR
from dialogue.extensions import db

bp = Blueprint("deadlines", __name__)


@bp.get("/calendar")
@requires(can_keep_calendar)
def calendar() -> Any:
    year = request.args.get("year", type=int) or clock.today().year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    working = queries.load_calendar()
    days = working.special_days(year)
    own = {row.day for row in working.rows}
    return render_template(
        "deadlines/calendar.html",
        year=year,
        year_links=[
            {"label": str(y), "url": url_for(".calendar", year=y), "current": y == year}
            for y in range(max(FIRST_YEAR, year - 2), min(LAST_YEAR, year + 2) + 1)
        ],
        days=days,
        own=own,
        unsure=[d.date for d in days if needs_own_confirmation(d.date) and d.date not in own],
        is_confirmed=working.is_year_confirmed(year),
        year_source=queries.year_sources().get(year, ""),
        events=queries.calendar_history(year),
        pending=len(queries.dues_that_would_move(working)),
    )


@bp.get("/calendar/days/new")
@requires(can_keep_calendar)
def new_day() -> Any:
    form = DayForm(formdata=None)
    day = _read_day(request.args.get("day"))
    if day is not None:
        fact = queries.load_calendar().explain_day(day)
        row = next((r for r in queries.load_calendar().rows if r.day == day), None)
        form = DayForm(
            formdata=None,
            day=day,
            kind="worked" if fact.is_working else "off",
            name=row.name if row else fact.reason,
            source=row.source if row else "",
        )
    return render_template("deadlines/day_form.html", form=form)


@bp.post("/calendar/days")
@requires(can_keep_calendar)
def save_day() -> Any:
    form = DayForm()
    if not form.validate_on_submit():
        return render_template("deadlines/day_form.html", form=form), 422
    assert form.day.data is not None
    day: date = form.day.data
    is_working = form.kind.data == "worked"
    row = CalendarRow(day, is_working, form.name.data or "", form.source.data or "")
    state = "ngày làm việc" if is_working else "ngày nghỉ"

    def save() -> None:
        actions.change_calendar_day(
            actor=actor(),
            day=day,
            is_working=is_working,
            name=row.name,
            source=row.source,
            move=queries.read_keys(form.move.data or []),
        )

    return _change(
        form,
        title=f"Ngày {clock.show_date(day)} là {state}: {row.name}",
        changed=queries.load_calendar().with_row(row),
        save=save,
        year=day.year,
        back=url_for(".new_day", day=day.isoformat()),
    )


@bp.route("/calendar/days/<iso>/removal", methods=["GET", "POST"])
@requires(can_keep_calendar)
def remove_day(iso: str) -> Any:
    day = _read_day(iso)
    row = next((r for r in queries.load_calendar().rows if r.day == day), None)
    if day is None or (row is None and request.method == "GET"):
        abort(404)
    form = RemovalForm()
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return render_template("deadlines/removal_form.html", form=form, day=day, row=row), status

    def save() -> None:
        actions.remove_calendar_day(
            actor=actor(),
            day=day,
            reason=form.reason.data or "",
            move=queries.read_keys(form.move.data or []),
        )

    return _change(
        form,
        title=f"Bỏ ngày {clock.show_date(day)} khỏi bảng của phường",
        changed=queries.load_calendar().without_row(day),
        save=save,
        year=day.year,
        back=url_for(".remove_day", iso=day.isoformat()),
    )


@bp.route("/calendar/years/<int:year>", methods=["GET", "POST"])
@requires(can_keep_calendar)
def year(year: int) -> Any:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    working = queries.load_calendar()
    now = "confirmed" if working.is_year_confirmed(year) else "expected"
    form = YearForm(state=now, source=queries.year_sources().get(year, ""))
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return render_template("deadlines/year_form.html", form=form, year=year), status
    confirmed = form.state.data == "confirmed"

    def save() -> None:
        actions.confirm_year(
            actor=actor(),
            year=year,
            confirmed=confirmed,
            source=form.source.data or "",
            move=queries.read_keys(form.move.data or []),
        )

    return _change(
        form,
        title=f"Lịch nghỉ năm {year}: {'đã công bố' if confirmed else 'dự kiến'}",
        changed=working.with_year(year, confirmed),
        save=save,
        year=year,
        back=url_for(".year", year=year),
    )


def _change(
    form: ChangeForm,
    *,
    title: str,
    changed: WorkingCalendar,
    save: Callable[[], None],
    year: int,
    back: str,
) -> Any:
    """Show what would move; once confirmed as shown, write it. 409 if it differs by then."""
    status = 200
    if form.is_confirmed:
        try:
            now = {move.key for move in queries.dues_that_would_move(changed)}
            if now != set(form.seen.data or []):
                raise Conflict(actions.CHANGED)
            save()
        except Conflict as conflict:
            db.session.rollback()
            g.conflict_message = conflict.message
            status = 409
        else:
            say(f"Đã lưu: {title}.")
            return go(url_for(".calendar", year=year))
    moves = queries.dues_that_would_move(changed)
    page = render_template(
        "deadlines/preview.html", form=form, title=title, moves=moves, year=year, back=back
    )
    return page, status


@bp.get("/calendar/moves")
@requires(can_keep_calendar)
def moves() -> Any:
    found = queries.dues_that_would_move()
    return render_template("deadlines/moves.html", form=MovesForm(formdata=None), moves=found)


@bp.post("/calendar/moves")
@requires(can_keep_calendar)
@shows_fresh("deadlines.moves")
def move() -> Any:
    form = MovesForm()
    chosen = queries.read_keys(form.move.data or []) if form.validate_on_submit() else {}
    if not chosen:
        form.move.errors = [*form.move.errors, "Cần chọn ít nhất một hạn để tính lại."]
        found = queries.dues_that_would_move()
        return render_template("deadlines/moves.html", form=form, moves=found), 422
    moved = actions.confirm_moves(actor=actor(), expected=chosen)
    say(f"Đã tính lại {len(moved)} hạn.")
    return go(url_for(".moves"))


@bp.get("/due-dates/<int:due_id>")
@requires(signed_in)
def why(due_id: int) -> Any:
    due = queries.get_due(due_id)
    if due is None or not queries.sees_due(actor(), due):
        abort(404)
    return render_template(
        "deadlines/why.html",
        due=due,
        result=queries.result_of(due),
        earlier=queries.earlier_dues(due),
        newer=queries.superseded_by(due),
    )


def _read_day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
        queries.load_calendar().is_working_day(day)
    except (ValueError, InvalidInput):
        return None
    return day
