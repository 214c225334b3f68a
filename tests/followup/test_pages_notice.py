"""The pages of the notice, from its draft to its print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from dialogue.extensions import db
from tests.followup.support import (
    NAME,
    approved_notice,
    compose,
    conclude,
    interim,
    issued_notice,
    issued_reply,
    make_assignment,
    make_meeting,
    make_opinion,
)

SignIn = Callable[[str], FlaskClient]


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
