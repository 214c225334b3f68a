"""The pages after the hall, as their people use them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogue.extensions import db
from dialogue.followup import actions, queries
from dialogue.followup.models import Assignment, ConclusionNotice, Reply
from tests.followup.support import (
    FINAL,
    NAME,
    approved_notice,
    approved_reply,
    assignment_of,
    compose,
    conclude,
    draft,
    interim,
    issued_notice,
    issued_reply,
    make_assignment,
    make_meeting,
    make_opinion,
    moment,
    person,
    unit_of,
)

SignIn = Callable[[str], FlaskClient]


def conclusion_data(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "outcome": "taken_on",
        "words": "Giao Địa chính sửa nắp cống; trả lời công dân.",
        "lead_unit": unit_of("dia-chinh").id,
        "supporting": [unit_of("tai-chinh").id],
    }
    return {**values, **changes}


def reply_data(**changes: Any) -> dict[str, Any]:
    return {"kind": "final", "words": "Đã thay nắp cống.", "settled": "yes", **changes}


# Conclusions


def test_the_page_of_conclusions_says_what_is_left(client_as: SignIn) -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    make_opinion(meeting, words="Cây xanh che đèn tín hiệu.")
    page = client_as("vanphong").get(f"/meetings/{meeting.id}/conclusions").text
    assert "Còn 1 trong 2 nội dung chưa có kết luận" in page
    assert "Cây xanh che đèn tín hiệu." in page
    assert "thứ Năm 02/05/2024" in page  # the notice
    assert "thứ Tư, 29/05/2024" in page  # the replies, expected
    for username in ("diachinh", "to3", "quantri"):
        answer = client_as(username).get(f"/meetings/{meeting.id}/conclusions")
        assert answer.status_code == 404


def test_the_presider_writes_a_conclusion(client_as: SignIn) -> None:
    opinion = make_opinion(make_meeting(state="live"))
    url = f"/opinions/{opinion.id}/conclusion"
    chair = client_as("chutich")
    form = chair.get(url).text
    assert "trước ngày 29/05/2024" in form  # the usual sentence
    answer = chair.post(url, data=conclusion_data())
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/meetings/{opinion.meeting_id}/conclusions"
    known = queries.conclusion_of(opinion)
    assert known is not None
    assert [s.unit.code for s in known.supporting] == ["tai-chinh"]


def test_a_wrong_conclusion_comes_back_as_typed(client_as: SignIn) -> None:
    opinion = make_opinion(make_meeting())
    answer = client_as("chutich").post(
        f"/opinions/{opinion.id}/conclusion",
        data=conclusion_data(lead_unit=0, words="Giao …", outcome="escalated"),
    )
    assert answer.status_code == 422
    assert "Cần chọn đơn vị chủ trì." in answer.text
    assert "data-error-summary" in answer.text
    assert ">Giao …</textarea>" in answer.text.replace("\r", "").replace("\n", "")
    assert re.search(r'value="escalated" checked', answer.text)
    assert queries.conclusion_of(opinion) is None


def test_a_unit_cannot_lead_and_support(client_as: SignIn) -> None:
    opinion = make_opinion(make_meeting())
    answer = client_as("chutich").post(
        f"/opinions/{opinion.id}/conclusion",
        data=conclusion_data(supporting=[unit_of("dia-chinh").id]),
    )
    assert answer.status_code == 422
    assert "không đồng thời là đơn vị phối hợp" in answer.text


def test_the_console_gets_a_part_of_the_page(client_as: SignIn) -> None:
    opinion = make_opinion(make_meeting(state="live"))
    url = f"/opinions/{opinion.id}/conclusion"
    chair, htmx = client_as("chutich"), {"HX-Request": "true"}
    part = chair.get(url, headers=htmx).text
    assert "<html" not in part
    assert f'id="opinion-{opinion.id}-conclusion"' in part
    saved = chair.post(url, data=conclusion_data(), headers=htmx)
    assert saved.status_code == 200
    assert "Đã ghi kết luận." in saved.text
    assert "<html" not in saved.text
    again = chair.post(url, data=conclusion_data(words="Khác."), headers=htmx)
    assert again.status_code == 409
    assert "vừa có kết luận" in again.text
    assert "<html" not in again.text
    wrong = chair.post(url, data=conclusion_data(words="", version=1), headers=htmx)
    assert wrong.status_code == 422
    assert "<html" not in wrong.text


def test_the_turn_it_came_from_is_kept(client_as: SignIn) -> None:
    opinion = make_opinion(make_meeting(state="live"))
    part = client_as("chutich").get(f"/opinions/{opinion.id}/conclusion?turn_id=7").text
    assert re.search(r'name="turn_id" value="7"', part)


def test_a_stale_conclusion_shows_the_fresh_one(client_as: SignIn) -> None:
    opinion = make_opinion(make_meeting())
    known = conclude(opinion)
    url, seen = f"/opinions/{opinion.id}/conclusion", known.version
    actions.change_conclusion(
        known, outcome="noted", words="Ghi nhận, chờ kinh phí.", actor=person("chutich")
    )
    answer = client_as("vanphong").post(url, data=conclusion_data(version=seen))
    assert answer.status_code == 409
    assert "Đã có người xử lý trước" in answer.text
    assert "Ghi nhận, chờ kinh phí." in answer.text


@pytest.mark.parametrize("username", ["diachinh", "to3", "quantri", "congan"])
def test_others_find_no_form(client_as: SignIn, username: str) -> None:
    opinion = make_opinion(make_meeting())
    browser, url = client_as(username), f"/opinions/{opinion.id}/conclusion"
    assert browser.get(url).status_code == 404
    assert browser.post(url, data=conclusion_data()).status_code == 404


def test_a_conclusion_is_taken_back_with_its_reason(client_as: SignIn) -> None:
    opinion = make_opinion(make_meeting())
    known = conclude(opinion)
    url = f"/opinions/{opinion.id}/conclusion/revocation"
    chair = client_as("chutich")
    assert chair.post(url, data={"reason": ""}).status_code == 422
    answer = chair.post(url, data={"reason": "Nhầm nội dung", "version": known.version})
    assert answer.status_code == 303
    assert queries.conclusion_of(opinion) is None
    assert chair.post(url, data={"reason": "Nhầm"}).status_code == 409


# The notice


def test_the_notice_goes_from_the_office_to_the_presider_and_out(client_as: SignIn) -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    office, chair = client_as("vanphong"), client_as("chutich")
    where = office.post(f"/meetings/{meeting.id}/notice").headers["Location"]
    assert "Trình duyệt" in office.get(where).text
    assert office.post(f"{where}/submission").status_code == 303
    assert "Duyệt, ký" in chair.get(where).text
    assert "Duyệt, ký" not in office.get(where).text
    assert chair.post(f"{where}/approval").status_code == 303
    page = office.get(where).text
    assert 'value="2024-05-02"' in page
    answer = office.post(f"{where}/issue", data={"issued_on": "2024-05-02"})
    assert answer.status_code == 303
    issued = office.get(where).text
    assert "01/TB-UBND" in issued
    assert "Đã ban hành" in issued
    assert client_as("to3").get(where).status_code == 200
    assert client_as("quantri").get(where).status_code == 404


def test_a_matter_without_conclusion_is_named_and_blocks(client_as: SignIn) -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    left = make_opinion(meeting, words="Cây xanh che đèn tín hiệu.")
    notice = compose(meeting)
    office = client_as("vanphong")
    page = office.get(f"/notices/{notice.id}").text
    assert f"{left.receipt} chưa có kết luận" in page
    answer = office.post(f"/notices/{notice.id}/submission")
    assert answer.status_code == 422
    assert "Chưa trình được thông báo" in answer.text
    assert "“Cây xanh che đèn tín hiệu”." in answer.text


def test_the_office_words_the_notice(client_as: SignIn) -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    notice = compose(meeting)
    (item,) = notice.items
    office, base = client_as("vanphong"), f"/notices/{notice.id}"
    assert office.get(f"{base}/text").status_code == 200
    assert office.post(f"{base}/text", data={"opening": "", "closing": "x"}).status_code == 422
    text = {"opening": "Mở đầu mới.", "closing": "Kết mới.", "version": notice.version}
    assert office.post(f"{base}/text", data=text).status_code == 303
    stale = office.post(f"{base}/text", data=text)
    assert stale.status_code == 409
    assert "Mở đầu mới." in stale.text
    one = f"{base}/items/{item.id}"
    assert "Lời kết luận của chủ trì" in office.get(one).text
    wrong = office.post(one, data={"words": " "})
    assert wrong.status_code == 422
    db.session.expire_all()
    assert (
        office.post(one, data={"words": "Lời mới.", "version": notice.version}).status_code == 303
    )
    assert "Lời mới." in office.get(base).text
    assert office.post(one, data={"words": "Lời khác.", "version": 1}).status_code == 409
    assert office.get(f"{base}/items/999").status_code == 404
    assert client_as("chutich").get(one).status_code == 404


def test_the_presider_returns_it_with_remarks(client_as: SignIn) -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    notice = approved_notice(meeting)
    chair, office = client_as("chutich"), client_as("vanphong")
    assert chair.post(f"/notices/{notice.id}/return", data={"reason": ""}).status_code == 422
    data = {"reason": "Ghi rõ thời hạn.", "version": notice.version}
    assert chair.post(f"/notices/{notice.id}/return", data=data).status_code == 303
    assert "Ghi rõ thời hạn." in office.get(f"/notices/{notice.id}").text
    assert (
        office.post(f"/notices/{notice.id}/issue", data={"issued_on": "2024-05-02"}).status_code
        == 409
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2024-05-03", "không được sau hôm nay"),
        ("2024-04-11", "không được trước ngày đối thoại"),
        ("2/2/", "Ngày chưa đúng"),
        ("", "Cần điền mục này"),
    ],
)
def test_a_wrong_date_of_issue_comes_back(client_as: SignIn, typed: str, said: str) -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    notice = approved_notice(meeting)
    answer = client_as("vanphong").post(f"/notices/{notice.id}/issue", data={"issued_on": typed})
    assert answer.status_code == 422
    assert said in answer.text
    db.session.expire_all()
    assert notice.state == "approved"


@pytest.mark.parametrize("step", ["submission", "recall", "approval", "return", "issue"])
@pytest.mark.parametrize("username", ["diachinh", "to3", "quantri"])
def test_the_steps_of_a_draft_are_hidden_from_others(
    client_as: SignIn, step: str, username: str
) -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    url = f"/notices/{compose(meeting).id}/{step}"
    data = {"reason": "vì", "issued_on": "2024-05-02"}
    assert client_as(username).post(url, data=data).status_code == 404


def test_the_print_is_laid_out_as_the_decree_has_it(client_as: SignIn) -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting, resident_name="Nguyễn Thị Sáu Bé"))
    notice = compose(meeting)
    draft_print = client_as("vanphong").get(f"/notices/{notice.id}/print").text
    assert "Số: …/TB-UBND" in draft_print
    assert "ngày … tháng … năm …" in draft_print
    issued_notice(meeting)
    page = client_as("vanphong").get(f"/notices/{notice.id}/print").text
    for line in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "UBND THÀNH PHỐ QUẢNG NGÃI",
        "ỦY BAN NHÂN DÂN<br>PHƯỜNG CHÁNH LỘ",
        "Số: 01/TB-UBND",
        "Chánh Lộ, ngày 02 tháng 5 năm 2024",
        "THÔNG BÁO",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Trần Minh Đức",
        "Nơi nhận:",
        "Lưu: VT, VP.",
        "./.",
    ):
        assert line in page, line
    assert "N.T.S.B., Tổ dân phố 3" in page
    assert "Sáu Bé" not in page


def test_the_printed_notice_keeps_the_due_dates_it_was_issued_with(client_as: SignIn) -> None:
    assignment = make_assignment()
    issued_reply(assignment, interim(date(2024, 6, 10)))
    assert assignment.due.due_on == date(2024, 6, 12)
    notice = assignment.conclusion.notice
    assert notice is not None
    page = client_as("vanphong").get(f"/notices/{notice.id}/print").text
    assert "hạn trả lời: 29/05/2024" in page
    assert "12/06/2024" not in page


def test_other_units_read_a_notice_without_a_resident_s_name(client_as: SignIn) -> None:
    meeting = make_meeting()
    conclude(
        make_opinion(meeting, resident_name=NAME, words=f"Hồ sơ của bà {NAME} bị chậm."),
        words=f"Giao Địa chính trả hồ sơ cho bà {NAME}.",
    )
    notice = issued_notice(meeting)
    for path in ("", "/print"):
        page = client_as("to7").get(f"/notices/{notice.id}{path}").text
        assert NAME not in page
        assert "hồ sơ cho bà N.T.S.B." in page


# Assignments and replies


def test_the_list_of_assignments_is_each_one_s_own(client_as: SignIn) -> None:
    assignment = make_assignment()
    receipt = assignment.conclusion.opinion.receipt or ""
    for username in ("vanphong", "chutich", "diachinh", "taichinh"):
        page = client_as(username).get("/assignments").text
        assert receipt in page, username
    for username in ("congan", "to3"):
        answer = client_as(username).get("/assignments")
        assert answer.status_code == 200
        assert receipt not in answer.text
    assert client_as("quantri").get("/assignments").status_code == 404
    assert client_as("vanphong").get("/assignments?state=khac").status_code == 404
    assert receipt not in client_as("vanphong").get("/assignments?state=answered").text


def test_an_assignment_shows_its_due_date_and_why(client_as: SignIn) -> None:
    assignment = make_assignment()
    page = client_as("diachinh").get(f"/assignments/{assignment.id}").text
    assert "thứ Tư 29/05/2024" in page
    assert f"/due-dates/{assignment.due_id}" in page
    assert "Soạn văn bản trả lời" in page
    assert (
        "Soạn văn bản trả lời"
        not in client_as("taichinh").get(f"/assignments/{assignment.id}").text
    )
    assert client_as("to3").get(f"/assignments/{assignment.id}").status_code == 404


def test_a_reply_from_the_unit_to_the_sender(client_as: SignIn) -> None:
    assignment = make_assignment()
    unit, chair, office = (client_as(u) for u in ("diachinh", "chutich", "vanphong"))
    form = f"/assignments/{assignment.id}/replies/new"
    assert unit.get(form).status_code == 200
    saved = unit.post(form, data=reply_data(settled="", step="save"))
    assert saved.status_code == 303
    where = saved.headers["Location"]
    assert "CHƯA TRÌNH" in unit.get(where).text
    incomplete = unit.post(f"{where}/edit", data=reply_data(settled="", step="submit"))
    assert incomplete.status_code == 422
    assert "Cần chọn đã giải quyết xong hay chưa." in incomplete.text
    done = unit.post(f"{where}/edit", data=reply_data(step="submit"))
    assert done.status_code == 303
    assert client_as("to3").get(where).status_code == 404
    assert chair.post(f"{where}/approval").status_code == 303
    assert office.post(f"{where}/issue", data={"issued_on": "2024-05-02"}).status_code == 303
    to_sender = client_as("to3").get(where)
    assert to_sender.status_code == 200
    assert "01/UBND-VP" in to_sender.text
    assert "Đã thay nắp cống." in to_sender.text
    assert "Lịch sử" not in to_sender.text
    db.session.expire_all()
    assert assignment.state == "answered"


def test_what_is_missing_is_told_at_each_field_at_once(client_as: SignIn) -> None:
    assignment = make_assignment()
    answer = client_as("diachinh").post(
        f"/assignments/{assignment.id}/replies/new",
        data={"kind": "interim", "words": "Đang đo đạc.", "step": "submit"},
    )
    assert answer.status_code == 422
    for line in ("Cần ghi yêu cầu phải giải quyết.", "Cần ghi trách nhiệm", "Cần ghi ngày sẽ"):
        assert line in answer.text
    assert "Đang đo đạc." in answer.text
    assert db.session.query(Reply).count() == 0


def test_a_promise_beyond_thirty_days_is_refused_as_typed(client_as: SignIn) -> None:
    assignment = make_assignment()
    answer = client_as("diachinh").post(
        f"/assignments/{assignment.id}/replies/new",
        data={
            "kind": "interim", "words": "a", "requirements": "b", "responsibility": "c",
            "promised_on": "2024-06-13", "step": "submit",
        },
    )  # fmt: skip
    assert answer.status_code == 422
    assert "chậm nhất 12/06/2024" in answer.text
    assert 'value="2024-06-13"' in answer.text


def test_a_second_reply_in_hand_shows_the_first(client_as: SignIn) -> None:
    assignment = make_assignment()
    draft(assignment)
    unit = client_as("diachinh")
    for answer in (
        unit.get(f"/assignments/{assignment.id}/replies/new"),
        unit.post(f"/assignments/{assignment.id}/replies/new", data=reply_data()),
    ):
        assert answer.status_code == 409
        assert "Đã có một văn bản trả lời" in answer.text
        assert "Văn bản đang làm" in answer.text


def test_a_stale_edit_shows_the_fresh_text(client_as: SignIn) -> None:
    reply = draft(make_assignment())
    unit, url = client_as("diachinh"), f"/replies/{reply.id}/edit"
    seen = reply.version
    assert unit.post(url, data=reply_data(words="Bản hai.", version=seen)).status_code == 303
    stale = unit.post(url, data=reply_data(words="Bản ba.", version=seen))
    assert stale.status_code == 409
    assert "Bản hai." in stale.text


def test_a_submitted_reply_cannot_be_edited_but_recalled(client_as: SignIn) -> None:
    reply = draft(make_assignment())
    actions.submit_reply(reply, actor=person("diachinh"))
    unit = client_as("diachinh")
    assert unit.get(f"/replies/{reply.id}/edit").status_code == 409
    recalled = unit.post(f"/replies/{reply.id}/recall")
    assert recalled.headers["Location"] == f"/replies/{reply.id}/edit"
    assert unit.post(f"/replies/{reply.id}/recall").status_code == 409


def test_a_reply_is_returned_with_remarks(client_as: SignIn) -> None:
    reply = approved_reply(make_assignment())
    chair = client_as("chutich")
    assert chair.post(f"/replies/{reply.id}/return", data={"reason": ""}).status_code == 422
    data = {"reason": "Nêu rõ ngày.", "version": reply.version}
    assert chair.post(f"/replies/{reply.id}/return", data=data).status_code == 303
    assert "Nêu rõ ngày." in client_as("diachinh").get(f"/replies/{reply.id}/edit").text
    issue = client_as("vanphong").post(
        f"/replies/{reply.id}/issue", data={"issued_on": "2024-05-02"}
    )
    assert issue.status_code == 409


@pytest.mark.parametrize("step", ["edit", "recall", "return", "approval", "issue"])
@pytest.mark.parametrize("username", ["to3", "congan", "quantri"])
def test_the_steps_of_a_reply_are_hidden_from_others(
    client_as: SignIn, step: str, username: str
) -> None:
    url = f"/replies/{draft(make_assignment()).id}/{step}"
    data = reply_data(reason="vì", issued_on="2024-05-02")
    assert client_as(username).post(url, data=data).status_code == 404


def test_a_supporting_unit_reads_but_does_not_write(client_as: SignIn) -> None:
    reply = draft(make_assignment())
    support = client_as("taichinh")
    assert support.get(f"/replies/{reply.id}").status_code == 200
    assert support.get(f"/replies/{reply.id}/edit").status_code == 404
    assert support.post(f"/replies/{reply.id}/edit", data=reply_data()).status_code == 404
    form = f"/assignments/{reply.assignment_id}/replies/new"
    assert support.get(form).status_code == 404


def test_the_letter_is_printed_for_its_addressee(client_as: SignIn) -> None:
    meeting = make_meeting()
    conclusion = conclude(make_opinion(meeting, resident_name="Nguyễn Thị Sáu Bé"))
    issued_notice(meeting)
    assignment = assignment_of(conclusion)
    reply = issued_reply(assignment, interim(date(2024, 6, 10)))
    page = client_as("vanphong").get(f"/replies/{reply.id}/print").text
    for line in (
        "Số: 01/UBND-VP",
        "V/v trả lời tạm thời ý kiến, kiến nghị số YK-",
        "Kính gửi: ông (bà) Nguyễn Thị Sáu Bé, Tổ dân phố 3.",
        "Thông báo số 01/TB-UBND ngày 02/05/2024",
        "trước ngày 10/06/2024",
        "Như trên;",
        "CHỦ TỊCH",
    ):
        assert line in page, line
    assert client_as("to3").get(f"/replies/{reply.id}/print").status_code == 404


def test_the_office_reminds_from_the_page(client_as: SignIn) -> None:
    assignment = make_assignment()
    office = client_as("vanphong")
    url = f"/assignments/{assignment.id}/reminder"
    assert office.post(url, data={"note": "x" * 301}).status_code == 422
    assert office.post(url, data={"note": "Dân hỏi."}).status_code == 303
    assert client_as("diachinh").post(url, data={"note": ""}).status_code == 404
    issued_reply(assignment)
    assert office.post(url, data={"note": ""}).status_code == 409


def test_the_overdue_page_by_unit(client_as: SignIn, notice_day: time_machine.Traveller) -> None:
    make_assignment()
    notice_day.move_to(moment(date(2024, 5, 29)))
    office = client_as("vanphong")
    today = office.get("/overdue").text
    assert "hôm nay (thứ Tư 29/05/2024)" in today
    assert "1 quá hạn" not in today
    notice_day.move_to(moment(date(2024, 5, 31)))
    late = office.get("/overdue").text
    assert "1 quá hạn" in late
    assert "quá hạn 2 ngày làm việc" in late
    for username in ("diachinh", "to3", "quantri"):
        assert client_as(username).get("/overdue").status_code == 404


# Lists ask as much of the database at one row as at fifty


def _many(number: int, ordinal: int) -> None:
    meeting = make_meeting(ordinal=ordinal)
    for index in range(number):
        root = make_opinion(meeting, sender=f"to-{index % 8 + 1}")
        make_opinion(meeting, sender="phu-nu", merged_into_id=root.id, state="sent")
        conclude(root, supporting=["tai-chinh", "cong-an"])
    notice = issued_notice(meeting)
    for item in notice.items[:30]:
        issued_reply(assignment_of(item.conclusion), interim(date(2024, 6, 10)))


PAGES = {
    "/assignments": ("vanphong", "diachinh"),
    "/overdue": ("vanphong",),
    "/ket-qua": (None,),
    "/meetings/{meeting}/conclusions": ("vanphong",),
    "/notices/{notice}": ("vanphong", "to3"),
    "/notices/{notice}/print": ("vanphong",),
}


def test_query_counts_do_not_grow_with_the_rows(
    client_as: SignIn,
    client: FlaskClient,
    count_queries: Callable[[], Any],
    notice_day: time_machine.Traveller,
) -> None:
    counts: dict[str, list[int]] = {}
    for ordinal, number in enumerate((1, 3, 50), start=1):
        for table in (Reply, Assignment):  # what earlier rounds left is answered: off the lists
            for row in db.session.query(table):
                row.state = "issued" if table is Reply else "answered"
        db.session.commit()
        _many(number, ordinal)
        notice = db.session.query(ConclusionNotice).order_by(ConclusionNotice.id.desc()).first()
        assert notice is not None
        ids = {"meeting": notice.meeting_id, "notice": notice.id}
        notice_day.move_to(moment(date(2024, 6, 20)))
        for path, readers in PAGES.items():
            for username in readers:
                browser = client_as(username) if username else client
                browser.get(path.format(**ids))
                with count_queries() as queries_made:
                    assert browser.get(path.format(**ids)).status_code == 200
                counts.setdefault(f"{path} {username}", []).append(len(queries_made))
        notice_day.move_to(moment(date(2024, 5, 2)))
    uneven = {page: found for page, found in counts.items() if len(set(found)) != 1}
    assert not uneven


def test_signed_out_people_are_sent_to_sign_in(client: FlaskClient) -> None:
    reply = approved_reply(make_assignment(), FINAL)
    for path in ("/assignments", "/overdue", f"/replies/{reply.id}", "/notices/1"):
        assert "/sign-in" in client.get(path).headers["Location"]
