"""The public results: what may be read by anyone, and nothing else, to the byte."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from dialogue.followup.actions.replies import Text
from dialogue.followup.privacy import HIDDEN_NUMBER, public_name, public_text, public_words
from dialogue.opinions.models import Opinion
from dialogue.publishing import queries
from tests.followup.support import (
    ADDRESS,
    NAME,
    PHONE,
    WORDS,
    approved_reply,
    assignment_of,
    compose,
    conclude,
    issued_notice,
    issued_reply,
    make_meeting,
    make_opinion,
)
from tests.publishing.support import publish_all

PRIVATE = {
    "resident_name": NAME,
    "resident_phone": "+84905123456",
    "resident_address": ADDRESS,
    "words": WORDS,
    "office_note": "Ghi chú nội bộ của Văn phòng",
}
SECRETS = (NAME, "Sáu Bé", PHONE, "0905 123 456", "905123456", ADDRESS, "Ghi chú nội bộ")


def _publish_one() -> Opinion:
    meeting = make_meeting()
    root = make_opinion(meeting, **PRIVATE)
    make_opinion(
        meeting, sender="phu-nu", merged_into_id=root.id, state="sent",
        resident_name="Lê Văn Tám", words="Ông Lê Văn Tám hỏi về nắp cống.",
    )  # fmt: skip
    conclusion = conclude(
        root, words=f"Giao Địa chính làm việc với bà {NAME}, điện thoại {PHONE}, sửa nắp cống."
    )
    issued_notice(meeting)
    words = f"Đã sửa nắp cống trước nhà bà {NAME} ({ADDRESS}); ông Lê Văn Tám đã xem."
    issued_reply(assignment_of(conclusion), Text(words=words, settled=True))
    publish_all()
    return root


def test_no_secret_is_in_the_bytes(client: FlaskClient) -> None:
    receipt = _publish_one().receipt
    for path in ("/ket-qua", f"/ket-qua/{receipt}", "/ket-qua?receipt=" + (receipt or "")):
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 200
        text = answer.get_data(as_text=True)
        for secret in (*SECRETS, "Lê Văn Tám"):
            assert secret.lower() not in text.lower(), (path, secret)
    assert "N.T.S.B., Tổ dân phố 3" in text
    assert "Giao Địa chính làm việc với bà N.T.S.B." in text
    assert "ông L.V.T. đã xem" in text
    assert "Đã giải quyết" in text


def test_consent_names_the_resident_but_never_the_phone(client: FlaskClient) -> None:
    meeting = make_meeting()
    root = make_opinion(meeting, **{**PRIVATE, "consent_named": True})
    conclude(root, outcome="explained", lead=None)
    issued_notice(meeting)
    publish_all()
    text = client.get(f"/ket-qua/{root.receipt}").text
    assert NAME in text
    for secret in (PHONE, "0905 123 456", ADDRESS):
        assert secret not in text


def test_nothing_is_published_before_the_notice_is_issued(client: FlaskClient) -> None:
    meeting = make_meeting()
    opinion = make_opinion(meeting)
    conclude(opinion, words="Lời kết luận còn trong nhà.")
    compose(meeting)
    assert "Lời kết luận còn trong nhà." not in client.get("/ket-qua").text
    assert client.get(f"/ket-qua/{opinion.receipt}").status_code == 404
    asked = client.get(f"/ket-qua?receipt={opinion.receipt}")
    assert "đã được tiếp nhận" in asked.text


def test_a_reply_is_published_once_it_is_issued(client: FlaskClient) -> None:
    meeting = make_meeting()
    opinion = make_opinion(meeting)
    conclusion = conclude(opinion)
    issued_notice(meeting)
    publish_all()
    approved_reply(assignment_of(conclusion), Text(words="Chưa ký gửi.", settled=True))
    page = client.get(f"/ket-qua/{opinion.receipt}").text
    assert "Chưa ký gửi." not in page
    assert "Đang giải quyết" in page
    assert "29/05/2024" in page


@pytest.mark.parametrize("typed", ["{r}", " {r} ", "yk {y} {n}"])
def test_a_receipt_leads_to_its_matter_however_it_is_typed(client: FlaskClient, typed: str) -> None:
    root = _publish_one()
    _, year, number = (root.receipt or "").split("-")
    asked = typed.format(r=root.receipt, y=year, n=int(number))
    answer = client.get("/ket-qua", query_string={"receipt": asked})
    assert answer.headers["Location"] == f"/ket-qua/{root.receipt}"


def test_the_receipt_of_a_merged_opinion_leads_to_the_common_answer(client: FlaskClient) -> None:
    root = _publish_one()
    (merged,) = root.merged
    page = client.get(f"/ket-qua/{merged.receipt}").text
    assert f"<h1>{root.receipt}</h1>" in page
    assert "1 ý kiến khác" in page


@pytest.mark.parametrize("typed", ["YK-1999-0001", "abc", "<script>", "9" * 40])
def test_an_unknown_receipt_is_said_kindly(client: FlaskClient, typed: str) -> None:
    answer = client.get("/ket-qua", query_string={"receipt": typed})
    assert answer.status_code == 200
    assert "Chưa tìm thấy số biên nhận này" in answer.text
    assert client.get("/ket-qua/YK-1999-0001").status_code == 404
    assert client.get("/ket-qua/" + "9" * 40).status_code == 404


def test_filters_and_their_counts(client: FlaskClient) -> None:
    meeting = make_meeting()
    first, second, third = (make_opinion(meeting) for _ in range(3))
    answered, _going = conclude(first), conclude(second)
    conclude(third, outcome="explained", lead=None)
    issued_notice(meeting)
    issued_reply(assignment_of(answered))
    publish_all()
    assert queries.published("all").counts == {
        "all": 3, "going": 1, "answered": 1, "concluded": 1,
    }  # fmt: skip

    assert [m.receipt for m in queries.published("going").rows] == [second.receipt]
    assert client.get("/ket-qua?state=khac").status_code == 404


def test_words_lose_names_numbers_and_addresses_but_keep_money() -> None:
    opinion = Opinion(
        resident_name="ông Nguyễn Văn An và bà Trần Thị Bình",
        resident_address="12 Lê Lợi",
        resident_phone="+84905123456",
        consent_named=False,
    )
    text = (
        "Bà trần thị bình, ông Nguyễn  Văn An ở 12 Lê Lợi (090.512.3456, CCCD 051 203 004 567) "
        "xin hỗ trợ 1.250.000.000 đồng theo Quyết định 06/QĐ-TTg ngày 06/01/2022."
    )
    assert public_text(text, [opinion]) == (
        "Bà T.T.B., ông N.V.A. ở [địa chỉ đã ẩn] ([số đã ẩn], CCCD [số đã ẩn]) "
        "xin hỗ trợ 1.250.000.000 đồng theo Quyết định 06/QĐ-TTg ngày 06/01/2022."
    )
    assert public_text("Gọi 0255 3822 123 hoặc 0905 123 456.", []) == (
        f"Gọi 0255 3822 123 hoặc {HIDDEN_NUMBER}."
    )
    home = Opinion(words="Nhà tôi, số 0255 3822 123.", resident_name="", resident_address="")
    assert public_words(home) == f"Nhà tôi, số {HIDDEN_NUMBER}."


def test_a_nameless_opinion_is_its_group_s_or_its_sender_s() -> None:
    meeting = make_meeting()
    assert public_name(make_opinion(meeting, sender="to-5")) == "Tổ dân phố 5"
    assert public_name(make_opinion(meeting, sender="phu-nu")) == "Hội Liên hiệp Phụ nữ phường"
