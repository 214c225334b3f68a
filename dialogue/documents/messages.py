"""Words to send by Zalo and to read out over the loudspeakers: the meeting, opinions, results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dialogue.accounts.models import Account
from dialogue.accounts.queries import ward
from dialogue.core import clock
from dialogue.documents.kinds import broadcast
from dialogue.documents.wording import hour
from dialogue.followup.queries import is_noticed
from dialogue.followup.words import written_day
from dialogue.plans.models import AUDIENCES, Meeting
from dialogue.plans.permissions import takes_part


@dataclass(frozen=True)
class Message:
    """One text. ``key`` names it on the page; ``spoken`` is read aloud, the other one sent."""

    key: str
    label: str
    words: str
    spoken: bool


@dataclass(frozen=True)
class Occasion:
    """What is told, when, and its texts."""

    title: str
    when: str
    messages: tuple[Message, ...]


def writes_messages(user: Account, meeting: Meeting) -> bool:
    """Everyone who takes part passes them on; not before the meeting has a date."""
    return takes_part(user) and meeting.starts_at is not None


def occasions_of(meeting: Meeting, address: str = "") -> list[Occasion]:
    """What may be told now. ``address``: the site as residents reach it, if it is known."""
    return list(_occasions(meeting, address))


def _occasions(meeting: Meeting, address: str) -> Iterator[Occasion]:
    if meeting.starts_at is None:
        return
    if meeting.state == "announced":
        yield Occasion(
            "Báo buổi đối thoại",
            "Đăng và đọc từ khi có ngày đến trước buổi đối thoại.",
            (
                Message("meeting-sent", "Lời nhắn Zalo", _meeting_sent(meeting), False),
                Message("meeting-read", "Lời đọc trên loa", _meeting_read(meeting), True),
            ),
        )
        due = meeting.opinions_due
        if due is not None and due.due_on >= clock.today():
            yield Occasion(
                "Xin ý kiến của bà con",
                f"Đăng và đọc đến hết {clock.show_long_date(due.due_on)}.",
                (
                    Message("wanted-sent", "Lời nhắn Zalo", _wanted_sent(meeting), False),
                    Message("wanted-read", "Lời đọc trên loa", _wanted_read(meeting), True),
                ),
            )
    if is_noticed(meeting):
        yield Occasion(
            "Báo kết quả",
            "Đăng và đọc sau khi đã ban hành thông báo kết luận. Không nêu tên người dân.",
            (
                Message("results-sent", "Lời nhắn Zalo", _results_sent(meeting, address), False),
                Message("results-read", "Lời đọc trên loa", _results_read(meeting), True),
            ),
        )


def _committee() -> str:
    here = ward()
    return here.committee if here else "UBND phường"


def _whom(meeting: Meeting) -> str:
    return AUDIENCES.get(meeting.audience, "Nhân dân")


def _when(meeting: Meeting) -> str:
    assert meeting.starts_at is not None
    day = clock.local(meeting.starts_at).date()
    weekday = clock.WEEKDAYS[day.weekday()]
    return f"{hour(meeting.starts_at)}, {weekday}, {written_day(day)}"


def _topic(meeting: Meeting) -> list[str]:
    return [f"Chủ đề: {meeting.topic.rstrip('.')}."] if meeting.topic else []


def _meeting_sent(meeting: Meeting) -> str:
    return "\n".join(
        [
            f"{_committee()} tổ chức Hội nghị đối thoại với {_whom(meeting)} ({meeting.name}).",
            f"Thời gian: {_when(meeting)}.",
            f"Địa điểm: {meeting.place}.",
            *_topic(meeting),
            "Kính mời bà con đến dự và nêu ý kiến, kiến nghị với lãnh đạo phường.",
        ]
    )


def _meeting_read(meeting: Meeting) -> str:
    return "\n".join(
        [
            "Kính thưa toàn thể bà con,",
            f"{_committee()} tổ chức Hội nghị đối thoại với {_whom(meeting)} vào lúc "
            f"{_when(meeting)}, tại {meeting.place}.",
            *_topic(meeting),
            "Tại hội nghị, lãnh đạo phường và các ban ngành nghe và trả lời ý kiến, kiến nghị "
            "của bà con.",
            "Kính mời bà con sắp xếp thời gian đến dự. Xin cảm ơn bà con đã lắng nghe.",
        ]
    )


def _until(meeting: Meeting) -> str:
    assert meeting.opinions_due is not None
    day = meeting.opinions_due.due_on
    return f"hết {clock.WEEKDAYS[day.weekday()]}, {written_day(day)}"


def _wanted_sent(meeting: Meeting) -> str:
    return "\n".join(
        [
            f"{_committee()} xin ý kiến, kiến nghị của bà con cho Hội nghị đối thoại với "
            f"{_whom(meeting)} ({meeting.name}), {_when(meeting)}.",
            f"Bà con gửi cho tổ trưởng tổ dân phố đến {_until(meeting)}. Xin ghi rõ việc gì, ở "
            "đường nào, kiệt nào.",
            "Mỗi ý kiến có số biên nhận để theo dõi kết quả. Trân trọng cảm ơn.",
        ]
    )


def _wanted_read(meeting: Meeting) -> str:
    return "\n".join(
        [
            "Kính thưa toàn thể bà con,",
            f"Để chuẩn bị Hội nghị đối thoại với {_whom(meeting)} vào {_when(meeting)}, "
            f"{_committee()} xin ý kiến, kiến nghị của bà con.",
            f"Bà con gặp tổ trưởng tổ dân phố để nêu ý kiến đến {_until(meeting)}. Xin nói rõ "
            "việc gì, ở đường nào, kiệt nào.",
            "Mỗi ý kiến có một số biên nhận để bà con theo dõi kết quả. Xin cảm ơn bà con đã "
            "lắng nghe.",
        ]
    )


def _results_sent(meeting: Meeting, address: str) -> str:
    where = f" tại {address.rstrip('/')}/ket-qua" if address else ""
    return "\n".join(
        [
            f"{_committee()} đã ban hành kết luận Hội nghị đối thoại với {_whom(meeting)} "
            f"({meeting.name}).",
            f"Bà con xem từng nội dung, đơn vị và hạn trả lời{where or ' tại bảng tin của phường'}"
            f"{'; ai đã gửi ý kiến thì nhập số biên nhận để tìm' if address else ''}.",
            "Cần biết thêm, xin hỏi tổ trưởng tổ dân phố hoặc Văn phòng phường.",
        ]
    )


def _results_read(meeting: Meeting) -> str:
    """The words of the bài phát thanh, as they stand now."""
    text = broadcast.context(meeting)
    matters = [line for one in text.matters for line in (f"{one.heading}.", *one.lines)]
    # Nobody reads the "./." of a document aloud.
    closing = [
        line.removesuffix("./.") + "." if line.endswith("./.") else line for line in text.closing
    ]
    return "\n".join([*text.opening, *matters, *closing])
