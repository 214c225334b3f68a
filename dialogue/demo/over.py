"""The meeting that is over: spoken, concluded, notified; replies issued, interim, late."""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.demo import recorded
from dialogue.demo.stage import classify, field, moment, person, send, unit, working_day
from dialogue.demo.words import OVER
from dialogue.extensions import db
from dialogue.followup import actions as followup
from dialogue.followup.actions.replies import Text
from dialogue.followup.models import Assignment, Reply
from dialogue.followup.queries.replies import interim_limit
from dialogue.hall import actions as hall
from dialogue.opinions import actions as opinions
from dialogue.opinions.models import Opinion
from dialogue.plans import actions as plans
from dialogue.plans.models import Meeting, Task
from dialogue.publishing import actions as publishing
from dialogue.publishing.queries import publication_of

# number of the voice, outcome, lead unit, supporting units, what the presider said
CONCLUSIONS = (
    (0, "taken_on", "mot-cua", ("van-phong",),
     "Giao Bộ phận Một cửa bố trí thêm một người làm chứng thực sáng thứ Hai và thứ Sáu; trả lời "
     "công dân, báo cáo Chủ tịch UBND phường đúng hạn."),
    (1, "answered_here", None, (),
     "Thành phần hồ sơ khai sinh đã được niêm yết lại ngày hôm nay; phường xin lỗi vì đã để công "
     "dân đi lại nhiều lần."),
    (2, "taken_on", "dia-chinh", ("tai-chinh",),
     "Giao bộ phận Địa chính khảo sát cống kiệt 45 Bùi Thị Xuân, lập dự toán sửa chữa; trả lời "
     "công dân, báo cáo Chủ tịch UBND phường đúng hạn."),
    (3, "taken_on", "dia-chinh", (),
     "Giao bộ phận Địa chính làm việc với đơn vị quản lý chiếu sáng để lắp hai bóng đèn sau nhà "
     "văn hóa tổ 4; trả lời công dân đúng hạn."),
    (4, "passed_on", "dia-chinh", ("bvdp",),
     "Chuyển công ty môi trường điều chỉnh giờ lấy rác; bộ phận Địa chính theo dõi và trả lời "
     "công dân."),
    (5, "taken_on", "mot-cua", ("doan-thanh-nien",),
     "Giao Bộ phận Một cửa phối hợp Đoàn Thanh niên cử người hướng dẫn người cao tuổi nộp hồ sơ "
     "vào các buổi sáng."),
    (6, "explained", None, (),
     "Thủ tục hỗ trợ tiền học đã được giải thích tại hội nghị; Hội Phụ nữ sao gửi bản hướng dẫn."),
    (8, "taken_on", "dia-chinh", (),
     "Giao bộ phận Địa chính kiểm tra cây bàng trước số 8 Nguyễn Trãi, cắt tỉa trước mùa bão."),
    (9, "taken_on", "dia-chinh", ("mot-cua",),
     "Giao bộ phận Địa chính trả kết quả hồ sơ tách thửa, xin lỗi công dân bằng văn bản."),
    (10, "noted", None, (),
     "Ghi nhận, đưa vào danh mục sửa chữa nhà văn hóa năm sau khi bố trí được kinh phí."),
    (11, "escalated", "cong-an", ("bvdp",),
     "Giao Công an phường lập lại trật tự vỉa hè, kiến nghị thành phố bố trí nơi buôn bán."),
)  # fmt: skip
SPEAKERS = (0, 2, 3, 5, 9, 10)
READY = {
    0: ("mot-cua", "Một cửa có hai quầy, từ tháng sau tăng một người vào hai buổi đông nhất."),
    2: ("dia-chinh", "Cống bị lấp khi sửa mặt đường; cần khảo sát lại cao độ trước khi sửa."),
    9: ("dia-chinh", "Hồ sơ chậm do phải xác minh ranh giới; đã xong phần xác minh."),
}


def play(meeting: Meeting, held_on: date) -> None:
    """From the announcement of the date to the replies."""
    with moment(working_day(held_on - timedelta(days=30)), 8, 30):
        plans.announce_date(
            meeting,
            starts_at=clock.at(held_on, time(7, 30)),
            ends_at=clock.at(held_on, time(11, 0)),
            actor=person("vanphong"),
        )
        plans.name_duty(meeting, person("thuky"), "secretary", actor=person("vanphong"))
    given = _before(meeting, held_on)
    _in_hall(meeting, held_on, given)
    recorded.signed(meeting, held_on)
    _after(meeting, held_on)


def _before(meeting: Meeting, held_on: date) -> list[Opinion]:
    office = person("vanphong")
    given = []
    for number, voice in enumerate(OVER):
        late = number == len(OVER) - 1
        day = held_on - timedelta(days=8 if late else 20 - number % 9)
        with moment(day, 19, number):
            given.append(send(meeting, voice, number))
    with moment(working_day(held_on - timedelta(days=7)), 14):
        for opinion, voice in zip(given, OVER, strict=True):
            classify(opinion, voice)
        opinions.merge(given[7], given[2], reason="Cùng một cống ở kiệt 45", actor=office)
        for number, opinion in enumerate(given):
            if number != 7:
                opinions.select(opinion, actor=office)
        for number, (lead, _answer) in READY.items():
            opinions.ask_preparation(given[number], lead_unit=unit(lead), actor=office)
    with moment(working_day(held_on - timedelta(days=4)), 16):
        for number, (lead, answer) in READY.items():
            preparation = given[number].preparation
            assert preparation is not None
            opinions.write_preparation(preparation, answer=answer, actor=_of(lead))
        finish_tasks(meeting)
    return given


def finish_tasks(meeting: Meeting) -> None:
    """Every unit has done its part before the hall."""
    for task in db.session.scalars(select(Task).where(Task.meeting_id == meeting.id)).all():
        if task.kind != "presider_report" and task.state == "open":
            plans.complete_task(task, "Đã làm xong", actor=_of(task.unit.code))


def _in_hall(meeting: Meeting, held_on: date, given: list[Opinion]) -> None:
    chair, office = person("chutich"), person("vanphong")
    with moment(held_on, 7, 0):
        hall.ensure_session(meeting)
        for number in SPEAKERS:
            hall.register(
                meeting,
                actor=office,
                speaker_name=OVER[number].resident or "Đại diện tổ dân phố",
                unit=given[number].unit,
                topic=field(OVER[number].field).name,
                opinion=given[number],
            )
    with moment(held_on, 7, 30):
        hall.open_hall(meeting, actor=chair)
    for place in range(len(SPEAKERS)):
        hour, minute = divmod(8 * 60 + place * 12, 60)
        with moment(held_on, hour, minute):
            command = hall.call_next(meeting.id, actor=chair)
            turn = command.turn
            assert turn is not None
        with moment(held_on, hour, minute, 40):
            hall.start(turn, actor=chair)
        with moment(held_on, hour, minute + 3, 20):
            hall.finish(turn, actor=chair)
    with moment(held_on, 10, 15):
        for number, outcome, lead, supporting, words in CONCLUSIONS:
            followup.conclude(
                given[number],
                outcome=outcome,
                words=words,
                lead_unit=unit(lead) if lead else None,
                supporting=[unit(code) for code in supporting],
                actor=chair,
            )
    with moment(held_on, 10, 50):
        hall.end_hall(meeting, actor=chair)


def _after(meeting: Meeting, held_on: date) -> None:
    office, chair = person("vanphong"), person("chutich")
    with moment(held_on + timedelta(days=2), 9):
        notice = followup.compose_notice(meeting, actor=office)
        followup.submit_notice(notice, actor=office)
    issued_on = working_day(held_on + timedelta(days=6))
    with moment(issued_on, 9):
        followup.approve_notice(notice, actor=chair)
    with moment(issued_on, 10):
        followup.issue_notice(notice, issued_on=issued_on, actor=office)
    with moment(issued_on, 11):
        publishing.publish(notice, actor=office)
    _replies(meeting, issued_on)
    waiting = publication_of(notice).waiting
    if waiting:
        with moment(max(reply.issued_on or issued_on for reply in waiting), 16):
            publishing.publish(notice, actor=office)


def _replies(meeting: Meeting, issued_on: date) -> None:
    query = (
        select(Assignment)
        .join(Assignment.conclusion)
        .where(Assignment.conclusion.has(meeting_id=meeting.id))
        .order_by(Assignment.id)
    )
    found = list(db.session.scalars(query))
    by_lead: dict[str, list[Assignment]] = {}
    for assignment in found:
        by_lead.setdefault(assignment.lead_unit.code, []).append(assignment)
    desk = by_lead["mot-cua"]
    land = by_lead["dia-chinh"]
    done = _answer(
        desk[0],
        issued_on,
        12,
        "Từ ngày 01 tháng này, Bộ phận Một cửa bố trí ba người làm chứng thực vào sáng thứ Hai và "
        "thứ Sáu. Thời gian chờ trung bình còn khoảng 20 phút.",
    )
    _answer(
        land[1],
        issued_on,
        18,
        "Hai bóng đèn sau nhà văn hóa tổ 4 đã được lắp và bật sáng từ 18 giờ đến 5 giờ.",
    )
    _interim(land[0], issued_on)
    with moment(working_day(issued_on + timedelta(days=16)), 8):
        sender = _of(desk[0].conclusion.opinion.unit.code)
        followup.confirm(done, actor=sender, words="Sáng thứ Hai vừa rồi bà con chờ rất nhanh.")
    with moment(working_day(issued_on + timedelta(days=25)), 15):
        reply = followup.draft_reply(
            desk[1],
            Text(
                words="Mỗi sáng có một đoàn viên hướng dẫn người cao tuổi nộp hồ sơ tại chỗ; hồ "
                "sơ giấy vẫn được nhận bình thường.",
                settled=True,
            ),
            actor=person("motcua"),
        )
        followup.submit_reply(reply, actor=person("motcua"))


def _answer(assignment: Assignment, issued_on: date, days: int, words: str) -> Reply:
    day = working_day(issued_on + timedelta(days=days))
    clerk = _of(assignment.lead_unit.code)
    with moment(day, 9):
        reply = followup.draft_reply(assignment, Text(words=words, settled=True), actor=clerk)
        followup.submit_reply(reply, actor=clerk)
    with moment(day, 14):
        followup.approve_reply(reply, actor=person("chutich"))
    with moment(day, 15):
        followup.issue_reply(reply, issued_on=day, actor=person("vanphong"))
    return reply


def _interim(assignment: Assignment, issued_on: date) -> None:
    day = working_day(issued_on + timedelta(days=22))
    clerk = _of(assignment.lead_unit.code)
    with moment(day, 9):
        reply = followup.draft_reply(
            assignment,
            Text(
                kind="interim",
                words="Đã khảo sát cống kiệt 45 Bùi Thị Xuân. Đoạn cống bị lấp dài 28 m, cần lập "
                "dự toán và xin ý kiến về nguồn vốn.",
                requirements="Có dự toán được duyệt và nguồn kinh phí sửa chữa.",
                responsibility="Bộ phận Địa chính chủ trì, Tài chính - Kế toán phối hợp.",
                promised_on=interim_limit(assignment),
            ),
            actor=clerk,
        )
        followup.submit_reply(reply, actor=clerk)
    with moment(day, 14):
        followup.approve_reply(reply, actor=person("chutich"))
    with moment(day, 15):
        followup.issue_reply(reply, issued_on=day, actor=person("vanphong"))


def _of(code: str) -> Account:
    """The demo's person who works for that unit."""
    if code == "van-phong":
        return person("vanphong")
    query = select(Account).where(Account.unit_id == unit(code).id).order_by(Account.id)
    return db.session.scalars(query).unique().first() or person("vanphong")
