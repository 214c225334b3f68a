"""A group leader at the phone: new, draft, send, clarify; and what must not happen."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from dialogue.accounts.models import Account
from dialogue.extensions import db
from dialogue.files.queries import attachments_of
from dialogue.opinions import actions
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting
from dialogue.plans.queries import task_of_kind

Client = Callable[[str], FlaskClient]


def _value(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found.group(1)


def _photo(colour: str = "red") -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(stream, "JPEG")
    stream.seek(0)
    return stream


def _typed(client: FlaskClient, **more: Any) -> dict[str, Any]:
    page = client.get("/opinions/new").get_data(as_text=True)
    meeting = re.findall(r'name="meeting"[^>]*value="(\d+)"[^>]*checked', page) or re.findall(
        r'name="meeting" value="(\d+)"', page
    )
    key = _value(page, "submission_key")
    assert len(key) == 32
    return {"submission_key": key, "meeting": meeting[0], "act": "send"} | more


def _only(count: int = 1) -> list[Opinion]:
    found = list(db.session.scalars(select(Opinion).order_by(Opinion.id)))
    assert len(found) == count
    return found


def test_send_one_gets_a_receipt(meeting: Meeting, client_as: Client) -> None:
    client = client_as("to3")
    data = _typed(
        client,
        words="Đèn đường kiệt 5 không sáng",
        place="kiệt 5 đường Lê Lợi",
        area=str(3),
        resident_name="Nguyễn Văn An",
        resident_phone="0905 123 456",
        people_count="4",
        photos=[(_photo(), "image.jpg"), (_photo("blue"), "image.jpg")],
    )
    data.pop("area")
    answer = client.post("/opinions", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303
    opinion = _only()[0]
    assert (opinion.state, opinion.receipt) == ("sent", "YK-2024-0001")
    assert opinion.resident_phone == "+84905123456"
    assert opinion.people_count == 4
    assert len(attachments_of(opinion)) == 2
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert "YK-2024-0001" in page
    assert "Thêm ý kiến khác" in page


def test_the_same_key_twice_is_one_opinion(meeting: Meeting, client_as: Client) -> None:
    client = client_as("to3")
    data = _typed(client, words="Đèn đường không sáng")
    first = client.post("/opinions", data=data)
    second = client.post("/opinions", data=data)
    assert first.headers["Location"] == second.headers["Location"]
    _only()


def test_other_words_under_a_sent_key_are_not_lost(meeting: Meeting, client_as: Client) -> None:
    client = client_as("to3")
    data = _typed(client, words="Đèn đường không sáng")
    client.post("/opinions", data=data)
    answer = client.post("/opinions", data=data | {"words": "Cống nghẹt trước nhà"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Cống nghẹt trước nhà" in page
    assert "YK-2024-0001" in page
    fresh = _value(page, "submission_key")
    assert fresh != data["submission_key"]
    client.post("/opinions", data=data | {"words": "Cống nghẹt trước nhà", "submission_key": fresh})
    assert [o.receipt for o in _only(2)] == ["YK-2024-0001", "YK-2024-0002"]


def test_a_wrong_form_comes_back_as_typed(meeting: Meeting, client_as: Client) -> None:
    client = client_as("to3")
    data = _typed(
        client,
        words="",
        place="kiệt 5",
        resident_phone="0905 12",
        resident_name="Nguyễn Văn An",
        photos=[(_photo(), "anh.jpg")],
    )
    answer = client.post("/opinions", data=data, content_type="multipart/form-data")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for part in (
        "Số điện thoại chưa đúng",
        'value="0905 12"',
        'value="kiệt 5"',
        'value="Nguyễn Văn An"',
        "data-error-summary",
        '<details class="fold" open>',
    ):
        assert part in page, part
    # The photo was good: it waits in the draft, so that it need not be chosen again.
    draft = _only()[0]
    assert draft.state == "draft"
    assert len(attachments_of(draft)) == 1
    data |= {"words": "Nước tràn vào nhà", "resident_phone": "0905123456"}
    data.pop("photos")
    client.post("/opinions", data=data)
    sent = _only()[0]
    assert sent.state == "sent"
    assert len(attachments_of(sent)) == 1


def test_empty_words_are_asked_for(meeting: Meeting, client_as: Client) -> None:
    client = client_as("to3")
    answer = client.post("/opinions", data=_typed(client, words="  "))
    assert answer.status_code == 422
    assert "Cần ghi nội dung ý kiến." in answer.get_data(as_text=True)
    _only(0)


@pytest.mark.parametrize("name", ["anh.jpg", "anh.png"])
def test_what_is_no_photo_is_said(name: str, meeting: Meeting, client_as: Client) -> None:
    client = client_as("to3")
    data = _typed(client, words="Đèn hỏng", photos=[(io.BytesIO(b"MZ not a photo"), name)])
    answer = client.post("/opinions", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert name in answer.get_data(as_text=True)
    _only(0)


def test_a_number_like_a_cccd_is_pointed_out_not_refused(
    meeting: Meeting, client_as: Client
) -> None:
    client = client_as("to3")
    data = _typed(client, words="Tôi tên An, số 051 099 001 234, xin cấp lại giấy")
    answer = client.post("/opinions", data=data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "giống số CCCD" in page
    _only(0)
    data["id_number_seen"] = _value(page, "id_number_seen")
    assert client.post("/opinions", data=data).status_code == 303
    assert _only()[0].state == "sent"


def test_typing_is_kept_as_a_draft_that_says_so(meeting: Meeting, client_as: Client) -> None:
    client = client_as("to3")
    data = _typed(client, words="Đèn đ")
    assert client.post("/opinions/draft", data=data | {"words": ""}).status_code == 204
    answer = client.post("/opinions/draft", data=data)
    assert answer.status_code == 200
    assert re.search(r"lưu lúc \d\d:\d\d", answer.get_data(as_text=True))
    client.post("/opinions/draft", data=data | {"words": "Đèn đường hỏng"})
    opinion = _only()[0]
    assert (opinion.state, opinion.words, opinion.receipt) == ("draft", "Đèn đường hỏng", None)
    page = client.get(f"/opinions/{opinion.id}/edit").get_data(as_text=True)
    assert "CHƯA GỬI" in page
    assert _value(page, "submission_key") == data["submission_key"]
    assert "CHƯA GỬI" in client.get("/opinions").get_data(as_text=True)
    client.post("/opinions", data=data | {"words": "Đèn đường hỏng"})
    assert _only()[0].receipt == "YK-2024-0001"
    late = client.post("/opinions/draft", data=data).get_data(as_text=True)
    assert "ĐÃ GỬI" in late
    assert _only()[0].words == "Đèn đường hỏng"


def test_a_draft_is_thrown_away_with_its_photos(meeting: Meeting, client_as: Client) -> None:
    client = client_as("to3")
    data = _typed(client, words="Nhầm", act="draft", photos=[(_photo(), "a.jpg")])
    answer = client.post("/opinions", data=data, content_type="multipart/form-data")
    opinion = _only()[0]
    assert answer.headers["Location"] == f"/opinions/{opinion.id}/edit"
    photo = attachments_of(opinion)[0]
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert f"/files/{photo.id}" in page
    client.post(f"/opinions/{opinion.id}/photos/{photo.id}/removal")
    assert attachments_of(opinion) == []
    assert client.get(f"/opinions/{opinion.id}/removal").status_code == 200
    client.post(f"/opinions/{opinion.id}/removal")
    _only(0)


def test_late_is_accepted_with_a_reason(
    announced: Meeting, client_as: Client, today: time_machine.Traveller
) -> None:
    today.move_to("2024-04-03 02:00:00+00:00")
    client = client_as("to3")
    data = _typed(client, words="Đèn hỏng")
    answer = client.post("/opinions", data=data)
    assert answer.status_code == 422
    assert "lý do gửi muộn" in answer.get_data(as_text=True)
    client.post("/opinions", data=data | {"late_reason": "Tổ trưởng ốm"})
    opinion = _only()[0]
    assert opinion.late
    assert opinion.late_reason == "Tổ trưởng ốm"
    assert "Gửi muộn" in client.get("/opinions").get_data(as_text=True)


def test_one_made_clearer_is_sent_again(
    in_state: Callable[..., Opinion], client_as: Client, account: Callable[[str], Account]
) -> None:
    opinion = in_state("returned")
    client = client_as("to3")
    page = client.get(f"/opinions/{opinion.id}/edit").get_data(as_text=True)
    assert "Kiệt nào?" in page
    data = {"words": "Kiệt 12 đường Nguyễn Du ngập", "version": _value(page, "version")}
    answer = client.post(f"/opinions/{opinion.id}/edit", data=data | {"words": ""})
    assert answer.status_code == 422
    assert client.post(f"/opinions/{opinion.id}/edit", data=data).status_code == 303
    db.session.refresh(opinion)
    assert (opinion.state, opinion.words) == ("sent", data["words"])
    again = client.post(f"/opinions/{opinion.id}/edit", data=data | {"words": "Thêm nữa"})
    assert again.status_code == 409
    assert "Thêm nữa" in again.get_data(as_text=True)


def test_nothing_to_say_is_one_tap_and_can_be_undone(
    announced: Meeting, client_as: Client, account: Callable[[str], Account]
) -> None:
    client = client_as("to3")
    page = client.get("/opinions").get_data(as_text=True)
    assert "Không có ý kiến" in page
    answer = client.post(f"/meetings/{announced.id}/opinions/nothing")
    assert answer.status_code == 303
    unit_id = account("to3").unit_id
    task = task_of_kind(announced, unit_id, "opinions")
    assert task is not None
    assert (task.state, task.note) == ("done", "Không có ý kiến")
    assert client.post(f"/meetings/{announced.id}/opinions/nothing").status_code == 409
    client.post(f"/meetings/{announced.id}/opinions/report-undo")
    db.session.refresh(task)
    assert task.state == "open"
    actions.send(_draft_of(client, announced), actor=account("to3"))
    assert "Đã gửi đủ" in client.get("/opinions").get_data(as_text=True)
    client.post(f"/meetings/{announced.id}/opinions/all-sent")
    db.session.refresh(task)
    assert (task.state, task.note) == ("done", "Đã gửi đủ ý kiến")


def _draft_of(client: FlaskClient, meeting: Meeting) -> Opinion:
    client.post("/opinions", data=_typed(client, words="Cống nghẹt", act="draft"))
    found = db.session.scalars(select(Opinion).where(Opinion.state == "draft")).one()
    assert found.meeting_id == meeting.id
    return found


def test_another_unit_finds_nothing(draft: Callable[..., Opinion], client_as: Client) -> None:
    opinion = draft("Chuyện riêng của tổ 3")
    for username in ("to4", "vanphong", "chutich", "quantri", "diachinh"):
        client = client_as(username)
        for path in ("", "/edit", "/removal", "/withdrawal", "/receipt"):
            assert client.get(f"/opinions/{opinion.id}{path}").status_code == 404, (username, path)
        assert client.post(f"/opinions/{opinion.id}/removal").status_code == 404
    count = select(func.count()).select_from(Opinion)
    assert db.session.scalar(count) == 1


def test_who_sends_nothing_has_no_form(meeting: Meeting, client_as: Client) -> None:
    assert client_as("chutich").get("/opinions/new").status_code == 404
    assert client_as("quantri").get("/opinions").status_code == 404
