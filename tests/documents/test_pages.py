"""Downloads: to whoever may see the thing, under a Vietnamese name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import select

from dialogue.core.unit_of_work import unit_of_work
from dialogue.documents.producing import MEDIA_TYPE, file_name
from dialogue.extensions import db
from dialogue.followup.models import Assignment
from dialogue.followup.words import written_day
from dialogue.hall.models import HallSession
from dialogue.opinions.queries import fields
from tests.documents.decree import faults
from tests.documents.support import (
    dated,
    facts,
    made,
    meeting_with,
    prepared,
    prepared_meeting,
    text_of,
    with_secretary,
)
from tests.followup import support as after


def test_the_name_is_vietnamese_with_an_ascii_fallback(
    app: Flask, client_as: Callable[[str], Any]
) -> None:
    notice = after.compose(meeting_with(0))
    answer = client_as("vanphong").get(f"/documents/notice/{notice.id}")
    assert answer.status_code == 200
    assert answer.mimetype == MEDIA_TYPE
    said = answer.headers["Content-Disposition"]
    assert said.isascii()
    assert said.startswith("attachment; ")
    assert 'filename="Thong bao ket luan' in said
    assert "Thông báo kết luận Đợt 1 năm 2024.docx" in unquote(said)


def test_file_names_hold_nothing_that_a_system_refuses() -> None:
    assert file_name('a/b\\c: "d" <e>|?*') == "a-b-c- -d- -e-"
    assert file_name("  . ") == "Văn bản"
    assert len(file_name("x" * 400)) == 100


@pytest.mark.parametrize(
    ("username", "draft", "issued"),
    [("vanphong", 200, 200), ("chutich", 200, 200), ("diachinh", 404, 200), ("quantri", 404, 404)],
)
def test_a_notice_is_for_who_may_see_it(
    app: Flask, client_as: Callable[[str], Any], username: str, draft: int, issued: int
) -> None:
    meeting = meeting_with(0)
    after.conclude(after.make_opinion(meeting))
    notice = after.compose(meeting)
    url = f"/documents/notice/{notice.id}"
    assert client_as(username).get(url).status_code == draft
    after.issued_notice(meeting)
    assert client_as(username).get(url).status_code == issued


def test_a_reply_bears_a_name_and_is_for_who_works_on_it(
    app: Flask, client_as: Callable[[str], Any]
) -> None:
    reply = after.issued_reply(after.make_assignment(resident_name=after.NAME))
    url = f"/documents/reply/{reply.id}"
    for username in ("vanphong", "diachinh", "taichinh"):
        answer = client_as(username).get(url)
        assert after.NAME in text_of(answer.data), username
    for username in ("to3", "to5", "congan", "quantri"):
        assert client_as(username).get(url).status_code == 404, username
    assert client_as("vanphong").get(f"/documents/interim_reply/{reply.id}").status_code == 404
    assert client_as("vanphong").get(f"/documents/nothing/{reply.id}").status_code == 404


def test_others_with_the_same_matter_are_named_by_group_only(app: Flask) -> None:
    meeting = after.make_meeting()
    root = after.make_opinion(meeting, resident_name=after.NAME)
    after.make_opinion(
        meeting, "to-5", merged_into_id=root.id, state="classified", resident_name="Trần Văn Kín"
    )
    conclusion = after.conclude(root)
    after.issued_notice(meeting)
    data = made("reply", after.draft(after.assignment_of(conclusion))).data
    assert faults(data, facts("reply")) == []
    assert "Trần Văn Kín" not in text_of(data)
    assert "Người có cùng ý kiến tại Tổ dân phố 5." in text_of(data)


def test_what_is_published_hides_the_residents(app: Flask) -> None:
    meeting = after.make_meeting()
    opinion = after.make_opinion(
        meeting,
        words=after.WORDS,
        resident_name=after.NAME,
        resident_phone="+84905123456",
        resident_address=after.ADDRESS,
    )
    after.conclude(opinion, words=f"Giao Địa chính trả lời bà {after.NAME}, 0905 123 456.")
    after.issued_notice(meeting)
    for code, thing in (("notice", after.compose(meeting)), ("summary", meeting)):
        said = text_of(made(code, thing).data)
        for secret in (after.NAME, "0905 123 456", "45/7"):
            assert secret not in said, (code, secret)


MEETING_FILES = {
    "vanphong": {"Bảng tổng hợp", "Biên bản"},
    "chutich": {"Bảng tổng hợp", "Biên bản"},
    "diachinh": {"Biên bản", "Bảng tổng hợp"},  # named its secretary
    "to3": set(),
    "quantri": set(),
}


@pytest.mark.parametrize("username", MEETING_FILES)
def test_a_meeting_offers_what_its_reader_may_have(
    app: Flask, client_as: Callable[[str], Any], username: str
) -> None:
    meeting = dated(with_secretary(meeting_with(1)))
    client = client_as(username)
    page = client.get(f"/meetings/{meeting.id}/documents").text
    for title, code in (("Bảng tổng hợp", "summary"), ("Biên bản", "minutes")):
        offered = f"/documents/{code}/{meeting.id}" in page
        assert offered == (title in MEETING_FILES[username])
        answer = client.get(f"/documents/{code}/{meeting.id}")
        assert (answer.status_code == 200) == offered
    assert "Giấy mời" not in page


def test_invitations_come_in_one_file(app: Flask, client_as: Callable[[str], Any]) -> None:
    meeting = dated(after.make_meeting(state="announced"))
    office = client_as("vanphong")
    assert (
        f"/meetings/{meeting.id}/invitations"
        in office.get(f"/meetings/{meeting.id}/documents").text
    )
    url = f"/meetings/{meeting.id}/invitations"
    assert office.get(url).status_code == 200
    answer = office.post(url, data={"guests": "Ông Nguyễn A\n\n  Bà Trần B \nHội Phụ nữ"})
    assert faults(answer.data, facts("invitation", copies=3)) == []
    assert text_of(answer.data).count("trân trọng kính mời") == 3
    blank = office.post(url, data={"guests": ""})
    assert faults(blank.data, facts("invitation")) == []
    many = office.post(url, data={"guests": "Ông A\n" * 501})
    assert many.status_code == 422
    assert "nhiều nhất 500" in many.text
    assert client_as("diachinh").get(url).status_code == 404
    undated = after.make_meeting(state="planned", ordinal=2)
    refused = office.post(f"/meetings/{undated.id}/invitations", data={"guests": "Ông A"})
    assert refused.status_code == 422
    assert "chưa định ngày" in refused.text


def test_what_cannot_be_made_is_told_on_the_page_before(
    app: Flask, client_as: Callable[[str], Any]
) -> None:
    meeting = dated(meeting_with(1))
    office = client_as("vanphong")
    url = f"/documents/minutes/{meeting.id}"
    back = f"/meetings/{meeting.id}"
    answer = office.get(url, headers={"Referer": f"http://localhost{back}"})
    assert (answer.status_code, answer.headers["Location"]) == (303, back)
    told = office.get(back).text
    assert "Chưa phân công thư ký" in told
    assert url not in told, "offered what cannot be made"
    for elsewhere in ("https://example.org/x", f"http://localhost{url}", ""):
        answer = office.get(url, headers={"Referer": elsewhere})
        assert answer.headers["Location"] == "/"


def test_a_plan_is_offered_on_its_page(app: Flask, client_as: Callable[[str], Any]) -> None:
    with unit_of_work():
        plan = after.make_meeting().plan
        plan.recipients = ["UBND thành phố (b/c);", "Lưu: VT."]
    client = client_as("vanphong")
    assert f"/documents/plan/{plan.id}" in client.get(f"/plans/{plan.id}").text
    text = text_of(client.get(f"/documents/plan/{plan.id}").data)
    assert "- UBND thành phố (b/c);" in text
    assert text.count("Lưu") == 1


def test_a_reminder_is_offered_where_a_unit_is_late(
    app: Flask, client_as: Callable[[str], Any], notice_day: Any
) -> None:
    assignment = after.make_assignment()
    office = client_as("vanphong")
    url = f"/documents/reminder/{assignment.lead_unit_id}"
    assert office.get(url).status_code == 303
    notice_day.move_to(after.moment(date(2024, 6, 3)))
    assert url in client_as("vanphong").get("/overdue").text
    text = text_of(client_as("vanphong").get(url).data)
    assert "Quá hạn 5 ngày" in text
    assert client_as("diachinh").get(url).status_code == 404
    assert client_as("vanphong").get("/documents/reminder/9999").status_code == 404


@pytest.mark.parametrize("code", ["programme", "house_rules"])
def test_papers_for_the_hall_are_offered_to_all_who_take_part(
    app: Flask, client_as: Callable[[str], Any], code: str
) -> None:
    bare = dated(after.make_meeting(ordinal=2))
    meeting = dated(prepared_meeting())
    for username in ("vanphong", "diachinh", "to3"):
        client = client_as(username)
        assert (
            f"/documents/{code}/{meeting.id}"
            in client.get(f"/meetings/{meeting.id}/documents").text
        )
        assert client.get(f"/documents/{code}/{meeting.id}").status_code == 200
    assert f"/documents/{code}/{bare.id}" not in client.get(f"/meetings/{bare.id}/documents").text
    assert client.get(f"/documents/{code}/{bare.id}").status_code == 303


def test_the_programme_says_when_what_and_who(app: Flask) -> None:
    meeting = prepared_meeting()
    said = text_of(made("programme", meeting).data)
    assert "08 giờ 00, thứ Sáu, ngày 12 tháng 4 năm 2024" in said
    for item in meeting.programme:
        assert item.title in said
        assert item.owner_name in said
    first = meeting.programme[0]
    assert f"08 giờ 00 - 08 giờ {first.minutes:02d}" in said
    undated = prepared_meeting(ordinal=2, starts_at=None, state="planned")
    later = text_of(made("programme", undated).data)
    assert f"{first.minutes} phút" in later
    assert "08 giờ 00" not in later


def test_house_rules_stand_as_the_office_wrote_them(app: Flask) -> None:
    rules = ["Có mặt đúng giờ;", "Không hút thuốc."]
    said = text_of(made("house_rules", prepared_meeting(house_rules=rules)).data)
    assert "1. Có mặt đúng giờ;\n" in said
    assert "2. Không hút thuốc.\n" in said
    assert "Số:" not in said


def test_the_run_sheet_gives_each_matter_its_prepared_answer(
    app: Flask, client_as: Callable[[str], Any]
) -> None:
    meeting = dated(prepared_meeting())
    root = prepared(after.make_opinion(meeting, resident_name=after.NAME), "Quý II sẽ sửa.")
    after.make_opinion(meeting, "to-5", merged_into_id=root.id, state="classified")
    prepared(after.make_opinion(meeting, words="Hỏi về đất."), None)
    after.make_opinion(meeting, words="Hỏi về giờ làm việc.")
    said = text_of(made("run_sheet", meeting).data)
    assert after.NAME not in said
    assert "Có thêm 1 ý kiến cùng nội dung." in said
    assert "Nội dung trả lời: Quý II sẽ sửa." in said
    lines = said.split("\n")
    assert "chưa chuẩn bị xong" in lines[lines.index("Hỏi về đất.") + 2]
    assert "chưa phân công" in lines[lines.index("Hỏi về giờ làm việc.") + 1]
    for item in meeting.programme:
        assert item.title in said
    url = f"/documents/run_sheet/{meeting.id}"
    for username, may in (("vanphong", True), ("chutich", True), ("to3", False)):
        client = client_as(username)
        assert (client.get(url).status_code == 200) == may
        assert (url in client.get(f"/meetings/{meeting.id}/documents").text) == may


def test_a_slip_to_speak_is_offered_until_the_meeting_ends(
    app: Flask, client_as: Callable[[str], Any]
) -> None:
    meeting = dated(after.make_meeting(state="announced"))
    url = f"/documents/speaker_slip/{meeting.id}"
    leader = client_as("to3")
    assert url in leader.get(f"/meetings/{meeting.id}/documents").text
    said = text_of(leader.get(url).data)
    assert "thứ Sáu, ngày 12 tháng 4 năm 2024" in said
    assert "không quá 3 phút," in said
    for field in fields():
        assert field.name in said
    with unit_of_work() as session:
        session.add(
            HallSession(
                meeting_id=meeting.id, default_seconds=150, screen_token="s", phone_token="p"
            )
        )
    assert "không quá 2 phút 30 giây," in text_of(leader.get(url).data)
    over = dated(after.make_meeting(ordinal=2))
    assert "/documents/speaker_slip/" not in leader.get(f"/meetings/{over.id}/documents").text


def _followed_meeting() -> Any:
    """One matter settled, one answered only for now, one open, one explained in the hall."""
    meeting = dated(after.make_meeting())
    words = f"Giao Địa chính trả lời bà {after.NAME}."
    given = [
        after.conclude(after.make_opinion(meeting, resident_name=after.NAME), words=words)
        for _ in range(3)
    ]
    after.conclude(after.make_opinion(meeting), outcome="explained", lead=None)
    after.issued_notice(meeting)
    after.issued_reply(after.assignment_of(given[0]))
    after.issued_reply(after.assignment_of(given[1]), after.interim(date(2024, 5, 20)))
    return meeting


def test_the_report_counts_what_was_concluded_and_answered(
    app: Flask, client_as: Callable[[str], Any], notice_day: Any
) -> None:
    waiting = after.make_meeting(ordinal=2)
    after.conclude(after.make_opinion(waiting))
    assert "Có 1 nội dung chờ ban hành" in text_of(made("report", waiting).data)
    meeting = _followed_meeting()
    said = text_of(made("report", meeting).data)
    for line in (
        "Đã kết luận 4 nội dung (4 lượt ý kiến), trong đó:",
        "- Tiếp thu, giao giải quyết: 3 nội dung.",
        "- Giải thích: 1 nội dung.",
        "Đã giao 3 nội dung",
        "- Đã trả lời: 1 nội dung; đã giải quyết xong 1 nội dung.",
        "- Đã trả lời tạm thời: 1 nội dung.",
        "- Chưa trả lời: 1 nội dung.",
        "đã giải quyết xong",
        "Đã trả lời tạm thời tại văn bản số 02/",
        "Đang giải quyết",
        "Đã kết luận tại hội nghị",
        "Phụ lục này có 04 nội dung./.",
    ):
        assert line in said
    assert "Quá hạn" not in said
    assert after.NAME not in said
    notice_day.move_to(after.moment(date(2024, 7, 1)))
    assert "- Quá hạn: 2 nội dung, gồm: " in text_of(made("report", meeting).data)
    url = f"/documents/report/{meeting.id}"
    for username, may in (("vanphong", True), ("chutich", True), ("diachinh", False)):
        client = client_as(username)
        assert (client.get(url).status_code == 200) == may
        assert (url in client.get(f"/meetings/{meeting.id}/documents").text) == may


def test_a_posting_tells_what_the_notice_made_known(
    app: Flask, client_as: Callable[[str], Any]
) -> None:
    unheard = dated(after.make_meeting(ordinal=2))
    after.conclude(after.make_opinion(unheard))
    meeting = _followed_meeting()
    leader = client_as("to3")
    url = f"/documents/posting/{meeting.id}"
    assert url in leader.get(f"/meetings/{meeting.id}/documents").text
    said = text_of(leader.get(url).data)
    assert "theo Thông báo số 01/TB-UBND ngày 02/05/2024, tính đến ngày 02/05/2024" in said
    assert "Có 04 nội dung." in said
    assert said.count("đã giải quyết xong") == 1
    assert after.NAME not in said
    for number in range(1, 5):
        assert f"\n{number}\n" in said
    assert "/documents/posting/" not in leader.get(f"/meetings/{unheard.id}/documents").text
    assert leader.get(f"/documents/posting/{unheard.id}").status_code == 404
    assert client_as("quantri").get(url).status_code == 404


def test_a_broadcast_reads_out_the_notice(app: Flask, client_as: Callable[[str], Any]) -> None:
    bare = dated(after.make_meeting(ordinal=2))
    meeting = _followed_meeting()
    leader = client_as("to3")
    url = f"/documents/broadcast/{meeting.id}"
    assert url in leader.get(f"/meetings/{meeting.id}/documents").text
    said = text_of(leader.get(url).data)
    assert "Hội nghị đã kết luận 4 nội dung." in said
    assert "Nội dung thứ 4, ý kiến từ Tổ dân phố 3" in said
    assert said.count("đã trả lời bằng văn bản.") == 1
    assert said.count("trả lời bà con chậm nhất vào ngày") == 2
    for assignment in db.session.scalars(select(Assignment).where(Assignment.state != "answered")):
        assert f"chậm nhất vào {written_day(assignment.due.due_on)}." in said
    assert after.NAME not in said
    assert leader.get(f"/documents/broadcast/{bare.id}").status_code == 404
