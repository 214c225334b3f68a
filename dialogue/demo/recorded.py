"""What the secretary writes down: while one meeting is live, and signed after the other."""

from __future__ import annotations

from datetime import date, timedelta

from dialogue.core import clock
from dialogue.demo.stage import moment, person
from dialogue.minutes import actions
from dialogue.minutes.queries import blocks
from dialogue.plans.models import Meeting

OPENING = (
    "Đại diện Văn phòng tuyên bố lý do, giới thiệu đại biểu và thông qua chương trình. "
    "Chủ trì phát biểu khai mạc, nêu cách thức phát biểu và thời gian cho mỗi lượt."
)
SPEECHES = (
    (
        "Nêu lại việc đã gửi bằng văn bản, kể thêm hai lần đi lại gần đây và đề nghị có người "
        "phụ trách để bà con biết hỏi ai.",
        "Đại diện đơn vị nhận việc, hẹn trả lời bằng văn bản đúng hạn.",
    ),
    (
        "Đề nghị làm sớm vì việc đã kéo dài; nếu chưa làm được thì cho biết vì sao và khi nào làm.",
        "Đơn vị phụ trách đã nắm, đang bố trí người và kinh phí.",
    ),
)
CLOSING = "Chủ trì phát biểu kết thúc, cảm ơn bà con và nhắc các đơn vị trả lời đúng hạn."


def so_far(meeting: Meeting) -> None:
    """The opening and the first two speeches, by the secretary, a minute ago."""
    with clock.acting_at(clock.now() - timedelta(minutes=1)):
        _write(meeting, "thuky", 2)


def signed(meeting: Meeting, held_on: date) -> None:
    """Written in the hall, handed in two days later, signed by who presided."""
    with moment(held_on, 10, 55):
        _write(meeting, "thuky", len(blocks(meeting)))
    with moment(held_on + timedelta(days=1), 9):
        actions.submit(actions.open_minutes(meeting, actor=person("thuky")), actor=person("thuky"))
    with moment(held_on + timedelta(days=1), 15):
        actions.sign(actions.open_minutes(meeting, actor=person("thuky")), actor=person("chutich"))


def _write(meeting: Meeting, username: str, upto: int) -> None:
    writer = person(username)
    minutes = actions.open_minutes(meeting, actor=writer)
    opening, *turns = blocks(meeting)
    texts = {opening.lines[0]: OPENING} | {
        line: words
        for place, block in enumerate(turns[:upto])
        for line, words in zip(block.own, SPEECHES[place % len(SPEECHES)], strict=True)
    }
    if meeting.state != "live":
        texts[actions.add_line(minutes, after=turns[-1].turn, actor=writer)] = CLOSING
    for line, words in texts.items():
        actions.save(line, words, version=line.version, key=f"demo-minutes-{line.id}", actor=writer)
