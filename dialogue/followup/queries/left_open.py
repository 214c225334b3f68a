"""What of a meeting stays open, and what earlier years still owe (A9)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from dialogue.extensions import db
from dialogue.followup.models import Assignment, Conclusion
from dialogue.followup.queries.conclusions import matters
from dialogue.followup.queries.notices import is_noticed
from dialogue.plans.hooks import LeftOpen
from dialogue.plans.models import Meeting, Plan


def left_open(meeting: Meeting) -> Iterator[LeftOpen]:
    """Matters without a conclusion, the notice, promises not kept, answers not accepted."""
    unconcluded = sum(not matter.is_concluded for matter in matters(meeting))
    conclusions = f"/meetings/{meeting.id}/conclusions"
    if unconcluded:
        yield LeftOpen(f"{unconcluded} nội dung chưa có kết luận", conclusions)
    if not is_noticed(meeting):
        yield LeftOpen("Thông báo kết luận chưa ban hành", conclusions)
    of_meeting = (
        select(func.count(Assignment.id))
        .join(Assignment.conclusion)
        .where(Conclusion.meeting_id == meeting.id, Assignment.state != "answered")
    )
    number = db.session.scalar(of_meeting) or 0
    if number:
        url = f"/assignments?state=todo&meeting={meeting.id}"
        yield LeftOpen(f"{number} việc chưa trả lời xong", url)
    again = db.session.scalar(of_meeting.where(Assignment.round > 1)) or 0
    if again:
        url = f"/assignments?state=contested&meeting={meeting.id}"
        yield LeftOpen(f"{again} việc người dân chưa đồng ý, đang giải quyết lại", url)


def owed_before(year: int) -> list[tuple[int, int]]:
    """(year, how many) of promises of years before ``year`` that are not answered yet."""
    rows = db.session.execute(
        select(Plan.year, func.count(Assignment.id))
        .select_from(Assignment)
        .join(Assignment.conclusion)
        .join(Conclusion.meeting)
        .join(Meeting.plan)
        .where(Plan.year < year, Assignment.state != "answered")
        .group_by(Plan.year)
        .order_by(Plan.year.desc())
    )
    return [(one, number) for one, number in rows]
