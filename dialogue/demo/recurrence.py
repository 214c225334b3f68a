"""What comes back over the years: a meeting of last year, and links from it to this year's."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise

from sqlalchemy import select

from dialogue.core import clock
from dialogue.demo.over import finish_tasks
from dialogue.demo.stage import classify, moment, person, send, unit, working_day
from dialogue.demo.words import COMING, OVER, Voice
from dialogue.extensions import db
from dialogue.followup import actions as followup
from dialogue.followup.actions.replies import Text
from dialogue.followup.models import Assignment
from dialogue.hall import actions as hall
from dialogue.opinions import actions as opinions
from dialogue.opinions.models import Opinion
from dialogue.plans import actions as plans
from dialogue.plans.models import Meeting, Plan
from dialogue.publishing import actions as publishing
from dialogue.publishing.queries import notices_with_news
from dialogue.recurrence import actions as recurrence

EARLIER = (
    Voice(
        "to3",
        "thoat_nuoc",
        "Mưa to là kiệt 45 Bùi Thị Xuân ngập, nước cống trào vào nhà dân. Xin phường cho nạo vét.",
        "Kiệt 45 Bùi Thị Xuân",
        "Lê Thị Bông",
    ),
    Voice(
        "to1",
        "duong",
        "Mặt đường hẻm 30 Trần Hưng Đạo hư hỏng, nhiều ổ gà, đề nghị vá lại.",
        "Hẻm 30 Trần Hưng Đạo",
        "Nguyễn Đình Bảy",
    ),
    Voice(
        "to5",
        "moi_truong",
        "Rác để đầu hẻm 12 Phan Bội Châu bốc mùi hôi, xe rác đến muộn.",
        "Hẻm 12 Phan Bội Châu",
        "Đoàn Thị Mười",
    ),
)
SAID = (
    ("taken_on", "dia-chinh", "Giao bộ phận Địa chính cho nạo vét cống kiệt 45; trả lời công dân."),
    ("noted", None, "Ghi nhận, đưa vào danh mục sửa chữa khi bố trí được kinh phí."),
    ("taken_on", "dia-chinh", "Giao bộ phận Địa chính làm việc với công ty môi trường."),
)
LANE, RUBBISH = 0, 2  # of EARLIER


def play_earlier(model: Plan, year: int, today: date) -> None:
    """Last year's meeting, if ``model`` is not last year's own plan."""
    if year - 1 <= model.year:
        return
    office, chair = person("vanphong"), person("chutich")
    held_on = working_day(today.replace(day=min(today.day, 28), year=year - 1))
    with moment(working_day(held_on - timedelta(days=60)), 9):
        plan = plans.make_next_plan(model, year - 1, actor=office)
        plans.drop_meeting(plan.meetings[1], reason="Năm nay tổ chức một đợt", actor=office)
        plans.issue_plan(plan, number=9, issued_on=clock.today(), actor=office)
    meeting = plan.meetings[0]
    with moment(working_day(held_on - timedelta(days=30)), 9):
        plans.announce_date(
            meeting,
            starts_at=clock.at(held_on, time(7, 30)),
            ends_at=clock.at(held_on, time(11, 0)),
            actor=office,
        )
    with moment(working_day(held_on - timedelta(days=20)), 19):
        given = [send(meeting, voice, number) for number, voice in enumerate(EARLIER)]
    with moment(working_day(held_on - timedelta(days=8)), 14):
        for opinion, voice in zip(given, EARLIER, strict=True):
            classify(opinion, voice)
            opinions.select(opinion, actor=office)
        finish_tasks(meeting)
    with moment(held_on, 7, 0):
        hall.ensure_session(meeting)
    with moment(held_on, 7, 30):
        hall.open_hall(meeting, actor=chair)
    with moment(held_on, 10, 0):
        for opinion, (outcome, lead, words) in zip(given, SAID, strict=True):
            followup.conclude(
                opinion,
                outcome=outcome,
                words=words,
                lead_unit=unit(lead) if lead else None,
                actor=chair,
            )
    with moment(held_on, 10, 50):
        hall.end_hall(meeting, actor=chair)
    _noticed(meeting, held_on)
    half_done = Text(
        words="Đã nạo vét 20 m cống; đoạn còn lại phải làm lại cống mới.",
        settled=False,
        plan="Lập dự toán làm lại đoạn cống còn lại trong năm sau.",
    )
    done = Text(words="Xe lấy rác trước 6 giờ 30 hằng ngày.", settled=True)
    _reply(given[RUBBISH], done, held_on + timedelta(days=20))
    _reply(given[LANE], half_done, held_on + timedelta(days=30))
    with moment(working_day(held_on + timedelta(days=31)), 8):
        for notice, _number in notices_with_news():
            publishing.publish(notice, actor=person("vanphong"))


def _noticed(meeting: Meeting, held_on: date) -> None:
    office, chair = person("vanphong"), person("chutich")
    issued_on = working_day(held_on + timedelta(days=6))
    with moment(issued_on, 8):
        notice = followup.compose_notice(meeting, actor=office)
        followup.submit_notice(notice, actor=office)
    with moment(issued_on, 9):
        followup.approve_notice(notice, actor=chair)
    with moment(issued_on, 10):
        followup.issue_notice(notice, issued_on=issued_on, actor=office)


def _reply(opinion: Opinion, text: Text, by: date) -> None:
    assignment = db.session.scalars(
        select(Assignment).where(Assignment.conclusion.has(opinion_id=opinion.id))
    ).one()
    day = working_day(by)
    with moment(day, 9):
        reply = followup.draft_reply(assignment, text, actor=person("diachinh"))
        followup.submit_reply(reply, actor=person("diachinh"))
    with moment(day, 14):
        followup.approve_reply(reply, actor=person("chutich"))
    with moment(day, 15):
        followup.issue_reply(reply, issued_on=day, actor=person("vanphong"))


def link_years(today: date) -> None:
    """The office links the lane that floods and the rubbish; the road is left to be found."""
    office = person("vanphong")
    lane = [_given(words) for words in (EARLIER[LANE].words, OVER[2].words, COMING[4].words)]
    rubbish = [_given(words) for words in (EARLIER[RUBBISH].words, OVER[4].words)]
    with moment(today - timedelta(days=1), 16):
        for times, note in ((lane, "Cùng đoạn cống kiệt 45, nạo vét chưa hết."), (rubbish, "")):
            found = [one for one in times if one is not None]
            for one, other in pairwise(found):
                recurrence.link(one, other, note=note, actor=office)


def _given(words: str) -> Opinion | None:
    return db.session.scalars(select(Opinion).where(Opinion.words == words)).first()
