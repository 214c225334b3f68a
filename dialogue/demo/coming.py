"""The meeting to come: opinions at every step before the hall."""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy import select

from dialogue.core import clock
from dialogue.demo import delegates, gathered, tasks
from dialogue.demo.stage import classify, content, field, moment, person, send, unit, working_day
from dialogue.demo.words import COMING
from dialogue.extensions import db
from dialogue.opinions import actions as opinions
from dialogue.opinions.models import Opinion
from dialogue.plans import actions as plans
from dialogue.plans.models import Meeting, Task

DRAFTS = (17, 7)
RETURNED, REFERRED, REFUSED, WITHDRAWN = 6, 12, 13, 15
LETTER = 18


def play(meeting: Meeting, held_on: date) -> None:
    """Announced twelve days ago; opinions come in, the office has begun to sort them."""
    office, today = person("vanphong"), clock.today()
    with moment(working_day(today - timedelta(days=12)), 9):
        plans.announce_date(
            meeting,
            starts_at=clock.at(held_on, time(19, 30)),
            ends_at=clock.at(held_on, time(22, 0)),
            actor=office,
        )
    delegates.begin(meeting, today)
    given = {}
    for number, voice in enumerate(COMING):
        with moment(today - timedelta(days=10 - number % 9), 18, number):
            if number in DRAFTS:
                opinions.save_draft(
                    actor=person(voice.sender),
                    client_key=f"demo-{meeting.id}-{number}",
                    meeting=meeting,
                    content=content(voice, meeting),
                )
            else:
                given[number] = send(meeting, voice, number)
    with moment(working_day(today - timedelta(days=2)), 10):
        _on_paper(meeting, clock.today())
    gathered.begin_groups(meeting, given[9], today - timedelta(days=1))
    with moment(working_day(today - timedelta(days=1)), 9):
        for number in (0, 1, 2, 4, 8, 11, 16):
            classify(given[number], COMING[number], "water" if number == 2 else "ward")
        opinions.merge(given[1], given[0], reason="Cùng hẻm 30 Trần Hưng Đạo", actor=office)
        opinions.return_for_clarification(
            given[RETURNED],
            question="Xin cho biết vướng ở đoạn nào, gần số nhà bao nhiêu?",
            actor=office,
        )
        opinions.refer(
            given[REFERRED],
            reason="Đây là khiếu nại quyết định xử phạt, cần giải quyết theo Luật Khiếu nại.",
            actor=office,
        )
        opinions.refuse(
            given[REFUSED],
            reason="Nội dung xúc phạm cá nhân, không có căn cứ (Kế hoạch I.2.5).",
            actor=office,
        )
        opinions.withdraw(given[WITHDRAWN], actor=person("to8"))
        for number in (0, 4, 8):
            opinions.select(given[number], actor=office)
        opinions.ask_preparation(
            given[0], lead_unit=unit("dia-chinh"), supporting=[unit("tai-chinh")], actor=office
        )
        opinions.ask_preparation(given[4], lead_unit=unit("dia-chinh"), actor=office)
        opinions.report_nothing(meeting, unit("doan-thanh-nien"), person("doan"))
        _in_two_matters(given[LETTER])
        answered = given[0].preparation
        assert answered is not None
        opinions.write_preparation(
            answered, answer="Sẽ nạo vét cống trong tháng.", actor=person("diachinh")
        )
        opinions.ask_more(
            answered,
            reason="Xin ghi rõ ngày làm và ai chịu trách nhiệm.",
            actor=person("chutich"),
        )
        opinions.save_filter(
            "Thoát nước, mới gửi", f"show=new&field={field('thoat_nuoc').id}", actor=office
        )
        _some_tasks_done(meeting)
        tasks.play(meeting)


def _in_two_matters(letter: Opinion) -> None:
    first, second = letter.words.split("\n")
    opinions.split(
        letter,
        [
            opinions.Part(first.partition(". ")[2], "Trước trường", field("cay_xanh").id),
            opinions.Part(second.partition(". ")[2], field_id=field("cap_nuoc").id),
        ],
        actor=person("vanphong"),
    )


def _on_paper(meeting: Meeting, day: date) -> None:
    """The leader of tổ 6 has no phone that goes online: nine neighbours signed one sheet."""
    opinions.enter_paper(
        actor=person("vanphong"),
        client_key=f"demo-{meeting.id}-paper",
        unit=unit("to-6"),
        received_on=day,
        written_by="Ông Nguyễn Văn Bền",
        meeting=meeting,
        content=opinions.Content(
            words="Cột điện đầu hẻm 8 Cao Bá Quát nghiêng từ sau bão, bà con đi qua rất lo.",
            place="Đầu hẻm 8 Cao Bá Quát",
            area_id=unit("to-6").id,
            people_count=9,
            voices=(
                opinions.Voice("Nguyễn Văn Bền", consent_named=True),
                opinions.Voice("Huỳnh Thị Sương"),
                opinions.Voice("Lê Tấn Đạt"),
            ),
            late_reason="Tổ họp sau hạn." if opinions.is_late_on(meeting, day) else "",
        ),
    )


def _some_tasks_done(meeting: Meeting) -> None:
    query = select(Task).where(
        Task.meeting_id == meeting.id,
        Task.kind == "general",
        Task.unit_id.in_([unit("van-hoa").id, unit("to-1").id, unit("to-3").id]),
    )
    who = {unit("van-hoa").id: "vanhoa", unit("to-1").id: "to1", unit("to-3").id: "to3"}
    for task in list(db.session.scalars(query))[:4]:
        plans.complete_task(
            task, "Đã thông báo trong buổi họp và trên loa.", actor=person(who[task.unit_id])
        )
