"""The usual sentences and the signature block of the documents after a meeting."""

from __future__ import annotations

from datetime import date

from dialogue.accounts.models import FormerWard, Ward
from dialogue.core.clock import show_date
from dialogue.opinions.models import Opinion
from dialogue.plans.models import AUDIENCES, Meeting
from dialogue.plans.permissions import delegation

COMMITTEE = "TM. ỦY BAN NHÂN DÂN"
SIGNATURES = {
    "chair": (COMMITTEE, "CHỦ TỊCH"),
    "vice_chair": (COMMITTEE, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
}
POSTS = {"chair": "Chủ tịch UBND phường", "vice_chair": "Phó Chủ tịch UBND phường"}


def usual_sentence(unit_name: str, due_on: date | None) -> str:
    """ "Giao ‹đơn vị› …": what a conclusion that gives a task says."""
    day = f"trước ngày {show_date(due_on)}" if due_on else "đúng hạn"
    return f"Giao {unit_name} …; trả lời công dân, báo cáo Chủ tịch UBND phường {day}."


def conference(meeting: Meeting) -> str:
    """``Hội nghị đối thoại với Nhân dân (đợt 1 năm 2024)``."""
    whom = AUDIENCES.get(meeting.audience, "Nhân dân")
    return f"Hội nghị đối thoại với {whom} (đợt {meeting.ordinal} năm {meeting.plan.year})"


def notice_subject(meeting: Meeting) -> str:
    """The notice's trích yếu."""
    return f"Kết luận của {_presider(meeting)} tại {conference(meeting)}"


def notice_opening(meeting: Meeting) -> str:
    """How a notice begins, until the office words it otherwise."""
    who = _presider(meeting)
    by = f"{who} (được Chủ tịch UBND phường ủy quyền)" if delegation(meeting) else who
    return (
        f"Ngày {show_date(meeting.held_on)}, tại {meeting.place}, {by} đã chủ trì "
        f"{conference(meeting)}. Sau khi nghe ý kiến, kiến nghị và phần trả lời của các ban "
        f"ngành, đơn vị, {who} kết luận như sau:"
    )


def notice_closing(meeting: Meeting) -> str:
    """How a notice ends, until the office words it otherwise."""
    return (
        f"Trên đây là kết luận của {_presider(meeting)} tại {conference(meeting)}. "
        "UBND phường thông báo để các ban ngành, đơn vị, tổ dân phố, tổ chức và cá nhân "
        "liên quan biết, thực hiện."
    )


def _presider(meeting: Meeting) -> str:
    # The chair gives the chair only to a vice chair (Kế hoạch II.1.1).
    return POSTS["vice_chair" if delegation(meeting) else "chair"]


def place_and_date(ward: Ward | FormerWard | None, day: date | None) -> str:
    """``Chánh Lộ, ngày 05 tháng 01 năm 2024``; a draft leaves the day blank (NĐ 30/2020).

    Days below 10 and the months 1 and 2 are padded, the other months are not.
    """
    place = ward.place if ward else "…"
    return f"{place}, {written_day(day)}" if day else f"{place}, ngày … tháng … năm …"


def written_day(day: date) -> str:
    """``ngày 05 tháng 01 năm 2024``, as documents write a day out."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def addressee(opinion: Opinion) -> str:
    """To whom a reply is written (Kính gửi): the resident, else who sent the opinion."""
    where = opinion.area.name if opinion.area else ""
    name = opinion.resident_name
    if name:
        person = name if name.lower().startswith(("ông", "bà")) else f"ông (bà) {name}"
        return ", ".join(part for part in (person, where) if part)
    return where or opinion.unit.name
