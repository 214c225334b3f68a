"""One meeting: where it stands, its dates, programme, people; open, end, resume, close."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for

from dialogue.accounts.models import Account
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.permissions import requires, signed_in
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.history.queries import timeline
from dialogue.plans import actions, queries
from dialogue.plans.forms import PlainForm, ReasonForm, show_error
from dialogue.plans.hooks import left_open
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import (
    active_duties,
    can_assign_tasks,
    can_name_duties,
    delegation,
    is_desk,
    is_presider,
    is_secretary,
    names_delegates,
    sees_all_tasks,
    takes_part,
)
from dialogue.plans.queries import TaskFilter
from dialogue.plans.views import bp
from dialogue.plans.workflow import MEETING

Step = Callable[..., Meeting]


@bp.get("/meetings/<int:meeting_id>")
@requires(signed_in)
def meeting(meeting_id: int) -> Any:
    user = actor()
    found = queries.get_meeting(user, meeting_id)
    return render_template(
        "plans/meeting.html",
        meeting=found,
        flow=MEETING,
        phases=queries.phases(found),
        next_words=queries.next_words(found),
        verbs=[row.verb for row in MEETING.available(user, found)],
        rows={row.verb: row for row in MEETING.rows},
        presider=queries.presider_of(found),
        delegation=delegation(found),
        programme=list(queries.programme_times(found)),
        counts=queries.count_tasks(user, TaskFilter(meeting_id=found.id)),
        links=[(words, _url(endpoint, found)) for words, endpoint in _links(user, found)],
        named={duty: active_duties(found, duty) for duty in ("secretary", "desk")},
        both_dates=queries.both_dates(found),
        may_assign=can_assign_tasks(user) and found.state != "closed",
        may_name=can_name_duties(user, found) and found.state != "closed",
        files_by_item=queries.files_by_item(user, found),
        sees_reports=takes_part(user),
        events=timeline(found),
    )


def _url(endpoint: str, meeting: Meeting) -> str:
    if endpoint == "plans.board":
        return url_for(endpoint, meeting=meeting.id)
    return url_for(endpoint, meeting_id=meeting.id)


def _links(user: Account, meeting: Meeting) -> list[tuple[str, str]]:
    """(words, endpoint) of the pages of this meeting that ``user`` may open."""
    everything = sees_all_tasks(user)
    serves = is_desk(user, meeting) or is_secretary(user, meeting)
    links = []
    if everything or serves or is_presider(user, meeting):
        links.append(("Nội dung đối thoại", "opinions.agenda"))
    if everything or is_desk(user, meeting) or names_delegates(user):
        links.append(("Đại biểu", "attendance.index"))
    if everything:
        links.append(("Bảng nhiệm vụ", "plans.board"))
        if meeting.state == "announced":
            links.append(("Ai chưa gửi ý kiến", "opinions.missing"))
    if meeting.state != "planned":
        if is_presider(user, meeting) or everything:
            links.append(("Bàn chủ trì", "hall.console"))
        if is_desk(user, meeting):
            links.append(("Bàn đăng ký", "hall.desk"))
        if everything or serves or is_presider(user, meeting):
            links.append(("Điểm danh", "checkin.overview"))
        if everything or is_secretary(user, meeting) or is_presider(user, meeting):
            links.append(("Biên bản", "minutes.page"))
    if meeting.state in ("live", "ended", "closed"):
        if everything or serves:
            links.append(("Diễn biến tại hội trường", "hall.record"))
        if everything or is_presider(user, meeting) or is_secretary(user, meeting):
            links.append(("Số liệu của buổi", "figures.meeting"))
        if everything or is_presider(user, meeting):
            links.append(("Kết luận", "followup.conclusions"))
    if meeting.state in ("ended", "closed") and (everything or user.has("department")):
        links.append(("Báo cáo sau đối thoại", "reports.index"))
    return links


@bp.post("/meetings/<int:meeting_id>/opening")
@requires(signed_in)
@shows_fresh("plans.meeting")
def open_meeting(meeting_id: int) -> Any:
    return _step(meeting_id, actions.open_meeting, "Đã khai mạc buổi đối thoại.")


@bp.post("/meetings/<int:meeting_id>/end")
@requires(signed_in)
@shows_fresh("plans.meeting")
def end_meeting(meeting_id: int) -> Any:
    return _step(meeting_id, actions.end_meeting, "Đã kết thúc buổi đối thoại.")


@bp.get("/meetings/<int:meeting_id>/closing")
@requires(signed_in)
@shows_fresh("plans.meeting")
def closing(meeting_id: int) -> Any:
    """What stays open, to be read before the meeting is closed."""
    found = queries.get_meeting(actor(), meeting_id)
    MEETING.permit(actor(), found, "close")
    return render_template("plans/closing.html", meeting=found, left=left_open(found))


@bp.post("/meetings/<int:meeting_id>/closing")
@requires(signed_in)
@shows_fresh("plans.meeting")
def close_meeting(meeting_id: int) -> Any:
    return _step(meeting_id, actions.close_meeting, "Đã khép lại đợt đối thoại.")


def _step(meeting_id: int, act: Step, done: str) -> Any:
    found = queries.get_meeting(actor(), meeting_id)
    form = PlainForm()
    if not form.validate_on_submit():
        raise Conflict
    act(found, actor=actor(), version=form.version.data)
    say(done)
    return go(url_for(".meeting", meeting_id=meeting_id))


@bp.route("/meetings/<int:meeting_id>/resumption", methods=["GET", "POST"])
@requires(signed_in)
@shows_fresh("plans.meeting")
def resume_meeting(meeting_id: int) -> Any:
    found = queries.get_meeting(actor(), meeting_id)
    MEETING.admit(actor(), found, "resume")
    form = ReasonForm()
    if request.method == "GET":
        MEETING.permit(actor(), found, "resume", reason="-")
        form.version.data = found.version
    elif form.validate_on_submit():
        try:
            actions.resume_meeting(
                found,
                reason=form.reason.data or "",
                actor=actor(),
                version=form.version.data,
            )
        except InvalidInput as error:
            show_error(form, error)
        else:
            say("Buổi đối thoại họp tiếp.")
            return go(url_for(".meeting", meeting_id=meeting_id))
    page = render_template(
        "plans/reason.html",
        form=form,
        title="Họp tiếp",
        lede=f"{found.name} đã được ghi là kết thúc. Họp tiếp thì hàng đợi và màn hình mở lại.",
        verb="Họp tiếp",
        back=url_for(".meeting", meeting_id=meeting_id),
    )
    return page, 422 if form.errors else 200
