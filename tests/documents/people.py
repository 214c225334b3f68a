"""Lists of delegates to make documents from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dialogue.attendance import actions
from dialogue.attendance.models import Delegate, DelegateList
from dialogue.attendance.queries import roll_of
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.plans.models import Meeting
from tests.followup.support import person, unit_of


def listed(
    meeting: Meeting, code: str | None, people: Sequence[dict[str, Any]], *, sent: bool = True
) -> DelegateList:
    """``people`` on the list of the unit ``code`` (None: the guests)."""
    with unit_of_work() as session:
        roll = roll_of(meeting, unit_of(code) if code else None)
        session.add(roll)
        if sent and roll.state == "draft":
            roll.state, roll.sent_at = "sent", clock.now()
        session.flush()
        for one in people:
            known = {"birth_year": None, "phone": "", "post": "", "body": "", **one}
            delegate = Delegate(roll=roll, meeting_id=meeting.id)
            delegate.describe(**known)
            session.add(delegate)
        session.flush()
        session.expire_all()
    return roll


def invited(meeting: Meeting) -> list[Delegate]:
    """Everyone of the sent lists with an invitation number."""
    return actions.invite_all(meeting, actor=person("vanphong"))


def three_lists(meeting: Meeting) -> None:
    """A guest, two of a group of whom one is of the youth union, too, and an unsent list."""
    both = {"full_name": "Trần Quốc Cường", "birth_year": 1997, "phone": "+84905001103"}
    guest = {"full_name": "Nguyễn Hữu Phước", "post": "Phó Chủ tịch", "body": "HĐND phường"}
    listed(meeting, None, [guest])
    listed(meeting, "to-3", [both, {"full_name": "Ngô Văn Bảy", "post": "Tổ phó"}])
    listed(meeting, "doan-thanh-nien", [both, {"full_name": "Đỗ Minh Quân"}])
    listed(meeting, "to-5", [{"full_name": "Lý Thị Út"}], sent=False)
