""" "Không có ý kiến" and "Đã gửi đủ": one tap, with a way back."""

from __future__ import annotations

from typing import Any

from flask import url_for

from dialogue.core.errors import NotAllowed
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.opinions import actions, queries
from dialogue.opinions.permissions import can_send
from dialogue.opinions.views import bp
from dialogue.plans.models import Meeting


@bp.post("/meetings/<int:meeting_id>/opinions/nothing")
@requires(can_send)
@shows_fresh("opinions.index")
def nothing(meeting_id: int) -> Any:
    meeting = _meeting(meeting_id)
    actions.report_nothing(meeting, actor().unit, actor())
    return _said(meeting, "Đã báo: không có ý kiến cho")


@bp.post("/meetings/<int:meeting_id>/opinions/all-sent")
@requires(can_send)
@shows_fresh("opinions.index")
def all_sent(meeting_id: int) -> Any:
    meeting = _meeting(meeting_id)
    actions.report_all_sent(meeting, actor().unit, actor())
    return _said(meeting, "Đã báo: gửi đủ ý kiến cho")


@bp.post("/meetings/<int:meeting_id>/opinions/report-undo")
@requires(can_send)
@shows_fresh("opinions.index")
def undo_report(meeting_id: int) -> Any:
    meeting = _meeting(meeting_id)
    actions.undo_report(meeting, actor().unit, actor())
    say(f"Đã hoàn tác. Đơn vị còn nhiệm vụ gửi ý kiến cho {meeting.name}.")
    return go(url_for(".index"))


def _meeting(meeting_id: int) -> Meeting:
    meeting = queries.meeting_of(meeting_id)
    if meeting is None:
        raise NotAllowed
    return meeting


def _said(meeting: Meeting, words: str) -> Any:
    say(f"{words} {meeting.name}.", undo_url=url_for(".undo_report", meeting_id=meeting.id))
    return go(url_for(".index"))
