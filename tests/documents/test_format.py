"""Every document against the decree, with normal and extreme data."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from dialogue.core.errors import InvalidInput
from dialogue.core.unit_of_work import unit_of_work
from dialogue.documents import wording
from dialogue.documents.kinds.invitation import Guest, Invitations
from dialogue.documents.registry import KINDS
from tests.documents.decree import DAY, NUMBER, faults
from tests.documents.support import (
    CHAIR,
    VICE,
    default_with,
    facts,
    made,
    meeting_with,
    rewritten,
    text_of,
    with_secretary,
)
from tests.documents.things import THINGS
from tests.followup import support as after

LONG_NAME = "Nguyễn Phước Quý Khánh " * 9
TWENTY_PAGES = "\n".join(f"Đoạn {n}: " + "đề nghị sửa đường, thoát nước. " * 24 for n in range(90))
NASTY = "Lỗi\x00\x07\x0b \ud83d\ude00 {{ config }} {% for x in y %} <w:p> & ]]> \uffff {_{ a }_}"
EMOJI = "\U0001f600 rất cần \U0001f6b0"
DECOMPOSED = unicodedata.normalize("NFD", "Đường Nguyễn Trãi ngập nước từ tháng mười")


@pytest.mark.parametrize("code", KINDS)
@pytest.mark.parametrize("place", [0, 1])
def test_samples_are_as_the_decree_wants(app: Flask, code: str, place: int) -> None:
    sample = KINDS[code].samples()[place]
    signed_by = VICE if place and code != "minutes" else CHAIR
    copies = len(getattr(sample, "guests", [1]))
    data = default_with(code, sample)
    assert faults(data, facts(code, authority=signed_by, copies=copies)) == []
    assert "{{" not in text_of(data)
    assert "{%" not in text_of(data)


@pytest.mark.parametrize("code", KINDS)
def test_drafts_of_real_things_are_as_the_decree_wants(
    app: Flask, notice_day: Any, code: str
) -> None:
    thing = THINGS[code]()
    if code == "reminder":
        notice_day.move_to(after.moment(date(2024, 7, 1)))
    copies = 2 if code == "invitation" else 1
    assert faults(made(code, thing).data, facts(code, copies=copies)) == []


def test_every_kind_is_tried_on_a_real_thing() -> None:
    assert set(THINGS) == set(KINDS)


def test_an_issued_notice_bears_number_day_and_due_dates(app: Flask) -> None:
    meeting = meeting_with(0)
    after.conclude(after.make_opinion(meeting), supporting=["tai-chinh"])
    notice = after.issued_notice(meeting)
    data = made("notice", notice).data
    assert faults(data, facts("notice", signer=notice.signer_name)) == []
    text = text_of(data)
    assert "Số: 01/TB-UBND" in text
    assert "ngày 02 tháng 5 năm 2024" in text
    assert f"{notice.items[0].due_on:%d/%m/%Y}" in text
    assert "phối hợp: " in text


def test_a_vice_chair_signs_for_the_chair(app: Flask) -> None:
    meeting = after.make_meeting(presider="phochutich")
    after.conclude(after.make_opinion(meeting), actor="phochutich")
    notice = after.approved_notice(meeting, approver="phochutich")
    assert faults(made("notice", notice).data, facts("notice", authority=VICE)) == []


EXTREMES: dict[str, dict[str, Any]] = {
    "a name of 200 characters": {"resident_name": LONG_NAME.strip()[:200], "consent_named": True},
    "an opinion of 20 pages": {"words": TWENTY_PAGES},
    "marks and control characters": {
        "words": NASTY.encode("utf-16", "surrogatepass").decode("utf-16")
    },
    "emoji": {"words": EMOJI},
    "stacked marks in NFD": {"words": DECOMPOSED, "resident_name": DECOMPOSED},
    "one word of 500 letters": {"words": "a" * 500},
}


@pytest.mark.parametrize("what", EXTREMES)
def test_extreme_opinions_make_right_documents(app: Flask, what: str) -> None:
    meeting = with_secretary(meeting_with(0))
    opinion = after.make_opinion(meeting, **EXTREMES[what])
    words = EXTREMES[what].get("words", "Giao Địa chính.")
    conclusion = after.conclude(opinion, words=words)
    after.issued_notice(meeting)
    assignment = after.assignment_of(conclusion)
    text = replace(after.FINAL, words=words)
    for code, thing in (
        ("summary", meeting),
        ("minutes", meeting),
        ("notice", assignment.conclusion.notice),
        ("reply", after.draft(assignment, text)),
    ):
        data = made(code, thing).data
        assert faults(data, facts(code)) == [], code
        assert text_of(data) == unicodedata.normalize("NFC", text_of(data))


def test_a_field_in_an_opinion_is_only_words(app: Flask) -> None:
    meeting = meeting_with(0)
    after.make_opinion(meeting, words="Xin {{ signer }} và {% if 1 %} & <w:br/> giữ nguyên")
    text = text_of(made("summary", meeting).data)
    assert "Xin {{ signer }} và {% if 1 %} & <w:br/> giữ nguyên" in text


def test_three_hundred_rows_and_none(app: Flask) -> None:
    meeting = meeting_with(300)
    assert faults(made("summary", meeting).data, facts("summary")) == []
    empty = after.make_meeting(ordinal=2)
    assert faults(made("summary", empty).data, facts("summary")) == []
    assert faults(made("notice", after.compose(empty)).data, facts("notice")) == []


def test_three_hundred_invitations_are_three_hundred_first_pages(app: Flask) -> None:
    invitations = Invitations(after.make_meeting(state="announced"))
    context = KINDS["invitation"].context(invitations)
    many = replace(context, guests=[Guest(f"Ông Nguyễn Văn {n}") for n in range(300)])
    data = default_with("invitation", many)
    assert faults(data, facts("invitation", copies=300)) == []
    with pytest.raises(InvalidInput, match="500"):
        invitations.to(["Ông A"] * 501)


def test_nobody_to_sign_is_refused(app: Flask, account: Any) -> None:
    meeting = with_secretary(meeting_with(1))
    with unit_of_work() as session:
        for username in ("chutich", "phochutich"):
            for grant in account(username).grants:
                session.delete(grant)
    for code, thing in (("summary", meeting), ("minutes", meeting), ("plan", meeting.plan)):
        with pytest.raises(InvalidInput, match="Chưa có người ký"):
            made(code, thing)


def test_minutes_want_a_secretary_and_an_opened_meeting(app: Flask) -> None:
    with pytest.raises(InvalidInput, match="thư ký"):
        made("minutes", after.make_meeting())
    with pytest.raises(InvalidInput, match="khai mạc"):
        made("minutes", after.make_meeting(state="announced", ordinal=2))


@pytest.mark.parametrize("month", range(1, 13))
def test_days_are_padded_and_months_only_one_and_two(app: Flask, month: int) -> None:
    for day in range(1, calendar.monthrange(2024, month)[1] + 1):
        line = wording.place_and_date("Bình An", date(2024, month, day))
        assert DAY.match(line), line
        months = f"{month:02d}" if month < 3 else str(month)
        assert line == f"Bình An, ngày {day:02d} tháng {months} năm 2024"


@pytest.mark.parametrize("number", [1, 9, 10, 99, 100, 1234])
def test_numbers_below_ten_are_padded(number: int) -> None:
    line = f"Số: {wording.number(number, 'TB-UBND')}"
    assert NUMBER.match(line)
    assert line == f"Số: {'0' if number < 10 else ''}{number}/TB-UBND"
    assert not NUMBER.match("Số: 5/TB-UBND")
    assert not DAY.match("Bình An, ngày 5 tháng 3 năm 2024")
    assert not DAY.match("Bình An, ngày 05 tháng 03 năm 2024")


def _styles(old: str, new: str) -> Any:
    """A change to the style whose Word name is the first line of ``old``."""
    name, _, inside = old.partition("|")

    def change(text: str) -> str:
        match = re.search(rf'<w:style [^>]*><w:name w:val="{name}"/>.*?</w:style>', text, re.DOTALL)
        assert match, name
        return text.replace(match[0], match[0].replace(inside, new))

    return ("word/styles.xml", change)


def _words(old: str, new: str) -> Any:
    return ("word/document.xml", lambda text: text.replace(old, new))


BREAKS = {
    "paper": _words('w:w="11906"', 'w:w="12240"'),
    "left margin": _words('w:left="1701"', 'w:left="1134"'),
    "number on the first page": _words("<w:titlePg/>", ""),
    "font": _styles('Lời văn|w:ascii="Times New Roman"', 'w:ascii="Calibri"'),
    "colour": _styles('Lời văn|w:val="000000"', 'w:val="FF0000"'),
    "country size": _styles('Quốc hiệu|<w:sz w:val="24"/>', '<w:sz w:val="28"/>'),
    "motto words": _words("Độc lập - Tự do - Hạnh phúc", "Độc lập-Tự do-Hạnh phúc"),
    "number not padded": _words("Số: 05/", "Số: 5/"),
    "space at the slash": _words("05/TB-UBND</w:t>", "05/ TB-UBND</w:t>"),
    "month padded": _words("tháng 01 năm 2024</w:t>", "tháng 1 năm 2024</w:t>"),
    "day upright": _styles("Địa danh, thời gian|<w:i/>", '<w:i w:val="0"/>'),
    "subject not bold": _styles("Trích yếu|<w:b/>", '<w:b w:val="0"/>'),
    "body not justified": _styles('Lời văn|w:val="both"', 'w:val="left"'),
    "body too close": _styles('Lời văn|w:after="120"', 'w:after="60"'),
    "body too small": _styles('Lời văn|<w:sz w:val="28"/>', '<w:sz w:val="24"/>'),
    "no last stop": _words("thực hiện./.", "thực hiện."),
    "name with a title": _words("Nguyễn Thị An", "ThS. Nguyễn Thị An"),
    "wrong authority": _words("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"),
    "receivers upright": _styles("Nơi nhận|<w:i/>", '<w:i w:val="0"/>'),
    "receivers without Lưu": _words("- Lưu: VT, VP.", "- Văn thư."),
    "appendix size": _styles('Phụ lục|<w:sz w:val="28"/>', '<w:sz w:val="26"/>'),
    "headings once": _words("<w:tblHeader/>", ""),
    "no rule": _styles('Đường kẻ ngắn|<w:top w:val="single"', '<w:top w:val="nil"'),
    "page number left": _styles('Số trang|w:val="center"', 'w:val="left"'),
}  # fmt: skip


@pytest.mark.parametrize("what", BREAKS)
def test_a_rule_broken_on_purpose_is_found(app: Flask, what: str) -> None:
    right = default_with("notice", KINDS["notice"].samples()[0])
    part, change = BREAKS[what]
    changed = rewritten(right, change, part)
    assert faults(right, facts("notice")) == []
    assert faults(changed, facts("notice")) != []


def test_a_rule_of_the_wrong_length_is_found(app: Flask) -> None:
    right = default_with("notice", KINDS["notice"].samples()[0])
    wrong = rewritten(right, lambda t: re.sub(r'<w:ind w:left="\d+" w:right="\d+"/>', "", t))
    assert len([f for f in faults(wrong, facts("notice")) if "đường kẻ" in f]) == 3
