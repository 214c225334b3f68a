"""The meeting that is live: two have spoken, one speaks, the others wait."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from dialogue.attendance.queries import expected
from dialogue.checkin import actions as checkin
from dialogue.core import clock
from dialogue.demo import delegates, gathered, recorded
from dialogue.demo.over import finish_tasks
from dialogue.demo.stage import classify, moment, person, send, unit, working_day
from dialogue.demo.words import LIVE
from dialogue.followup import actions as followup
from dialogue.hall import actions as hall
from dialogue.hall.models import Turn
from dialogue.opinions import actions as opinions
from dialogue.opinions.models import Opinion
from dialogue.plans import actions as plans
from dialogue.plans.models import Meeting

DIGITAL, CLUBS = (0, 2, 6), (1, 7, 9)
YOUTH_GROUPS = {
    "Thủ tục trên mạng, an toàn mạng": "Cần người hướng dẫn tại chỗ và nơi để hỏi khi gặp lỗi.",
    "Sinh hoạt, việc làm của thanh niên": "Xin chỗ sinh hoạt buổi tối và tin tuyển dụng gần nhà.",
}
SPEAKERS = (0, 2, 1, 4, 6, 7, 3)


def play(meeting: Meeting, today: date) -> None:
    """From the announcement to the middle of the third speech, which began a minute ago."""
    office, chair = person("vanphong"), person("chutich")
    begun = max(
        clock.now() - timedelta(minutes=40),
        clock.at(today, time.min),
    )
    with moment(working_day(today - timedelta(days=25)), 9):
        plans.announce_date(
            meeting, starts_at=begun, ends_at=begun + timedelta(hours=3), actor=office
        )
        plans.name_duty(meeting, person("thuky"), "secretary", actor=office)
        plans.name_duty(meeting, person("doan"), "desk", actor=office)
    delegates.invite(meeting, today)
    given = []
    for number, voice in enumerate(LIVE):
        with moment(today - timedelta(days=18 - number % 7), 20, number):
            given.append(send(meeting, voice, number))
    groups = [[given[number] for number in part] for part in (DIGITAL, CLUBS)]
    gathered.send_groups(groups, YOUTH_GROUPS, today - timedelta(days=11))
    with moment(working_day(today - timedelta(days=5)), 10):
        for opinion, voice in zip(given, LIVE, strict=True):
            classify(opinion, voice, "police" if voice.field == "an_ninh" else "ward")
            opinions.select(opinion, actor=office)
        opinions.ask_preparation(
            given[0], lead_unit=unit("mot-cua"), supporting=[unit("van-hoa")], actor=office
        )
        opinions.ask_preparation(given[2], lead_unit=unit("cong-an"), actor=office)
        opinions.ask_preparation(given[4], lead_unit=unit("van-hoa"), actor=office)
    with moment(working_day(today - timedelta(days=3)), 16):
        answers = (
            (0, "motcua", "Một cửa cử một người hỗ trợ ký số tại quầy 2, số máy trực trong giờ."),
            (2, "congan", "Công an phường tổ chức một buổi nói chuyện mỗi quý tại nhà văn hóa."),
        )
        finish_tasks(meeting)
        for number, who, words in answers:
            preparation = given[number].preparation
            assert preparation is not None
            opinions.write_preparation(preparation, answer=words, actor=person(who))
    with clock.acting_at(begun - timedelta(minutes=20)):
        hall.ensure_session(meeting)
    with clock.acting_at(begun):
        hall.open_hall(meeting, actor=chair)
        turns = [_register(meeting, given[n], n) for n in SPEAKERS]
        _come(meeting)
    _speak(turns, given, begun)
    _ask(meeting)
    recorded.so_far(meeting)


def _come(meeting: Meeting) -> None:
    """Most of those expected are checked in, and two who stand on no list."""
    desk = person("doan")
    for place, delegate in enumerate(expected(meeting)):
        if place % 5 != 4:
            checkin.check_in(delegate, actor=desk, way="code" if place % 3 else "list")
    for name, code in (("Võ Thị Hường", "to-2"), ("Phan Văn Mẫn", "to-6")):
        checkin.walk_in(meeting, full_name=name, unit=unit(code), actor=desk)


def _ask(meeting: Meeting) -> None:
    """From two phones in the hall: one waits for the desk, one was told why not."""
    asked = hall.ask(
        meeting,
        speaker_name="Phan Văn Mẫn",
        words="Xin có chỗ tập thể thao buổi tối cho thanh niên tổ 6.",
        unit=unit("to-6"),
        device="demo-1",
        key="demo-1",
    )
    hall.refuse(
        asked, reason="Nội dung này đã được trả lời trong buổi hôm nay", actor=person("doan")
    )
    hall.ask(
        meeting,
        speaker_name="Võ Thị Hường",
        words="Đề nghị hướng dẫn cài ứng dụng dịch vụ công cho người lớn tuổi.",
        unit=unit("to-2"),
        device="demo-2",
        key="demo-2",
    )


def _register(meeting: Meeting, opinion: Opinion, number: int) -> Turn:
    command = hall.register(
        meeting,
        actor=person("vanphong"),
        speaker_name=LIVE[number].resident,
        unit=opinion.unit,
        topic=opinion.field.name if opinion.field else "",
        opinion=opinion,
    )
    assert command.turn is not None
    return command.turn


def _speak(turns: list[Turn], given: list[Opinion], begun: datetime) -> None:
    chair = person("chutich")
    now = clock.now()
    for place, turn in enumerate(turns[:2]):
        at = min(
            begun + timedelta(minutes=12 + 10 * place), now - timedelta(minutes=12 - 5 * place)
        )
        with clock.acting_at(at):
            hall.call(turn, actor=chair)
        with clock.acting_at(at + timedelta(seconds=30)):
            hall.start(turn, actor=chair)
        with clock.acting_at(at + timedelta(seconds=200)):
            hall.finish(turn, actor=chair)
    with clock.acting_at(now - timedelta(minutes=3)):
        followup.conclude(
            given[SPEAKERS[0]],
            outcome="taken_on",
            words="Giao Bộ phận Một cửa làm đầu mối hướng dẫn thanh niên nộp hồ sơ đăng ký kinh "
            "doanh trên mạng; trả lời công dân, báo cáo Chủ tịch UBND phường đúng hạn.",
            lead_unit=unit("mot-cua"),
            supporting=[unit("doan-thanh-nien")],
            turn_id=turns[0].id,
            actor=chair,
        )
    with clock.acting_at(now - timedelta(seconds=90)):
        hall.call(turns[2], actor=chair)
    with clock.acting_at(now - timedelta(seconds=60)):
        hall.start(turns[2], actor=chair)
